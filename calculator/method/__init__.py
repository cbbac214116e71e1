"""The Method type, the prompts and recipes methods are made of, and the words their rules share."""

from calculator.method.article import CHOOSE_FINE_TUNING, CHOOSE_PROMPTING, POINTS
from calculator.method.kind import FAMILIES, Case, Method, Prompt, Rule
from calculator.method.limits import ANY_MODEL, OPEN_MODEL, TRAINABLE_MODEL, enough_examples
from calculator.method.prompts import (
    optimised_prompt,
    plain_prompt,
    prompt_after_training,
    prompt_with_examples,
    whole_prompt_after_training,
)
from calculator.method.recipes import base_recipe, low_rank_recipe
from calculator.method.together import distilled, together

__all__ = [
    "ANY_MODEL",
    "CHOOSE_FINE_TUNING",
    "CHOOSE_PROMPTING",
    "FAMILIES",
    "OPEN_MODEL",
    "POINTS",
    "TRAINABLE_MODEL",
    "Case",
    "Method",
    "Prompt",
    "Rule",
    "base_recipe",
    "distilled",
    "enough_examples",
    "low_rank_recipe",
    "optimised_prompt",
    "plain_prompt",
    "prompt_after_training",
    "prompt_with_examples",
    "together",
    "whole_prompt_after_training",
]
