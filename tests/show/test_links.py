"""A link that somebody kept leads to the same question for ever."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from calculator.door import Knowledge, answer
from calculator.show.site import Site
from calculator.task import FIELDS, as_text, parse

KEPT = Path(__file__).with_name("links.txt").read_text(encoding="utf-8").splitlines()[1:]


def fields_of(link: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The scenario in a link, and those pinned beside it; the first links had it as a query."""
    parts = urlsplit(link)
    pairs = parse_qsl(parts.fragment or parts.query, keep_blank_values=True, strict_parsing=True)
    assert pairs[0] == ("v", "1")
    pinned = [dict(parse_qsl(value, strict_parsing=bool(value))) for name, value in pairs if name == "compare"]
    return {name: value for name, value in pairs[1:] if name != "compare"}, pinned


@pytest.mark.parametrize("link", KEPT)
def test_an_old_link_asks_a_question_without_fault(link: str, known: Knowledge) -> None:
    asked, pinned = fields_of(link)
    for query in (asked, *pinned):
        reply = answer(query, known, "point")
        assert reply.problems == ()
        assert reply.options


@pytest.mark.parametrize("link", KEPT)
def test_every_field_of_an_old_link_still_means_something(link: str, known: Knowledge) -> None:
    asked, _ = fields_of(link)
    task, _ = parse(asked, known.offered)
    silent = [
        name
        for name, value in asked.items()
        if getattr(task, name) == FIELDS[name].default and value != as_text(FIELDS[name].default)
    ]
    assert not silent


def test_the_old_links_name_every_field() -> None:
    named = {name for link in KEPT for name in fields_of(link)[0]}

    assert FIELDS.keys() <= named


def test_a_link_with_pinned_scenarios_is_read_back_as_it_was_written(known: Knowledge) -> None:
    query, pinned = {"gpu": "h100"}, [{}, {"labelled_examples": "20", "own_model": "a&b=c"}]

    assert fields_of(Site(known.catalog).calculator(query, pinned)) == (query, pinned)
