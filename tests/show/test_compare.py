"""Scenarios stand side by side: what was asked differently, what each is answered, and what can be done with it."""

from __future__ import annotations

import json

import pytest

from calculator.door import Knowledge, Reply, answer
from calculator.faces import web
from calculator.show.compare import MOST, NAMES, comparison_html
from calculator.show.site import Site, capital
from tests.show.markup import Element, read

QUERIES: tuple[dict[str, str], ...] = (
    {"labelled_examples": "20"},
    {},
    {"labelled_examples": "5000", "gpu": "h100"},
    {"budget_usd": "1"},
)


@pytest.fixture(scope="module")
def replies(known: Knowledge) -> list[Reply]:
    return [answer(query, known, "chances") for query in QUERIES]


@pytest.fixture(scope="module")
def shown(replies: list[Reply], known: Knowledge) -> Element:
    return read(comparison_html(replies, known))


def row(shown: Element, label: str) -> list[str]:
    """The cells of the row with that heading."""
    (found,) = [each for each in shown.all("tr") if each.all("th")[0].words.strip() == label]
    return [" ".join(each.words.split()) for each in found.all("td")]


def test_a_scenario_alone_is_compared_with_nothing(replies: list[Reply], known: Knowledge) -> None:
    assert comparison_html(replies[:1], known) == ""


def test_up_to_four_scenarios_have_a_column_each(shown: Element) -> None:
    heads = [each.words.strip() for each in shown.all("thead")[0].all("th")]

    assert len(heads) == 1 + MOST
    assert [head.partition(":")[0] for head in heads[1:]] == list(NAMES)


def test_each_column_tells_its_own_recommendation(shown: Element, replies: list[Reply], site: Site) -> None:
    told = row(shown, "Recommendation")
    expected = [capital(site.option_name(reply.best)) if reply.best else "nothing is feasible" for reply in replies]

    assert told == expected


def test_only_what_was_asked_differently_is_told(shown: Element) -> None:
    assert row(shown, "Labelled examples you have") == ["20 examples", "300 examples", "5,000 examples", "300 examples"]
    assert row(shown, "Budget for the first version") == ["unknown", "unknown", "unknown", "$1"]
    assert "Requests per month" not in shown.words


def test_opening_a_scenario_keeps_the_one_in_the_form(shown: Element) -> None:
    links = [each.attributes["href"] for each in shown.all("a") if each.attributes.get("aria-label") == "Open B"]

    assert links == [
        "../calculator/#v=1&labelled_examples=5000&gpu=h100&compare=&compare=labelled_examples%3D20&compare=budget_usd%3D1"
    ]


def test_removing_names_the_place_among_the_pinned(shown: Element) -> None:
    buttons = shown.all("button", **{"data-do": "unpin"})

    assert [each.attributes["value"] for each in buttons] == ["0", "1", "2"]


def test_a_faulty_scenario_is_told_as_one(known: Knowledge) -> None:
    faulty = answer({"gpu": "<script>"}, known)
    shown = read(comparison_html([answer({}, known, "point"), faulty], known))

    assert "needs mending" in row(shown, "Recommendation")[1]
    assert not shown.all("script")


def test_the_page_compares_no_more_than_four() -> None:
    pinned = json.dumps([{"labelled_examples": str(count)} for count in range(9)])
    html = json.loads(web.page("{}", "point", pinned))["html"]["comparison"]

    assert len(read(html).all("thead")[0].all("th")) == 1 + MOST
