"""Compares forms of the model of expected success on studies left out, and writes fit/order.json.

Run as `python3 -m fit.order` from the root; it takes a few minutes.
Every judge is fitted without the study that it judges. The nested line also chooses form, width of the priors and
weight of a study without it: for each study left out, by the log loss of the others left out in their turn.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calculator.backtest.comparisons import of_catalog
from calculator.backtest.judging import accuracy
from calculator.backtest.learning import priors, rows
from calculator.backtest.pairs import Pair, pairs
from calculator.catalog.reader import shipped
from calculator.quality import evidence
from calculator.units import rounded

TARGET = Path(__file__).parent / "order.json"
Numbers = NDArray[np.float64]
Fit = Callable[["Table", NDArray[np.bool_], Numbers, Numbers], Numbers]
STEPS, CONVERGED = 30, 1e-4
GROUPS, GROUP_SIZE, SEED = 60, 5, 20240406
EXAMPLES = frozenset(
    {
        "trained_missing_examples", "missing_examples_ability", "encoder_missing_examples",
        "soft_prompt_missing_examples", "ia3_missing_examples", "prompted_missing_examples",
        "few_shot_shots", "few_shot_shots_ability",
    }
)  # fmt: skip
ABILITY = frozenset(
    {
        "prompted_ability", "trained_ability", "trained_ability_knowledge", "trained_ability_tools", "trained_size",
        "missing_examples_ability", "few_shot_shots_ability",
    }
)  # fmt: skip
KIND = frozenset(
    {
        "trained_knowledge", "trained_reasoning", "trained_schema", "prompt_optimisation_reasoning",
        "trained_ability_knowledge", "trained_ability_tools",
    }
)  # fmt: skip
FORMS: dict[str, frozenset[str]] = {
    "the model as shipped": frozenset(),
    "without the learning curves": EXAMPLES,
    "without the models’ ability": ABILITY,
    "without the kind of task": KIND,
    "without the distance of the task": frozenset({"trained_distance"}),
    "without the terms of small encoders": frozenset({"trained_encoder", "encoder_missing_examples"}),
}
WIDTHS, POWERS = (0.7, 1.0, 1.5), (0.15, 0.3, 0.5)
NESTED = ("the model as shipped", "without the terms of small encoders", "without the kind of task")


@dataclass(frozen=True)
class Table:
    """All pairs: differences of terms, study of each, and the gap that was seen where the metric is a share."""

    names: tuple[str, ...]
    terms: Numbers
    studies: NDArray[np.str_]
    crossed: NDArray[np.bool_]
    means: Numbers
    widths: Numbers
    power: float


def main() -> None:
    """Writes the comparison and prints it."""
    held = shipped()
    seen = [pair for each in of_catalog(held) for pair in pairs(each)]
    whole = _table(seen)
    found = {name: _judged(whole, _left_out(whole, dropped)) for name, dropped in FORMS.items()}
    none = frozenset[str]()
    found["priors alone, nothing learnt"] = _judged(whole, whole.terms @ whole.means)
    found["an effect of its own for every study (partial pooling)"] = _judged(whole, _left_out(whole, none, _pooled))
    found["nested: form, widths and weights chosen without the study"] = _judged(whole, _nested(whole))
    reply: dict[str, Any] = {"forms": found, "groups": _groups(whole)}
    TARGET.write_text(json.dumps(reply, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, line in found.items():
        print(name, line)
    print("groups", reply["groups"])


def _table(seen: Sequence[Pair]) -> Table:
    known = shipped()
    held = priors(known)
    names = tuple(held)
    place = {name: index for index, name in enumerate(names)}
    terms = np.zeros((len(seen), len(names)))
    for line, row in enumerate(rows(seen, evidence(known))):
        for name, value in row.terms.items():
            terms[line, place[name]] = value
    return Table(
        names=names,
        terms=terms,
        studies=np.array([pair.comparison.study for pair in seen]),
        crossed=np.array([pair.prompting_against_training for pair in seen]),
        means=np.array([held[name].mean for name in names]),
        widths=np.array([held[name].sd for name in names]),
        power=evidence(known).convention("study_weight"),
    )


def _left_out(
    whole: Table, dropped: frozenset[str], how: Fit | None = None, width: float = 1.0, power: float | None = None
) -> Numbers:
    """The margin of every pair, expected by the other studies."""
    table, weights = _without(whole, dropped, width), _weights(whole, power)
    margins = np.zeros(len(table.studies))
    start = (how or _fitted)(table, np.ones(len(table.studies), bool), weights, table.means)
    for study in sorted(set(table.studies.tolist())):
        own = table.studies == study
        margins[own] = table.terms[own] @ (how or _fitted)(table, ~own, weights, start)
    return margins


def _without(whole: Table, dropped: frozenset[str], width: float) -> Table:
    kept = [index for index, name in enumerate(whole.names) if name not in dropped]
    return replace(
        whole,
        names=tuple(whole.names[index] for index in kept),
        terms=whole.terms[:, kept],
        means=whole.means[kept],
        widths=whole.widths[kept] * width,
    )


def _weights(whole: Table, power: float | None) -> Numbers:
    counts = Counter(whole.studies.tolist())
    exponent = (whole.power if power is None else power) - 1
    return np.array([counts[study] ** exponent for study in whole.studies.tolist()])


def _fitted(table: Table, training: NDArray[np.bool_], weights: Numbers, start: Numbers) -> Numbers:
    """Coefficients by Newton's method, as in calculator/backtest/regression.py."""
    terms, weight, at, held = table.terms[training], weights[training], start.copy(), 1 / table.widths**2
    for _ in range(STEPS):
        wrong = weight / (1 + np.exp(terms @ at))
        slope = held * (at - table.means) - terms.T @ wrong
        bend = np.diag(held) + (terms * (wrong * (1 - wrong / weight))[:, None]).T @ terms
        step = np.linalg.solve(bend, slope)
        at = at - step
        if np.abs(step).max() < CONVERGED:
            break
    return at


