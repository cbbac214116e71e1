"""How far a memory estimate may be off: the uncertain parts of a total, added in quadrature."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum, sqrt

from calculator.catalog.records import Model
from calculator.costs.activations import widths
from calculator.costs.lengths import peak_length
from calculator.costs.phases import logit_figure
from calculator.costs.sharding import KNOWN
from calculator.costs.storage import NUMBER_BYTES, OPTIMIZER_STATES, QUANTISED_BYTES, number_bytes, weight_bytes
from calculator.terms import Figure, Part, Recipe
from calculator.units import gib

ACTIVE = frozenset({"activations", "layer at work", "logits and loss", "gathered weights", "optimizer step"})


def bounds(model: Model, recipe: Recipe, figures: Mapping[str, Figure], parts: tuple[Part, ...]) -> tuple[float, float]:
    """Low and high end of the 90% interval in bytes: total ∓ root of the summed squares of what may be off.

    The high end of FSDP with frozen weights holds the whole model: a wrapping that misses gathers it at once.
    """
    total = fsum(part.value for part in parts)
    active = fsum(part.value for part in parts if part.name in ACTIVE)
    loss = figures[logit_figure(recipe)]
    logits = fsum(part.value for part in parts if part.name == "logits and loss") / loss.value
    framework = figures["framework_buffers_gib"]
    halves = (
        figures["spread_activations"].value * active,
        figures["spread_states"].value * (total - active),
        figures["spread_lengths"].value * active * (recipe.sequence_length is None),
        logits * (loss.high - loss.low) / 2,
        figures["spread_hidden_tensors"].value * _hidden_tensor_bytes(model, recipe, figures),
        gib(framework.high - framework.low) / 2,
    )
    half = sqrt(fsum(each * each for each in halves)) + figures["spread_unstated"].value * total * _unstated(
        model, recipe
    )
    return total - half, total + half + _missed_wrapping(model, recipe, figures)


def _hidden_tensor_bytes(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Bytes of one tensor of the hidden size in every layer that keeps its tensors: all, or one under checkpointing."""
    size = widths(model)
    layers = 1 if recipe.gradient_checkpointing else size.layers
    return recipe.micro_batch * peak_length(recipe, figures) * model.hidden_size * layers * number_bytes("bf16")


def _missed_wrapping(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    if recipe.sharding != "fsdp" or recipe.gpus <= 1 or recipe.method == "full" or recipe.compile:
        return 0.0
    gathered = weight_bytes(model, recipe.weights_dtype, recipe.quantization)
    return gathered * (1 + figures["allocator_slack_share"].value)


def _unstated(model: Model, recipe: Recipe) -> int:
    """How many settings that matter are not stated or not known, and span more than two choices."""
    doubts = (
        recipe.chunked_cross_entropy is None,
        recipe.gpus > 1 and recipe.sharding not in KNOWN,
        recipe.weights_dtype not in NUMBER_BYTES or recipe.weights_dtype == "fp16",
        recipe.quantization is not None and recipe.quantization not in QUANTISED_BYTES,
        recipe.sequence_length is None and recipe.mean_sequence_length is None,
        not _known_optimizer(recipe.optimizer),
        model.experts is not None,
    )
    return sum(doubts)


def _known_optimizer(name: str) -> bool:
    return "adamw" in name or name == "adam" or name in OPTIMIZER_STATES
