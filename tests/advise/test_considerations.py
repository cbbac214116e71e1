"""The article's four considerations stand as the computed options say."""

from __future__ import annotations

import pytest

from calculator.door import Knowledge, answer


def stands(known: Knowledge, **query: str) -> dict[str, str]:
    return {each.point: each.stands for each in answer(query, known, "point").considerations}


def test_all_four_stand_in_every_question_that_leaves_both_ways_open(known: Knowledge) -> None:
    assert list(stands(known)) == ["complexity", "data", "resources", "accuracy"]


@pytest.mark.parametrize(
    ("consideration", "verdict", "query"),
    [
        ("data", "supports", {"labelled_examples": "20000"}),
        ("data", "warns", {"labelled_examples": "20000", "labels_in_domain": "no"}),
        ("data", "warns", {"labelled_examples": "30"}),
        ("complexity", "supports", {"task_gap": "large", "labelled_examples": "20000", "prompt_model": "gpt-5-nano", "better_model": "unknown"}),
        ("resources", "warns", {"requests_per_month": "100"}),
        ("accuracy", "silent", {"error_cost_usd": "unknown"}),
    ],
)  # fmt: skip
def test_a_consideration_stands_as_it_should(
    known: Knowledge, consideration: str, verdict: str, query: dict[str, str]
) -> None:
    assert stands(known, **query)[consideration] == verdict


def test_nothing_is_said_where_one_side_is_ruled_out(known: Knowledge) -> None:
    assert stands(known, deadline_weeks="1") == {}
