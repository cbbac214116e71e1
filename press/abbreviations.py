"""A Markdown extension: an abbreviation of the glossary explains itself where a page first uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

GLOSSARY = Path(__file__).parent.parent / "docs" / "reference" / "glossary.md"
TERM = re.compile(r"^(?P<names>\S[^\n]*?) \{ #[\w-]+ \}\n:   (?P<meaning>[^\n]+)", re.MULTILINE)
ABBREVIATION = re.compile(r"(?=.*[A-Z].*[A-Z0-9³])[\w³]+")
MARKUP = re.compile(r"\[\[=.*?=\]\]|\]\([^)]*\)|[\[`*]")
NOT_IN = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6", "dt"})
AFTER_ABBR = 6  # in the order of Markdown's tree processors, where `abbr` is 7


def glossary(text: str) -> dict[str, str]:
    """The meaning of every abbreviation of the glossary, without markup."""
    return {
        name: re.sub(r"\s+([.;,])", r"\1", " ".join(MARKUP.sub("", term["meaning"]).split()))
        for term in TERM.finditer(text)
        for name in term["names"].split(", ")
        if ABBREVIATION.fullmatch(name)
    }


class FirstUse(Treeprocessor):  # type: ignore[misc]  # Markdown ships no types
    """Leaves the explanation at the first use on a page, and none within links and headings."""

    def run(self, root: Element) -> None:
        """Makes plain text of every other."""
        seen: set[str] = set()
        self._in_link = False
        for abbr, is_within in list(self._walk(root, is_within=False)):
            if is_within or abbr.text in seen:
                abbr.tag = "span"
                abbr.attrib.clear()
            else:
                seen.add(str(abbr.text))

    def _walk(self, element: Element, *, is_within: bool) -> Iterator[tuple[Element, bool]]:
        """Every abbreviation in reading order, and whether it stands in a link or a heading."""
        self._pass(element.text)
        for child in element:
            if child.tag == "abbr":
                yield child, is_within or self._in_link
            else:
                yield from self._walk(child, is_within=is_within or child.tag in NOT_IN)
            self._pass(child.tail)

    def _pass(self, text: str | None) -> None:
        """Links that a macro made are no elements here, but numbered places in the text."""
        for place in HTML_PLACEHOLDER_RE.finditer(text or ""):
            raw = str(self.md.htmlStash.rawHtmlBlocks[int(place[1])])
            self._in_link = raw.startswith("<a ") or (self._in_link and raw != "</a>")


class Abbreviations(AbbrExtension):  # type: ignore[misc]  # as above
    """Markdown's own abbreviations, filled from the glossary."""

    def __init__(self) -> None:
        super().__init__(glossary=glossary(GLOSSARY.read_text(encoding="utf-8")))

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown names it so
        """Registers Markdown's own steps and ours after them."""
        super().extendMarkdown(md)
        md.treeprocessors.register(FirstUse(md), "first-use", AFTER_ABBR)


def makeExtension() -> Abbreviations:  # noqa: N802 - Markdown names it so
    """The extension, as mkdocs.yml asks for it by this module's name."""
    return Abbreviations()
