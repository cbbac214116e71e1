"""Which training software a run uses: as a beginner installs it, tuned, or as the card's vendor shows it at its best."""

from __future__ import annotations

from dataclasses import replace

from calculator.terms import Recipe

STACKS = ("stock", "tuned", "vendor_best")


def training_stack(recipe: Recipe) -> str:
    """One of `STACKS`: as stated, else tuned where the step is compiled, else stock."""
    if recipe.stack in STACKS:
        return str(recipe.stack)
    return "tuned" if recipe.compile else "stock"


def fuses(recipe: Recipe) -> bool:
    """Element-wise kernels are fused: a compiled graph or hand-written kernels."""
    return training_stack(recipe) != "stock"


def with_stack(recipe: Recipe, stack: str) -> Recipe:
    """The same run under other training software, which compiles its step and chunks its loss unless it is stock."""
    fused = stack != "stock"
    return replace(recipe, stack=stack, compile=fused, chunked_cross_entropy=fused)
