"""LoRA: trained low-rank updates beside frozen weights."""

from __future__ import annotations

from calculator.method import (
    CHOOSE_FINE_TUNING,
    TRAINABLE_MODEL,
    Case,
    Method,
    enough_examples,
    low_rank_recipe,
    prompt_after_training,
)
from calculator.terms import Reason
from calculator.units import number


def rank_for_distance(case: Case) -> Reason:
    """Warns where a far task with much data meets a low rank: the gap to full fine-tuning opens there."""
    task, low_rank = case.task, case.value("low_rank")
    if task.task_gap == "large" and task.rank <= low_rank and task.labelled_examples >= case.value("many_examples"):
        return Reason(
            "warns",
            f"Far task, much data, rank {task.rank}: try rank 64 or 256 before full fine-tuning.",
            "biderman2024",
        )
    return Reason(
        "silent", f"Rank {number(task.rank)} is enough for a task this near or data this small.", "biderman2024"
    )


METHOD = Method(
    id="lora",
    name="LoRA",
    family="adapters",
    says="Train a small low-rank update beside each weight matrix; the weights stay as they are.",
    prompt=prompt_after_training,
    recipe=low_rank_recipe,
    saves="lora",
    rules=(
        *CHOOSE_FINE_TUNING,
        *TRAINABLE_MODEL,
        enough_examples("least_examples_training", "openai-sft"),
        rank_for_distance,
    ),
)
