"""IA3: trained factors that scale keys, values and the inner activations."""

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


def strong_with_few_examples(case: Case) -> Reason:
    """Supports the method where examples are few, the setting it was made for."""
    have, few = case.task.labelled_examples, case.value("few_examples")
    if have <= few:
        return Reason("supports", f"{number(have)} examples: it was made for so few.", "tfew2022")
    return Reason("silent", "With more examples its small capacity is no advantage.", "tfew2022")


def recipe(case: Case) -> Recipe:
    """Trains one factor for each key, value and feed-forward channel; weights frozen."""
    return replace(base_recipe(case, "ia3"), target_modules=("k", "v", "down"))


METHOD = Method(
    id="ia3",
    name="IA³",
    family="adapters",
    says="Train one scaling factor per channel of keys, values and feed-forward; the weights stay as they are.",
    prompt=prompt_after_training,
    recipe=recipe,
    saves="modules",
    rules=(
        *CHOOSE_FINE_TUNING,
        *OPEN_MODEL,
        enough_examples("least_examples_training", "openai-sft"),
        strong_with_few_examples,
    ),
)
