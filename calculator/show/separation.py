"""What separates the recommendation from the runner-up, in a sentence or two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from calculator.door import Reply
from calculator.show.site import Site, capital
from calculator.show.verdict import LEVEL
from calculator.terms import COST_PARTS, CostPart, Option
from calculator.units import percent, usd, weeks_text

TELLING = 0.15  # of the largest difference: smaller ones go untold
MOST = 2  # differences told on either side
SPENT: Mapping[CostPart, str] = {
    "build": "to build",
    "serving": "to serve",
    "errors": "for wrong answers",
    "upkeep": "to keep up",
    "delay": "for the wait",
    "regressions": "for abilities lost",
}


def separation(reply: Reply, site: Site) -> str:
    """The runner-up, what it costs more or less by part, and how its quality and its weeks compare; empty where there is none."""
    best, second = reply.best, reply.runner_up
    if best is None or second is None:
        return ""
    gap = second.cost.total - best.cost.total
    ahead = f"at {usd(gap)} more" if gap > LEVEL * best.cost.total else "level with it"
    dollars = _dollars(best, second)
    begun = f"Next comes {site.option_name(second)}, {ahead}{': ' if dollars else ''}{dollars}."
    return f"{begun} {capital(_otherwise(best, second))}"


def _dollars(best: Option, second: Option) -> str:
    """What the second spends more, and what it saves, by the largest parts."""
    differences = {part: second.cost.part(part) - best.cost.part(part) for part in COST_PARTS}
    least = TELLING * max(map(abs, differences.values()))
    told = sorted(
        (part for part in COST_PARTS if abs(differences[part]) > least), key=lambda part: -abs(differences[part])
    )
    more = [f"{usd(differences[part])} more {SPENT[part]}" for part in told if differences[part] > 0]
    less = [f"{usd(-differences[part])} less {SPENT[part]}" for part in told if differences[part] < 0]
    return ", but ".join(filter(None, (_listed(more[:MOST]), _listed(less[:MOST]))))


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(parts)


def _otherwise(best: Option, second: Option) -> str:
    """Quality and time of the second beside those of the best."""
    return f"expect {' and '.join(_compared(best, second))}."


def _compared(best: Option, second: Option) -> Iterator[str]:
    ours, theirs = percent(best.assumed_quality.expected), percent(second.assumed_quality.expected)
    yield f"{theirs} accepted outputs instead of {ours}" if ours != theirs else f"as many accepted outputs ({ours})"
    ours, theirs = weeks_text(best.weeks), weeks_text(second.weeks)
    yield f"a first version in {theirs} instead of {ours}" if ours != theirs else f"a first version as soon ({ours})"
