"""What stands in the way, and which limit to relax first."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.door import Reply
from calculator.show.site import Site, capital, small
from calculator.show.table import table
from calculator.show.tree import Child, Node, el, group
from calculator.terms import Option, Reason
from calculator.units import usd


def obstacles(option: Option) -> tuple[Reason, ...]:
    """The reasons that block an option."""
    return tuple(reason for reason in option.reasons if reason.kind == "blocks")


def nearest(reply: Reply) -> Option | None:
    """The blocked option that the fewest obstacles keep away, the cheapest of those; None where nothing is blocked."""
    blocked = [option for option in reply.options if not option.feasible]
    return min(blocked, key=lambda option: (len(obstacles(option)), option.cost.total, option.id), default=None)


def relaxation(reply: Reply, site: Site) -> str:
    """Which limit to relax first and what that buys, in words."""
    option = nearest(reply)
    if option is None:
        return ""
    first, *others = obstacles(option)
    also = f" and {len(others)} more" if others else ""
    return (
        f"Relax this first: {small(first.text.removesuffix('.'))}{also}. "
        f"Without it, {site.option_name(option)} would cost about {usd(option.cost.total)}."
    )


def ways_out(reply: Reply, site: Site) -> Node | None:
    """For each limit that alone keeps an option away, the cheapest such option; None where something is feasible."""
    if reply.best is not None:
        return None
    rows = list(_single_obstacles(reply, site))
    if not rows:
        return el(
            "p", None, "Every option meets more than one of your limits: relax two of them, or start from an example."
        )
    return group(
        el("h2", {"id": "ways-out"}, "Which limit to relax"),
        table(("What stands in the way", "Without it", "#Cost"), rows, "Limits that alone keep an option away"),
    )


def _single_obstacles(reply: Reply, site: Site) -> Iterator[tuple[Child, Child, Child]]:
    seen: set[str] = set()
    for option in reply.options:
        reasons = obstacles(option)
        if len(reasons) == 1 and limit_of(reasons[0]) not in seen:
            seen.add(limit_of(reasons[0]))
            yield reasons[0].text, capital(site.option_name(option)), usd(option.cost.total)


def limit_of(reason: Reason) -> str:
    """The limit within a reason: what is said of the reader's side, after the option's need."""
    return reason.text.rpartition(";")[2]


def blocked_options(reply: Reply, site: Site) -> Node | None:
    """The options that are not feasible, each with what blocks it; None where there are none."""
    blocked = [option for option in reply.options if not option.feasible]
    if not blocked:
        return None
    rows = [
        (
            group(site.method(option.method), f" on {site.model_name(option.model)}"),
            [statement(reason, site) for reason in obstacles(option)],
        )
        for option in blocked
    ]
    columns = ("Option", "What blocks it")
    return table(columns, ((name, group(why)) for name, why in rows), "Options that your limits rule out")


def statement(reason: Reason, site: Site) -> Node:
    """A reason in words with its source."""
    return el(
        "span",
        {"class": "reason"},
        reason.text,
        " ",
        el("span", {"class": "because"}, "(", site.source(reason.source), ")"),
    )
