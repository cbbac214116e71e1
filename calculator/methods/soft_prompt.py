"""Prompt tuning in the literature's sense (Lester et al., 2021): trained vectors before the input."""

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
from calculator.units import number


def large_enough(case: Case) -> Reason:
    """Supports the method on models of about 10 billion parameters, where it reached model tuning; warns below."""
    least_params = case.value("soft_prompt_large_params")
    model = case.target.model
    if model is None:
        return Reason("silent", "The size of this model is not published.", "lester2021")
    size = f"{number(model.params / 1e9, 2)} billion parameters"
    if model.params >= least_params:
        return Reason("supports", f"{size}: at about this size soft prompts reached full tuning.", "lester2021")
    return Reason("warns", f"{size}: soft prompts lag behind full tuning on models this small.", "lester2021")


def learning_rate_matters(case: Case) -> Reason:
    """Warns that the result depends on learning rate and initialisation more than on the method."""
    runs = number(case.task.search_runs)
    return Reason(
        "warns", f"Very sensitive to learning rate and initialisation: {runs} runs may not be enough.", "peftbench"
    )


def recipe(case: Case) -> Recipe:
    """Trains `soft_prompt_tokens` vectors of the model's width; weights frozen."""
    return replace(base_recipe(case, "soft_prompt"), virtual_tokens=int(case.value("soft_prompt_tokens")))


METHOD = Method(
    id="soft_prompt",
    name="Soft prompt (prompt tuning)",
    family="soft_prompts",
    says="Train a few vectors that stand before the input; the weights stay as they are.",
    prompt=prompt_after_training,
    recipe=recipe,
    saves="vectors",
    rules=(
        *CHOOSE_FINE_TUNING,
        *OPEN_MODEL,
        enough_examples("least_examples_training", "openai-sft"),
        large_enough,
        learning_rate_matters,
    ),
)
