"""A picture or table with its caption and where it comes from."""

from __future__ import annotations

from calculator.show.tree import Child, Node, el


def figure(content: Node, caption: Child = None, source: Child = None) -> Node:
    """The content as a figure; its caption says what it shows, its source line where it comes from."""
    lines = (
        el("span", {"class": "caption"}, caption) if caption is not None else None,
        el("span", {"class": "source"}, source) if source is not None else None,
    )
    said = el("figcaption", None, lines) if caption is not None or source is not None else None
    return el("figure", {"class": "chart"}, content, said)


def disclosure(summary: Child, *content: Child, name: str = "", identity: str = "") -> Node:
    """Content that is unfolded when asked for."""
    attributes = {"class": f"more {name}".rstrip(), "id": identity or None}
    return el("details", attributes, el("summary", None, summary), content)
