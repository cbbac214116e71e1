"""Rules that several methods share: what must be there before a method can be used at all."""

from __future__ import annotations

from functools import cache

from calculator.method.kind import Case, Rule
from calculator.terms import Reason
from calculator.units import number


def weights_available(case: Case) -> Reason:
    """Blocks training where the weights cannot be had and the provider does not tune the model."""
    name = case.target.name
    if case.target.open_weights:
        return Reason("silent", f"The weights of {name} are open.", "models")
    return Reason(
        "blocks", f"The weights of {name} cannot be had: only its provider could train it this way.", "prices"
    )


def weights_available_or_tuned_by_provider(case: Case) -> Reason:
    """Blocks training where neither the weights nor the provider's tuning can be had."""
    api = case.target.api
    if case.target.open_weights or (api is not None and api.tunable):
        return Reason("silent", f"{case.target.name} can be trained.", "prices")
    return Reason(
        "blocks", f"Neither the weights of {case.target.name} nor tuning by its provider can be had today.", "prices"
    )


def data_may_stay(case: Case) -> Reason:
    """Blocks a hosted model where the data may not leave the house."""
    if case.task.data_may_leave or case.target.open_weights:
        return Reason("silent", "Nothing has to leave that may not.", "inputs")
    return Reason("blocks", f"Your data may not leave the house, and {case.target.name} runs elsewhere.", "inputs")


def context_holds_prompt(case: Case) -> Reason:
    """Blocks where the prompt and its answer are longer than the model's context."""
    task, context = case.task, case.target.context_length
    length = task.prompt_tokens + task.output_tokens * task.reasoning_multiplier
    if context is None:
        return Reason("silent", "The context length of this model is not in our data.", "models")
    if length > context:
        return Reason(
            "blocks",
            f"Prompt and answer take {number(length)} tokens; {case.target.name} holds {number(context)}.",
            "models",
        )
    return Reason("silent", f"The prompt fits a context of {number(context)} tokens.", "models")


def facts_by_retrieval(case: Case) -> Reason:
    """Warns where new facts are wanted: training on text is a weak way to add them."""
    wanted = case.task.needs_new_facts
    if wanted == "no":
        return Reason("silent", "No new facts are needed.", "ovadia2023")
    often = " that change" if wanted == "changing" else ""
    return Reason(
        "warns", f"It needs new facts{often}: add retrieval; training alone teaches facts poorly.", "ovadia2023"
    )


@cache
def enough_examples(least_figure: str, source: str) -> Rule:
    """A rule that blocks training below the least number of examples that the figure names."""

    def rule(case: Case) -> Reason:
        have, least = case.task.labelled_examples, case.value(least_figure)
        if have < least:
            return Reason("blocks", f"Needs about {number(least)} labelled examples; you have {number(have)}.", source)
        return Reason("silent", f"{number(have)} labelled examples are enough to start.", source)

    return rule


def teacher_may_be_used(case: Case) -> Reason:
    """Blocks a model that would teach itself, and a hosted teacher where the data may not leave; warns of any teacher's terms."""
    teacher = case.task.prompt_model
    if teacher == case.target.id:
        return Reason(
            "blocks", f"Teacher and student are both {case.target.name}: there is nothing to distil.", "inputs"
        )
    if teacher in case.known.models:
        return Reason("warns", f"Check that the licence of {teacher} allows training on its outputs.", "models")
    if not case.task.data_may_leave:
        return Reason(
            "blocks", f"Your data may not leave the house, and the teacher {teacher} runs elsewhere.", "inputs"
        )
    return Reason("warns", f"Check that the terms of {teacher} allow training on its outputs.", "prices")


def bf16_card(case: Case) -> Reason:
    """Warns where the card has no bf16: training falls back to fp16 with loss scaling."""
    gpu = case.known.gpus[case.task.gpu]
    if gpu.bf16_supported:
        return Reason("silent", f"{gpu.name} computes in bf16.", "gpus")
    return Reason("warns", f"{gpu.name} has no bf16: train in fp16 with loss scaling, and watch for overflow.", "gpus")


ANY_MODEL: tuple[Rule, ...] = (data_may_stay, context_holds_prompt, facts_by_retrieval)
OPEN_MODEL: tuple[Rule, ...] = (weights_available, bf16_card, *ANY_MODEL)
TRAINABLE_MODEL: tuple[Rule, ...] = (weights_available_or_tuned_by_provider, bf16_card, *ANY_MODEL)
