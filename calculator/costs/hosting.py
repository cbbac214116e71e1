"""What it takes to host a model at the user's load: cards, replicas, and the time to an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from calculator.catalog import Catalog
from calculator.catalog.records import Gpu, Model
from calculator.costs.serving import cached_requests, request_seconds
from calculator.method import Case, Prompt
from calculator.terms import Figure, Interval
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
    """The host of the fewest cards for the user's peak and monthly load; None where 16 cards of the kind do not hold one.

    Replicas answer the peak at once, and the month's requests at no more than the busy share of their speed
    [figure: busy_share].
    """
    task = case.task
    per_hour = task.requests_per_month / HOURS_PER_MONTH / case.value("busy_share")
    return smallest_host(
        case.known,
        model.id,
        task.gpu,
        input_tokens=prompt.input_tokens,
        output_tokens=prompt.output_tokens,
        peak=task.peak_concurrency,
        per_hour=per_hour,
    )


@lru_cache(maxsize=REPLICAS_KEPT)
def smallest_host(
    known: Catalog,
    model_id: str,
    gpu_id: str,
    *,
    input_tokens: float,
    output_tokens: float,
    peak: int,
    per_hour: float,
) -> Host | None:
    """The replicas of the fewest cards in all that answer `peak` requests at once and `per_hour` in an hour.

    Of as many cards, the smaller replica: more of them, and one can fail.
    """
    sizes = replicas(known, model_id, gpu_id, input_tokens=input_tokens, output_tokens=output_tokens)
    if not sizes:
        return None
    size = min(sizes, key=lambda each: (each.cards * each.needed(peak, per_hour), each.cards))
    count = size.needed(peak, per_hour)
    at_once, answer_s = size.fewest_at_once(ceil(peak / count), per_hour / count)
    return Host(size.cards, count, at_once, answer_s, size.bits is not None)


@dataclass(frozen=True, slots=True)
class Replica:
    """Cards that hold a model with the cache of at most `holds` requests, of which they then answer `full_per_hour`."""

    model: Model
    gpu: Gpu
    figures: Mapping[str, Figure]
    cards: int
    bits: str | None
    input_tokens: float
    output_tokens: float
    holds: int
    full_per_hour: float

    def needed(self, peak: int, per_hour: float) -> int:
        """Replicas for a peak and a load: the larger of peak / requests held and load / speed of a full replica."""
        return max(ceil(peak / self.holds), ceil(per_hour / self.full_per_hour))

    def fewest_at_once(self, peak: int, per_hour: float) -> tuple[int, Interval]:
        """The fewest requests at once that keep up with a load and a peak, and the seconds to an answer meanwhile."""
        least, most = min(peak, self.holds), self.holds
        answer_s = self.answer_s(least)
        while least < most and per_hour > least / answer_s.expected * SECONDS_PER_HOUR:
            middle = (least + most) // 2
            tried = self.answer_s(middle)
            if per_hour > middle / tried.expected * SECONDS_PER_HOUR:
                least = middle + 1
                answer_s = self.answer_s(least)
            else:
                most = middle
        return least, answer_s

    def answer_s(self, at_once: int) -> Interval:
        """Seconds to one answer where so many requests are answered at once."""
        return request_seconds(
            self.model,
            self.gpu,
            self.figures,
            self.input_tokens,
            self.output_tokens,
            batch=at_once,
            quantization=self.bits,
            gpus=self.cards,
        )


@lru_cache(maxsize=REPLICAS_KEPT)
def replicas(
    known: Catalog, model_id: str, gpu_id: str, *, input_tokens: float, output_tokens: float
) -> tuple[Replica, ...]:
    """Every size of replica that holds at least one request; weights in 4 bits only where one card does not hold 16."""
    model, gpu, figures = known.models[model_id], known.gpus[gpu_id], known.figures
    found: list[Replica] = []
    for cards, bits in REPLICAS:
        if bits and found:
            continue
        context = input_tokens + output_tokens
        holds = cached_requests(model, gpu, figures, context, quantization=bits, gpus=cards)
        if holds:
            empty = Replica(model, gpu, figures, cards, bits, input_tokens, output_tokens, holds, 0.0)
            fastest = holds / empty.answer_s(holds).expected * SECONDS_PER_HOUR
            found.append(replace(empty, full_per_hour=fastest))
    return tuple(found)
