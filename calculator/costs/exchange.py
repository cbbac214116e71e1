"""Seconds in which cards talk: to each other, and to the host that keeps what they cannot hold."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, hypot, log

from calculator.catalog.records import Gpu, Model
from calculator.costs.sharding import Shares, shares
from calculator.costs.sizes import trainable_params
from calculator.costs.storage import number_bytes, trained_dtype, weight_bytes
from calculator.terms import Figure, Interval, Recipe, exactly
from calculator.units import GB

CARDS_OF_A_MACHINE = 8
GRADIENT_DTYPE = "bf16"


def exchange_seconds(model: Model, gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure]) -> Interval:
    """Seconds of a micro-step in which sharded weights are gathered for each pass and gradients are summed.

    (n − 1) / n × (gathered weights × passes + gradients × 1 sharded, 2 copied) / (rate of the link × share)
    The factors of all-gather, reduce-scatter and all-reduce: NVIDIA/nccl-tests:doc/PERFORMANCE.md@03a204a1f38a.
    """
    if recipe.gpus <= 1:
        return exactly(0.0)
    shared = shares(recipe)
    others = (recipe.gpus - 1) / recipe.gpus
    moved = others * (_gathered_bytes(model, recipe, shared) + _summed_bytes(model, recipe, shared))
    return both(link_seconds(gpu, recipe, figures, moved), figures["link_share"].interval)


def link_seconds(gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure], moved: float) -> Interval:
    """Seconds for so many bytes at the full rate of the slowest link: between cards, or between machines of eight cards."""
    inside = gpu.link_gb_s * GB
    if recipe.nodes <= 1 and recipe.gpus <= CARDS_OF_A_MACHINE:
        return exactly(moved / inside)
    network = figures["node_network_gb_s"]
    return Interval(*(moved / min(inside, each * GB) for each in (network.value, network.high, network.low)))


def both(seconds: Interval, share: Interval) -> Interval:
    """Seconds divided by a share; what either may be off is taken as independent, as factors."""
    expected = seconds.expected / share.expected
    if not expected:
        return exactly(0.0)
    below = hypot(log(seconds.expected / seconds.low), log(share.high / share.expected))
    above = hypot(log(seconds.high / seconds.expected), log(share.expected / share.low))
    return Interval(expected, expected * exp(-below), expected * exp(above))


def offload_seconds(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Seconds to move one card's share of weights down twice and gradients up once over PCIe, and to step on the CPU."""
    if not recipe.cpu_offload:
        return 0.0
    trained = trainable_params(model, recipe) * number_bytes(trained_dtype(recipe)) / recipe.gpus
    weights = weight_bytes(model, recipe.weights_dtype, recipe.quantization) / recipe.gpus
    stepped = trained * figures["optimizer_moves"].value / (figures["cpu_bandwidth_gb_s"].value * GB)
    return (2 * weights + trained) / (figures["pcie_gb_s"].value * GB) + stepped


def _gathered_bytes(model: Model, recipe: Recipe, shared: Shares) -> float:
    """Sharded weights, gathered for the forward and the backward pass, and once more to recompute activations."""
    if not shared.gathers:
        return 0.0
    passes = 3 if recipe.gradient_checkpointing else 2
    return passes * weight_bytes(model, recipe.weights_dtype, recipe.quantization)


def _summed_bytes(model: Model, recipe: Recipe, shared: Shares) -> float:
    """Gradients in 16 bits: sent once where each card keeps its part, twice where every card keeps all."""
    rounds = 1 if shared.gathers else 2
    return rounds * trainable_params(model, recipe) * number_bytes(GRADIENT_DTYPE)
