"""What would change the answer, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from calculator.door import Reply
from calculator.show.site import Site
from calculator.show.tree import Node, el
from calculator.task import FIELDS, Field
from calculator.terms import Flip
from calculator.units import number, usd


def counted(one: str, many: str) -> Callable[[float], str]:
    """Writes a number with its noun."""
    return lambda value: f"{number(value)} {one if value == 1 else many}"


def priced(what: str) -> Callable[[float], str]:
    """Writes an amount with what it is paid for."""
    return lambda value: f"{usd(value)} {what}"


PHRASES: Mapping[str, Callable[[float], str]] = {
    "labelled_examples": counted("labelled example", "labelled examples"),
    "requests_per_month": counted("request a month", "requests a month"),
    "error_cost_usd": priced("for a wrong answer"),
    "changes_per_year": counted("change of the task a year", "changes of the task a year"),
    "horizon_months": counted("month of use", "months of use"),
    "engineer_usd_per_hour": priced("for an engineer’s hour"),
    "week_value_usd": priced("for a week of waiting"),
    "prompt_tokens": counted("token of prompt", "tokens of prompt"),
}


def flip_sentence(flip: Flip, reply: Reply, site: Site) -> str:
    """Below 140 labelled examples, few-shot prompting on GPT-5 mini is the cheapest."""
    field = FIELDS[flip.field]
    outcome = "nothing is feasible" if flip.winner == "none" else f"{site.named(flip.winner)} is the cheapest"
    return f"{condition(field, flip, getattr(reply.task, flip.field))}, {outcome}."


def condition(field: Field, flip: Flip, now: object) -> str:
    """When the flip happens: below or above a number, or with another choice."""
    wordings = dict(field.choices)
    if flip.value in wordings:
        return f"With “{wordings[flip.value]}” to the question “{field.label.rstrip('?')}”"
    value = float(flip.value)
    side = "Below" if isinstance(now, int | float) and value < now else "Above"
    if field.name in PHRASES:
        return f"{side} {PHRASES[field.name](value)}"
    return f"{side} {number(value)} {field.unit} ({field.label.lower()})"


def flips_list(reply: Reply, site: Site) -> Node:
    """All flips as a list; says so where there are none."""
    if reply.findings is None or not reply.findings.flips:
        return el("p", None, "No single input within a factor of 100 of yours changes the answer.")
    items = [
        el("li", {"id": f"flip-{index}"}, flip_sentence(each, reply, site))
        for index, each in enumerate(reply.findings.flips)
    ]
    return el("ul", {"class": "flips"}, items)
