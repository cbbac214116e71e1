"""How far the same method spreads when only wording, examples or seed change."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from calculator.quality.evidence import Evidence
from calculator.quality.situation import PROMPTING, Contender

IN_CONTEXT = frozenset({"few_shot", "prompt_optimisation"})


def consistency(contender: Contender, evidence: Evidence, votes: int = 1) -> float:
    """Variance of the log-odds of success over what nobody decides on: smaller is more consistent.

    A prompt varies with its wording, examples in it with their choice and order, training with its seed; the squares
    of the published spreads add. Of several votes in as many wordings the variances of prompting average out, by 1 / votes.
    [figures: spread_wording, spread_examples, spread_seeds]
    """
    prompting = []
    if any(method in PROMPTING for method in contender.methods):
        prompting.append("spread_wording")
    if IN_CONTEXT.intersection(contender.methods):
        prompting.append("spread_examples")
    training = ["spread_seeds"] if contender.trained else []
    return _squares(prompting, evidence) / votes + _squares(training, evidence)


def _squares(causes: Sequence[str], evidence: Evidence) -> float:
    return fsum(evidence.convention(cause) ** 2 for cause in causes)
