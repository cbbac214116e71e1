"""The question in words: what was asked, and a short name for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.show.site import Site
from calculator.show.values import input_value
from calculator.task import DECLARED, FIELDS, TASK_KINDS, Field, Task, as_text, typed

TELLING = 2  # changed inputs that a short name tells
LONGEST = 60


def situation(task: Task, site: Site) -> Iterator[tuple[str, str]]:
    """The six first questions and every other one that differs from its default, each with its answer."""
    changed = typed(task)
    for field in DECLARED:
        if field.first or field.name in changed:
            yield field.label, said(field, task, site)


def said(field: Field, task: Task, site: Site) -> str:
    """The answer to one question as people write it."""
    value = getattr(task, field.name)
    if value is None:
        return "none" if field.name == "better_model" else "unknown"
    return dict(field.choices).get(value, "") if field.kind == "choice" else input_value(field, value, site)


def title(task: Task, site: Site) -> str:
    """A short name: that of the worked example where it is one, else the kind of task and what differs most from the default."""
    query = typed(task)
    for example in site.catalog.examples.values():
        if _changed(example.query) == query:
            return example.title
    kind = TASK_KINDS[task.task_kind].partition(" (")[0]
    changed = [field for field in DECLARED if field.name in query and field.name not in ("task_kind", "own_model")]
    told = sorted(changed, key=lambda field: not field.first)[:TELLING]
    return ", ".join([kind, *(_brief(field, task, site) for field in told)])[:LONGEST]


def _changed(query: Mapping[str, str]) -> dict[str, str]:
    """What a query says that is not a default anyway."""
    return {name: value for name, value in query.items() if value != as_text(FIELDS[name].default)}


def _brief(field: Field, task: Task, site: Site) -> str:
    """An answer that says by itself what it answers."""
    value = input_value(field, getattr(task, field.name), site)
    if field.name == "error_cost_usd":
        return f"{value} an error"
    named = field.kind in ("prompt_model", "tune_model", "gpu") or (field.unit not in ("", "share", "USD", "×"))
    return value if named and getattr(task, field.name) is not None else f"{field.label.rstrip('?').lower()}: {value}"
