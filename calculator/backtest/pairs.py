"""Pairs of methods of one comparison, by the rule of the published table."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.backtest.comparisons import Comparison, Entry
from calculator.quality.situation import PROMPTING

TIE = 0.02
UNNAMED = "other"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries of one comparison with different methods, the one that scored better first."""

    comparison: Comparison
    better: Entry
    worse: Entry

    @property
    def prompting_against_training(self) -> bool:
        """True: one of the two trains and the other does not."""
        return (self.better.method in PROMPTING) != (self.worse.method in PROMPTING)

    @property
    def same_model(self) -> bool:
        """True: both methods were tried on the same model."""
        return self.better.model == self.worse.model


def pairs(comparison: Comparison) -> list[Pair]:
    """Every pair of methods whose order is known: the best score of each method and model, closer than 2% is a tie."""
    sign = 1 if comparison.higher_is_better else -1
    best: dict[tuple[str, str], tuple[float, Entry]] = {}
    for entry in comparison.entries:
        key = (entry.method, entry.model)
        if entry.method == UNNAMED or entry.score is None:
            continue
        if key not in best or sign * entry.score > best[key][0]:
            best[key] = (sign * entry.score, entry)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        Pair(comparison, better, worse)
        for place, (_, (high, better)) in enumerate(ranked)
        for _, (low, worse) in ranked[place + 1 :]
        if better.method != worse.method and high - low >= TIE * max(abs(high), abs(low)) and high != low
    ]
