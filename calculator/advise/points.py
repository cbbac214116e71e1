"""The article's eight points, held against the recommendation."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.method import CHOOSE_FINE_TUNING, CHOOSE_PROMPTING, POINTS, Case
from calculator.methods import METHODS
from calculator.terms import Option, Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """How one point of the article stands for a task, and whether the computed recommendation goes its way.

    `agrees` is None where the point is silent or nothing is feasible.
    """

    point: str
    says: str
    stands: Verdict
    text: str
    agrees: bool | None


def standings(case: Case, best: Option | None) -> tuple[Standing, ...]:
    """Every point of the article, in its order, with how it stands."""
    found = []
    for rules, favours_training in ((CHOOSE_FINE_TUNING, True), (CHOOSE_PROMPTING, False)):
        for rule in rules:
            reason = rule(case)
            agrees = None
            if best is not None and reason.kind in ("supports", "warns"):
                pulls_to_training = favours_training == (reason.kind == "supports")
                agrees = METHODS[best.method].trains == pulls_to_training
            found.append(Standing(reason.point, POINTS[reason.point], reason.kind, reason.text, agrees))
    return tuple(found)
