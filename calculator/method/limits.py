"""Rules that several methods share: what must be there before a method can be used at all."""

from __future__ import annotations

from functools import cache

from calculator.catalog.records import Licence, Model
from calculator.method.kind import Case, Rule
from calculator.terms import Reason
from calculator.units import number

LICENSED = Reason("silent", "No licence stands in the way.", "models")


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


def licence_of(model: Model | None, case: Case) -> Licence | None:
    """The licence of an open model; None for a hosted model and for the reader's own."""
    return case.known.licences.get(model.licence) if model is not None else None


def commercial_use_allowed(case: Case) -> Reason:
    """Blocks an open model whose licence forbids the commercial use that is meant; warns of the licence's conditions."""
    licence = licence_of(case.target.model, case)
    if licence is None or licence.commercial_use == "yes" or not case.task.commercial_use:
        return LICENSED
    if licence.commercial_use == "no":
        return Reason(
            "blocks", f"The licence of {case.target.name} forbids commercial use; yours is commercial.", "models"
        )
    return Reason("warns", f"{licence.name} licence: {licence.condition}", "models")


def share_alike(case: Case) -> Reason:
    """Warns where trained weights can be shared only under the licence of the model they come from."""
    licence = licence_of(case.target.model, case)
    if licence is None or not licence.share_alike:
        return LICENSED
    return Reason(
        "warns", f"{licence.name} licence: if you share the trained weights, share them under it too.", "models"
    )


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


def model_stays(case: Case) -> Reason:
    """Warns where the provider has said on which day the hosted model ends."""
    api = case.target.api
    if api is None or api.retires is None:
        return Reason("silent", f"No end of {case.target.name} has been told.", "prices")
    return Reason(
        "warns", f"{case.target.name} ends on {api.retires}: plan the move to its successor.", api.retires_source
    )


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
    """Blocks a model that would teach itself, and a teacher whose licence or place forbids it; warns of its terms."""
    teacher = case.task.prompt_model
    if teacher == case.target.id:
        return Reason(
            "blocks", f"Teacher and student are both {case.target.name}: there is nothing to distil.", "inputs"
        )
    if teacher in case.known.models:
        return outputs_may_train(case.known.models[teacher], case)
    if not case.task.data_may_leave:
        return Reason(
            "blocks", f"Your data may not leave the house, and the teacher {teacher} runs elsewhere.", "inputs"
        )
    return Reason("warns", f"Check that the terms of {teacher} allow training on its outputs.", "prices")


def outputs_may_train(teacher: Model, case: Case) -> Reason:
    """Blocks an open teacher whose licence forbids the use that is meant of its outputs; warns of conditions on it.

    A licence that forbids training others still allows training what is under the same licence.
    """
    licence, student = licence_of(teacher, case), case.target.model
    if licence is None or licence.outputs_may_train == "unknown":
        return Reason("warns", f"Check that the licence of {teacher.name} allows training on its outputs.", "models")
    if licence.commercial_use == "no" and case.task.commercial_use:
        return Reason("blocks", f"The licence of {teacher.name} forbids commercial use; yours is commercial.", "models")
    if licence.outputs_may_train == "conditions":
        return Reason("warns", f"{licence.name} licence: {licence.outputs_condition}", "models")
    if licence.outputs_may_train == "no" and (student is None or student.licence != licence.id):
        return Reason("blocks", f"{licence.name} licence: {licence.outputs_condition}", "models")
    return Reason("silent", f"The licence of {teacher.name} allows training this model on its outputs.", "models")


def bf16_card(case: Case) -> Reason:
    """Warns where the card has no bf16: training falls back to fp16 with loss scaling."""
    gpu = case.known.gpus[case.task.gpu]
    if gpu.bf16_supported:
        return Reason("silent", f"{gpu.name} computes in bf16.", "gpus")
    return Reason("warns", f"{gpu.name} has no bf16: train in fp16 with loss scaling, and watch for overflow.", "gpus")


ANY_MODEL: tuple[Rule, ...] = (
    data_may_stay,
    commercial_use_allowed,
    context_holds_prompt,
    model_stays,
    facts_by_retrieval,
)
OPEN_MODEL: tuple[Rule, ...] = (weights_available, bf16_card, share_alike, *ANY_MODEL)
TRAINABLE_MODEL: tuple[Rule, ...] = (weights_available_or_tuned_by_provider, bf16_card, share_alike, *ANY_MODEL)
