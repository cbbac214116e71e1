"""The architectures against what others printed of the same models."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.catalog import shipped
from calculator.catalog.architecture import (
    active_parameter_count,
    kv_bytes_per_token,
    linear_shapes,
    linears,
    parameter_count,
)
from calculator.catalog.records import Model

ROUNDING = 0.0003
ATTENTION = ("q", "k", "v", "o")
ALL = (*ATTENTION, "gate", "up", "down")


@cache
def models() -> dict[str, Model]:
    return shipped().models


def test_at_least_sixty_models_are_counted_to_within_three_hundredths_of_a_percent() -> None:
    misses = {
        key: parameter_count(model) / model.params - 1
        for key, model in models().items()
        if not isclose(parameter_count(model), model.params, rel_tol=ROUNDING)
    }
    assert not misses
    assert len(models()) >= 60


def test_a_count_that_a_program_printed_is_met_exactly() -> None:
    printed = {key: model for key, model in models().items() if model.params_check == "equals a printed program output"}
    assert len(printed) >= 20
    assert {key: parameter_count(model) for key, model in printed.items()} == {
        key: model.params for key, model in printed.items()
    }


def test_a_token_passes_the_published_share_of_every_mixture_of_experts() -> None:
    mixtures = {key: model for key, model in models().items() if model.experts}
    assert len(mixtures) >= 7
    assert {key: active_parameter_count(model) for key, model in mixtures.items()} == {
        key: model.active_params for key, model in mixtures.items()
    }


def test_a_token_passes_every_parameter_of_a_dense_model() -> None:
    dense = [model for model in models().values() if not model.experts]
    assert all(active_parameter_count(model) == parameter_count(model) for model in dense)


# 2 × layers × key-value heads × head size × 2 bytes from the published configurations; DeepSeek-V3: arXiv 2412.19437.
@pytest.mark.parametrize(
    ("key", "published_bytes"),
    [
        ("deepseek-v3", 70_272),
        ("falcon-7b", 8_192),
        ("llama-2-7b", 524_288),
        ("llama-3.1-70b", 327_680),
        ("llama-3.1-8b", 131_072),
        ("llama-3.2-1b", 32_768),
        ("phi-4", 204_800),
        ("qwen2.5-72b", 327_680),
    ],
)
def test_the_cache_of_a_token_takes_the_published_bytes(key: str, published_bytes: int) -> None:
    assert kv_bytes_per_token(models()[key]) == published_bytes


# Slope of the memory measured between 6,144 and 30,720 tokens: QwenLM/Qwen3:docs/source/getting_started/speed_benchmark.md
@pytest.mark.parametrize(
    ("key", "measured_bytes"),
    [("qwen3-0.6b", 114_731.7), ("qwen3-1.7b", 114_727.3), ("qwen3-14b", 163_883.7), ("qwen3-32b", 262_187.7)],
)
def test_memory_grows_with_the_context_by_the_cache_alone(key: str, measured_bytes: float) -> None:
    assert kv_bytes_per_token(models()[key]) == pytest.approx(measured_bytes, rel=0.005)


def test_latent_attention_caches_less_than_an_eight_billion_model_with_grouped_queries() -> None:
    assert kv_bytes_per_token(models()["deepseek-v3"]) < kv_bytes_per_token(models()["llama-3.1-8b"])


def test_an_eight_bit_cache_is_half_as_large() -> None:
    model = models()["llama-3.1-8b"]
    assert kv_bytes_per_token(model, bytes_per_element=1) == kv_bytes_per_token(model) / 2


def test_an_encoder_keeps_no_cache() -> None:
    assert kv_bytes_per_token(models()["bert-base-cased"]) == 0


# Printed by huggingface/peft@5d602fdbff04 (README.md, examples, method_comparison/MetaMathQA/results), by
# Lightning-AI/litgpt:tutorials/resource-tables.md@26857050fe3f and, for the rows with seven or four targets, in public
# training logs. A classifier's head is taken off its total.
@pytest.mark.parametrize(
    ("key", "rank", "targets", "printed"),
    [
        ("qwen2.5-3b", 16, ("q", "v"), 3_686_400),
        ("gemma-2-2b", 16, ("q", "v"), 3_199_488 - 2 * 2304),
        ("bert-base-cased", 8, ("q", "k"), 296_450 - 2 * 768 - 2),
        ("llama-3.1-8b", 8, ALL, 20_971_520),
        ("llama-3.1-8b", 16, ALL, 41_943_040),
        ("mistral-7b-v0.1", 16, ATTENTION, 13_631_488),
        ("llama-2-7b", 8, ("q", "v"), 4_194_304),
        ("llama-3.2-3b", 32, ("q", "v"), 9_175_040),
        ("llama-3.2-3b", 64, ("q", "v"), 18_350_080),
    ],
)
def test_low_rank_adapters_have_as_many_parameters_as_the_trainer_printed(
    key: str, rank: int, targets: tuple[str, ...], printed: int
) -> None:
    modules = linears(models()[key])
    assert (
        sum(rank * (modules[name].inputs + modules[name].outputs) * modules[name].count for name in targets) == printed
    )


def test_fusing_queries_keys_and_values_moves_no_weight() -> None:
    for model in models().values():
        apart, fused = linear_shapes(model), linear_shapes(model, fused_qkv=True)
        assert sum(rows * columns for rows, columns in fused.values()) == sum(
            rows * columns for rows, columns in apart.values()
        )


def test_an_ungated_mlp_has_no_gate_to_adapt() -> None:
    assert "gate" not in linear_shapes(models()["gpt2"])
    assert linear_shapes(models()["gpt2"])["up"] == (768, 3072)


def test_a_decoder_attends_twice_in_an_encoder_decoder() -> None:
    model = models()["t5-base"]
    assert linears(model)["q"].count == model.layers + 2 * (model.decoder_layers or 0)


@given(
    layers=st.integers(1, 100),
    groups=st.integers(1, 8),
    kv_heads=st.integers(1, 16),
    head_dim=st.sampled_from([64, 80, 128, 256]),
    key=st.sampled_from(["llama-3.1-8b", "qwen3-8b", "gemma-2-9b", "pythia-1.4b", "mixtral-8x7b"]),
)
def test_one_more_layer_never_makes_a_model_smaller(
    layers: int, groups: int, kv_heads: int, head_dim: int, key: str
) -> None:
    smaller = replace(
        models()[key], layers=layers, attention_heads=groups * kv_heads, kv_heads=kv_heads, head_dim=head_dim
    )
    larger = replace(smaller, layers=layers + 1)
    assert parameter_count(larger) > parameter_count(smaller)
    assert active_parameter_count(smaller) <= parameter_count(smaller)
    assert kv_bytes_per_token(larger) * layers == pytest.approx(kv_bytes_per_token(smaller) * (layers + 1))


def test_an_unknown_family_is_counted_like_llama() -> None:
    llama = models()["llama-3.1-8b"]
    assert parameter_count(replace(llama, family="newcomer")) == parameter_count(llama)
