"""How far estimates with their intervals are from what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from statistics import median
from typing import Any

from calculator.terms import Interval
from calculator.units import rounded

MISSED_SHARE = 0.1
CLOSE = 0.2


def errors(pairs: Sequence[tuple[float, Interval]]) -> dict[str, Any]:
    """Errors relative to the measured value, as shares: 0.05 is 5%.

    The interval score (Gneiting, Raftery 2007, doi 10.1198/016214506000001437) is relative to the measured value too:
    width + 2 / 0.1 × the distance by which the interval misses; lower is better.
    """
    if not pairs:
        return {"n": 0}
    signed = [interval.expected / measured - 1 for measured, interval in pairs]
    absolute = [abs(error) for error in signed]
    inside = [interval.low <= measured <= interval.high for measured, interval in pairs]
    halves = [(interval.high - interval.low) / 2 / interval.expected for _, interval in pairs]
    values = {
        "mean_absolute_error": _mean(absolute),
        "median_absolute_error": median(absolute),
        "bias": _mean(signed),
        "within_20_percent": _mean([error <= CLOSE for error in absolute]),
        "inside_interval": _mean(inside),
        "median_half_width": median(halves),
        "interval_score": _mean([_score(measured, interval) for measured, interval in pairs]),
    }
    return {"n": len(pairs), **{name: rounded(value) for name, value in values.items()}}


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def _score(measured: float, interval: Interval) -> float:
    missed = max(0.0, interval.low - measured) + max(0.0, measured - interval.high)
    return (interval.high - interval.low + 2 / MISSED_SHARE * missed) / measured
