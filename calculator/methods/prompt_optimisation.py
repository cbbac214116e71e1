"""Prompt optimisation: a program writes the instructions and picks the examples, scored on your data."""

from __future__ import annotations

from calculator.method import ANY_MODEL, CHOOSE_PROMPTING, Case, Method, enough_examples, optimised_prompt
from calculator.terms import Reason
from calculator.units import number


def enough_to_score(case: Case) -> Reason:
    """Warns where there are fewer examples than the optimisers' authors advise for a full search."""
    have, advised = case.task.labelled_examples, case.value("advised_examples_prompt_optimisation")
    if have >= advised:
        return Reason(
            "supports", f"{number(have)} examples: enough to score many candidate prompts.", "dspy-optimizers"
        )
    return Reason(
        "warns",
        f"Its authors advise about {number(advised)} examples for a full search; you have {number(have)}.",
        "dspy-optimizers",
    )


METHOD = Method(
    id="prompt_optimisation",
    name="Prompt optimisation",
    family="prompting",
    says="Let a program search for the instructions and examples that score best on your data; train nothing.",
    prompt=optimised_prompt,
    rules=(
        *CHOOSE_PROMPTING,
        *ANY_MODEL,
        enough_examples("least_examples_prompt_optimisation", "dspy-optimizers"),
        enough_to_score,
    ),
)
