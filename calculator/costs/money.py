"""What things cost per unit: a card-hour, a request to a hosted model, a token of training. US dollars."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from calculator.catalog import Catalog, Target
from calculator.catalog.prices import ApiPrice, TrainingPrice
from calculator.method import Prompt
from calculator.task import Task
from calculator.terms import Interval, exactly
from calculator.units import TOKENS_PER_PRICE

WATTS_PER_KILOWATT = 1000.0
OFFERS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Rate:
    """A price per unit in US dollars, with where it comes from in words."""

    usd: Interval
    says: str


def card_hour(task: Task, known: Catalog) -> Rate:
    """Price of one hour of one card: the user's own, or power and wear where it is owned, or the median of current offers.

    Rented cards without an offer in our list are priced as owned ones, and say so.
    """
    if task.gpu_usd_per_hour is not None:
        return Rate(exactly(task.gpu_usd_per_hour), "your own price of a card-hour")
    offers = current_offers(task.gpu, known)
    if task.gpu_owned or not offers:
        why = (
            "power and wear of your own card"
            if task.gpu_owned
            else "power and wear: our list has no rent for this card"
        )
        return Rate(owned_card_hour(task.gpu, known), why)
    count = f"{len(offers)} current offers" if len(offers) > 1 else "the one current offer"
    return Rate(Interval(median(offers), min(offers), max(offers)), f"median of {count}, as of {known.as_of}")


def owned_card_hour(gpu_id: str, known: Catalog) -> Interval:
    """Cost of an hour of an owned card in US dollars.

    power × price of electricity + wear  [figures: owned_watts, electricity_usd_per_kwh, owned_wear_usd_per_hour]
    """
    figures, card_watts = known.figures, known.gpus[gpu_id].board_watts
    watts = exactly(card_watts) if card_watts is not None else figures["owned_watts"].interval
    kwh, wear = figures["electricity_usd_per_kwh"], figures["owned_wear_usd_per_hour"]
    return Interval(
        watts.expected / WATTS_PER_KILOWATT * kwh.value + wear.value,
        watts.low / WATTS_PER_KILOWATT * kwh.low + wear.low,
        watts.high / WATTS_PER_KILOWATT * kwh.high + wear.high,
    )


@lru_cache(maxsize=OFFERS_KEPT)
def current_offers(gpu_id: str, known: Catalog) -> tuple[float, ...]:
    """Current on-demand rents of a card, US dollars per card and hour, from low to high."""
    offers = (offer for offer in known.gpu_hours.values() if offer.gpu == gpu_id)
    return tuple(
        sorted(offer.usd_per_hour for offer in offers if offer.status == "current" and offer.offer == "on_demand")
    )


def hosted_request(
    price: ApiPrice, prompt: Prompt, known: Catalog, *, tuned: bool = False, in_batches: bool = False
) -> Interval:
    """Price of one request to a hosted model in US dollars, less the discount for batches where there is one.

    fresh tokens × input price + fixed tokens × (hits × cached price + misses × input price) + written tokens × output price
    The repeated beginning is discounted where the provider does so and it is long enough
    [figures: cache_hit_share, cache_minimum_tokens]; low and high span the share of hits.
    """
    read, cached, written = prices(price, tuned=tuned)
    hits = known.figures["cache_hit_share"]
    cacheable = cached is not None and prompt.fixed_tokens >= known.figures["cache_minimum_tokens"].value
    beginning = [
        prompt.fixed_tokens * (share * (cached if cached is not None and cacheable else read) + (1 - share) * read)
        for share in (hits.value, hits.high, hits.low)
    ]
    rest = prompt.fresh_tokens * read + prompt.output_tokens * written
    expected, low, high = ((each + rest) / TOKENS_PER_PRICE for each in beginning)
    discount = price.batch_discount if in_batches and price.batch_discount is not None else 0.0
    return Interval(expected, low, high).times(1 - discount)


def prices(price: ApiPrice, *, tuned: bool) -> tuple[float, float | None, float]:
    """Input, cached input (None where there is no discount) and output price, US dollars per million tokens.

    Errors: ValueError where the model is not on offer that way.
    """
    read = price.fine_tuned_input if tuned else price.input
    written = price.fine_tuned_output if tuned else price.output
    if read is None or written is None:
        message = f"{price.id}: no {'tuned' if tuned else 'prompting'} price"
        raise ValueError(message)
    return read, price.fine_tuned_cached_input if tuned else price.cached_input, written


def service_training(target: Target, *, low_rank: bool, known: Catalog) -> tuple[Interval, float] | None:
    """Managed training of a model: US dollars per token over the current offers, and the smallest bill; None without an offer."""
    offers = training_offers(target, known)
    usd = sorted(
        price for price in (offer.lora_usd if low_rank else offer.full_usd for offer in offers) if price is not None
    )
    if target.api is not None and target.api.tunable and target.api.training_per_1m_tokens is not None:
        usd = [target.api.training_per_1m_tokens]
    if not usd:
        return None
    per_token = Interval(median(usd), usd[0], usd[-1]).times(1 / TOKENS_PER_PRICE)
    return per_token, max((offer.minimum_usd for offer in offers), default=0.0)


def training_offers(target: Target, known: Catalog) -> tuple[TrainingPrice, ...]:
    """Current offers to train an open model of this size."""
    if target.model is None:
        return ()
    params = target.model.params
    return tuple(
        offer
        for offer in known.training.values()
        if offer.status == "current" and offer.low_params < params <= offer.high_params
    )
