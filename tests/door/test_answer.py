"""The door: text in, a reply out, and one text form of it."""

from __future__ import annotations

import json
from math import fsum, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculator.door import Knowledge, answer, as_json, as_text
from calculator.methods import METHODS
from calculator.task import FIELDS
from calculator.terms import COST_PARTS


def test_every_method_is_an_option_of_the_default_question(known: Knowledge) -> None:
    assert {option.method for option in answer({}, known, "point").options} == set(METHODS)


def test_a_better_model_with_the_same_prompt_is_always_an_option(known: Knowledge) -> None:
    reply = answer({"prompt_model": "gpt-5-nano", "better_model": "claude-opus-5"}, known, "point")

    assert ("zero_shot", "claude-opus-5") in {(option.method, option.model) for option in reply.options}


def test_a_total_is_the_sum_of_its_parts(known: Knowledge) -> None:
    for option in answer({}, known, "point").options:
        assert isclose(option.cost.total, fsum(option.cost.part(name) for name in COST_PARTS))
        assert {part.group for part in option.cost.parts} <= set(COST_PARTS)


def test_blocked_options_are_shown_last_and_say_why(known: Knowledge) -> None:
    options = answer({"gpu": "t4", "tune_model": "llama-3.1-70b"}, known, "point").options
    feasible = [option.feasible for option in options]

    assert feasible == sorted(feasible, reverse=True)
    assert all(option.feasible or any(reason.kind == "blocks" for reason in option.reasons) for option in options)


def test_every_part_and_reason_says_where_it_comes_from(known: Knowledge) -> None:
    for option in answer({}, known, "point").options:
        assert all(part.formula for part in option.cost.parts), option.id
        assert all(reason.text and reason.source for reason in option.reasons), option.id


def test_the_reply_keeps_its_contract(known: Knowledge) -> None:
    reply = json.loads(as_text(answer({}, known)))

    assert reply.keys() >= {"task", "options", "flips", "problems", "as_of"}
    assert reply["task"].keys() == FIELDS.keys()
    best = reply["options"][0]
    assert best.keys() >= {
        "method", "model", "rank", "feasible", "reasons", "cost_usd", "quality", "memory_gib", "training_hours", "gpus",
        "win_probability",
    }  # fmt: skip
    assert list(best["cost_usd"]["parts"]) == list(COST_PARTS)
    assert {reason["kind"] for reason in best["reasons"]} <= {"blocks", "warns", "supports"}


def test_a_faulty_question_gets_every_fault_and_no_ranking(known: Knowledge) -> None:
    reply = as_json(answer({"gpu": "abacus", "labelled_examples": "many"}, known))

    assert reply["options"] == []
    assert {problem["field"] for problem in reply["problems"]} == {"gpu", "labelled_examples"}  # type: ignore[attr-defined]


def test_the_chances_of_all_feasible_options_add_up_to_one(known: Knowledge) -> None:
    chances = [option.win_probability for option in answer({}, known).options if option.feasible]

    assert fsum(chance for chance in chances if chance is not None) == pytest.approx(1.0)


def test_the_same_question_gets_the_same_text(known: Knowledge) -> None:
    assert as_text(answer({}, known)) == as_text(answer({}, known))


def test_a_flip_really_changes_the_winner(known: Knowledge) -> None:
    reply = answer({}, known)
    assert reply.best is not None
    assert reply.findings is not None
    assert reply.findings.flips
    for flip in reply.findings.flips:
        moved = answer({flip.field: flip.value}, known, "point").best
        assert moved is None or moved.id != reply.best.id, flip


@settings(max_examples=25)
@given(few=st.integers(0, 10_000), more=st.integers(0, 10_000), gap=st.sampled_from(["small", "medium", "large"]))
def test_more_labelled_data_never_makes_a_trained_method_worse(known: Knowledge, few: int, more: int, gap: str) -> None:
    def quality(examples: int) -> dict[str, float]:
        reply = answer({"labelled_examples": str(examples), "task_gap": gap}, known, "point")
        return {option.id: option.assumed_quality.expected for option in reply.options if METHODS[option.method].trains}

    before, after = quality(few), quality(few + more)
    assert all(after[option] >= before[option] - 1e-9 for option in before)


@settings(max_examples=25)
@given(
    query=st.fixed_dictionaries(
        {},
        optional={
            "labelled_examples": st.integers(0, 10**9).map(str),
            "requests_per_month": st.floats(0, 1e12).map(str),
            "error_cost_usd": st.floats(0, 1e9).map(str),
            "horizon_months": st.floats(0.25, 240).map(str),
            "prompt_tokens": st.integers(1, 250_000).map(str),
            "output_tokens": st.integers(1, 10**6).map(str),
            "gpu_count": st.integers(1, 4096).map(str),
            "micro_batch": st.integers(1, 65536).map(str),
            "rank": st.integers(1, 4096).map(str),
            "measured_zero_shot": st.floats(0, 1).map(str),
            "data_may_leave": st.sampled_from(["yes", "no"]),
            "serving": st.sampled_from(["api", "self_hosted", "unknown"]),
            "training_on": st.sampled_from(["gpu", "service"]),
            "needs_new_facts": st.sampled_from(["no", "stable", "changing"]),
        },
    )
)
def test_any_valid_question_gets_a_finite_answer(known: Knowledge, query: dict[str, str]) -> None:
    reply = answer(query, known, "point")

    assert reply.problems == ()
    json.loads(as_text(reply))
    for option in reply.options:
        low, expected, high = option.cost_usd.low, option.cost_usd.expected, option.cost_usd.high
        assert low <= expected <= high < float("inf")
        assert 0 <= option.assumed_quality.low <= option.assumed_quality.expected <= option.assumed_quality.high <= 1


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ({"rank": "99999"}, "65536"),
        ({"rank": "5000"}, "4096"),
        ({"sequence_length": "500000"}, "40960"),
        ({"prompt_tokens": "9000000"}, "longest context"),
        ({"labelled_examples": "-5"}, "is 0"),
        ({"tune_model": "lama-3"}, "llama-3-8b"),
        (
            {"tune_model": "own", "own_model": "layers=2 hidden_size=64 attention_heads=4 vocab_size=99", "rank": "65"},
            "64",
        ),
    ],
)
def test_a_size_that_cannot_be_is_a_problem_with_the_nearest_valid_one(
    known: Knowledge, query: dict[str, str], nearest: str
) -> None:
    (problem,) = answer(query, known).problems

    assert problem.field in query
    assert nearest in problem.text


OWN_MODEL = "layers=32 hidden_size=4096 attention_heads=32 kv_heads=8 intermediate_size=14336 vocab_size=128256"


def test_the_readers_own_model_is_estimated_like_a_known_one(known: Knowledge) -> None:
    own = answer({"tune_model": "own", "own_model": OWN_MODEL}, known, "point")
    same = answer({"tune_model": "llama-3.1-8b"}, known, "point")
    peaks = [
        next(option.memory.peak_bytes.expected for option in reply.options if option.method == "lora" and option.memory)
        for reply in (own, same)
    ]

    assert own.problems == ()
    assert peaks[0] == pytest.approx(peaks[1])


@pytest.mark.parametrize(
    "query",
    [{"tune_model": "own"}, {"tune_model": "own", "own_model": "{"}, {"own_model": "layers=0"}],
)
def test_an_own_model_that_is_missing_or_wrong_is_told_beside_its_field(
    known: Knowledge, query: dict[str, str]
) -> None:
    assert [problem.field for problem in answer(query, known, "point").problems] == ["own_model"]
