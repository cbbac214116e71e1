"""From task and option to what expected success depends on."""

from __future__ import annotations

from typing import cast

from calculator.catalog import Catalog, Target, target
from calculator.method import Case, Method
from calculator.quality import Contender, Facts, Situation
from calculator.quality.situation import Gap, NewFacts
from calculator.task import Task
from calculator.units import GB


def situation(task: Task, known: Catalog) -> Situation:
    """The task as far as success depends on it, with the user's own measurements."""
    return Situation(
        kind=task.task_kind,
        gap=cast("Gap | None", task.task_gap),
        classes=task.classes,
        labelled_examples=task.labelled_examples,
        label_noise=task.label_noise,
        labels_in_domain=task.labels_in_domain,
        new_facts=cast("NewFacts", task.needs_new_facts),
        strict_format=task.output_format_strict,
        example_tokens=task.example_tokens,
        reference=facts(target(task.prompt_model, known)),
        zero_shot_score=task.measured_zero_shot,
        few_shot_score=task.measured_few_shot,
        tuned_score=task.measured_tuned,
        pilot=facts(target(task.tune_model, known)),
        measured_on=task.measured_on,
        votes=task.votes,
    )


def contender(method: Method, case: Case) -> Contender:
    """The option as the evidence knows it: the methods it joins, its model, its shots and its rank."""
    shots = method.prompt(case).shots or None
    return Contender(
        tuple(method.id.split("+")), facts(case.target), shots, case.task.rank if method.saves == "lora" else None
    )


def facts(chosen: Target) -> Facts:
    """What is known of a model before anything is tried."""
    model, price = chosen.model, chosen.api
    if model is None:
        return Facts(
            released=price.released if price else None,
            closed=True,
            context_tokens=chosen.context_length,
            output_usd=price.output if price else None,
        )
    return Facts(
        params_b=model.params / GB,
        released=model.released,
        instruction_tuned=model.instruction_tuned_variant is not None,
        context_tokens=chosen.context_length,
    )
