"""Which methods are tried on which models: the options of one task."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.catalog import Catalog, Target, target
from calculator.method import Method
from calculator.methods import METHODS
from calculator.task import Task

ON_A_BETTER_MODEL = ("zero_shot", "few_shot")


def contestants(task: Task, known: Catalog) -> Iterator[tuple[Method, Target]]:
    """Every method on every model it would be used on.

    Prompting is tried on the model to prompt, on the better one and on the model to train; training on the latter.
    """
    prompted, tuned = target(task.prompt_model, known), target(task.tune_model, known)
    better = target(task.better_model, known) if task.better_model is not None else prompted
    for method in METHODS.values():
        if method.trains:
            yield method, tuned
            continue
        yield method, prompted
        if method.id in ON_A_BETTER_MODEL and better.id != prompted.id:
            yield method, better
        if tuned.id not in (prompted.id, better.id):
            yield method, tuned
