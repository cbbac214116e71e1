"""Markup as values: text is escaped where an element is made, so that nobody can forget it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import isfinite

Attribute = str | float | bool | None  # a number is a length in pixels
VOID = frozenset({"br", "hr", "img", "input"})
SPECIAL = re.compile(r"[&<>\"'\r\n]")
SCHEME = re.compile(r"[\s\x00-\x1f]*([^/?#:]*):")
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})


class Node(str):
    """Finished markup: text that is escaped already; only `el` and `group` make it."""

    __slots__ = ()


Child = Node | str | None


def el(tag: str, attributes: Mapping[str, Attribute] | None = None, /, *children: Child | Iterable[Child]) -> Node:
    """An element with its attributes and children; text in either place is escaped, `None` and `False` are left out."""
    opening = f"<{tag}{_written(attributes)}>" if attributes else f"<{tag}>"
    return Node(opening) if tag in VOID else Node(f"{opening}{_joined(children)}</{tag}>")


def group(*children: Child | Iterable[Child]) -> Node:
    """Children side by side, without an element around them."""
    return Node(_joined(children))


def render(node: Node) -> str:
    """The markup as one line of text."""
    return str(node)


def _joined(children: Iterable[Child | Iterable[Child]]) -> str:
    pieces: list[str] = []
    for child in children:
        if isinstance(child, Node):
            pieces.append(child)
        elif isinstance(child, str):
            pieces.append(_escaped(child))
        elif child is not None:
            pieces.append(_joined(child))
    return "".join(pieces)


def _written(attributes: Mapping[str, Attribute]) -> str:
    text = ""
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        if value is True:
            text += f" {name}"
        elif isinstance(value, str):
            text += f' {name}="{_address(value) if name == "href" else _escaped(value)}"'
        else:
            text += f' {name}="{_coordinate(value)}"'
    return text


def _coordinate(value: float) -> str:
    """A length on the page, to a tenth of a pixel."""
    if not isfinite(value):
        raise ValueError(f"{value} is no place on a page")
    return f"{value:.1f}"


def _address(address: str) -> str:
    """An address to link to; one with a scheme that could run is a fault of ours, since readers do not write addresses."""
    scheme = SCHEME.match(address)
    if scheme is not None and scheme[1].lower() not in SAFE_SCHEMES:
        raise ValueError(f"{address[:40]}: not an address to link to")
    return _escaped(address)


def _escaped(text: str) -> str:
    """Text with the characters that mean something in markup replaced; a line break is a space, so that markup stays one line."""
    if SPECIAL.search(text) is None:
        return text
    plain = (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#39;")
    )
    return plain.replace("\r", " ").replace("\n", " ")
