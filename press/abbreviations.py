"""A Markdown extension: an abbreviation of the glossary explains itself where a page first uses it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.treeprocessors import Treeprocessor

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
        inside = {abbr for tag in NOT_IN for outer in root.iter(tag) for abbr in outer.iter("abbr")}
        for abbr in list(root.iter("abbr")):
            if abbr in inside or abbr.text in seen:
                abbr.tag = "span"
                abbr.attrib.clear()
            else:
                seen.add(str(abbr.text))


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
