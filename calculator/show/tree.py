"""Markup as values: text is escaped where an element is made, so that nobody can forget it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import isfinite

Attribute = str | float | bool | None  # a number is a length in pixels
REMEMBERED = 4096
VOID = frozenset({"br", "hr", "img", "input"})
SPECIAL = re.compile(r"[&<>\"'\r\n]")
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>')
TAG = re.compile(r"<[^>]*>")
WRITTEN = {
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
    "&": "&amp;",
}  # the ampersand last: it is read back last
SCHEME = re.compile(r"[\s\x00-\x1f]*([^/?#:]*):")
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})


class Node(str):
    """Finished markup: text that is escaped already; only `el` and `group` make it."""

    __slots__ = ()


Child = Node | str | None


def el(tag: str, attributes: Mapping[str, Attribute] | None = None, /, *children: Child | Iterable[Child]) -> Node:
    """An element with its attributes and children; text in either place is escaped, `None` and `False` are left out."""
    opening = f"<{tag}{''.join(map(_attribute, attributes, attributes.values()))}>" if attributes else f"<{tag}>"
    return Node(opening) if tag in VOID else Node(f"{opening}{_joined(children)}</{tag}>")


def group(*children: Child | Iterable[Child]) -> Node:
    """Children side by side, without an element around them."""
    return Node(_joined(children))


def render(node: Node) -> str:
    """The markup as one line of text."""
    return str(node)


def plain(node: Node) -> str:
    """The text of finished markup, without its tags."""
    return "".join(text for text, _ in linked(node))


def linked(node: Node) -> Iterator[tuple[str, str]]:
    """The text of finished markup piece by piece, each with the address it links to, empty where it does not."""
    pieces = [_read_back(piece) for piece in LINK.split(node)]  # text, address, text of the link, text, …
    for text, address, says in zip(pieces[::3], [*pieces[1::3], ""], [*pieces[2::3], ""], strict=True):
        yield text, ""
        if address:
            yield says, address


def _read_back(markup: str) -> str:
    text = TAG.sub("", markup)
    for sign, written in WRITTEN.items():
        text = text.replace(written, sign)
    return text


def _joined(children: Iterable[Child | Iterable[Child]]) -> str:
    return "".join([child if type(child) is Node else _piece(child) for child in children])


def _piece(child: Child | Iterable[Child]) -> str:
    if child is None:
        return ""
    return _escaped(child) if isinstance(child, str) else _joined(child)


@lru_cache(maxsize=REMEMBERED, typed=True)
def _attribute(name: str, value: Attribute) -> str:
    """One attribute as written; the same few are written over and over."""
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    if isinstance(value, str):
        return f' {name}="{_address(value) if name == "href" else _escaped(value)}"'
    return f' {name}="{_coordinate(value)}"'


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


@lru_cache(maxsize=REMEMBERED)
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
