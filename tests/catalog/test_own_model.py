"""A model that the catalog does not know, described by its reader."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.catalog import own_model
from calculator.catalog.architecture import kv_bytes_per_token
from calculator.catalog.own_model import short_text
from calculator.door import Knowledge

# The published config.json of Llama 3.1 8B, as far as it describes the architecture.
LLAMA = {
    "model_type": "llama",
    "hidden_size": 4096,
    "intermediate_size": 14336,
    "max_position_embeddings": 131072,
    "num_attention_heads": 32,
    "num_hidden_layers": 32,
    "num_key_value_heads": 8,
    "tie_word_embeddings": False,
    "vocab_size": 128256,
}

# The published config.json of DeepSeek-V3, likewise.
DEEPSEEK = {
    "model_type": "deepseek_v3", "hidden_size": 7168, "intermediate_size": 18432, "max_position_embeddings": 163840,
    "num_attention_heads": 128, "num_key_value_heads": 128, "num_hidden_layers": 61, "vocab_size": 129280,
    "n_routed_experts": 256, "num_experts_per_tok": 8, "n_shared_experts": 1, "moe_intermediate_size": 2048,
    "first_k_dense_replace": 3, "kv_lora_rank": 512, "q_lora_rank": 1536, "qk_rope_head_dim": 64,
    "qk_nope_head_dim": 128, "v_head_dim": 128, "tie_word_embeddings": False,
}  # fmt: skip


def test_a_pasted_config_counts_the_same_parameters_as_the_published_model(known: Knowledge) -> None:
    assert own_model(json.dumps(LLAMA)).params == known.catalog.models["llama-3.1-8b"].params


def test_a_pasted_mixture_with_latent_attention_counts_as_the_published_model(known: Knowledge) -> None:
    published = known.catalog.models["deepseek-v3"]
    for each in (own_model(json.dumps(DEEPSEEK)), own_model(short_text(own_model(json.dumps(DEEPSEEK))))):
        assert each.params == pytest.approx(published.params, rel=1e-4)
        assert each.active_params == pytest.approx(published.active_params, rel=1e-3)
        assert kv_bytes_per_token(each) == kv_bytes_per_token(published)


def test_every_wrong_size_is_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"num_hidden_layers.*vocab_size.*hidden_size missing"):
        own_model('{"num_hidden_layers": -1, "vocab_size": 1.5, "num_attention_heads": 8}')


def test_numbers_in_words_are_enough(known: Knowledge) -> None:
    text = "layers=32 hidden_size=4096 attention_heads=32 kv_heads=8 intermediate_size=14336 vocab_size=128256"

    assert own_model(text).params == known.catalog.models["llama-3.1-8b"].params


def test_the_short_text_describes_the_same_model() -> None:
    model = own_model(json.dumps(LLAMA))

    assert own_model(short_text(model)).params == model.params


def test_a_multimodal_config_is_read_for_its_language_part() -> None:
    assert own_model(json.dumps({"model_type": "both", "text_config": LLAMA})).layers == LLAMA["num_hidden_layers"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "missing"),
        ("{", "not valid JSON"),
        ('{"hidden_size": 64}', "missing"),
        (json.dumps({**LLAMA, "num_hidden_layers": -3}), "not a whole number"),
        (json.dumps({**LLAMA, "vocab_size": 1e308}), "not a whole number"),
        (json.dumps({**LLAMA, "num_key_value_heads": 7}), "evenly"),
        (json.dumps({**LLAMA, "num_attention_heads": 8192}), "more than the hidden size"),
        (json.dumps({**LLAMA, "num_local_experts": 8}), "experts_per_token missing"),
        (json.dumps({**LLAMA, "num_local_experts": 8, "num_experts_per_tok": 9}), "9 experts per token"),
        (json.dumps({**LLAMA, "kv_lora_rank": 512}), "q_lora_rank"),
        (json.dumps({**LLAMA, "model_type": "bert"}), "encoder"),
        (json.dumps({**LLAMA, "is_encoder_decoder": True}), "encoder"),
        ("x" * 1_000_000, "longer than"),
        ("[" * 10_000, "missing"),
    ],
)
def test_what_describes_no_model_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        own_model(text)


@given(
    st.one_of(
        st.text(max_size=200),
        st.dictionaries(st.sampled_from(sorted(LLAMA)), st.none() | st.integers() | st.text()).map(json.dumps),
    )
)
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(ValueError):
        assert own_model(text).params > 0
