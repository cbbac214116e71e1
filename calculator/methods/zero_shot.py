"""Zero-shot prompting: instructions alone."""

from __future__ import annotations

from calculator.method import ANY_MODEL, CHOOSE_PROMPTING, Case, Method, plain_prompt
from calculator.terms import Reason


def format_by_instruction(case: Case) -> Reason:
    """Warns that instructions alone keep a strict format less reliably than examples or constrained decoding."""
    if case.task.output_format_strict:
        return Reason(
            "warns",
            "A strict format from instructions alone: check every output, or constrain the decoding.",
            "sclar2023",
        )
    return Reason("silent", "No strict format is asked for.", "sclar2023")


METHOD = Method(
    id="zero_shot",
    name="Zero-shot prompting",
    family="prompting",
    says="Tell the model what to do, in words; show no examples and train nothing.",
    prompt=plain_prompt,
    rules=(*CHOOSE_PROMPTING, *ANY_MODEL, format_by_instruction),
)
