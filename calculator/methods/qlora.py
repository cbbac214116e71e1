"""QLoRA: LoRA on weights stored in four bits."""

from __future__ import annotations

from dataclasses import replace

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
from calculator.units import gib, gib_text


def weights_too_large_in_16_bits(case: Case) -> Reason:
    """Supports the method where the weights in 16 bits would fill the card; otherwise warns of the slower step."""
    model, card = case.target.model, case.known.gpus[case.task.gpu]
    if model is None:
        return Reason("silent", "The size of this model is not published.", "qlora2023")
    weights_bytes = 2.0 * model.params
    if weights_bytes > gib(card.memory_gib) * case.value("weights_share_of_card"):
        text = f"The weights take {gib_text(weights_bytes)} in 16 bits; four bits make room on {card.name}."
        return Reason("supports", text, "qlora2023")
    return Reason(
        "warns",
        f"The weights fit {card.name} in 16 bits: four bits cost speed for memory you do not need.",
        "qlora2023",
    )


def recipe(case: Case) -> Recipe:
    """Low-rank updates of the user's rank; weights frozen in NF4 with double quantisation, 8-bit paged optimizer left to the user."""
    return replace(low_rank_recipe(case, "qlora"), quantization="nf4_dq")


METHOD = Method(
    id="qlora",
    name="QLoRA",
    family="adapters",
    says="LoRA on a model whose weights are stored in four bits.",
    prompt=prompt_after_training,
    recipe=recipe,
    saves="lora",
    rules=(
        *CHOOSE_FINE_TUNING,
        *OPEN_MODEL,
        enough_examples("least_examples_training", "openai-sft"),
        weights_too_large_in_16_bits,
    ),
)
