"""Estimates of any training run: what must hold whatever the model, the card and the settings."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calculator.catalog import Catalog, shipped
from calculator.catalog.records import Gpu, Model
from calculator.costs.memory import training_memory
from calculator.costs.time import tokens_per_second, utilisation, vendor_best_tokens_per_second
from calculator.terms import Memory, Recipe

KNOWN: Catalog = shipped()
MODELS = [model for model in KNOWN.models.values() if model.architecture == "decoder"]
TRAINED = ("full", "lora", "qlora", "dora", "ia3", "soft_prompt", "prefix", "p_tuning", "adapter")
CARDS = st.sampled_from(list(KNOWN.gpus.values()))
ANY = settings(max_examples=60, deadline=None)


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    method = draw(st.sampled_from(TRAINED))
    cards = draw(st.sampled_from((1, 2, 4, 8, 64)))
    return Recipe(
        method=method,
        quantization="nf4_dq" if method == "qlora" else None,
        rank=draw(st.sampled_from((1, 8, 64, 256))),
        virtual_tokens=draw(st.integers(1, 200)),
        bottleneck=64,
        micro_batch=draw(st.integers(1, 32)),
        gradient_accumulation=draw(st.sampled_from((1, 8))),
        sequence_length=draw(st.integers(16, 16_384)),
        gradient_checkpointing=draw(st.booleans()),
        chunked_cross_entropy=draw(st.booleans()),
        compile=draw(st.booleans()),
        optimizer=draw(st.sampled_from(("adamw", "adamw_8bit", "sgd"))),
        gpus=cards,
        sharding=draw(st.sampled_from(("ddp", "zero2", "zero3", "fsdp2"))) if cards > 1 else "none",
        stack=draw(st.sampled_from(("stock", "tuned", "vendor_best"))),
    )


def memory(model: Model, recipe: Recipe, kind: str = "reserved") -> Memory:
    return training_memory(model, None, recipe, KNOWN.figures, kind)


def peak(model: Model, recipe: Recipe) -> float:
    return memory(model, recipe).peak_bytes.expected


@ANY
@given(model=st.sampled_from(MODELS), recipe=recipes(), more=st.integers(2, 8))
def test_more_examples_at_a_time_never_take_less_memory(model: Model, recipe: Recipe, more: int) -> None:
    assert peak(model, replace(recipe, micro_batch=recipe.micro_batch * more)) >= peak(model, recipe)


@ANY
@given(model=st.sampled_from(MODELS), recipe=recipes(), more=st.integers(1, 16_384))
def test_longer_sequences_never_take_less_memory(model: Model, recipe: Recipe, more: int) -> None:
    longer = replace(recipe, sequence_length=(recipe.sequence_length or 0) + more)

    assert peak(model, longer) >= peak(model, recipe)


@ANY
@given(model=st.sampled_from(MODELS), recipe=recipes(), more=st.integers(2, 16))
def test_a_higher_rank_never_takes_less_memory(model: Model, recipe: Recipe, more: int) -> None:
    assert peak(model, replace(recipe, rank=(recipe.rank or 8) * more)) >= peak(model, recipe)


@ANY
@given(model=st.sampled_from(MODELS), recipe=recipes(), more=st.integers(1, 40))
def test_a_deeper_model_never_takes_less_memory(model: Model, recipe: Recipe, more: int) -> None:
    assume(not model.experts)
    body = model.params / model.layers
    deeper = replace(model, layers=model.layers + more, params=int(model.params + more * body))

    assert peak(deeper, recipe) >= peak(model, recipe)


@ANY
@given(model=st.sampled_from(MODELS), recipe=recipes())
def test_checkpointing_never_raises_the_peak(model: Model, recipe: Recipe) -> None:
    without, with_it = (peak(model, replace(recipe, gradient_checkpointing=on)) for on in (False, True))

    assert with_it <= without


@ANY
@given(model=st.sampled_from(MODELS), recipe=recipes(), cards=st.sampled_from((2, 4, 8, 64)), more=st.integers(2, 8))
def test_more_cards_that_share_everything_never_raise_the_peak_of_one(
    model: Model, recipe: Recipe, cards: int, more: int
) -> None:
    few, many = (peak(model, replace(recipe, sharding="fsdp2", gpus=count)) for count in (cards, cards * more))

    assert many <= few


@ANY
@given(model=st.sampled_from(MODELS), card=CARDS, recipe=recipes())
def test_no_speed_is_above_the_vendors_best(model: Model, card: Gpu, recipe: Recipe) -> None:
    found = tokens_per_second(model, card, recipe, KNOWN.figures)
    best = vendor_best_tokens_per_second(model, card, recipe, KNOWN.figures)

    assert 0 < found.low <= found.expected <= found.high
    assert found.expected <= best.expected * (1 + 1e-9)
    assert found.high <= best.high * (1 + 1e-9)
    assert utilisation(model, card, recipe, KNOWN.figures).high < 1


@ANY
@given(model=st.sampled_from(MODELS), recipe=recipes(), kind=st.sampled_from(("allocated", "reserved", "device")))
def test_an_interval_holds_what_is_expected_and_the_parts_add_up(model: Model, recipe: Recipe, kind: str) -> None:
    found = memory(model, recipe, kind)

    assert found.peak_bytes.low <= found.peak_bytes.expected <= found.peak_bytes.high
    assert abs(found.parts.total - found.peak_bytes.expected) <= 1e-9 * found.parts.total
    assert found.phase
