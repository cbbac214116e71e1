"""What the page may say of what the reader does."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.show.site import LINKS
from calculator.show.tree import Node, el, render
from calculator.task import clipped


def told(says: Mapping[str, Node]) -> Node:
    """Room for one message, announced when it comes; JavaScript shows one of these and fills its braces."""
    templates = [el("template", {"data-say": name}, words) for name, words in says.items()]
    return el("div", {"class": "told"}, el("p", {"role": "status"}), templates)


def newer_link_html(version: str) -> str:
    """What is said of a link of another version than ours."""
    return render(
        el(
            "p",
            {"class": "problem"},
            f"This link was made by another version of the calculator ({clipped(version)}; this one reads {LINKS}). "
            "Check that the questions below say what you meant.",
        )
    )
