"""The nearest value of each input at which another option becomes the cheapest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil, floor, log10

from calculator.task import FIELDS, Field, Task, as_text
from calculator.terms import Flip, Option
from calculator.units import rounded

MOVED = (
    "labelled_examples", "requests_per_month", "error_cost_usd", "changes_per_year", "horizon_months",
    "engineer_usd_per_hour", "week_value_usd", "prompt_tokens", "task_gap", "serving",
)  # fmt: skip
DOWNWARDS, UPWARDS = (1 / 10, 1 / 100), (10.0, 100.0)
HALVINGS = 6
EVEN = 1e-9

Best = Callable[[Task], Option | None]


def flips(task: Task, best: Option | None, ask: Best) -> tuple[Flip, ...]:
    """For each input the change nearest to the user's value that puts another option first.

    `ask` gives the best option of a task. Numbers are searched upwards and downwards by factors, then by halving.
    """
    if best is None:
        return ()
    found = (flip for name in MOVED for flip in flips_of(FIELDS[name], task, best, ask))
    return tuple(found)


def flips_of(field: Field, task: Task, best: Option, ask: Best) -> Iterator[Flip]:
    """The flips of one input: the nearest in each direction for a number, every other choice for a choice."""
    value = getattr(task, field.name)
    if field.kind == "choice":
        for word, _ in field.choices:
            winner = other_winner(moved(task, field.name, word), best, ask) if word != value else None
            if winner is not None:
                yield Flip(field.name, word, winner)
        return
    if value is None:
        return
    for factors in (DOWNWARDS, UPWARDS):
        flip = nearest(field, task, best, ask, factors)
        if flip is not None:
            yield flip


def nearest(field: Field, task: Task, best: Option, ask: Best, factors: tuple[float, ...]) -> Flip | None:
    """The first flip along the factors, narrowed by halving on a logarithmic scale."""
    value = float(getattr(task, field.name)) or start(field)
    inside, outside, winner = value, value, None
    for factor in factors:
        outside = kept(field, value * factor)
        winner = other_winner(moved(task, field.name, outside), best, ask)
        if winner is not None or outside in (field.low, field.high):
            break
        inside = outside
    if winner is None:
        return None
    for _ in range(HALVINGS):
        middle = kept(field, (inside * outside) ** 0.5)
        changed = other_winner(moved(task, field.name, middle), best, ask)
        inside, outside, winner = (inside, middle, changed) if changed else (middle, outside, winner)
    return Flip(field.name, as_text(kept(field, outward(outside, value))), winner)


def moved(task: Task, name: str, value: object) -> Task:
    """The task with one input changed."""
    return replace(task, **{name: value})  # type: ignore[arg-type]  # the field's own kind of value


def other_winner(task: Task, best: Option, ask: Best) -> str | None:
    """`method@model` of the best option where it is not the one we had; `none` where nothing is feasible any more."""
    now = ask(task)
    if now is None:
        return "none"
    return now.id if now.id != best.id else None


def outward(value: float, user: float) -> float:
    """The value to two significant digits, rounded away from the user's so that the flip still holds there; zero stays zero."""
    if value <= 0:
        return 0.0
    unit = 10.0 ** (floor(log10(value)) - 1)
    steps = ceil(value / unit - EVEN) if value > user else floor(value / unit + EVEN)
    return rounded(steps * unit)


def kept(field: Field, value: float) -> float | int:
    """The value within the field's range, whole where it counts."""
    inside = min(max(value, field.low or 0.0), field.high or value)
    return round(inside) if field.kind == "count" else inside


def start(field: Field) -> float:
    """Where the search begins for a value of zero: the default, or one."""
    return float(field.default) if isinstance(field.default, int | float) and field.default else 1.0
