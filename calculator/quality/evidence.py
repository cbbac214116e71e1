"""The fitted numbers that a prediction needs, taken out of the catalog once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from calculator.catalog.records import Catalog
from calculator.terms import Figure

PREFIX = "success_"
JOINT = "joint_"


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Coefficients of expected success on the log-odds scale, conventions by name, studies by method and task kind.

    `joint` holds the combinations of methods that were studied (`prompt_optimisation+lora`), each with its study.
    """

    coefficients: Mapping[str, float]
    conventions: Mapping[str, Figure]
    studies: Mapping[tuple[str, str], tuple[str, ...]]
    joint: Mapping[str, str]

    def convention(self, name: str) -> float:
        """The value of one of our conventions, in the unit of its figure."""
        return self.conventions[name].value

    def studies_of(self, method: str, kind: str) -> tuple[str, ...]:
        """Ids of the studies that tried a method: on this kind of task, or where there is none on any kind."""
        return self.studies.get((method, kind)) or self.studies.get((method, ""), ())


@lru_cache(maxsize=4)
def evidence(known: Catalog) -> Evidence:
    """Everything that expected success rests on, from the figures `success_…` and the outcomes of the catalog."""
    own = {name.removeprefix(PREFIX): figure for name, figure in known.figures.items() if name.startswith(PREFIX)}
    coefficients = {name: figure.value for name, figure in own.items() if figure.unit == "log-odds"}
    return Evidence(
        coefficients=coefficients,
        conventions={name: figure for name, figure in own.items() if name not in coefficients},
        studies=_studies(known),
        joint={name.removeprefix(JOINT): figure.source for name, figure in own.items() if name.startswith(JOINT)},
    )


def _studies(known: Catalog) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for outcome in known.outcomes.values():
        for method, *_ in outcome.results:
            found.setdefault((method, outcome.task_type), {})[outcome.study] = None
            found.setdefault((method, ""), {})[outcome.study] = None
    return {key: tuple(sorted(studies)) for key, studies in found.items()}
