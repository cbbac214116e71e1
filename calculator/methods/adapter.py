"""Bottleneck adapters: small trained layers between the frozen ones."""

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


def slower_to_serve(case: Case) -> Reason:
    """Warns that the added layers cannot be merged and slow every answer."""
    if case.task.latency_p95_s is not None:
        return Reason("warns", "Its layers cannot be merged into the weights and lengthen every answer.", "lora2021")
    return Reason("silent", "Its layers lengthen every answer a little; no limit on latency was given.", "lora2021")


def recipe(case: Case) -> Recipe:
    """Trains two bottlenecks of `adapter_bottleneck` channels in every layer; weights frozen."""
    return replace(base_recipe(case, "adapter"), bottleneck=int(case.value("adapter_bottleneck")))


METHOD = Method(
    id="adapter",
    name="Bottleneck adapters",
    family="adapters",
    says="Train small layers between the frozen ones.",
    prompt=prompt_after_training,
    recipe=recipe,
    saves="modules",
    rules=(*CHOOSE_FINE_TUNING, *OPEN_MODEL, enough_examples("least_examples_training", "openai-sft"), slower_to_serve),
)
