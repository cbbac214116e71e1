"""Few-shot prompting (in-context learning): worked examples in the prompt."""

from __future__ import annotations

from calculator.method import ANY_MODEL, CHOOSE_PROMPTING, Case, Method, enough_examples, prompt_with_examples
from calculator.terms import Reason
from calculator.units import number


def classes_shown(case: Case) -> Reason:
    """Warns where there are more classes than the examples in the prompt can show."""
    classes, shots = case.task.classes, prompt_with_examples(case).shots
    if classes is None or classes <= shots:
        return Reason("silent", f"{number(shots)} examples fit the prompt.", "bertsch2024")
    text = f"{number(classes)} classes, but only {number(shots)} examples in the prompt: retrieve examples near each input."
    return Reason("warns", text, "bertsch2024")


def examples_fit(case: Case) -> Reason:
    """Blocks where not one example fits the context beside the prompt."""
    shots = prompt_with_examples(case).shots
    if shots or not case.task.labelled_examples:
        return Reason("silent", f"{number(shots)} examples fit the context.", "models")
    return Reason("blocks", "Not one example fits the context beside the prompt.", "models")


METHOD = Method(
    id="few_shot",
    name="Few-shot prompting",
    family="prompting",
    says="Show the model worked examples in the prompt; train nothing.",
    prompt=prompt_with_examples,
    rules=(
        *CHOOSE_PROMPTING,
        *ANY_MODEL,
        enough_examples("least_examples_few_shot", "brown2020"),
        examples_fit,
        classes_shown,
    ),
)
