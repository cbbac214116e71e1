"""A model that the catalog does not know, described by its reader."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.catalog import own_model
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


def test_a_pasted_config_counts_the_same_parameters_as_the_published_model(known: Knowledge) -> None:
    assert own_model(json.dumps(LLAMA)).params == known.catalog.models["llama-3.1-8b"].params


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
