"""Hard limits that need the estimates: the card, the budget, the deadline, the floor, the wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.costs.memory import fits
from calculator.method import Case
from calculator.terms import Breakdown, Interval, Memory, Quality, Reason
from calculator.units import gib, gib_text, number, percent, usd


def limits(
    case: Case, *, cost: Breakdown, weeks: float, quality: Quality | None, assumed: Interval
) -> Iterator[Reason]:
    """What budget, deadline and floor say of an option once it has been estimated."""
    task = case.task
    if task.budget_usd is not None:
        yield within("budget", cost.part("build"), task.budget_usd, usd(cost.part("build")), usd(task.budget_usd))
    if task.deadline_weeks is not None:
        yield within(
            "deadline", weeks, task.deadline_weeks, f"{number(weeks, 2)} weeks", f"{number(task.deadline_weeks)} weeks"
        )
    if task.quality_floor is not None:
        yield above_floor(task.quality_floor, assumed, covered=quality is not None)


def card_holds(case: Case, memory: Memory) -> Reason:
    """Blocks where the upper bound of the memory is above what the card can give."""
    card, cards = case.known.gpus[case.task.gpu], case.task.gpu_count
    each = f"each of {cards} × {card.name}" if cards > 1 else card.name
    need = f"up to {gib_text(memory.peak_bytes.high)}"
    if fits(memory, card, case.known.figures):
        return Reason("supports", f"Training takes {need} and fits {each}.", "memory")
    if memory.peak_bytes.low <= gib(card.memory_gib):
        return Reason(
            "blocks", f"Training may take {need}: too close to the {number(card.memory_gib)} GB of {each}.", "memory"
        )
    return Reason(
        "blocks",
        f"Training takes {gib_text(memory.peak_bytes.expected)}; {each} has {number(card.memory_gib)} GB.",
        "memory",
    )


def within(what: str, need: float, limit: float, need_text: str, limit_text: str) -> Reason:
    """Blocks where the need is above the limit."""
    if need > limit:
        return Reason("blocks", f"The first version takes {need_text}; your {what} is {limit_text}.", "inputs")
    return Reason("supports", f"The first version takes {need_text}, within your {what} of {limit_text}.", "inputs")


def above_floor(floor: float, assumed: Interval, *, covered: bool) -> Reason:
    """Blocks where fewer outputs than the floor are expected to be acceptable; warns where the interval reaches below."""
    says = f"{percent(assumed.expected)} acceptable outputs expected{'' if covered else ' (no study covers this)'}"
    if assumed.expected < floor:
        return Reason("blocks", f"{says}; you ask for {percent(floor)}.", "quality")
    if assumed.low < floor:
        return Reason(
            "warns",
            f"{says}, but it could be {percent(assumed.low)}: measure before you rely on {percent(floor)}.",
            "quality",
        )
    return Reason("supports", f"{says}, above your {percent(floor)}.", "quality")
