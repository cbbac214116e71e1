"""All options weighed and put in order."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.advise.contest import contestants
from calculator.advise.facts import situation
from calculator.advise.recall import Recall, afresh
from calculator.advise.weigh import weigh
from calculator.catalog import Catalog
from calculator.method import Case
from calculator.quality import Evidence
from calculator.task import Task
from calculator.terms import Option


def advise(task: Task, known: Catalog, evidence: Evidence, recall: Recall = afresh) -> tuple[Option, ...]:
    """Every option, the cheapest over the horizon first, what is blocked last."""
    asked = recall("", situation, task, known)
    return ranked(
        weigh(method, Case(task, model, known), asked, evidence, recall) for method, model in contestants(task, known)
    )


def ranked(options: Iterable[Option]) -> tuple[Option, ...]:
    """Options in order: feasible before blocked, then by expected cost of ownership, ties by id."""
    return tuple(sorted(options, key=lambda option: (not option.feasible, option.cost.total, option.id)))
