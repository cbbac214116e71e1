"""The one door: a flat text map in, a Reply out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from calculator.advise import advise, companions, considerations, fitting, standings
from calculator.catalog import OWN_NAME, Catalog, prompt_targets, short_text, target, tune_targets, with_own_model
from calculator.door.oversize import oversized
from calculator.door.reply import Reply
from calculator.method import Case
from calculator.quality import Evidence, evidence
from calculator.sensitivity import Asker, chances, findings
from calculator.task import Offered, Task, parse
from calculator.terms import OWN, Problem
from calculator.units import number

Depth = Literal["point", "chances", "full"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The catalog with what is taken out of it once: the evidence on quality and the choices it offers to the form."""

    catalog: Catalog
    evidence: Evidence
    offered: Offered


def knowledge(catalog: Catalog) -> Knowledge:
    """Everything an answer rests on."""
    return Knowledge(
        catalog,
        evidence(catalog),
        {
            "prompt_model": (*((each.id, each.name) for each in prompt_targets(catalog)), (OWN, OWN_NAME)),
            "tune_model": ((OWN, OWN_NAME), *((each.id, each.name) for each in tune_targets(catalog))),
            "gpu": tuple((gpu.id, f"{gpu.name} ({number(gpu.memory_gib)} GB)") for gpu in catalog.gpus.values()),
        },
    )


def answer(query: Mapping[str, str], known: Knowledge, depth: Depth = "full") -> Reply:
    """The reply to one query; `point` leaves out how sure it is, `chances` says only that; `full` finds what would change it.

    A faulty query gets every fault at once and no options.
    """
    catalog = known.catalog
    task, problems = parse(query, known.offered)
    task, catalog, faults = _with_own_model(task, catalog)
    problems = (*problems, *faults)
    problems = problems or tuple(oversized(query, task, catalog))
    if problems:
        return Reply(task, (), (), (), (), None, None, problems, catalog.as_of)
    found = None
    if depth != "point":
        asker = Asker(task, catalog, known.evidence)
        found = findings(asker) if depth == "full" else chances(asker)
    options = found.options if found else advise(task, catalog, known.evidence)
    tuned = Case(task, target(task.tune_model, catalog), catalog)
    trained = next((option for option in options if option.memory is not None), None)
    return Reply(
        task=task,
        options=options,
        companions=companions(task),
        points=standings(tuned, options[0] if options[0].feasible else None),
        considerations=considerations(tuned, options),
        fitting=None if trained is None else fitting(tuned, trained),
        findings=found,
        problems=(),
        as_of=catalog.as_of,
    )


def _with_own_model(task: Task, catalog: Catalog) -> tuple[Task, Catalog, tuple[Problem, ...]]:
    """The task and the catalog with the reader's own model in short form; without it where it cannot be read."""
    if task.own_model is None:
        return task, catalog, ()
    try:
        catalog = with_own_model(catalog, task.own_model)
    except ValueError as fault:
        return replace(task, own_model=None), catalog, (Problem("own_model", f"Your own model: {fault}."),)
    return replace(task, own_model=short_text(catalog.models[OWN])), catalog, ()
