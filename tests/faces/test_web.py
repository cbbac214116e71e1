"""The browser's entry says what the command line says, and a word on links it was not made for."""

from __future__ import annotations

import json

import pytest

from calculator.faces.cli import main
from calculator.faces.web import page
from tests.show.markup import read

QUERY = {"labelled_examples": "5000", "error_cost_usd": "20"}


@pytest.mark.parametrize("kind", ["json", "markdown", "csv"])
def test_the_page_takes_along_the_very_text_of_the_command_line(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["advise", f"--{kind}", *(f"{name}={value}" for name, value in QUERY.items())])
    answer = json.loads(page(json.dumps(QUERY), "full"))

    assert capsys.readouterr().out == f"{answer['reports'][kind]}\n"


def test_a_point_answer_leaves_the_reports_to_the_full_one() -> None:
    assert json.loads(page("{}", "point"))["reports"] == {}


def test_a_link_of_another_version_is_answered_with_a_word() -> None:
    known, strange = (json.loads(page(json.dumps({"v": version, **QUERY}), "point")) for version in ("1", "2<b>"))

    assert known["html"]["note"] == ""
    assert "another version" in read(strange["html"]["note"]).words
    assert not read(strange["html"]["note"]).all("b")
    assert strange["html"]["answer"] == known["html"]["answer"]
    assert strange["query"] == QUERY


@pytest.mark.parametrize("pinned", ["[{}]", '[{"__proto__": "x"}]', '[{"gpu": 7}]', '[{"v": "9"}]'])
def test_whatever_is_pinned_is_compared_or_told_as_faulty(pinned: str) -> None:
    answer = json.loads(page("{}", "point", pinned))

    assert "Side by side" in answer["html"]["comparison"]
    assert answer["html"]["problems"] == {}
