"""What the model has to beat: the best fixed order of methods, always LoRA, and the article's rules taken literally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from calculator.backtest.pairs import Pair
from calculator.backtest.regression import Prior, Row, fit
from calculator.quality import Contender, Evidence, Situation

LOW_RANK = frozenset({"lora", "dora", "qlora"})


def fixed_order(training: Sequence[Pair], evidence: Evidence) -> dict[str, float]:
    """Strength of each method in the order that fits the training pairs best (Bradley and Terry's model).

    How much a study weighs and how firmly strengths are held is chosen in the rival's favour.
    """
    counts = Counter(pair.comparison.study for pair in training)
    power = evidence.convention("rival_study_weight") - 1
    rows = [
        Row({pair.better.method: 1.0, pair.worse.method: -1.0}, counts[pair.comparison.study] ** power)
        for pair in training
    ]
    methods = sorted({entry.method for pair in training for entry in (pair.better, pair.worse)})
    return fit(rows, dict.fromkeys(methods, Prior(0.0, 1.0))).coefficients


def by_order(pair: Pair, order: dict[str, float]) -> float:
    """Margin of the better of a pair by a fixed order; a method that is not in it stands in its middle."""
    return order.get(pair.better.method, 0.0) - order.get(pair.worse.method, 0.0)


def by_lora(pair: Pair) -> float:
    """Margin of the better of a pair where low-rank training always wins."""
    return float(pair.better.method in LOW_RANK) - float(pair.worse.method in LOW_RANK)


def by_article(pair: Pair, evidence: Evidence) -> float:
    """Margin of the better of a pair by the article's rules, each with one vote; silent on what records do not say.

    Tune: large task difference, abundant data. Prompt: minor adjustments, limited data, preserving capabilities.
    """
    votes = _votes_to_tune(pair.comparison.situation, evidence)
    return votes * (_trains(pair.better.contender) - _trains(pair.worse.contender))


def _trains(contender: Contender) -> int:
    return int(contender.trained)


def _votes_to_tune(situation: Situation, evidence: Evidence) -> float:
    votes = {"large": 1.0, "small": -1.0}.get(situation.gap or "", 0.0)
    if situation.labelled_examples is not None:
        votes += situation.labelled_examples >= evidence.convention("abundant_examples")
        votes -= situation.labelled_examples < evidence.convention("limited_examples")
    return votes - (situation.setting == "forgetting")
