"""A page says in its head what it answers, under which names it is found, and when its text last changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]  # ships no types

from tests.guide.blocks import DOCS
from tests.guide.prose import FRONT_MATTER

LONGEST_DESCRIPTION = 180  # what a list of search results shows
COMPUTED = ("calculator.md", "index.md")  # pages whose text is the calculator's own


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.relative_to(DOCS).as_posix())
def test_the_head_of_a_page_is_complete(page: Path) -> None:
    head = head_of(page)

    assert head["title"]
    assert 30 < len(str(head["description"])) <= LONGEST_DESCRIPTION
    assert head["tags"]
    assert isinstance(head.get("updated"), date) or page.relative_to(DOCS).as_posix() in COMPUTED


def test_no_two_pages_say_that_they_answer_the_same() -> None:
    described = [head_of(page)["description"] for page in DOCS.rglob("*.md")]

    assert len(described) == len(set(described))


def head_of(page: Path) -> dict[str, object]:
    """What stands between the two lines at the top of a page."""
    found = FRONT_MATTER.match(page.read_text(encoding="utf-8"))
    assert found, f"{page}: no head"
    head: dict[str, object] = yaml.safe_load(found[0].strip("-\n"))
    return head
