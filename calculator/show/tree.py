"""Markup as values: text is escaped where an element is made, so that nobody can forget it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

Attribute = str | float | bool | None
VOID = frozenset({"br", "hr", "img", "input"})
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Node:
    """A finished piece of markup; only `el` and `group` make one."""

    markup: str


Child = Node | str | None


def el(tag: str, attributes: Mapping[str, Attribute] | None = None, /, *children: Child | Iterable[Child]) -> Node:
    """An element with its attributes and children; text in either place is escaped, `None` and `False` are left out."""
    opening = tag
    if attributes:
        opening += "".join([f" {name}{_value(name, value)}" for name, value in attributes.items() if _is_given(value)])
    if tag in VOID:
        return Node(f"<{opening}>")
    return Node(f"<{opening}>{_joined(children)}</{tag}>")


def group(*children: Child | Iterable[Child]) -> Node:
    """Children side by side, without an element around them."""
    return Node(_joined(children))


def render(node: Node) -> str:
    """The markup as one line of text."""
    return node.markup


def _joined(children: Iterable[Child | Iterable[Child]]) -> str:
    pieces: list[str] = []
    for child in children:
        if isinstance(child, Node):
            pieces.append(child.markup)
        elif isinstance(child, str):
            pieces.append(_escaped(child))
        elif child is not None:
            pieces.append(_joined(child))
    return "".join(pieces)


def _is_given(value: Attribute) -> bool:
    return value is not None and value is not False


def _value(name: str, value: Attribute) -> str:
    if value is True:
        return ""
    if isinstance(value, float):
        return f'="{_coordinate(value)}"'
    if name == "href":
        _refuse_script(str(value))
    return f'="{_escaped(str(value))}"'


def _coordinate(value: float) -> str:
    """A length on the page: two decimals are a fiftieth of a pixel."""
    if not isfinite(value):
        raise ValueError(f"{value} is no place on a page")
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _refuse_script(address: str) -> None:
    """An address with a scheme that could run: a fault of ours, since readers do not write addresses."""
    scheme, colon, _ = address.partition(":")
    if colon and "/" not in scheme and "?" not in scheme and "#" not in scheme and scheme.strip().lower() not in SAFE_SCHEMES:
        raise ValueError(f"{address[:40]}: not an address to link to")


def _escaped(text: str) -> str:
    """Text with the characters that mean something in markup replaced; a line break is a space, so that markup stays one line."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#39;")
    return plain.replace("\r", " ").replace("\n", " ")
