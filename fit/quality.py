"""Fits expected success to the published comparisons and writes calculator/data/figures/quality_fitted.toml.

Run as `python3 -m fit.quality` from the root; `python3 dev.py fit` runs it with the other fits.
Coefficients: penalised logistic regression on pairs (calculator/backtest/regression.py) around quality_prior.toml.
Certainty, scale and spreads: from the gaps of studies left out one at a time, so that they hold for studies not seen.
Ability: least squares of published MMLU shares on size, release and tuning (abilities.toml).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calculator.backtest.comparisons import of_catalog
from calculator.backtest.gaps import Gap, gaps
from calculator.backtest.judging import Judged
from calculator.backtest.learning import learnt, margin, priors, with_coefficients, without
from calculator.backtest.pairs import pairs
from calculator.catalog.reader import shipped
from calculator.catalog.records import Catalog
from calculator.quality import Evidence, Facts, evidence
from calculator.quality.ability import raw_ability, release_year
from calculator.quality.expected import Z90
from calculator.units import rounded

TARGET = Path(__file__).parent.parent / "calculator" / "data" / "figures" / "quality_fitted.toml"
COMMAND = "fit/quality.py"
SEED, DRAWS = 20240406, 400
CERTAINTIES = (0.5, 3.0, 126)
HEADER = """# Written by `python3 dev.py fit` (fit/quality.py) from outcomes.toml, quality_prior.toml and abilities.toml.
# Each value stands with its 90% bounds; do not edit by hand.
"""


class Line(NamedTuple):
    """One figure of the file."""

    name: str
    low: float
    value: float
    high: float
    unit: str
    says: str


def main() -> None:
    """Writes the fitted figures, ability first because the coefficients rest on it."""
    known = shipped()
    ability = _ability(known)
    _write(ability, known)
    known = shipped()
    held = evidence(known)
    found = learnt([pair for each in of_catalog(known) for pair in pairs(each)], known, held)
    coefficients = [
        Line(
            name,
            value - Z90 * found.errors[name],
            value,
            value + Z90 * found.errors[name],
            "log-odds",
            _says(name, known),
        )
        for name, value in found.coefficients.items()
    ]
    left = _left_out(known, with_coefficients(held, found))
    spreads = _spreads(left, held)
    _write([*ability, *spreads, *coefficients], known)


def _ability(known: Catalog) -> list[Line]:
    seen = [each for each in known.abilities.values() if each.benchmark and each.params_b]
    held = evidence(known)
    facts = [
        Facts(each.params_b, each.released, each.instruction_tuned, each.closed, benchmark=each.benchmark)
        for each in seen
    ]
    low = held.conventions["ability_range"].low
    able = np.array([max(low, raw_ability(each, held)) for each in facts])
    terms = np.array(
        [[1, np.log10(each.params_b or 1), release_year(each, held) - 2022, each.instruction_tuned] for each in facts],
        dtype=float,
    )
    values, _, _, _ = np.linalg.lstsq(terms, able, rcond=None)
    variance = float(np.var(able - terms @ values)) * len(able) / (len(able) - len(values))
    errors = np.sqrt(variance * np.diag(np.linalg.inv(terms.T @ terms)))
    units = ("log-odds of MMLU", "log-odds of MMLU per tenfold", "log-odds of MMLU per year", "log-odds of MMLU")
    says = (
        "Ability of an untuned model of one billion parameters released in 2022.",
        "Ability by size.",
        "Ability by year of release at the same size.",
        "Ability by instruction tuning.",
    )
    names = ("ability_constant", "ability_size", "ability_year", "ability_instruction")
    return [
        Line(name, value - Z90 * error, value, value + Z90 * error, unit, text)
        for name, value, error, unit, text in zip(names, values, errors, units, says, strict=True)
    ]


def _left_out(known: Catalog, held: Evidence) -> list[Judged]:
    """Every pair with the margin that the other studies expect."""
    listed = of_catalog(known)
    seen = [pair for each in listed for pair in pairs(each)]
    found: list[Judged] = []
    for study in sorted({each.study for each in listed}):
        names = frozenset(name for each in listed if each.study == study for name in each.studies)
        blind = with_coefficients(held, learnt(without(seen, names), known, held))
        found.extend(Judged(pair, margin(pair, blind), {}) for pair in seen if pair.comparison.study == study)
    return found


def _spreads(found: list[Judged], held: Evidence) -> list[Line]:
    """Certainty, scale and spreads with the 90% bounds of a bootstrap over studies (seeded)."""
    studies = sorted({each.pair.comparison.study for each in found})
    random = np.random.default_rng(SEED)
    drawn = [[studies[place] for place in random.integers(len(studies), size=len(studies))] for _ in range(DRAWS)]
    shares = gaps(found, held)
    best = (_certainty(found, studies), *_measures(shares, studies))
    low, high = np.quantile(
        [(_certainty(found, draw), *_measures(shares, draw)) for draw in drawn], (0.05, 0.95), axis=0
    )
    says = "Spread that, with those of wording, examples and seeds, covers 90% of the gaps of studies left out."
    names = (
        ("certainty", "ratio", "Factor on expected gaps at which win probabilities fit best, in studies left out."),
        ("gap_scale", "ratio", "Seen gaps over expected ones, in studies left out."),
        ("spread_same_model", "sd of log-odds", says),
        ("spread_other_model", "sd of log-odds", says),
    )
    return [
        Line(name, min(bottom, value), value, max(top, value), unit, text)
        for (name, unit, text), value, bottom, top in zip(names, best, low, high, strict=True)
    ]


def _certainty(found: list[Judged], studies: Sequence[str]) -> float:
    """The factor k that makes 1 / (1 + exp(−k · margin)) most likely, every study weighing the same."""
    drawn, counts = Counter(studies), Counter(each.pair.comparison.study for each in found)
    weights = np.array([drawn[each.pair.comparison.study] / counts[each.pair.comparison.study] for each in found])
    margins = np.array([each.margin for each in found])
    factors = np.linspace(*CERTAINTIES)
    losses = [float(weights @ np.logaddexp(0.0, -factor * margins)) for factor in factors]
    return float(factors[np.argmin(losses)])


def _measures(found: list[Gap], studies: Sequence[str]) -> tuple[float, float, float]:
    """Scale of the gaps, spread on one model and across models, every study weighing the same."""
    drawn, counts = Counter(studies), Counter(gap.study for gap in found)
    margins, seen = np.array([gap.margin for gap in found]), np.array([gap.seen for gap in found])
    weights = np.array([drawn[gap.study] / counts[gap.study] for gap in found])
    same = np.array([gap.same_model for gap in found])
    scale = float(np.sum(weights * margins * seen) / np.sum(weights * margins**2))
    missed = (seen - scale * margins) ** 2 - Z90**2 * np.array([gap.inconsistency for gap in found])
    on_one, across = (sqrt(max(0.0, _quantile(missed[own], weights[own], 0.9))) / Z90 for own in (same, ~same))
    return scale, on_one, across


def _quantile(values: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, share * total[-1])])


def _says(name: str, known: Catalog) -> str:
    return known.figures[f"prior_{name}"].says


def _write(lines: list[Line], known: Catalog) -> None:
    missing = [
        Line(name, prior.mean - Z90 * prior.sd, prior.mean, prior.mean + Z90 * prior.sd, "log-odds", _says(name, known))
        for name, prior in priors(known).items()
        if name not in {line.name for line in lines}
    ]
    day = datetime.now(UTC).date().isoformat()
    TARGET.write_text(HEADER + "".join(_entry(line, day) for line in [*lines, *missing]), encoding="utf-8")


def _entry(line: Line, day: str) -> str:
    low, value, high = (rounded(float(each), 4) for each in (line.low, line.value, line.high))
    return (
        f"\n[success_{line.name}]\nlow = {low!r}\nvalue = {value!r}\nhigh = {high!r}\n"
        f'unit = "{line.unit}"\nsays = "{line.says}"\nsource = "{COMMAND}"\nchecked = "{day}"\nkind = "fitted"\n'
    )


if __name__ == "__main__":
    main()
