"""Fits the constants of the memory and time models, and judges them on the sources that each fit left out.

Writes the fitted figures into calculator/data/figures and the table of left-out errors into fit/left_out.json.
A figure's value is fitted on all sources, each with the same weight; its range is that of the fits with one source left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from calculator.backtest.errors import errors
from calculator.catalog import shipped
from calculator.costs.memory import training_memory
from calculator.costs.time import doubt_figure, tokens_per_second
from calculator.terms import Figure, Interval
from calculator.units import GIB
from fit._measured import Measured, memory_rows, time_rows

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "calculator" / "data" / "figures"
COVERAGE = 0.9
ENOUGH = 5

# Each constant with its limits and what physics leads one to expect, to which rows that say nothing about it leave it.
Limits = Mapping[str, tuple[float, float, float]]
MEMORY: Limits = {"extra_hidden_tensors": (0.0, 6.0, 1.0)}
TIME: Limits = {
    "arithmetic_share": (0.5, 0.95, 0.75),
    "attention_share": (0.15, 0.8, 0.45),  # 0.25 to 0.72 in FlashAttention-2, arXiv 2307.08691
    "half_rate_width": (0.0, 1000.0, 200.0),
    "kept_bytes_moved": (2.0, 12.0, 5.0),
    "kernel_launch_s": (0.000003, 0.00005, 0.00002),  # 0.9 ms a layer in stock transformers: serving.json, one token
}
PULL = 0.05
SPREAD, SPREADS = "spread_activations", (0.02, 0.6)
DOUBTS = ("training_speed_stock", "training_speed_tuned")

Figures = Mapping[str, Figure]


Vector = np.ndarray[Any, np.dtype[np.float64]]
Estimate = Callable[[Measured, Figures], Interval]
Fit = Callable[[Sequence[Measured], Figures], dict[str, Figure]]


def memory_of(row: Measured, figures: Figures) -> Interval:
    """Estimated peak of one GPU in GiB."""
    return training_memory(row.model, row.gpu, row.recipe, figures, row.kind).peak_bytes.times(1 / GIB)


def speed_of(row: Measured, figures: Figures) -> Interval:
    """Estimated training speed over all GPUs in tokens per second."""
    return tokens_per_second(row.model, row.gpu, row.recipe, figures)


def main() -> None:
    """Fits, judges and writes."""
    known = shipped()
    memory, time = memory_rows(known), time_rows(known)
    with_memory, left_memory = fitted(memory, memory_of, known.figures, fit_memory)
    with_time, left_time = fitted(time, speed_of, known.figures, fit_time)
    write("memory", with_memory, (*MEMORY, SPREAD))
    write("time", with_time, (*TIME, *DOUBTS))
    table = {"memory": left_memory, "time": left_time}
    (Path(__file__).parent / "left_out.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    show(table)


def fitted(
    rows: Sequence[Measured], estimate: Estimate, figures: Figures, fit: Fit
) -> tuple[dict[str, Figure], dict[str, Any]]:
    """The figures fitted on all rows, with their range over the fits that left a source out; and the left-out errors."""
    left = {
        source: {**figures, **fit([row for row in rows if row.source != source], figures)} for source in sources(rows)
    }
    pairs: dict[str, list[tuple[float, Interval]]] = {}
    for row in rows:
        pair = (row.value, estimate(row, left[row.source]))
        for cut in (row.source, f"{row.source} {row.group}", f"all {row.group}", "all"):
            pairs.setdefault(cut, []).append(pair)
    whole = fit(rows, figures)
    for name, figure in whole.items():
        values = [figure.value, *(each[name].value for each in left.values())]
        if name not in DOUBTS:
            whole[name] = replace(figure, low=min(values), high=max(values))
    return whole, {cut: errors(found) for cut, found in sorted(pairs.items())}


def fit_memory(rows: Sequence[Measured], figures: Figures) -> dict[str, Figure]:
    """The memory constants, then the smallest spread that holds nine rows of ten of every source left out, stretched."""
    strangers = left_out(rows, memory_of, figures, MEMORY)
    low, high = SPREADS
    for _ in range(16):
        middle = (low + high) / 2
        spread = {SPREAD: replace(figures[SPREAD], value=middle)}
        enough = all(
            np.mean([inside(row.value, memory_of(row, {**found, **spread})) for row in group]) >= COVERAGE
            for group, found in strangers
        )
        low, high = (low, middle) if enough else (middle, high)
    wide = high * stretch(len(strangers))
    return {**best(rows, memory_of, figures, MEMORY), SPREAD: replace(figures[SPREAD], value=wide)}


def fit_time(rows: Sequence[Measured], figures: Figures) -> dict[str, Figure]:
    """The time constants, then for each stack the range of measured over expected speed.

    It holds nine rows of ten of every source left out; a stack without rows takes the range of all.
    Methods that have a formula of their own; the generic rule's doubt is a figure beside it.
    """
    rows = [row for row in rows if row.group != "other"]
    strangers = left_out(rows, speed_of, figures, TIME)
    ratios = [
        [(doubt_figure(row.recipe), row.value / speed_of(row, found).expected) for row in group]
        for group, found in strangers
    ]
    return {**best(rows, speed_of, figures, TIME), **{name: doubt(name, ratios, figures) for name in DOUBTS}}


def doubt(name: str, ratios: Sequence[Sequence[tuple[str, float]]], figures: Figures) -> Figure:
    """The widest range of the sources with enough rows of this stack, of all rows where fewer than two have; stretched."""
    own = [[value for stack, value in source if stack == name] for source in ratios]
    held = [source for source in own if len(source) >= ENOUGH]
    if len(held) < 2:
        held = [[value for _, value in source] for source in ratios]
    tails = [np.quantile(source, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2]) for source in held]
    low, high = np.min(tails, axis=0)[0], np.max(tails, axis=0)[1]
    power = stretch(len(held))
    return replace(figures[name], low=min(float(low), 1.0) ** power, value=1.0, high=max(float(high), 1.0) ** power)


def stretch(sources: int) -> float:
    """Factor on the spread that so many sources show, because the next one is likely to lie outside of theirs: 1 + 1 / n."""
    return 1 + 1 / sources


def left_out(
    rows: Sequence[Measured], estimate: Estimate, figures: Figures, limits: Limits
) -> list[tuple[list[Measured], dict[str, Figure]]]:
    """The rows of each source with the figures as fitted on the other sources."""
    found: list[tuple[list[Measured], dict[str, Figure]]] = []
    for source in sources(rows):
        others = [row for row in rows if row.source != source]
        own = [row for row in rows if row.source == source]
        found.append((own, {**figures, **best(others, estimate, figures, limits)}))
    return found


def best(rows: Sequence[Measured], estimate: Estimate, figures: Figures, limits: Limits) -> dict[str, Figure]:
    """The figures within their limits that make the mean absolute logarithm of the error smallest, sources weighing alike."""
    names, each = list(limits), weights(rows)
    floor, width = (
        np.array([limits[name][0] for name in names]),
        np.array([limits[name][1] - limits[name][0] for name in names]),
    )
    expected = (np.array([limits[name][2] for name in names]) - floor) / width

    def with_values(shares: Vector) -> dict[str, Figure]:
        values = floor + np.clip(shares, 0, 1) * width
        return {name: replace(figures[name], value=float(value)) for name, value in zip(names, values, strict=True)}

    def loss(shares: Vector) -> float:
        tried = {**figures, **with_values(shares)}
        missed = np.array([abs(log(estimate(row, tried).expected / row.value)) for row in rows])
        return float(each @ missed + PULL * np.sum((shares - expected) ** 2))

    options = {"xatol": 1e-3, "fatol": 1e-5}
    found = minimize(loss, expected, method="Nelder-Mead", bounds=[(0, 1)] * len(names), options=options)
    return with_values(found.x)


def sources(rows: Sequence[Measured]) -> list[str]:
    """The sources of the rows, in order."""
    return sorted({row.source for row in rows})


def weights(rows: Sequence[Measured]) -> Vector:
    """One weight per row, the same in sum for every source."""
    each = [row.source for row in rows]
    return np.array([1 / each.count(source) for source in each]) / len(set(each))


def inside(value: float, interval: Interval) -> bool:
    """The value lies in the interval."""
    return interval.low <= value <= interval.high


def write(stem: str, found: Mapping[str, Figure], names: Sequence[str]) -> None:
    """Puts the fitted values into the figures' file, with the day where a value changed."""
    path = FIGURES / f"{stem}.toml"
    text = path.read_text(encoding="utf-8")
    for name in names:
        entry = re.search(rf"(?ms)^\[{name}\]\n.*?(?=^\[|\Z)", text)
        assert entry is not None, f"{path.name} [{name}]: missing"  # noqa: S101 - a fault of ours
        changed = entry[0]
        for key in ("low", "value", "high"):
            changed = re.sub(rf"(?m)^{key} = .*$", f"{key} = {getattr(found[name], key):.4g}", changed)
        if changed != entry[0]:
            today = datetime.now(UTC).date().isoformat()
            changed = re.sub(r"(?m)^checked = .*$", f'checked = "{today}"', changed)
        text = text.replace(entry[0], changed)
    path.write_text(text, encoding="utf-8")


def show(table: Mapping[str, Mapping[str, Any]]) -> None:
    """Prints the errors on the sources that were left out."""
    for quantity, cuts in table.items():
        print(f"\n{quantity}, each source judged by constants fitted on the others")
        print(f"{'':40}{'n':>4}{'mean':>7}{'median':>8}{'bias':>8}{'±20%':>7}{'inside':>8}{'± half':>8}{'score':>7}")
        for cut, found in cuts.items():
            print(
                f"{cut:40}{found['n']:4}{found['mean_absolute_error']:7.1%}{found['median_absolute_error']:8.1%}{found['bias']:+8.1%}"
                f"{found['within_20_percent']:7.0%}{found['inside_interval']:8.0%}{found['median_half_width']:8.0%}{found['interval_score']:7.2f}"
            )


if __name__ == "__main__":
    main()
