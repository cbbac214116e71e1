"""Prefix tuning: trained key and value vectors before every layer's input."""

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

GENERATES = frozenset({"generation", "rewriting", "summarisation", "translation"})


def made_for_generation(case: Case) -> Reason:
    """Supports the method for writing tasks, which it was made for and tried on."""
    if case.task.task_kind in GENERATES:
        return Reason("supports", "Made for writing tasks, and tried on them.", "prefix2021")
    return Reason("silent", "Its first study tried writing tasks, not this kind.", "prefix2021")


def recipe(case: Case) -> Recipe:
    """Trains keys and values of `prefix_tokens` positions in every layer; weights frozen.

    Without checkpointing: the trainers cannot recompute a pass that starts from a cache.
    """
    plain = replace(base_recipe(case, "prefix"), gradient_checkpointing=False)
    return replace(plain, virtual_tokens=int(case.value("prefix_tokens")))


METHOD = Method(
    id="prefix",
    name="Prefix tuning",
    family="soft_prompts",
    says="Train vectors that every layer attends to before the input; the weights stay as they are.",
    prompt=prompt_after_training,
    recipe=recipe,
    saves="vectors",
    rules=(
        *CHOOSE_FINE_TUNING,
        *OPEN_MODEL,
        enough_examples("least_examples_training", "openai-sft"),
        made_for_generation,
    ),
)
