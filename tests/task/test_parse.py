"""What a person may type, and what they are told when it cannot be used."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.task import DECLARED, FIELDS, GROUPS, Offered, Task, as_text, parse, typed

OFFERED: Offered = {
    "prompt_model": (("gpt-5-mini", "GPT-5 mini"), ("gpt-5.4", "GPT-5.4"), ("qwen3-8b", "Qwen3 8B")),
    "tune_model": (("qwen3-8b", "Qwen3 8B"), ("llama-3.1-8b", "Llama 3.1 8B")),
    "gpu": (("l4", "NVIDIA L4"), ("h100", "NVIDIA H100")),
}


def problems(query: Mapping[str, str]) -> dict[str, str]:
    return {problem.field: problem.text for problem in parse(query, OFFERED)[1]}


def test_an_empty_query_asks_the_default_question() -> None:
    task, found = parse({}, OFFERED)

    assert (task, found) == (Task(), ())


@pytest.mark.parametrize(
    ("name", "word", "value"),
    [
        ("labelled_examples", "2,000", 2000),
        ("labelled_examples", " 300 ", 300),
        ("cacheable_share", "60%", 0.6),
        ("error_cost_usd", "$0.50", 0.5),
        ("error_cost_usd", "unknown", None),
        ("gpu_owned", "Yes", True),
        ("gpu", "H100", "h100"),
        ("classes", "unknown", None),
        ("requests_per_month", "1e6", 1e6),
    ],
)
def test_usual_ways_of_writing_are_understood(name: str, word: str, value: object) -> None:
    task, found = parse({name: word}, OFFERED)

    assert found == ()
    assert getattr(task, name) == value


@pytest.mark.parametrize(
    ("name", "word", "says"),
    [
        ("labelled_examples", "2k", "not a number"),
        ("labelled_examples", "-1", "outside 0 to"),
        ("labelled_examples", "1.5", "whole number"),
        ("labelled_examples", "nan", "not a number"),
        ("labelled_examples", "1e308", "outside"),
        ("labelled_examples", "unknown", "a value is needed"),
        ("labelled_examples", "٣٠٠", "not a number"),
        ("gpu", "h1000", "Did you mean h100?"),
        ("gpu", "<script>alert(1)</script>", "not known"),
        ("gpu_owned", "maybe", "yes or no"),
        ("labeled_examples", "300", "Did you mean labelled_examples?"),
        ("__proto__", "1", "There is no field"),
    ],
)
def test_each_fault_is_told_beside_its_field(name: str, word: str, says: str) -> None:
    assert says in problems({name: word})[name]


def test_all_faults_are_told_at_once() -> None:
    assert problems({"labelled_examples": "x", "gpu": "x", "colour": "red"}).keys() == {
        "labelled_examples",
        "gpu",
        "colour",
    }


def test_a_number_of_classes_needs_a_sorting_task() -> None:
    assert "classes" in problems({"classes": "5", "task_kind": "code"})


def test_a_wrong_value_leaves_the_others_as_typed() -> None:
    task, _ = parse({"labelled_examples": "x", "epochs": "5"}, OFFERED)

    assert (task.labelled_examples, task.epochs) == (Task().labelled_examples, 5)


def test_hostile_text_is_shown_short_and_printable() -> None:
    found = problems({"gpu": "\u202e\u200b" + "A" * 1_000_000})

    assert len(found["gpu"]) < 200
    assert found["gpu"].isprintable()


@given(
    st.dictionaries(st.one_of(st.sampled_from(sorted(FIELDS)), st.text(max_size=30)), st.text(max_size=40), max_size=8)
)
def test_no_text_map_makes_the_parser_raise(query: dict[str, str]) -> None:
    task, found = parse(query, OFFERED)

    assert isinstance(task, Task)
    assert all(problem.text for problem in found)


@given(
    labelled=st.integers(0, 10**9),
    share=st.floats(0, 1),
    price=st.one_of(st.none(), st.floats(0, 1000)),
    owned=st.booleans(),
)
def test_what_was_parsed_can_be_typed_again(labelled: int, share: float, price: float | None, owned: bool) -> None:
    asked = {
        "labelled_examples": str(labelled),
        "cacheable_share": as_text(share),
        "gpu_usd_per_hour": as_text(price),
        "gpu_owned": as_text(owned),
    }
    task, found = parse(asked, OFFERED)

    assert found == ()
    assert parse(typed(task), OFFERED)[0] == task


def test_every_field_can_be_filled_in_without_reading_on() -> None:
    for field in DECLARED:
        assert field.label, field.name
        assert field.help.endswith((".", "?")), field.name
        assert field.group in GROUPS, field.name
        assert field.kind not in ("number", "count") or (field.low is not None and field.high is not None), field.name


def test_the_short_form_asks_six_questions() -> None:
    assert sum(field.first for field in DECLARED) == 6


def test_a_default_is_a_valid_answer() -> None:
    for field in DECLARED:
        assert problems({field.name: as_text(field.default)}) == {}, field.name


def test_a_pilot_without_labels_to_train_on_is_a_contradiction() -> None:
    assert list(problems({"labelled_examples": "0", "measured_tuned": "0.8"})) == ["measured_tuned"]
