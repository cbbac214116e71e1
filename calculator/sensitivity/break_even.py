"""Where training and prompting cost the same: in requests a month, and in months of use."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from calculator.sensitivity.asking import Asker
from calculator.sensitivity.records import BreakEven
from calculator.sensitivity.rivals import Rivals
from calculator.task import FIELDS

FIELDS_TRIED = ("requests_per_month", "horizon_months")
STEPS = (1 / 100, 1 / 30, 1 / 10, 1 / 5, 1 / 2, 1.0, 2.0, 5.0, 10.0, 30.0, 100.0)
HALVINGS = 8


def break_evens(asker: Asker, pair: Rivals) -> tuple[BreakEven, ...]:
    """For requests a month and months of use, the crossing nearest to the user's value, and both cost curves around it.

    All costs of ownership are counted, caching and hosting with them, each at its own value of the input.
    """
    return tuple(break_even(asker, pair, name) for name in FIELDS_TRIED if getattr(asker.task, name) > 0)


def break_even(asker: Asker, pair: Rivals, name: str) -> BreakEven:
    """The crossing of the two options' costs along one input; `value` is None where they do not cross."""
    field, value = FIELDS[name], float(getattr(asker.task, name))
    places = sorted({min(max(value * step, field.low or 0.0), field.high or value) for step in STEPS})
    curve = [(place, *costs_at(asker, pair, name, place)) for place in places]
    leads = [second - best for _, best, second in curve]
    crossings = [
        (left[0], right[0])
        for left, right, before, after in zip(curve, curve[1:], leads, leads[1:], strict=False)
        if (before > 0) != (after > 0)
    ]
    nearest = min(crossings, key=lambda ends: distance(ends, value), default=None)
    crossing = None if nearest is None else halved(asker, pair, name, nearest)
    return BreakEven(name, crossing, pair.ids, tuple(curve))


def halved(asker: Asker, pair: Rivals, name: str, ends: tuple[float, float]) -> float:
    """The place between two others at which the costs cross, by halving on a logarithmic scale."""
    low, high = ends
    rises = lead(costs_at(asker, pair, name, low)) > 0
    for _ in range(HALVINGS):
        middle = sqrt(low * high)
        low, high = (middle, high) if (lead(costs_at(asker, pair, name, middle)) > 0) == rises else (low, middle)
    return sqrt(low * high)


def costs_at(asker: Asker, pair: Rivals, name: str, value: float) -> tuple[float, float]:
    """Cost of ownership of both options with one input moved, US dollars, whether or not a limit blocks them there."""
    found = {option.id: option.cost.total for option in asker.some_at(name, value, pair.ids)}
    return found[pair.best.id], found[pair.second.id]


def lead(costs: tuple[float, float]) -> float:
    """By how much the first is cheaper, US dollars."""
    return costs[1] - costs[0]


def distance(ends: Sequence[float], value: float) -> float:
    """By what factor the nearer end of an interval is away from a value."""
    return min(max(end / value, value / end) if end > 0 else float("inf") for end in ends)
