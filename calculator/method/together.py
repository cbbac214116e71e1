"""Two methods used one after the other: a combination is one line."""

from __future__ import annotations

from dataclasses import replace

from calculator.method.article import CHOOSE_FINE_TUNING, CHOOSE_PROMPTING, abundant_data
from calculator.method.kind import Method, Rule
from calculator.method.limits import enough_examples, teacher_may_be_used

LABELS_NEEDED: tuple[Rule, ...] = (enough_examples("least_examples_training", "openai-sft"), abundant_data)


def together(first: Method, second: Method, *, name: str, says: str, id: str = "") -> Method:  # noqa: A002 - the field's own name
    """The second method after the first, on the same model: the second's prompt and recipe, its rules and the first's own.

    The article's points are told once, by the second.
    """
    points = {*CHOOSE_FINE_TUNING, *CHOOSE_PROMPTING}
    own = (rule for rule in first.rules if rule not in points and rule not in second.rules)
    return replace(
        second,
        id=id or f"{first.id}+{second.id}",
        name=name,
        family="hybrid",
        says=says,
        rules=(*second.rules, *own),
        parts=(first.id, second.id),
    )


def distilled(student: Method, teacher: Method, *, name: str, says: str) -> Method:
    """The student trained on the outputs of the teacher: no labels of one's own, the student's prompt and recipe."""
    rules = tuple(rule for rule in student.rules if rule not in LABELS_NEEDED)
    return replace(
        student,
        id="distillation",
        name=name,
        family="hybrid",
        says=says,
        rules=(*rules, teacher_may_be_used),
        parts=(teacher.id, student.id),
        teacher=teacher.id,
    )
