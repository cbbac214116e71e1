"""The two options between which the answer is decided, and the two sides of the question of this guide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calculator.methods import METHODS
from calculator.terms import Option


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two feasible options, the cheaper first."""

    best: Option
    second: Option

    @property
    def lead_usd(self) -> float:
        """By how much the first is cheaper, US dollars over the horizon."""
        return self.second.cost.total - self.best.cost.total

    @property
    def ids(self) -> tuple[str, str]:
        """Their ids, the cheaper first."""
        return self.best.id, self.second.id


def rivals(options: Sequence[Option]) -> Rivals | None:
    """The best option and the runner-up; None where fewer than two are feasible."""
    feasible = [option for option in options if option.feasible]
    return Rivals(feasible[0], feasible[1]) if len(feasible) > 1 else None


def sides(options: Sequence[Option]) -> Rivals | None:
    """The cheapest prompting and the cheapest training option, the cheaper first; None where one side has none."""
    feasible = [option for option in options if option.feasible]
    if not feasible:
        return None
    other = next((each for each in feasible if trains(each) != trains(feasible[0])), None)
    return Rivals(feasible[0], other) if other is not None else None


def trains(option: Option) -> bool:
    """Whether the option trains anything."""
    return METHODS[option.method].trains
