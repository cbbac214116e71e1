"""Coefficients learnt from some studies, to be judged on others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from calculator.backtest.pairs import Pair
from calculator.backtest.regression import Fit, Prior, Row, fit
from calculator.catalog.records import Catalog
from calculator.quality import Evidence
from calculator.quality.expected import Z90
from calculator.quality.features import terms, utility

PRIOR = "prior_"


def priors(known: Catalog) -> dict[str, Prior]:
    """The prior of each coefficient: its figure's value, and its 90% bounds read as a normal distribution's."""
    return {
        name.removeprefix(PRIOR): Prior(figure.value, (figure.high - figure.low) / (2 * Z90))
        for name, figure in known.figures.items()
        if name.startswith(PRIOR)
    }


def rows(pairs: Sequence[Pair], evidence: Evidence) -> list[Row]:
    """The rows of the regression; a study of n pairs weighs n to the power of our convention."""
    counts = Counter(pair.comparison.study for pair in pairs)
    power = evidence.convention("study_weight") - 1
    return [Row(_difference(pair, evidence), counts[pair.comparison.study] ** power) for pair in pairs]


def learnt(pairs: Sequence[Pair], known: Catalog, evidence: Evidence) -> Fit:
    """The fit to the pairs, started from the shipped coefficients or, where there are none, from the priors."""
    held = priors(known)
    shipped = evidence.coefficients
    return fit(rows(pairs, evidence), held, shipped if held.keys() <= shipped.keys() else None)


def with_coefficients(evidence: Evidence, found: Fit) -> Evidence:
    """The evidence with other coefficients in the place of the shipped ones."""
    return replace(evidence, coefficients={**evidence.coefficients, **found.coefficients})


def margin(pair: Pair, evidence: Evidence) -> float:
    """By how much the better of a pair is expected to win, in log-odds; negative where the order is missed."""
    situation = pair.comparison.situation
    return utility(situation, pair.better.contender, evidence) - utility(situation, pair.worse.contender, evidence)


def without(pairs: Iterable[Pair], studies: frozenset[str]) -> list[Pair]:
    """The pairs of all studies but those that go by one of the names."""
    return [pair for pair in pairs if not pair.comparison.studies & studies]


def _difference(pair: Pair, evidence: Evidence) -> dict[str, float]:
    situation = pair.comparison.situation
    found = dict(terms(situation, pair.better.contender, evidence))
    for name, value in terms(situation, pair.worse.contender, evidence).items():
        found[name] = found.get(name, 0.0) - value
    return {name: value for name, value in found.items() if value}
