"""Estimates of described training runs: JSON in, plain values out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from calculator.catalog import Catalog
from calculator.costs.memory import training_memory
from calculator.costs.sizes import adapter_bytes, trainable_params
from calculator.costs.time import tokens_per_second
from calculator.door.run import Run, read_run
from calculator.terms import Interval, Memory, Problem
from calculator.units import GIB, in_gib, rounded

Plain = dict[str, Any]


def estimate(given: object, known: Catalog) -> Plain | list[Plain]:
    """Memory, speed and sizes of one run or of a list of runs, given as JSON text or as its parsed value.

    A run that cannot be read answers with its `problems` and nothing else.
    """
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError) as fault:
            return _refused((Problem("run", f"This is not JSON: {fault}."),))
    return [_one(each, known) for each in given] if isinstance(given, list) else _one(given, known)


def plain_interval(interval: Interval) -> Plain:
    """An interval as plain values, rounded to six significant digits."""
    return {"expected": rounded(interval.expected), "low": rounded(interval.low), "high": rounded(interval.high)}


def plain_memory(memory: Memory) -> Plain:
    """A memory estimate as plain values in GiB, with the moment of the step at which it stands and its parts."""
    gib = plain_interval(memory.peak_bytes.times(1 / GIB))
    parts = {part.name: rounded(in_gib(part.value)) for part in memory.parts.parts if part.value}
    return {**gib, "kind": memory.kind, "phase": memory.phase, "parts": parts}


def _one(record: object, known: Catalog) -> Plain:
    if not isinstance(record, Mapping):
        return _refused((Problem("run", "A run is an object with keys such as model, gpu and method."),))
    run = read_run(record, known)
    return _estimated(run, known) if isinstance(run, Run) else _refused(run)


def _estimated(run: Run, known: Catalog) -> Plain:
    memory = training_memory(run.model, run.gpu, run.recipe, known.figures, run.kind)
    speed = tokens_per_second(run.model, run.gpu, run.recipe, known.figures) if run.gpu is not None else None
    return {
        "memory_gib": plain_memory(memory),
        "tokens_per_second": plain_interval(speed) if speed is not None else None,
        "trainable_params": trainable_params(run.model, run.recipe),
        "adapter_bytes": adapter_bytes(run.model, run.recipe),
    }


def _refused(problems: tuple[Problem, ...]) -> Plain:
    return {"problems": [{"field": problem.field, "text": problem.text} for problem in problems]}
