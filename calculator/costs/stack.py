"""Which training software a run uses: as a beginner installs it, tuned, or as the card's vendor shows it at its best."""

from __future__ import annotations

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
