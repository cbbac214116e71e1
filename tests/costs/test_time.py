"""Training time: claims that a reader could dispute."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.catalog import Catalog
from calculator.costs.time import step_seconds, tokens_per_second, training_hours
from calculator.door import Knowledge
from calculator.terms import Recipe

PUBLISHED = Path(__file__).parent.parent / "published"
VENDOR_BEST = [
    record
    for record in json.loads((PUBLISHED / "throughput.json").read_text(encoding="utf-8"))
    if record["kind"] == "vendor_best"
]
LORA = Recipe(method="lora", rank=16, sequence_length=2048, micro_batch=4, gradient_checkpointing=False, compile=True)


@pytest.fixture
def catalog(known: Knowledge) -> Catalog:
    return known.catalog


def speed(catalog: Catalog, recipe: Recipe, gpu: str = "h100", model: str = "llama-3.1-8b") -> float:
    return tokens_per_second(catalog.models[model], catalog.gpus[gpu], recipe, catalog.figures).expected


@pytest.mark.parametrize("record", VENDOR_BEST, ids=lambda record: record["id"])
def test_no_estimate_is_faster_than_the_vendor_at_its_best(catalog: Catalog, record: dict[str, Any]) -> None:
    recipe = replace(
        LORA, method=record["method"], sequence_length=record["sequence_length"], gpus=record["gpus"], sharding="zero3"
    )
    found = tokens_per_second(catalog.models[record["model"]], catalog.gpus[record["gpu"]], recipe, catalog.figures)

    assert found.high / record["gpus"] <= record["tokens_per_second_per_gpu"]


def test_lora_is_faster_than_full_fine_tuning_but_not_by_its_share_of_parameters(catalog: Catalog) -> None:
    ratio = speed(catalog, LORA) / speed(catalog, replace(LORA, method="full"))

    assert 1.2 < ratio < 2


def test_checkpointing_costs_a_fifth_to_half_of_the_speed_of_lora(catalog: Catalog) -> None:
    ratio = speed(catalog, replace(LORA, gradient_checkpointing=True)) / speed(catalog, LORA)

    assert 0.5 < ratio < 0.8


def test_four_bit_weights_are_slower_than_16_bit_weights(catalog: Catalog) -> None:
    assert speed(catalog, replace(LORA, method="qlora", quantization="nf4")) < speed(catalog, LORA)


def test_a_long_soft_prompt_is_slower_than_lora(catalog: Catalog) -> None:
    prompt = replace(LORA, method="soft_prompt", virtual_tokens=400, sequence_length=400)

    assert speed(catalog, prompt) < speed(catalog, replace(LORA, sequence_length=400))


def test_padding_is_not_text(catalog: Catalog) -> None:
    ragged = replace(LORA, sequence_length=None, sequence_length_cap=2048, mean_sequence_length=300)

    assert speed(catalog, ragged) < speed(catalog, replace(ragged, packed=True))


def test_long_contexts_slow_down_a_small_model_more_than_a_large_one(catalog: Catalog) -> None:
    long, short = (
        replace(LORA, sequence_length=32768, micro_batch=1),
        replace(LORA, sequence_length=1024, micro_batch=32),
    )
    small, large = (
        speed(catalog, long, model=model) / speed(catalog, short, model=model)
        for model in ("llama-3.2-1b", "llama-3.1-70b")
    )

    assert small < large


def test_a_step_is_the_sum_of_its_causes(catalog: Catalog) -> None:
    seconds = step_seconds(catalog.models["llama-3.1-8b"], catalog.gpus["h100"], LORA, catalog.figures)
    tokens = 4 * 2048

    assert tokens / seconds.total == pytest.approx(speed(catalog, LORA))


@given(tokens=st.floats(1, 1e12), cards=st.sampled_from([1, 2, 8]))
def test_twice_the_tokens_take_twice_the_hours(known: Knowledge, tokens: float, cards: int) -> None:
    catalog, recipe = known.catalog, replace(LORA, gpus=cards, sharding="zero3")
    model, gpu = catalog.models["qwen3-8b"], catalog.gpus["a100-80gb"]
    once, twice = (training_hours(model, gpu, recipe, catalog.figures, count) for count in (tokens, 2 * tokens))

    assert twice.expected == pytest.approx(2 * once.expected)
    assert once.low <= once.expected <= once.high
