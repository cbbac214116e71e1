"""The options of best value: those that no other beats in both dollars without errors and quality."""

from __future__ import annotations

from collections.abc import Sequence

from calculator.terms import Option


def front(options: Sequence[Option]) -> list[Option]:
    """The feasible options that no other beats in both dollars without errors and quality, from cheap to good."""
    best, found = -1.0, []
    feasible = (option for option in options if option.feasible)
    for option in sorted(feasible, key=lambda each: (each.without_errors_usd, -each.assumed_quality.expected, each.id)):
        if option.assumed_quality.expected > best:
            best = option.assumed_quality.expected
            found.append(option)
    return found
