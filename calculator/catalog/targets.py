"""What can be prompted or trained: an open model, a hosted one, or an open model that is also hosted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from calculator.catalog.prices import ApiPrice
from calculator.catalog.records import Catalog, Model

TARGETS_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Target:
    """A model as an option sees it: its architecture if it is open, its price if it is hosted."""

    id: str
    name: str
    model: Model | None
    api: ApiPrice | None

    @property
    def open_weights(self) -> bool:
        """The weights can be had, so the model can be trained and hosted by the user."""
        return self.model is not None

    @property
    def context_length(self) -> int | None:
        """Longest prompt with its answer in tokens, or None where it is not known."""
        if self.model is not None:
            return self.model.context_length
        return self.api.context if self.api is not None else None


@lru_cache(maxsize=TARGETS_KEPT)
def target(target_id: str, known: Catalog) -> Target:
    """The model of that id with its current price, if it has one; KeyError where nothing has that id."""
    model = known.models.get(target_id)
    if model is not None:
        hosted = (price for price in known.api.values() if price.open_model == target_id and price.promptable)
        return Target(target_id, model.name, model, min(hosted, key=blended_usd, default=None))
    price = known.api[target_id]
    return Target(target_id, price.name or price.model, None, price)


def prompt_targets(known: Catalog) -> Iterator[Target]:
    """Every model that can be prompted today: hosted ones first, then open ones."""
    closed = (price.id for price in known.api.values() if price.promptable and price.open_model is None)
    return (target(each, known) for each in (*closed, *decoders(known)))


def tune_targets(known: Catalog) -> Iterator[Target]:
    """Every model that can be trained today: open ones first, then hosted ones that their provider tunes."""
    hosted = (price.id for price in known.api.values() if price.tunable and price.open_model is None)
    return (target(each, known) for each in (*decoders(known), *hosted))


def decoders(known: Catalog) -> Iterator[str]:
    """Ids of the open models that generate text from left to right."""
    return (model.id for model in known.models.values() if model.architecture.startswith("decoder"))


def neighbours(chosen: str, known: Catalog) -> tuple[str, ...]:
    """Ids of the next smaller and the next larger: card by memory, open model of its release, hosted model by price."""
    if chosen in known.gpus:
        return beside(chosen, {each.id: (each.memory_gib, each.bf16_dense_tflops) for each in known.gpus.values()})
    model = known.models.get(chosen)
    if model is not None:
        kin = (each for each in known.models.values() if (each.family, each.released) == (model.family, model.released))
        return beside(chosen, {each.id: (each.params,) for each in kin})
    price = known.api.get(chosen)
    if price is None:
        return ()
    kin_prices = (each for each in known.api.values() if each.provider == price.provider and each.promptable)
    return beside(chosen, {each.id: blended_usd(each) for each in kin_prices if each.open_model is None})


def beside(chosen: str, sizes: Mapping[str, tuple[float | str, ...]]) -> tuple[str, ...]:
    """The ids just before and just after the chosen one, in order of size."""
    ids = sorted(sizes, key=lambda each: (sizes[each], each))
    if chosen not in sizes:
        return ()
    place = ids.index(chosen)
    return (*ids[max(place - 1, 0) : place], *ids[place + 1 : place + 2])


@lru_cache(maxsize=TARGETS_KEPT)
def tuned_price(model_id: str, known: Catalog) -> ApiPrice | None:
    """The cheapest current price at which a provider serves this model tuned, or None."""
    offers = (
        price
        for price in known.api.values()
        if price.status == "current"
        and model_id in (price.id, price.open_model)
        and price.fine_tuned_output is not None
    )
    return min(offers, key=lambda price: (price.fine_tuned_output or 0.0, price.id), default=None)


def blended_usd(price: ApiPrice) -> tuple[float, str]:
    """What orders prices of one model: three parts input to one part output; ties by id."""
    return (3 * (price.input or 0.0) + (price.output or 0.0), price.id)
