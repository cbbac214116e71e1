"""The training peak: claims that a reader could dispute."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.catalog import Catalog
from calculator.costs.memory import fits, training_memory
from calculator.door import Knowledge
from calculator.terms import Recipe
from calculator.units import GIB

LORA = Recipe(method="lora", rank=16, sequence_length=1024, micro_batch=2, gradient_checkpointing=False)
FULL = Recipe(method="full", sequence_length=1024, micro_batch=2, gradient_checkpointing=False)
PROMPT = Recipe(method="soft_prompt", virtual_tokens=100, sequence_length=1024, gradient_checkpointing=False)


@pytest.fixture
def catalog(known: Knowledge) -> Catalog:
    return known.catalog


def peak_gib(catalog: Catalog, recipe: Recipe, model: str = "llama-3.1-8b", kind: str = "reserved") -> float:
    return training_memory(catalog.models[model], None, recipe, catalog.figures, kind).peak_bytes.expected / GIB


def part_gib(catalog: Catalog, recipe: Recipe, name: str, model: str = "llama-3.1-8b") -> float:
    return training_memory(catalog.models[model], None, recipe, catalog.figures).parts.part(name) / GIB


def test_lora_fits_where_full_fine_tuning_does_not(catalog: Catalog) -> None:
    model, card = catalog.models["llama-3.1-8b"], catalog.gpus["a6000"]
    lora = training_memory(model, card, replace(LORA, gradient_checkpointing=True), catalog.figures, "device")
    full = training_memory(model, card, replace(FULL, gradient_checkpointing=True), catalog.figures, "device")

    assert fits(lora, card, catalog.figures)
    assert not fits(full, card, catalog.figures)


def test_qlora_needs_less_than_half_of_lora(catalog: Catalog) -> None:
    recipe = replace(LORA, gradient_checkpointing=True, micro_batch=1)
    four_bit = replace(recipe, method="qlora", quantization="nf4_dq")

    assert peak_gib(catalog, four_bit) < peak_gib(catalog, recipe) / 2


def test_four_bit_weights_keep_more_activations_than_16_bit_weights(catalog: Catalog) -> None:
    four_bit = replace(LORA, method="qlora", quantization="nf4")

    assert part_gib(catalog, four_bit, "activations") > part_gib(catalog, LORA, "activations")


def test_a_long_soft_prompt_needs_more_memory_than_lora_on_two_modules(catalog: Catalog) -> None:
    lora = replace(LORA, target_modules=("q", "v"), sequence_length=512, micro_batch=4)
    prompt = replace(PROMPT, virtual_tokens=200, sequence_length=512, micro_batch=4)

    assert peak_gib(catalog, prompt, "llama-3.2-3b") > peak_gib(catalog, lora, "llama-3.2-3b")


def test_loss_decides_the_peak_of_lora_with_checkpointing(catalog: Catalog) -> None:
    stock = replace(LORA, gradient_checkpointing=True, micro_batch=4)
    saved = peak_gib(catalog, stock) - peak_gib(catalog, replace(stock, chunked_cross_entropy=True))

    assert saved > 4


def test_an_eight_bit_optimizer_saves_two_bytes_per_trained_parameter(catalog: Catalog) -> None:
    recipe = replace(FULL, gradient_checkpointing=True, micro_batch=1, compile=True, chunked_cross_entropy=True)
    params = catalog.models["llama-3.1-8b"].params
    saved = part_gib(catalog, recipe, "optimizer") - part_gib(
        catalog, replace(recipe, optimizer="adamw8bit"), "optimizer"
    )

    assert saved == pytest.approx(2 * params / GIB, rel=0.02)


def test_paged_optimizer_states_are_not_counted(catalog: Catalog) -> None:
    assert part_gib(catalog, replace(FULL, optimizer="paged_adamw8bit"), "optimizer") == 0


def test_sharding_over_eight_cards_leaves_an_eighth_of_the_weights(catalog: Catalog) -> None:
    shared = replace(FULL, gpus=8, sharding="zero3")

    assert part_gib(catalog, shared, "weights") == pytest.approx(part_gib(catalog, FULL, "weights") / 8)


@pytest.mark.parametrize(("lighter", "heavier"), [("zero3", "zero2"), ("zero2", "zero1"), ("zero1", "ddp")])
def test_each_stage_of_zero_saves_memory(catalog: Catalog, lighter: str, heavier: str) -> None:
    recipe = replace(FULL, gpus=8, micro_batch=1, gradient_checkpointing=True)

    assert peak_gib(catalog, replace(recipe, sharding=lighter)) < peak_gib(catalog, replace(recipe, sharding=heavier))


def test_fsdp_with_frozen_weights_may_hold_the_whole_model_at_once(catalog: Catalog) -> None:
    model, recipe = catalog.models["llama-2-13b"], replace(LORA, gpus=4, gradient_checkpointing=True)
    fsdp = training_memory(model, None, replace(recipe, sharding="fsdp"), catalog.figures)
    zero = training_memory(model, None, replace(recipe, sharding="zero3"), catalog.figures)

    assert fsdp.peak_bytes.expected == zero.peak_bytes.expected
    assert fsdp.peak_bytes.high - zero.peak_bytes.high > 2 * model.params


def test_only_the_chosen_experts_keep_activations(catalog: Catalog) -> None:
    assert (
        part_gib(catalog, PROMPT, "activations", "qwen3-30b-a3b")
        < part_gib(catalog, PROMPT, "activations", "qwen3-32b") / 2
    )


def test_the_card_needs_more_than_the_allocator_and_that_more_than_tensors(catalog: Catalog) -> None:
    allocated, reserved, device = (peak_gib(catalog, LORA, kind=kind) for kind in ("allocated", "reserved", "device"))

    assert allocated < reserved < device


def test_unstated_checkpointing_is_on_where_the_card_is_too_small_without(catalog: Catalog) -> None:
    recipe = replace(LORA, micro_batch=4, gradient_checkpointing=None)
    model, figures = catalog.models["llama-3.1-8b"], catalog.figures
    small, large = (training_memory(model, catalog.gpus[card], recipe, figures).parts for card in ("l40s", "h200"))

    assert small.part("activations") < large.part("activations") / 2


def test_what_is_not_stated_widens_the_interval_only(catalog: Catalog) -> None:
    model, figures = catalog.models["llama-3.1-8b"], catalog.figures
    stated = training_memory(model, None, replace(LORA, chunked_cross_entropy=False), figures).peak_bytes
    unstated = training_memory(model, None, LORA, figures).peak_bytes

    assert stated.expected == unstated.expected
    assert unstated.high - unstated.low > stated.high - stated.low


sizes = st.integers(1, 8)
recipes = st.builds(
    Recipe,
    method=st.sampled_from(
        ["full", "lora", "dora", "qlora", "ia3", "soft_prompt", "prefix", "p_tuning", "adapter", "vera"]
    ),
    rank=st.sampled_from([4, 16, 64]),
    virtual_tokens=st.integers(1, 200),
    bottleneck=st.sampled_from([16, 64]),
    micro_batch=sizes,
    gradient_accumulation=sizes,
    sequence_length=st.integers(16, 4096),
    gradient_checkpointing=st.booleans(),
    compile=st.booleans(),
    chunked_cross_entropy=st.booleans(),
    flash_attention=st.sampled_from([None, True, False]),
    optimizer=st.sampled_from(["adamw", "adamw8bit", "paged_adamw", "sgd", "of our own"]),
    optimizer_in_backward=st.booleans(),
    quantization=st.sampled_from([None, "nf4", "nf4_dq", "int8", "gptq4", "unheard of 4"]),
    gpus=st.sampled_from([1, 2, 8]),
    sharding=st.sampled_from(["none", "ddp", "zero1", "zero2", "zero3", "fsdp", "model_parallel"]),
)
models = st.sampled_from(
    ["llama-3.2-1b", "phi-1.5", "qwen3-30b-a3b", "deepseek-v3", "t5-large", "bert-base-cased", "falcon-7b"]
)
kinds = st.sampled_from(["allocated", "active", "reserved", "device"])


@given(recipe=recipes, model=models, kind=kinds)
def test_a_total_is_the_sum_of_its_parts_and_lies_in_its_interval(
    known: Knowledge, recipe: Recipe, model: str, kind: str
) -> None:
    memory = training_memory(known.catalog.models[model], None, recipe, known.catalog.figures, kind)

    assert memory.peak_bytes.expected == fsum(part.value for part in memory.parts.parts)
    assert 0 <= memory.peak_bytes.low <= memory.peak_bytes.expected <= memory.peak_bytes.high
    assert all(part.value >= 0 for part in memory.parts.parts)


@given(
    recipe=recipes,
    model=models,
    size=st.sampled_from(["micro_batch", "sequence_length", "rank", "virtual_tokens", "bottleneck"]),
)
def test_memory_never_shrinks_as_a_size_grows(known: Knowledge, recipe: Recipe, model: str, size: str) -> None:
    larger = replace(recipe, **{size: 2 * getattr(recipe, size)})

    assert peak_gib(known.catalog, larger, model) >= peak_gib(known.catalog, recipe, model)


@given(recipe=recipes, model=models)
def test_checkpointing_never_keeps_more_activations(known: Knowledge, recipe: Recipe, model: str) -> None:
    record, figures = known.catalog.models[model], known.catalog.figures
    without, with_it = (
        training_memory(record, None, replace(recipe, gradient_checkpointing=on), figures).parts for on in (False, True)
    )
    if without.part("activations") and with_it.part("activations"):
        assert with_it.part("activations") <= without.part("activations")


@given(recipe=recipes, model=models)
def test_lora_never_needs_more_than_full_fine_tuning(known: Knowledge, recipe: Recipe, model: str) -> None:
    plain = replace(
        recipe, quantization=None, gradient_checkpointing=True, optimizer="adamw", optimizer_in_backward=False
    )
    lora = replace(plain, method="lora", rank=8, adapter_dtype="bf16")

    assert peak_gib(known.catalog, lora, model) < peak_gib(known.catalog, replace(lora, method="full"), model)
