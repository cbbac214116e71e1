"""What training asks of the machine, before a method says what it trains."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from calculator.method.kind import Case
from calculator.terms import Recipe

LENGTH_STEP = 64


def base_recipe(case: Case, method: str) -> Recipe:
    """The user's training settings for a method, lengths in tokens; sharded where there are several cards."""
    task = case.task
    fused = task.training_stack != "stock"
    return Recipe(
        method=method,
        rank=None,
        optimizer=task.optimizer,
        micro_batch=task.micro_batch or 1,
        sequence_length=training_length(case),
        gradient_checkpointing=task.gradient_checkpointing,
        chunked_cross_entropy=task.chunked_cross_entropy or fused,
        flash_attention=True,
        compile=fused,
        gpus=task.gpu_count,
        sharding="fsdp2" if task.gpu_count > 1 else "none",
        stack=task.training_stack,
    )


def low_rank_recipe(case: Case, method: str = "lora") -> Recipe:
    """The base recipe with low-rank updates of the user's rank on every linear layer."""
    return replace(base_recipe(case, method), rank=case.task.rank)


def training_length(case: Case) -> int:
    """Training sequence length in tokens: the user's, or the example's rounded up to a multiple of 64."""
    task = case.task
    wanted = task.sequence_length or LENGTH_STEP * ceil(task.example_tokens / LENGTH_STEP)
    context = case.target.context_length
    return min(wanted, context) if context is not None else wanted
