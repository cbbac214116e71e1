"""Everything found by moving things, in one record."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.advise import advise
from calculator.catalog import Catalog
from calculator.quality import Evidence
from calculator.sensitivity.chance import with_win_probability
from calculator.sensitivity.flips import flips
from calculator.task import Task
from calculator.terms import Flip, Option


@dataclass(frozen=True, slots=True)
class Findings:
    """The options with their win probabilities, and the flips of the winner."""

    options: tuple[Option, ...]
    flips: tuple[Flip, ...]


def findings(
    task: Task, options: tuple[Option, ...], known: Catalog, evidence: Evidence, *, with_flips: bool = True
) -> Findings:
    """How sure the answer is and, unless told without, what would change it: nearly all of the work."""

    def best_of(moved: Task) -> Option | None:
        first = advise(moved, known, evidence)[0]
        return first if first.feasible else None

    best = options[0] if options[0].feasible else None
    shared = known.figures["shared_uncertainty"].value
    return Findings(with_win_probability(options, shared), flips(task, best, best_of) if with_flips else ())
