"""What the reader says of tables that are right, and of tables that are wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.catalog import DataError, read, shipped

Entry = dict[str, Any]

MODEL: Entry = {
    "name": "Tiny",
    "hf_id": "example/tiny",
    "family": "llama",
    "architecture": "decoder",
    "layers": 2,
    "hidden_size": 64,
    "attention_heads": 4,
    "kv_heads": 2,
    "head_dim": 16,
    "intermediate_size": 128,
    "vocab_size": 1000,
    "tied_embeddings": True,
    "gated_mlp": True,
    "params": 138_000,
    "licence": "mit",
    "source": "example",
    "checked": "2026-11-23",
}
LICENCE: Entry = {
    "name": "Tiny License",
    "url": "https://example.org/licence",
    "commercial_use": "yes",
    "outputs_may_train": "unknown",
    "source": "https://example.org/licence",
    "checked": "2026-11-25",
}
GPU: Entry = {
    "name": "Card",
    "memory_gib": 24,
    "bf16_dense_tflops": 71.0,
    "memory_bandwidth_gb_s": 936,
    "link_gb_s": 32,
    "link_source": "https://example.org/card",
    "source": "https://example.org/card",
    "checked": "2026-11-23",
}
API: Entry = {
    "provider": "example",
    "model": "tiny-1",
    "date": "2026-11",
    "status": "current",
    "source": "https://example.org/prices",
    "checked": "2026-11-23",
    "input": 1,
    "output": 4,
}
GPU_HOUR: Entry = {
    "gpu": "card",
    "provider": "example",
    "usd_per_hour": 1.5,
    "offer": "on_demand",
    "date": "2026",
    "status": "current",
    "source": "https://example.org/prices",
    "checked": "2026-11-23",
}
TRAINING: Entry = {
    "provider": "example",
    "low_params": 0,
    "high_params": 16e9,
    "lora_usd": 0.5,
    "minimum_usd": 0,
    "date": "2026-10-08",
    "status": "current",
    "source": "https://example.org/prices",
    "checked": "2026-11-23",
}
FIGURE: Entry = {
    "low": 1,
    "value": 2,
    "high": 3,
    "unit": "hours",
    "says": "So long it takes.",
    "source": "convention",
    "checked": "2026-11-23",
    "kind": "convention",
}


def a_library(**changed: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 -- broken tables are anything
    """One right entry of each kind, with whole files replaced."""
    prices = {"api": {"tiny-1": API}, "gpu_hours": {"card-example": GPU_HOUR}, "training": {"example-small": TRAINING}}
    tables = {
        "models": {"tiny": MODEL},
        "gpus": {"card": GPU},
        "prices": prices,
        "figures": {"money": {"wait": FIGURE}},
    }
    return tables | changed


def faults(tables: dict[str, dict[str, Any]]) -> list[str]:
    with pytest.raises(DataError) as refusal:
        read(tables)
    return list(refusal.value.faults)


def a_card(**changed: Any) -> dict[str, Entry]:  # noqa: ANN401 -- broken entries are anything
    return {"card": GPU | changed}


def test_the_data_that_ships_has_no_fault() -> None:
    known = shipped()
    assert known.models
    assert known.gpus
    assert known.api


def test_right_tables_read_as_records_that_know_their_id() -> None:
    known = read(a_library())
    assert known.gpus["card"].id == "card"
    assert known.models["tiny"].sliding_window is None
    assert known.training["example-small"].full_usd is None


def test_a_whole_number_may_stand_where_a_real_one_is_meant() -> None:
    memory = read(a_library()).gpus["card"].memory_gib
    assert (memory, type(memory)) == (24.0, float)


def test_every_fault_of_every_file_is_told_at_once_with_its_address() -> None:
    broken = a_library(
        models={"tiny": MODEL | {"layers": "two", "hidden_size": 0.5}, "Tiny 2": MODEL},
        gpus={"card": {key: value for key, value in GPU.items() if key != "memory_gib"} | {"watts": 350}},
        prices={
            "api": {"tiny-1": API | {"date": "autumn"}, "tiny-2": API | {"open_model": "tinny"}},
            "gpu_hours": {"card-example": GPU_HOUR | {"gpu": "crad"}},
            "spot": {},
        },
        figures={"money": {"wait": FIGURE | {"low": 9}}, "time": {"wait": FIGURE}},
    )
    assert faults(broken) == [
        "prices.toml [spot]: unknown table",
        "prices.toml [api.tiny-1] date: not a date YYYY-MM-DD, YYYY-MM or YYYY: 'autumn'",
        "models.toml [tiny] layers: not a whole number: 'two'",
        "models.toml [tiny] hidden_size: not a whole number: 0.5",
        "gpus.toml [card] memory_gib: missing",
        "gpus.toml [card] watts: unknown key",
        "figures/money.toml [wait] value: 2 is not between 9 and 3",
        "figures/time.toml [wait]: duplicate id",
        "models.toml [Tiny 2]: id is not lower-kebab",
        "prices.toml [gpu_hours.card-example] gpu: unknown gpu 'crad'",
        "prices.toml [api.tiny-2] open_model: unknown model 'tinny'",
    ]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"memory_gib": "24"}, "memory_gib: not a finite number: '24'"),
        ({"memory_gib": True}, "memory_gib: not a finite number: True"),
        ({"memory_gib": float("nan")}, "memory_gib: not a finite number: nan"),
        ({"memory_gib": float("inf")}, "memory_gib: not a finite number: inf"),
        ({"memory_gib": 10**400}, "memory_gib: int too large to convert to float"),
        ({"memory_gib": 0}, "memory_gib: not positive: 0"),
        ({"memory_gib": -24}, "memory_gib: not positive: -24"),
        ({"name": 3090}, "name: not a text: 3090"),
        ({"disputed": "yes"}, "disputed: not true or false: 'yes'"),
        ({"disputed": 1}, "disputed: not true or false: 1"),
        ({"checked": "2026-11"}, "checked: not a date YYYY-MM-DD: '2026-11'"),
        ({"checked": "2026-02-30"}, "checked: not a date YYYY-MM-DD: '2026-02-30'"),
        ({"checked": "23.11.2026"}, "checked: not a date YYYY-MM-DD: '23.11.2026'"),
        ({"checked": "2026-W48-1"}, "checked: not a date YYYY-MM-DD: '2026-W48-1'"),
        ({"id": "card"}, "id: unknown key"),
    ],
)
def test_a_wrong_value_is_named_with_its_key(changed: Entry, fault: str) -> None:
    assert faults(a_library(gpus=a_card(**changed))) == [f"gpus.toml [card] {fault}"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"status": "old"}, "status: 'old' is none of current, historical, closed"),
        ({"status": ["current"]}, "status: ['current'] is none of current, historical, closed"),
        ({"open_model": "tinny"}, "open_model: unknown model 'tinny'"),
        ({"batch_discount": 50}, "batch_discount: above 1: 50"),
        ({"date": "2026-11-24"}, "date: after it was checked: 2026-11-24"),
        ({"released": "last week"}, "released: not a date YYYY-MM-DD, YYYY-MM or YYYY: 'last week'"),
    ],
)
def test_a_wrong_price_is_named_with_its_key(changed: Entry, fault: str) -> None:
    assert faults(a_library(prices={"api": {"tiny-1": API | changed}})) == [f"prices.toml [api.tiny-1] {fault}"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"attention": "mla"}, "kv_lora_rank: missing in a model of this architecture"),
        ({"architecture": "encoder-decoder"}, "decoder_layers: missing in a model of this architecture"),
        ({"experts": 8}, "experts_per_token: missing in a model of this architecture"),
        ({"kv_heads": 3}, "kv_heads: no divisor of attention_heads: 3"),
    ],
)
def test_a_model_that_cannot_be_built_is_refused(changed: Entry, fault: str) -> None:
    assert f"models.toml [tiny] {fault}" in faults(a_library(models={"tiny": MODEL | changed}))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"commercial_use": "maybe"}, "commercial_use: 'maybe' is none of yes, conditions, no"),
        ({"commercial_use": "no"}, "condition: missing where commercial use is not free"),
        ({"commercial_use": "conditions"}, "condition: missing where commercial use is not free"),
        ({"outputs_may_train": "no"}, "outputs_condition: missing where outputs are not free"),
        ({"outputs_may_train": "conditions"}, "outputs_condition: missing where outputs are not free"),
        ({"source": "nobody2026"}, "source: unknown source 'nobody2026'"),
    ],
)
def test_a_licence_that_restricts_says_how(changed: Entry, fault: str) -> None:
    assert faults(a_library(licences={"mit": LICENCE | changed}, sources={})) == [f"licences.toml [mit] {fault}"]


def test_the_licence_of_every_model_is_known() -> None:
    assert faults(a_library(licences={"apache-2.0": LICENCE})) == ["models.toml [tiny] licence: unknown licence 'mit'"]
    assert read(a_library(licences={"mit": LICENCE})).licences["mit"].name == "Tiny License"


def test_two_prices_of_one_model_cannot_both_be_current() -> None:
    twice = {"tiny-1": API, "tiny-1-2026-10": API | {"date": "2026-10"}}
    assert faults(a_library(prices={"api": twice})) == [
        f"prices.toml [api.{key}] status: another price of this model is current too" for key in twice
    ]


def test_a_price_that_was_followed_stays_beside_the_current_one() -> None:
    history = {"tiny-1": API, "tiny-1-2026-10": API | {"date": "2026-10", "status": "historical", "input": 2}}
    assert read(a_library(prices={"api": history})).api["tiny-1-2026-10"].input == 2


def test_a_hosted_model_cannot_take_the_id_of_an_open_one() -> None:
    assert faults(a_library(prices={"api": {"tiny": API}})) == [
        "prices.toml [api.tiny]: an open model has this id; name the host too"
    ]


def test_a_size_class_must_have_a_size() -> None:
    prices = {"training": {"example-small": TRAINING | {"low_params": 16e9}}}
    assert faults(a_library(prices=prices)) == [
        "prices.toml [training.example-small] high_params: not above low_params"
    ]


def test_a_measured_figure_must_name_a_source_that_is_known() -> None:
    measured = FIGURE | {"kind": "measured", "source": "nobody2026"}
    assert faults(a_library(figures={"time": {"wait": measured}}, sources={})) == [
        "figures/time.toml [wait] source: unknown source 'nobody2026'"
    ]


@pytest.mark.parametrize("source", ["https://example.org", "example/repo:file.md@0123456789ab", "python3 dev.py fit"])
def test_a_figure_may_point_at_a_page_a_file_or_a_command(source: str) -> None:
    measured = FIGURE | {"kind": "measured", "source": source}
    assert read(a_library(figures={"time": {"wait": measured}}, sources={})).figures["wait"].source == source


def test_one_fault_is_not_told_twice() -> None:
    """The card is broken, but it is there: its price is not also blamed for naming it."""
    assert len(faults(a_library(gpus=a_card(memory_gib="24")))) == 1


def test_what_is_no_table_is_called_so() -> None:
    assert faults(a_library(gpus={"card": 3})) == ["gpus.toml [card]: not a table"]
    assert faults(a_library(prices={"api": 3})) == ["prices.toml [api]: not a table"]
    assert faults(a_library(figures={"money": {"wait": FIGURE}, "time": 3})) == ["figures/time.toml: not a table"]


def test_an_optional_end_of_a_row_may_be_left_out_and_nothing_else() -> None:
    outcome = {
        "study": "https://example.org",
        "task": "sorting",
        "task_type": "classification",
        "domain": "general",
        "gap_note": "",
        "model": "tiny",
        "metric": "accuracy",
        "higher_is_better": True,
        "setting": "in_domain",
        "same_model": True,
        "results": [["lora", "LoRA", "", 0.9], ["full", "FT", ""]],
        "confidence": "seen_verbatim",
    }
    read_back = read(a_library(outcomes={"sorting-1": outcome})).outcomes["sorting-1"]
    assert read_back.results == (("lora", "LoRA", "", 0.9), ("full", "FT", "", None))
    assert read_back.params_b is None
    short = outcome | {"results": [["lora", "LoRA"]]}
    assert faults(a_library(outcomes={"sorting-1": short})) == [
        "outcomes.toml [sorting-1] results: not a row of 4: ['lora', 'LoRA']"
    ]


def test_prices_are_as_of_the_day_a_current_one_was_last_checked() -> None:
    prices = {
        "api": {"tiny-1": API | {"checked": "2026-11-23"}},
        "gpu_hours": {"card-example": GPU_HOUR | {"checked": "2026-12-24", "status": "historical"}},
    }
    assert read(a_library(prices=prices)).as_of == "2026-11-23"


@given(broken=st.sets(st.sampled_from(sorted(GPU)), min_size=1), garbage=st.sampled_from([[], {}, None, b"", 1j]))
def test_each_broken_key_is_told_exactly_once(broken: set[str], garbage: object) -> None:
    told = faults(a_library(gpus={"card": GPU | dict.fromkeys(broken, garbage)}))
    assert sorted(fault.split(":")[0] for fault in told) == sorted(f"gpus.toml [card] {key}" for key in broken)


@given(absent=st.sets(st.sampled_from(sorted(MODEL)), min_size=1))
def test_each_absent_key_is_told_exactly_once(absent: set[str]) -> None:
    rest = {key: value for key, value in MODEL.items() if key not in absent}
    assert set(faults(a_library(models={"tiny": rest}))) == {f"models.toml [tiny] {key}: missing" for key in absent}
