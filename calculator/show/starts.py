"""Where to start from: worked examples, and what the reader has saved in this browser."""

from __future__ import annotations

from calculator.door import Knowledge
from calculator.show.site import Site
from calculator.show.tree import Node, el, group, render
from calculator.show.words import told

LONGEST_NAME = 80


def starts_html(known: Knowledge, root: str = "../") -> str:
    """The examples and the reader's own scenarios, each a link that fills the form."""
    return render(el("div", {"id": "starts"}, _skip(), presets(Site(known.catalog, root)), _shelf()))


def _skip() -> Node:
    """A way past the questions for those who go by keyboard."""
    return el("a", {"class": "skip", "href": "#sentence"}, "Skip to the answer")


def presets(site: Site) -> Node:
    """Situations to start from, each a link that fills the form."""
    links = (
        el(
            "li",
            None,
            el("a", {"class": "preset", "href": site.calculator(each.query), "title": each.asks}, each.title),
        )
        for each in site.catalog.examples.values()
    )
    return el(
        "nav",
        {"class": "presets", "aria-label": "Examples to start from"},
        el("p", None, "Start from an example"),
        el("ul", None, links),
    )


def _shelf() -> Node:
    """The scenarios kept in this browser; the list is filled where they are kept."""
    nothing = (
        "Nothing yet. “Save” below the recommendation keeps what you have filled in. "
        "It stays in this browser and is sent nowhere."
    )
    put_back = el("button", {"type": "button", "data-do": "put-back"}, "Put it back")
    says = {
        "unreadable": group("Something saved here could not be read and was left out."),
        "deleted": group("Deleted “{name}”. ", put_back),
    }
    return el(
        "details",
        {"class": "more", "id": "shelf"},
        el("summary", None, "Saved in this browser ", el("span", {"class": "count", "data-count": True})),
        el("ul", {"data-saved": True}),
        el("p", {"class": "help", "data-empty": True}, nothing),
        el("template", {"data-entry": True}, _entry()),
        told(says),
    )


def _entry() -> Node:
    """One saved scenario: its name, which can be written over, and what can be done with it."""
    name = {"type": "text", "maxlength": str(LONGEST_NAME), "aria-label": "Name", "spellcheck": "false"}
    opens = el("a", {"class": "preset"}, "Open")
    return el("li", None, el("input", name), opens, el("button", {"type": "button", "data-do": "delete"}, "Delete"))
