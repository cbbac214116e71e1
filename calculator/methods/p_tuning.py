"""P-tuning: trained input vectors, made by a small network during training."""

from __future__ import annotations

from dataclasses import replace

from calculator.method import (
    CHOOSE_FINE_TUNING,
    OPEN_MODEL,
    Case,
    Method,
    base_recipe,
    enough_examples,
    prompt_after_training,
)
from calculator.terms import Reason, Recipe

UNDERSTANDS = frozenset({"classification", "extraction"})


def made_for_understanding(case: Case) -> Reason:
    """Supports the method for sorting and extracting, which its study tried."""
    if case.task.task_kind in UNDERSTANDS:
        return Reason("supports", "Made for understanding tasks, and tried on them.", "ptuning2021")
    return Reason("silent", "Its study tried understanding tasks, not this kind.", "ptuning2021")


def recipe(case: Case) -> Recipe:
    """Trains a small encoder that makes `p_tuning_tokens` input vectors; weights frozen."""
    return replace(base_recipe(case, "p_tuning"), virtual_tokens=int(case.value("p_tuning_tokens")))


METHOD = Method(
    id="p_tuning",
    name="P-tuning",
    family="soft_prompts",
    says="Train a small network that writes vectors before the input; the weights stay as they are.",
    prompt=prompt_after_training,
    recipe=recipe,
    saves="vectors",
    rules=(
        *CHOOSE_FINE_TUNING,
        *OPEN_MODEL,
        enough_examples("least_examples_training", "openai-sft"),
        made_for_understanding,
    ),
)
