"""The blocks of code that the guide shows, and the marks that say why one is not run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent
from types import CodeType

DOCS = Path(__file__).parents[2] / "docs"
FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[\w-]*)[^\n]*\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)

# The first line of a block that the gate does not run; `python3 dev.py test-recipes` runs all but the last kind.
RECIPE = "# downloads a model"
HOSTED = "# calls a hosted model"
OUT_OF_REACH = "# needs a GPU"
MARKS = (RECIPE, HOSTED, OUT_OF_REACH)

# Pages that go on where another stopped: with its names and its files.
CONTINUED = {"guides/serve.md": "guides/first-lora.md", "guides/training-curves.md": "guides/first-lora.md"}


@dataclass(frozen=True, slots=True)
class Block:
    """One block of code, where it stands, and what it says."""

    page: str
    line: int
    language: str
    text: str

    @property
    def address(self) -> str:
        """Page and line, as an editor opens them."""
        return f"docs/{self.page}:{self.line}"

    @property
    def mark(self) -> str:
        """The reason why the gate does not run it; empty where it does."""
        return next((mark for mark in MARKS if self.text.startswith(mark)), "")


@cache
def blocks(*languages: str) -> tuple[Block, ...]:
    """Every block in one of the languages, by page, from top to bottom."""
    return tuple(block for page in sorted(DOCS.rglob("*.md")) for block in _of(page) if block.language in languages)


def pages(*languages: str, marks: tuple[str, ...]) -> list[str]:
    """Pages that hold a block in one of the languages with one of the marks."""
    return sorted({block.page for block in blocks(*languages) if block.mark in marks})


def program(block: Block) -> CodeType:
    """The block compiled, so that an error names page and line of the guide."""
    code: CodeType = compile("\n" * block.line + block.text, block.address, "exec", dont_inherit=True)
    return code


def _of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(page.relative_to(DOCS).as_posix(), line, found["language"], dedent(found["text"]))
