"""Gaps between two scores on the log-odds scale, expected and seen: what sets the width of the intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import fmean
from typing import Any

from calculator.backtest.judging import Judged, by_study
from calculator.backtest.pairs import Pair
from calculator.quality import Evidence
from calculator.quality.consistency import consistency
from calculator.quality.expected import Z90
from calculator.units import rounded

FLOOR = 1 / 100
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Gap:
    """A pair's expected margin and the gap that was seen, both in log-odds, for scores that are shares.

    `inconsistency` is the variance of the gap by what nobody decides on: wording, examples, seeds of both methods.
    """

    study: str
    same_model: bool
    margin: float
    seen: float
    inconsistency: float


def gaps(judged: Sequence[Judged], evidence: Evidence) -> list[Gap]:
    """The gaps of all pairs whose metric is a share of right answers."""
    return [_gap(each, evidence) for each in judged if each.pair.comparison.is_rate]


def _gap(judged: Judged, evidence: Evidence) -> Gap:
    pair = judged.pair
    spreads = (consistency(entry.contender, evidence) for entry in (pair.better, pair.worse))
    return Gap(pair.comparison.study, pair.same_model, judged.margin, _seen(pair), sum(spreads))


def coverage(judged: Sequence[Judged], evidence: Evidence) -> dict[str, Any]:
    """Share of seen gaps inside the 90% interval, overall and averaged by study, and its half width in log-odds."""
    inside = {study: list(_inside(gaps(own, evidence), evidence)) for study, own in by_study(judged).items()}
    inside = {study: found for study, found in inside.items() if found}
    if not inside:
        return {}
    return {
        "pairs": sum(map(len, inside.values())),
        "inside": rounded(fmean(hit for found in inside.values() for hit in found)),
        "inside_by_study": rounded(fmean(fmean(found) for found in inside.values())),
        "half_width_same_model": rounded(Z90 * evidence.convention("spread_same_model")),
        "half_width_other_model": rounded(Z90 * evidence.convention("spread_other_model")),
    }


def _inside(found: Sequence[Gap], evidence: Evidence) -> Iterator[bool]:
    for gap in found:
        spread = evidence.convention("spread_same_model" if gap.same_model else "spread_other_model")
        reach = Z90 * sqrt(spread**2 + gap.inconsistency)
        yield abs(gap.seen - evidence.convention("gap_scale") * gap.margin) <= reach


def _seen(pair: Pair) -> float:
    better, worse = (_share(entry.score or 0.0, pair) for entry in (pair.better, pair.worse))
    return log(better / (1 - better)) - log(worse / (1 - worse))


def _share(score: float, pair: Pair) -> float:
    """The score as a share; tables print shares or per cent, and no share is taken beyond the first and last per cent."""
    largest = max(abs(entry.score) for entry in pair.comparison.entries if entry.score is not None)
    share = score / PER_CENT if largest > 1 else score
    return min(max(share, FLOOR), 1 - FLOOR)
