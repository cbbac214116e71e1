"""The question in words: what was asked, and a short name for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.show.site import Site
from calculator.show.values import input_value
from calculator.task import DECLARED, FIELDS, TASK_KINDS, Field, Task, as_text, typed
from calculator.units import usd

TELLING = 2  # changed inputs that a short name tells
LONGEST = 60
UNTOLD = ("", "share", "×", "USD/hour", "USD/week")  # a number in these says nothing without its question


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
    changed = sorted((field for field in DECLARED if field.name in query), key=lambda field: not field.first)
    told = list(filter(None, (_brief(field, task, site) for field in changed)))[:TELLING]
    return shortened(", ".join([kind, *told]), LONGEST)


def shortened(text: str, most: int) -> str:
    """The text, cut at a word where it is longer."""
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0].rstrip(',:')} …"


def _changed(query: Mapping[str, str]) -> dict[str, str]:
    """What a query says that is not a default anyway."""
    return {name: value for name, value in query.items() if value != as_text(FIELDS[name].default)}


def _brief(field: Field, task: Task, site: Site) -> str:
    """An answer that says by itself what it answers; empty where only its question does."""
    value = getattr(task, field.name)
    if value is None:
        return ""
    if field.name == "error_cost_usd":
        return f"{usd(value)} an error"
    if field.unit == "USD":
        return f"{field.label.lower()}: {usd(value)}"
    is_named = field.kind in ("prompt_model", "tune_model", "gpu")
    return input_value(field, value, site) if is_named or field.unit not in UNTOLD else ""
