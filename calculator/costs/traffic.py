"""Bytes that a training step moves through a card's memory beside its matrix products."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.catalog.records import Model
from calculator.costs.activations import kept_bytes_per_token
from calculator.costs.phases import logit_figure
from calculator.costs.sharding import shares
from calculator.costs.sizes import trainable_params
from calculator.costs.stack import fuses
from calculator.costs.storage import KEEPS_UNPACKED, linear_weights, number_bytes, quantised_bytes, trained_dtype
from calculator.terms import Figure, Recipe

# Bytes moved to unpack one weight beside reading it packed, kernel by kernel: read and written.
# A fused kernel writes it in 16 bits and the product reads it. GPTQ is unpacked by separate kernels: shifted (written in
# 32 bits), narrowed, masked, its zero taken off, scaled, and read by the product; counted in
# AutoGPTQ/AutoGPTQ:auto_gptq/nn_modules/qlinear/qlinear_cuda_old.py@179776bd1d97.
FUSED_MOVES = (2, 2)
UNPACKED_MOVES = {"gptq4": (4, 4, 1, 1, 1, 1, 1, 1, 2, 2), "gptq8": (4, 4, 2, 2, 2, 2, 2, 2, 2, 2)}


def elementwise_bytes(model: Model, recipe: Recipe, figures: Mapping[str, Figure], tokens: float) -> float:
    """Bytes that element-wise kernels move in a micro-step: kept tensors and logits, each several times; fewer if fused."""
    length = tokens / recipe.micro_batch
    kept = kept_bytes_per_token(model, recipe, figures, length) * (2 if recipe.gradient_checkpointing else 1)
    logits = 0.0 if model.architecture == "encoder" else model.vocab_size * figures[logit_figure(recipe)].value
    fused = figures["fused_traffic_share"].value if fuses(recipe) else 1.0
    return tokens * figures["kept_bytes_moved"].value * fused * (kept + logits)


def dequantised_bytes(model: Model, recipe: Recipe, passes: int, recomputed: int) -> float:
    """Bytes moved to dequantise every linear weight, once a pass; where the result is kept, not again in the backward pass."""
    if recipe.quantization is None:
        return 0.0
    moves = quantised_bytes(recipe.quantization) + sum(UNPACKED_MOVES.get(recipe.quantization, FUSED_MOVES))
    times = 1 + recomputed if recipe.quantization in KEEPS_UNPACKED else passes + recomputed
    return linear_weights(model) * moves * times


def optimizer_moved_bytes(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Bytes the optimizer moves per micro-step: parameter, gradient and two states; unfused kernels move each several times."""
    if recipe.cpu_offload:
        return 0.0
    fused = fuses(recipe) or "8bit" in recipe.optimizer
    moves = figures["optimizer_moves" if fused else "optimizer_moves_stock"].value
    each = number_bytes(trained_dtype(recipe)) * moves
    return trainable_params(model, recipe) * each * shares(recipe).optimizer / recipe.gradient_accumulation
