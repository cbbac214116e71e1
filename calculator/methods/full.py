"""Full fine-tuning: every weight is trained."""

from __future__ import annotations

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
from calculator.units import percent


def may_forget(case: Case) -> Reason:
    """Warns where many requests rely on abilities that training every weight can cost."""
    share = case.task.other_abilities_share
    if share >= case.value("many_other_requests"):
        return Reason(
            "warns",
            f"{percent(share)} of requests rely on other abilities: mix in general data and measure what is lost.",
            "biderman2024",
        )
    return Reason("silent", "Few requests rely on other abilities.", "biderman2024")


def one_copy_per_task(case: Case) -> Reason:
    """Warns that each task needs a whole copy of the weights to store and serve."""
    return Reason("warns", f"Each task needs its own copy of {case.target.name} to store and serve.", "lora2021")


def recipe(case: Case) -> Recipe:
    """Trains every weight, embeddings included, in bf16."""
    return base_recipe(case, "full")


METHOD = Method(
    id="full",
    name="Full fine-tuning",
    family="weights",
    says="Train every weight of the model.",
    prompt=prompt_after_training,
    recipe=recipe,
    saves="weights",
    rules=(
        *CHOOSE_FINE_TUNING,
        *OPEN_MODEL,
        enough_examples("least_examples_full", "openai-sft"),
        may_forget,
        one_copy_per_task,
    ),
)
