"""How far the same method spreads when only wording, examples or seed change."""

from __future__ import annotations

from calculator.quality.evidence import Evidence
from calculator.quality.situation import PROMPTING, Contender

IN_CONTEXT = frozenset({"few_shot", "prompt_optimisation"})


def consistency(contender: Contender, evidence: Evidence) -> float:
    """Variance of the log-odds of success over what nobody decides on: smaller is more consistent.

    A prompt varies with its wording, examples in it with their choice and order, training with its seed; the squares
    of the published spreads add.  [figures: spread_wording, spread_examples, spread_seeds]
    """
    causes = []
    if any(method in PROMPTING for method in contender.methods):
        causes.append("spread_wording")
    if IN_CONTEXT.intersection(contender.methods):
        causes.append("spread_examples")
    if contender.trained:
        causes.append("spread_seeds")
    return sum(evidence.convention(cause) ** 2 for cause in causes)
