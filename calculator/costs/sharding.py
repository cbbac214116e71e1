"""How several cards share a training run."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.terms import Recipe

FULLY_SHARDED = frozenset({"fsdp", "fsdp2", "zero3"})
KNOWN = frozenset({"none", "ddp", "zero1", "zero2", *FULLY_SHARDED})


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of each kind of state that one card holds, between 0 and 1."""

    weights: float
    gradients: float
    optimizer: float
    gathers: bool
    buckets: bool


def shares(recipe: Recipe) -> Shares:
    """What one card holds: everything under DDP, its part of states, gradients, weights under ZeRO 1, 2, 3.

    Source: ZeRO, arXiv 1910.02054; an unknown way of sharing several cards is taken to split all states.
    """
    if recipe.gpus <= 1:
        return Shares(1.0, 1.0, 1.0, gathers=False, buckets=False)
    part = 1 / recipe.gpus
    if recipe.sharding in {"none", "ddp"}:
        return Shares(1.0, 1.0, 1.0, gathers=False, buckets=True)
    if recipe.sharding == "zero1":
        return Shares(1.0, 1.0, part, gathers=False, buckets=True)
    if recipe.sharding == "zero2":
        return Shares(1.0, part, part, gathers=False, buckets=True)
    return Shares(part, part, part, gathers=recipe.sharding in FULLY_SHARDED, buckets=False)
