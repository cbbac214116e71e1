"""Penalised logistic regression on pairs, in plain Python: small enough to be fitted again for every study left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

Vector = list[float]
Matrix = list[list[float]]
STEPS = 32
CONVERGED = 1 / 1024**2


@dataclass(frozen=True, slots=True)
class Row:
    """One pair: the terms of the better less those of the worse, and the weight of the pair."""

    terms: Mapping[str, float]
    weight: float


@dataclass(frozen=True, slots=True)
class Prior:
    """What a coefficient is held to be before any pair: its mean and standard deviation."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients by name, and their standard errors."""

    coefficients: dict[str, float]
    errors: dict[str, float]


def fit(rows: Sequence[Row], priors: Mapping[str, Prior], start: Mapping[str, float] | None = None) -> Fit:
    """Coefficients b that minimise Σ weight · ln(1 + exp(−terms·b)) + Σ (b − mean)² / (2 sd²), by Newton's method."""
    names = list(priors)
    place = {name: index for index, name in enumerate(names)}
    coded = [([(place[name], value) for name, value in row.terms.items()], row.weight) for row in rows]
    means, precisions = [priors[name].mean for name in names], [1 / priors[name].sd ** 2 for name in names]
    at = [start[name] if start else priors[name].mean for name in names]
    for _ in range(STEPS):
        slope, curve = _derivatives(coded, at, means, precisions)
        step = _solved(curve, [slope])[0]
        at = [value - change for value, change in zip(at, step, strict=True)]
        if max(map(abs, step), default=0.0) < CONVERGED:
            break
    _, curve = _derivatives(coded, at, means, precisions)
    units = [[float(row == column) for column in range(len(names))] for row in range(len(names))]
    inverse = _solved(curve, units)
    return Fit(dict(zip(names, at, strict=True)), {name: sqrt(inverse[n][n]) for n, name in enumerate(names)})


def _derivatives(
    coded: Sequence[tuple[list[tuple[int, float]], float]], at: Vector, means: Vector, precisions: Vector
) -> tuple[Vector, Matrix]:
    slope = [held * (value - mean) for value, mean, held in zip(at, means, precisions, strict=True)]
    curve = [[0.0] * len(at) for _ in at]
    for index, held in enumerate(precisions):
        curve[index][index] = held
    for terms, weight in coded:
        wrong = 1 / (1 + exp(sum(at[index] * value for index, value in terms)))
        pull, bend = -weight * wrong, weight * wrong * (1 - wrong)
        for index, value in terms:
            slope[index] += pull * value
            line, scaled = curve[index], bend * value
            for other, second in terms:
                line[other] += scaled * second
    return slope, curve


def _solved(matrix: Matrix, right: Sequence[Vector]) -> list[Vector]:
    """Solutions of a symmetric positive definite system for several right-hand sides, by Cholesky's factor."""
    lower: Matrix = []
    for row, line in enumerate(matrix):
        found: Vector = []
        for column in range(row):
            known = sum(one * two for one, two in zip(found, lower[column], strict=False))
            found.append((line[column] - known) / lower[column][column])
        found.append(sqrt(line[row] - sum(value * value for value in found)))
        lower.append(found)
    return [_back(lower, _forward(lower, side)) for side in right]


def _forward(lower: Matrix, side: Vector) -> Vector:
    solved: Vector = []
    for line, value in zip(lower, side, strict=True):
        solved.append((value - sum(one * two for one, two in zip(line, solved, strict=False))) / line[-1])
    return solved


def _back(lower: Matrix, side: Vector) -> Vector:
    solved = [0.0] * len(side)
    for row in reversed(range(len(side))):
        known = sum(lower[below][row] * solved[below] for below in range(row + 1, len(side)))
        solved[row] = (side[row] - known) / lower[row][row]
    return solved
