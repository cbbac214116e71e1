"""What is recalled is what would be found: a moved input reruns all that it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from calculator.advise import Memory, advise
from calculator.door import Knowledge
from calculator.task import FIELDS, Field, Task, choices, parse

STEP = 7.0


def moved_values(field: Field, task: Task, known: Knowledge) -> Sequence[object]:
    value = getattr(task, field.name)
    if field.kind == "flag":
        return [not value]
    if field.kind in ("number", "count"):
        low, high = field.low or 0.0, field.high if field.high is not None else 1e6
        base = float(value) if value is not None else max(low, 0.5)
        wanted = (min(base * STEP, high), max(base / STEP, low))
        return [int(each) if field.kind == "count" else each for each in wanted]
    return [word for word, _ in choices(field, known.offered) if word not in (value, "own")][:3]


@pytest.mark.parametrize("example", ["support-tickets", "clinical-coding", "text-to-sql"])
def test_an_answer_recalled_is_the_answer_asked_afresh(example: str, known: Knowledge) -> None:
    task, problems = parse(known.catalog.examples[example].query, known.offered)
    assert problems == ()
    memory = Memory(task)
    advise(memory.task, known.catalog, known.evidence, memory)

    for field in FIELDS.values():
        if field.kind == "text":
            continue
        for value in moved_values(field, task, known):
            other = replace(task, **{field.name: value})  # type: ignore[arg-type]  # the field's own kind of value
            recalled = advise(other, known.catalog, known.evidence, memory.moved(field.name))
            assert recalled == advise(other, known.catalog, known.evidence), f"{field.name}={value}"


def test_an_input_that_nothing_read_is_not_asked_about(known: Knowledge) -> None:
    task, _ = parse({"data_may_leave": "no", "tune_model": "qwen3-8b"}, known.offered)
    memory = Memory(task)
    advise(memory.task, known.catalog, known.evidence, memory)

    assert "error_cost_usd" in memory.read
    assert "own_model" not in memory.read
