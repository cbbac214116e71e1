"""What goes along with any option and is no rival to it."""

from __future__ import annotations

from calculator.task import Task
from calculator.terms import Reason

KNOWLEDGE = frozenset({"question_answering"})


def companions(task: Task) -> tuple[Reason, ...]:
    """Advice beside the ranking: retrieval for facts, constrained decoding for formats, an evaluation set for everyone."""
    found = []
    if task.needs_new_facts != "no" or task.task_kind in KNOWLEDGE:
        text = "Give the model its facts at request time: retrieve the passages that matter and put them in the prompt."
        found.append(Reason("supports", text, "ovadia2023", "retrieval"))
    if task.output_format_strict:
        text = "Constrain the decoding to your schema: then no method can break the format."
        found.append(Reason("supports", text, "willard2023", "structured-decoding"))
    if task.measured_zero_shot is None:
        text = "Measure first: some labelled examples that you never train on, and your prompt as it is. It is the most valuable number you can add here."
        found.append(Reason("supports", text, "convention", "evaluation-set"))
    return tuple(found)
