"""How far a memory estimate may be off: the uncertain parts of a total, added in quadrature."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum, sqrt

from calculator.catalog.records import Model
from calculator.costs.phases import States
from calculator.costs.sharding import KNOWN
from calculator.costs.storage import NUMBER_BYTES, QUANTISED_BYTES
from calculator.terms import Figure, Part, Recipe
from calculator.units import gib

ACTIVATIONS = frozenset({"activations", "layer at work", "logits and loss", "gathered weights", "optimizer step"})


def bounds(
    model: Model, recipe: Recipe, figures: Mapping[str, Figure], parts: tuple[Part, ...], held: States
) -> tuple[float, float]:
    """Low and high end of the 90% interval in bytes: total ∓ scale × root of the summed squares of what may be off."""
    total = fsum(part.value for part in parts)
    active = fsum(part.value for part in parts if part.name in ACTIVATIONS)
    static = total - active
    spread = [
        figures["spread_activations"].value * active,
        figures["spread_states"].value * static,
        gib(figures["framework_buffers_gib"].high - figures["framework_buffers_gib"].low) / 2,
    ]
    if recipe.sequence_length is None:
        spread.append(figures["spread_lengths"].value * active)
    unstated = figures["spread_unstated"].value * total * _unstated(model, recipe)
    half = figures["interval_scale"].value * sqrt(fsum(part * part for part in spread)) + unstated
    return total - half, total + half


def _unstated(model: Model, recipe: Recipe) -> int:
    """How many settings that matter are not stated or not known."""
    doubts = (
        recipe.gradient_checkpointing is None,
        recipe.chunked_cross_entropy is None,
        recipe.gpus > 1 and recipe.sharding not in KNOWN,
        recipe.weights_dtype not in NUMBER_BYTES or recipe.weights_dtype == "fp16",
        recipe.quantization is not None and recipe.quantization not in QUANTISED_BYTES,
        recipe.sequence_length is None and recipe.mean_sequence_length is None,
        model.experts is not None,
    )
    return sum(doubts)