def _pooled(table: Table, training: NDArray[np.bool_], weights: Numbers, start: Numbers) -> Numbers:
    """The same with an effect of each study on training, on examples and on searched prompts (standard deviation ½)."""
    del start
    effects = [table.names.index(name) for name in ("trained", "few_shot", "prompt_optimisation")]
    studies = sorted(set(table.studies[training].tolist()))
    own = [np.where((table.studies == study)[:, None], table.terms[:, effects], 0.0) for study in studies]
    count = len(effects) * len(studies)
    wide = replace(
        table,
        terms=np.concatenate([table.terms, *own], axis=1),
        means=np.concatenate([table.means, np.zeros(count)]),
        widths=np.concatenate([table.widths, np.full(count, 0.5)]),
    )
    return _fitted(wide, training, weights, wide.means)[: len(table.names)]


def _nested(whole: Table) -> Numbers:
    """The margins where everything that is chosen is chosen by the other studies."""
    margins = np.zeros(len(whole.studies))
    choices = [(form, width, power) for form in NESTED for width in WIDTHS for power in POWERS]
    for study in sorted(set(whole.studies.tolist())):
        own = whole.studies == study
        others = replace(whole, terms=whole.terms[~own], studies=whole.studies[~own], crossed=whole.crossed[~own])
        losses = [_loss(others, _left_out(others, FORMS[form], None, width, power)) for form, width, power in choices]
        form, width, power = choices[int(np.argmin(losses))]
        table, weights = _without(whole, FORMS[form], width), _weights(whole, power)
        margins[own] = table.terms[own] @ _fitted(table, ~own, weights, table.means)
    return margins


def _groups(whole: Table) -> dict[str, Any]:
    """The same with five studies left out at once, drawn many times (seeded)."""
    random, weights = np.random.default_rng(SEED), _weights(whole, None)
    studies = sorted(set(whole.studies.tolist()))
    right = []
    for _ in range(GROUPS):
        held = np.isin(whole.studies, random.choice(studies, GROUP_SIZE, replace=False))
        margins = whole.terms[held] @ _fitted(whole, ~held, weights, whole.means)
        right.append(accuracy(margins.tolist()))
    low, high = np.quantile(right, (0.05, 0.95))
    found = {"accuracy": float(np.mean(right)), "low": float(low), "high": float(high)}
    return {"draws": GROUPS, "size": GROUP_SIZE} | {name: rounded(value) for name, value in found.items()}


def _loss(table: Table, margins: Numbers) -> float:
    """Log loss, averaged by study."""
    losses = np.logaddexp(0.0, -margins)
    return float(np.mean([losses[table.studies == study].mean() for study in set(table.studies.tolist())]))


def _judged(table: Table, margins: Numbers) -> dict[str, float]:
    by_study = [accuracy(margins[table.studies == study].tolist()) for study in set(table.studies.tolist())]
    return {
        "pairs": len(margins),
        "accuracy": rounded(accuracy(margins.tolist())),
        "accuracy_by_study": rounded(float(np.mean(by_study))),
        "prompting_against_training": rounded(accuracy(margins[table.crossed].tolist())),
        "log_loss": rounded(_loss(table, margins)),
    }


if __name__ == "__main__":
    main()
