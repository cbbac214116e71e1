"""The sentences of the guide: what remains of a page without its code, its front matter and its addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.guide.blocks import DOCS, FENCE

FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.MULTILINE | re.DOTALL)
MACRO = re.compile(r"\[\[[=%].*?[=%]\]\]", re.DOTALL)
CODE = re.compile(r"`[^`]*`")
ADDRESS = re.compile(r"\]\([^)]*\)|\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines without an empty one between them, as written; the house writes one sentence a line."""

    page: str
    text: str

    @property
    def is_table(self) -> bool:
        """Its first line is a row."""
        return self.text.lstrip().startswith("|")

    @property
    def is_sourced(self) -> bool:
        """A citation or a computed value stands in it."""
        return bool(MACRO.search(self.text))


def paragraphs(*left_out: str) -> Iterator[list[Paragraph]]:
    """The paragraphs of every page, except of the folders and pages left out."""
    for file in sorted(DOCS.rglob("*.md")):
        page = file.relative_to(DOCS).as_posix()
        if not page.startswith(left_out):
            text = FENCE.sub("", FRONT_MATTER.sub("", file.read_text(encoding="utf-8")))
            yield [Paragraph(page, part) for part in re.split(r"\n\s*\n", text) if part.strip()]


def words(text: str) -> str:
    """What a reader sees of a line that is not computed, marked as code, or an address."""
    return ADDRESS.sub("]", CODE.sub("", MACRO.sub("", text)))
