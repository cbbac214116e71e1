"""The worked examples beside each other."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.door import Reply
from calculator.show.site import Site, capital
from calculator.show.table import table
from calculator.show.tree import Node, el
from calculator.units import usd


def examples_table(replies: Mapping[str, Reply], site: Site) -> Node:
    """Every example with its question, the recommendation, what it costs, and a way into the calculator."""
    rows = (
        (
            site.link(f"cases/{name}", example.title),
            example.asks,
            capital(site.option_name(reply.best)) if reply.best else "Nothing is feasible",
            usd(reply.best.cost.total) if reply.best else "",
            el(
                "a",
                {"href": site.calculator(example.query), "aria-label": f"Open {example.title} in the calculator"},
                "Open",
            ),
        )
        for name, example in site.catalog.examples.items()
        for reply in (replies[name],)
    )
    columns = ("Case", "Question", "Recommendation", "#Cost", "Calculator")
    return table(columns, rows, "Worked cases and what the calculator recommends")
