"""Markup read back: what stands in it, as a browser would find it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input"})


@dataclass
class Element:
    """An element with its attributes, its own text and its children."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Every element below, of a tag and with these attributes."""
        return [each for each in self.walk() if tag in ("", each.tag) and attributes.items() <= each.attributes.items()]

    def walk(self) -> Iterator[Element]:
        """Every element below."""
        for child in self.children:
            yield child
            yield from child.walk()

    @property
    def words(self) -> str:
        """All text within, in the order of its elements."""
        return " ".join([self.text, *(child.words for child in self.children)])


class Reader(HTMLParser):
    """Builds the tree; an end tag that closes nothing is a fault."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].text += data


def read(markup: str) -> Element:
    """The root of the tree; every element must be closed."""
    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is never closed"
    return reader.open[0]
