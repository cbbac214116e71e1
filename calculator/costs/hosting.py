"""What it takes to host a model at the user's load: cards, replicas, and the time to an answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from calculator.catalog import Catalog
from calculator.catalog.records import Model
from calculator.costs.serving import cached_requests, request_seconds
from calculator.method import Case, Prompt
from calculator.terms import Interval
from calculator.units import HOURS_PER_MONTH, SECONDS_PER_HOUR

REPLICAS = ((1, None), (1, "nf4"), (2, None), (4, None), (8, None), (16, None))
REPLICAS_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Host:
    """Cards of one replica, replicas, requests a replica answers at once, and the seconds to one answer meanwhile."""

    cards: int
    replicas: int
    at_once: int
    answer_s: Interval
    four_bit: bool

    @property
    def all_cards(self) -> int:
        """Cards that run all the time."""
        return self.cards * self.replicas

    @property
    def card_hours(self) -> Interval:
        """Card-hours that one request takes of a busy replica."""
        return self.answer_s.times(self.cards / self.at_once / SECONDS_PER_HOUR)


def host(case: Case, model: Model, prompt: Prompt) -> Host | None:
    """The smallest host for the user's peak and monthly load on the chosen card; None where 16 cards do not hold it.

    Weights in 16 bits where one card holds them, in 4 bits where only that fits, then on more cards.
    Replicas answer the peak at once, and the month's requests at no more than the busy share of their speed
    [figure: busy_share].
    """
    task = case.task
    found = replica(
        case.known,
        model.id,
        task.gpu,
        input_tokens=prompt.input_tokens,
        output_tokens=prompt.output_tokens,
        peak=task.peak_concurrency,
    )
    if found is None:
        return None
    cards, batch, answer_s, four_bit = found
    per_month = batch / answer_s.expected * SECONDS_PER_HOUR * HOURS_PER_MONTH * case.value("busy_share")
    count = max(ceil(task.peak_concurrency / batch), ceil(task.requests_per_month / per_month))
    return Host(cards, count, batch, answer_s, four_bit)


@lru_cache(maxsize=REPLICAS_KEPT)
def replica(
    known: Catalog, model_id: str, gpu_id: str, *, input_tokens: float, output_tokens: float, peak: int
) -> tuple[int, int, Interval, bool] | None:
    """Cards of the smallest replica, requests it answers at once, seconds to each answer, and whether in 4 bits."""
    model, gpu, figures = known.models[model_id], known.gpus[gpu_id], known.figures
    for cards, bits in REPLICAS:
        holds = cached_requests(model, gpu, figures, input_tokens + output_tokens, quantization=bits, gpus=cards)
        batch = min(holds, peak)
        if batch:
            answer_s = request_seconds(
                model, gpu, figures, input_tokens, output_tokens, batch=batch, quantization=bits, gpus=cards
            )
            return cards, batch, answer_s, bits is not None
    return None
