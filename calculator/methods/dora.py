"""DoRA: LoRA with the size of each weight column trained apart from its direction."""

from __future__ import annotations

from calculator.method import (
    CHOOSE_FINE_TUNING,
    OPEN_MODEL,
    Case,
    Method,
    enough_examples,
    low_rank_recipe,
    prompt_after_training,
)
from calculator.terms import Reason, Recipe


def slower_than_lora(case: Case) -> Reason:
    """Warns that it trains more slowly than LoRA of the same rank."""
    return Reason("warns", f"Trains more slowly than LoRA of rank {case.task.rank}.", "peftbench")


def recipe(case: Case) -> Recipe:
    """Low-rank updates of the user's rank and one magnitude per output channel; weights frozen."""
    return low_rank_recipe(case, "dora")


METHOD = Method(
    id="dora",
    name="DoRA",
    family="adapters",
    says="LoRA that trains the size and the direction of each weight column apart.",
    prompt=prompt_after_training,
    recipe=recipe,
    saves="lora",
    rules=(
        *CHOOSE_FINE_TUNING,
        *OPEN_MODEL,
        enough_examples("least_examples_training", "openai-sft"),
        slower_than_lora,
    ),
)
