"""Estimates of described runs: what may be said, and what is answered to what may not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.door import Knowledge
from calculator.door.estimate import estimate

RUN: dict[str, Any] = {
    "model": "llama-3.1-8b", "gpu": "a100-80gb", "method": "lora", "rank": 16, "sequence_length": 2048, "micro_batch": 2,
    "gradient_checkpointing": True, "chunked_cross_entropy": False,
}  # fmt: skip


def one(known: Knowledge, **changes: object) -> dict[str, Any]:
    found = estimate({**RUN, **changes}, known.catalog)
    assert isinstance(found, dict)
    return found


def test_one_run_gives_one_answer_and_a_list_a_list(known: Knowledge) -> None:
    single = estimate(json.dumps(RUN), known.catalog)

    assert estimate([RUN, RUN], known.catalog) == [single, single]


def test_the_answer_has_the_promised_shape(known: Knowledge) -> None:
    found = one(known)

    assert found.keys() == {"memory_gib", "tokens_per_second", "trainable_params", "adapter_bytes"}
    assert found["memory_gib"].keys() == {"expected", "low", "high", "kind", "phase", "parts"}
    assert found["memory_gib"]["phase"] in {"load", "loss", "early backward", "late backward", "optimizer step"}
    assert sum(found["memory_gib"]["parts"].values()) == pytest.approx(found["memory_gib"]["expected"], rel=1e-5)
    assert found["trainable_params"] == 41943040


@pytest.mark.parametrize(
    ("field", "value", "nearest"),
    [
        ("model", "llama-3.1-9b", "llama-3.1-8b"),
        ("gpu", "a100", "a100"),
        ("rank", 5000, "4096"),
        ("rank", -4, "1"),
        ("micro_batch", 0, "1"),
        ("sequence_length", 200_000, "131072"),
        ("micro_batch", "two", "1"),
        ("mean_sequence_length", -3, "1"),
        ("virtual_tokens", 9_999_999, "131072"),
        ("bottleneck", 5000, "4096"),
        ("model", None, "one of them"),
    ],
)
def test_a_fault_names_its_field_and_the_nearest_valid_choice(
    known: Knowledge, field: str, value: object, nearest: str
) -> None:
    (problem,) = one(known, **{field: value})["problems"]

    assert problem["field"] == field
    assert nearest in problem["text"]


def test_all_faults_are_told_at_once(known: Knowledge) -> None:
    problems = one(known, model="nothing like it", rank=-1, gpus=0)["problems"]

    assert {problem["field"] for problem in problems} == {"model", "rank", "gpus"}


@pytest.mark.parametrize(
    "unknown",
    [
        {"sharding": "model_parallel", "gpus": 4},
        {"gpus": 4},
        {"quantization": "hqq4"},
        {"weights_dtype": "fp16"},
        {"optimizer": "muon"},
    ],
)
def test_an_unknown_value_widens_the_interval_and_never_fails(known: Knowledge, unknown: dict[str, object]) -> None:
    stated = {"sharding": "zero3" if "gpus" in unknown else "none", "gpus": unknown.get("gpus", 1)}
    doubtful, sure = one(known, **unknown)["memory_gib"], one(known, **stated)["memory_gib"]

    assert (doubtful["high"] - doubtful["low"]) / doubtful["expected"] > (sure["high"] - sure["low"]) / sure["expected"]


def test_without_a_card_there_is_memory_but_no_speed(known: Knowledge) -> None:
    found = one(known, gpu=None)

    assert found["tokens_per_second"] is None
    assert found["memory_gib"]["expected"] > 0


def test_names_of_papers_and_trainers_mean_the_same_method(known: Knowledge) -> None:
    ours, theirs = (one(known, method=name, virtual_tokens=100) for name in ("soft_prompt", "prompt_tuning"))

    assert ours == theirs


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (["q_proj", "v_proj"], ["q", "v"]),
        (["query_key_value"], ["q", "k", "v"]),
        ("all-linear", ["q", "k", "v", "o", "gate", "up", "down"]),
        (["dense_h_to_4h", "dense_4h_to_h"], ["up", "down"]),
    ],
)
def test_modules_may_be_called_what_their_model_calls_them(known: Knowledge, theirs: object, ours: list[str]) -> None:
    assert one(known, target_modules=theirs) == one(known, target_modules=ours)


@pytest.mark.parametrize("key", ["trainable_params", "micro_batch", "virtual_tokens", "gpus", "mean_sequence_length"])
@pytest.mark.parametrize("value", [1e308, 10**400, float("inf"), float("nan"), -(10**400)])
def test_a_number_beyond_all_measure_is_a_problem_of_its_field(known: Knowledge, key: str, value: float) -> None:
    (problem,) = one(known, **{key: value})["problems"]

    assert problem["field"] == key


def test_text_nested_without_end_is_a_problem_not_a_crash(known: Knowledge) -> None:
    found = estimate("[" * 100_000, known.catalog)

    assert isinstance(found, dict)
    assert found["problems"][0]["field"] == "run"


def test_text_that_is_no_json_is_a_problem_not_a_crash(known: Knowledge) -> None:
    found = estimate("{not json", known.catalog)

    assert isinstance(found, dict)
    assert found["problems"][0]["field"] == "run"


LLAMA_3_1_8B = {
    "model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336, "num_attention_heads": 32, "num_hidden_layers": 32,
    "num_key_value_heads": 8, "vocab_size": 128256, "tie_word_embeddings": False, "max_position_embeddings": 131072,
}  # fmt: skip


def test_a_pasted_configuration_gives_the_answer_of_the_known_model(known: Knowledge) -> None:
    assert one(known, model=LLAMA_3_1_8B) == one(known)


def test_a_mixture_of_experts_can_be_pasted(known: Knowledge) -> None:
    experts = {"model_type": "mixtral", "vocab_size": 32000, "num_local_experts": 8, "num_experts_per_tok": 2}

    assert one(known, model={**LLAMA_3_1_8B, **experts})["memory_gib"] == one(known, model="mixtral-8x7b")["memory_gib"]


def test_a_configuration_without_layers_says_what_is_missing(known: Knowledge) -> None:
    incomplete = {key: value for key, value in LLAMA_3_1_8B.items() if key != "num_hidden_layers"}
    (problem,) = one(known, model=incomplete)["problems"]

    assert problem["field"] == "model"
    assert "layers" in problem["text"]


plain = (
    st.none()
    | st.booleans()
    | st.integers(-10, 10**7)
    | st.floats()
    | st.text(max_size=8)
    | st.lists(st.text(max_size=4), max_size=2)
)


@given(
    changes=st.dictionaries(
        st.sampled_from([*RUN, "gpus", "sharding", "quantization", "memory", "virtual_tokens"]), plain
    )
)
def test_no_run_raises(known: Knowledge, changes: dict[str, object]) -> None:
    found = one(known, **changes)

    assert "problems" in found or found["memory_gib"]["expected"] > 0
