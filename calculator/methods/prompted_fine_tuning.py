"""Prompting within fine-tuning: well-formed instructions stay inside the training data and at serving."""

from __future__ import annotations

from dataclasses import replace

from calculator.method import (
    CHOOSE_FINE_TUNING,
    TRAINABLE_MODEL,
    Case,
    Method,
    enough_examples,
    low_rank_recipe,
    whole_prompt_after_training,
)
from calculator.terms import Reason, Recipe
from calculator.units import number


def prompt_worth_labels(case: Case) -> Reason:
    """Supports the method where examples are few: there a prompt in the training data was worth hundreds of labels."""
    have, many = case.task.labelled_examples, case.value("many_examples")
    if have < many:
        return Reason(
            "supports",
            f"{number(have)} examples: a prompt inside the training data can stand for many labels.",
            "lescao2021",
        )
    return Reason("silent", "With many examples the prompt adds less.", "lescao2021")


def recipe(case: Case) -> Recipe:
    """LoRA on sequences that hold the whole instructions beside the example; a length that the user states holds both."""
    low_rank = low_rank_recipe(case)
    if case.task.sequence_length is not None:
        return low_rank
    instructions = int(case.task.prompt_tokens * case.task.cacheable_share)
    length = (low_rank.sequence_length or 0) + instructions
    context = case.target.context_length
    return replace(low_rank, sequence_length=min(length, context) if context is not None else length)


METHOD = Method(
    id="prompted_fine_tuning",
    name="Prompted fine-tuning",
    family="hybrid",
    says="Keep well-written instructions inside the training data, train LoRA on it, and prompt the result the same way.",
    prompt=whole_prompt_after_training,
    recipe=recipe,
    saves="lora",
    rules=(
        *CHOOSE_FINE_TUNING,
        *TRAINABLE_MODEL,
        enough_examples("least_examples_prompted", "openai-sft"),
        prompt_worth_labels,
    ),
)
