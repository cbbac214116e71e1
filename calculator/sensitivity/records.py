"""What is found by moving things: flips, swings, places to break even, and inquiries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Flip:
    """The nearest value of one input at which another option becomes the cheapest.

    `side` says where from there: `below` or `above` the value, or `at` it for a choice. `winner` is `method@model`,
    or `none` where nothing is feasible.
    """

    field: str
    value: str
    winner: str
    side: Literal["below", "above", "at"] = "at"


@dataclass(frozen=True, slots=True)
class Swing:
    """The lead of the best option over the runner-up, US dollars, with one thing at its low and at its high end.

    `name` is an input, moved from `low` to `high`, or an uncertain quantity at the ends of its 90% range.
    A lead is None where one of the two options is blocked.
    """

    name: str
    low_usd: float | None
    high_usd: float | None
    low: float | None = None
    high: float | None = None

    def width(self, lead_usd: float) -> float:
        """How far the two ends and the lead as it is lie apart, US dollars."""
        ends = [end for end in (self.low_usd, self.high_usd, lead_usd) if end is not None]
        return max(ends) - min(ends)


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The value of an input at which two options cost the same, None where they do not; `ids` names the cheaper now first.

    `curve` holds values of the input with the cost of both options there, US dollars over the horizon.
    """

    field: str
    value: float | None
    ids: tuple[str, str]
    curve: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Something that could be found out before choosing: the option to measure, on how many examples.

    `worth_usd` is the expected saving of choosing afterwards, `cost_usd` what it takes (None for what cannot be bought).
    """

    what: str
    examples: int
    worth_usd: float
    cost_usd: float | None
