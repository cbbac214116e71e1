"""How often an order of methods is right, how sure it was, and what following it would have cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from random import Random
from statistics import fmean, quantiles
from typing import Any

from calculator.backtest.pairs import Pair
from calculator.units import rounded

Plain = dict[str, Any]
DRAWS = 2000
SEED = 20240406
BANDS = tuple((5 + step) / 10 for step in range(6))
FORTIETHS = 4 * 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with the margins by which its better method was expected to win, by the model and by each rival."""

    pair: Pair
    margin: float
    rivals: Mapping[str, float]


def accuracy(margins: Sequence[float]) -> float:
    """Share of pairs in the right order; no opinion counts half."""
    return fmean(0.5 if margin == 0 else float(margin > 0) for margin in margins)


def by_study(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """The pairs of each study, by its key."""
    found: dict[str, list[Judged]] = {}
    for each in judged:
        found.setdefault(each.pair.comparison.study, []).append(each)
    return dict(sorted(found.items()))


def summary(judged: Sequence[Judged], rival: str | None = None) -> Plain:
    """Pairs and shares in the right order, by the model or a rival: overall, averaged by study, in the groups that matter."""

    def margin(each: Judged) -> float:
        return each.margin if rival is None else each.rivals[rival]

    if not judged:
        return {"pairs": 0}
    groups = {
        "same_model": [each for each in judged if each.pair.same_model],
        "prompting_against_training": [each for each in judged if each.pair.prompting_against_training],
    }
    return {
        "pairs": len(judged),
        "accuracy": rounded(accuracy([margin(each) for each in judged])),
        "accuracy_by_study": rounded(
            fmean(accuracy([margin(each) for each in own]) for own in by_study(judged).values())
        ),
        **{
            name: {"pairs": len(own), "accuracy": rounded(accuracy([margin(each) for each in own]))}
            for name, own in groups.items()
            if own
        },
    }


def advantage(judged: Sequence[Judged], rival: str) -> Plain:
    """Points of accuracy above a rival, with the 95% interval of a bootstrap over studies (seeded)."""
    studies = list(by_study(judged).values())
    if len(studies) < 2:
        return {}
    gains = [(sum(_right(each.margin) - _right(each.rivals[rival]) for each in own), len(own)) for own in studies]
    random = Random(SEED)  # noqa: S311 - a bootstrap, not a secret
    drawn = [random.choices(gains, k=len(gains)) for _ in range(DRAWS)]
    points = quantiles([_points(draw) for draw in drawn], n=FORTIETHS)
    return {"points": rounded(_points(gains)), "low": rounded(points[0]), "high": rounded(points[-1])}


def calibration(judged: Sequence[Judged], certainty: float) -> Plain:
    """Brier score of the win probability, and its reliability: how often right, by how sure."""
    chances = [chance(certainty * each.margin) for each in judged]
    sure = [(max(one, 1 - one), _right(each.margin)) for one, each in zip(chances, judged, strict=True)]
    table = []
    for low, high in pairwise(BANDS):
        own = [(said, right) for said, right in sure if low <= said < high or said == high == 1]
        if own:
            said, right = fmean(one for one, _ in own), fmean(two for _, two in own)
            table.append({"pairs": len(own), "said": rounded(said), "right": rounded(right)})
    return {"brier": rounded(fmean((1 - one) ** 2 for one in chances)), "reliability": table}


def chance(margin: float) -> float:
    """Probability that the better of a pair wins, by the logistic model: 1 / (1 + exp(−margin))."""
    return 1 / (1 + exp(-margin))


def _points(gains: Sequence[tuple[float, int]]) -> float:
    return 100 * sum(gain for gain, _ in gains) / sum(count for _, count in gains)


def _right(margin: float) -> float:
    return accuracy([margin])
