"""Training time: claims that a reader could dispute."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.backtest.runs import backtest
from calculator.catalog import Catalog
from calculator.costs.exchange import exchange_seconds
from calculator.costs.stack import training_stack
from calculator.costs.time import step_seconds, tokens_per_second, training_hours
from calculator.door import Knowledge
from calculator.door.run import Run, read_run
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


def test_the_readers_software_decides_the_speed(catalog: Catalog) -> None:
    stock, tuned, best = (
        speed(catalog, replace(LORA, compile=stack != "stock", stack=stack), "a100-80gb")
        for stack in ("stock", "tuned", "vendor_best")
    )

    assert 1.1 < tuned / stock < 1.6
    assert tuned < best


def test_a_compiled_run_counts_as_tuned_and_another_as_stock() -> None:
    assert [training_stack(replace(LORA, compile=each)) for each in (True, False, None)] == ["tuned", "stock", "stock"]
    assert training_stack(replace(LORA, compile=True, stack="stock")) == "stock"


def test_gptq_unpacks_slower_than_nf4(catalog: Catalog) -> None:
    short = replace(LORA, method="qlora", sequence_length=256, micro_batch=1, compile=False)
    nf4, gptq = (speed(catalog, replace(short, quantization=each), "a100-80gb") for each in ("nf4_dq", "gptq4"))

    assert gptq < nf4


def test_two_cards_send_half_of_what_they_share_and_many_nearly_all(catalog: Catalog) -> None:
    recipe = replace(LORA, method="full", sharding="zero3")
    two, eight = (
        exchange_seconds(
            catalog.models["llama-3.1-8b"], catalog.gpus["h100"], replace(recipe, gpus=cards), catalog.figures
        ).expected
        for cards in (2, 8)
    )

    assert eight / two == pytest.approx((7 / 8) / (1 / 2))


def test_cards_on_pcie_wait_longer_for_each_other_than_cards_on_nvlink(catalog: Catalog) -> None:
    recipe = replace(LORA, method="full", sharding="fsdp2", gpus=2)
    seconds = {
        card: exchange_seconds(catalog.models["llama-3.2-3b"], catalog.gpus[card], recipe, catalog.figures)
        for card in ("rtx-4090", "a100-80gb")
    }

    assert seconds["rtx-4090"].expected > 5 * seconds["a100-80gb"].expected


def test_a_newer_card_gains_less_in_attention_than_its_rate_promises(catalog: Catalog) -> None:
    recipe = replace(LORA, compile=False, sequence_length=8192, micro_batch=1)
    older, newer = (
        step_seconds(catalog.models["llama-3.1-8b"], catalog.gpus[card], recipe, catalog.figures)
        for card in ("a100-80gb", "h100")
    )

    assert older.part("attention") / newer.part("attention") < 2
    assert older.part("matrix products") / newer.part("matrix products") > 3


def test_launches_hide_behind_long_work_and_show_behind_short(catalog: Catalog) -> None:
    def exposed(tokens: int) -> float:
        recipe = replace(LORA, compile=False, micro_batch=1, sequence_length=tokens)
        seconds = step_seconds(catalog.models["llama-3.1-8b"], catalog.gpus["h100"], recipe, catalog.figures)
        return seconds.part("launches")

    assert exposed(64) > 4 * exposed(4096)


UNSEEN = {"qwen_runs.json": 0.25, "mosaic_h100_runs.json": 0.15}


@pytest.mark.parametrize("name", UNSEEN)
def test_speeds_that_no_constant_has_seen_are_met_and_their_intervals_hold(catalog: Catalog, name: str) -> None:
    records = json.loads((PUBLISHED / name).read_text(encoding="utf-8"))
    found = backtest(records, catalog)["metrics"]["time"]["overall"]

    assert found["mean_absolute_error"] < UNSEEN[name]
    assert found["inside_interval"] >= 0.85


def test_cards_in_two_machines_wait_longer_and_less_surely(catalog: Catalog) -> None:
    recipe = replace(LORA, method="full", sharding="zero3", gpus=4)
    one, two = (
        exchange_seconds(
            catalog.models["llama-3.1-8b"], catalog.gpus["h100"], replace(recipe, nodes=nodes), catalog.figures
        )
        for nodes in (1, 2)
    )

    assert two.expected > one.expected
    assert two.high / two.low > one.high / one.low


@pytest.mark.parametrize("record", VENDOR_BEST, ids=lambda record: record["id"])
def test_even_the_vendors_own_software_is_not_expected_to_beat_what_it_published(
    catalog: Catalog, record: dict[str, Any]
) -> None:
    run = read_run({**record, "rank": 16}, catalog)
    assert isinstance(run, Run)
    assert run.gpu is not None
    found = tokens_per_second(run.model, run.gpu, run.recipe, catalog.figures)

    assert training_stack(run.recipe) == "vendor_best"
    assert found.expected / record["gpus"] <= record["tokens_per_second_per_gpu"]
    assert found.low / record["gpus"] <= record["tokens_per_second_per_gpu"] <= found.high / record["gpus"] * 1.01
