"""Sizes that the chosen models have no room for: faults that show only where a question meets the catalog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.catalog import Catalog, target
from calculator.task import FIELDS, Task
from calculator.terms import Problem
from calculator.units import number


def oversized(query: Mapping[str, str], task: Task, known: Catalog) -> Iterator[Problem]:
    """A Problem for each typed size beyond what the chosen models allow, with the largest valid one."""
    tuned = target(task.tune_model, known)
    asked = {task.prompt_model, task.better_model, task.tune_model} - {None}
    contexts = [target(str(each), known).context_length for each in sorted(map(str, asked))]
    rank = tuned.model.hidden_size if tuned.model is not None else None
    longest = None if None in contexts else max(each for each in contexts if each is not None)
    limits = (
        ("rank", task.rank, rank, f"is the hidden size of {tuned.name}"),
        ("sequence_length", task.sequence_length, tuned.context_length, f"is the context of {tuned.name}"),
        ("prompt_tokens", task.prompt_tokens, longest, "is the longest context of the models you chose"),
    )
    for name, value, limit, says in limits:
        if query.get(name, "").strip() and value is not None and limit is not None and value > limit:
            label = FIELDS[name].label
            yield Problem(
                name,
                f"{label}: {number(value, 9)} is too much. The nearest valid value is {limit}, which {says}.",
            )
