"""The form, generated from the declarations of the task: first the six plain questions, the rest by group."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from calculator.door import Knowledge
from calculator.show.compare import MOST
from calculator.show.controls import control
from calculator.show.site import LINKS, Site
from calculator.show.tree import Attribute, Node, el, render
from calculator.task import DECLARED, GROUPS


def form_html(known: Knowledge, root: str = "../") -> str:
    """The whole form; without JavaScript it still reads, and says why it does not answer."""
    site = Site(known.catalog, root)
    first = [field for field in DECLARED if field.first]
    says: dict[str, Attribute] = {"aria-label": "Your situation", "data-links": LINKS, "data-room": str(MOST - 1)}
    questions = el("legend", None, "Six questions"), [control(each, known, site) for each in first]
    return render(
        el(
            "form",
            {"id": "question", "method": "get", "action": "", "autocomplete": "off", **says},
            _link_faults(),
            el("fieldset", {"class": "first"}, *questions),
            el("p", {"class": "more-intro"}, "Everything else has a sensible default. Open what you know better."),
            _groups(known, site),
        )
    )


def _link_faults() -> Node:
    """Room for what a link says that no question asks, with a way to leave it out."""
    drop = el("button", {"type": "button", "data-do": "drop"}, "Leave it out")
    return el(
        "div",
        {"id": "link-faults", "hidden": True},
        el("div", {"data-faults": True, "role": "alert"}),
        drop,
    )


def _groups(known: Knowledge, site: Site) -> Iterator[Node]:
    rest = [field for field in DECLARED if not field.first]
    for name, fields in groupby(rest, key=lambda field: field.group):
        controls = [control(each, known, site) for each in fields]
        count = el("span", {"class": "count"}, f"{len(controls)} more")
        yield el(
            "details", {"class": "more", "id": f"group-{name}"}, el("summary", None, GROUPS[name], " ", count), controls
        )
