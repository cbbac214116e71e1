"""Expected success of a method on a model for a task, from published comparisons and the user's own measurements."""

from calculator.quality.evidence import Evidence, evidence
from calculator.quality.expected import assumed_quality, expected_quality
from calculator.quality.situation import Contender, Facts, Situation

__all__ = [
    "Contender",
    "Evidence",
    "Facts",
    "Situation",
    "assumed_quality",
    "evidence",
    "expected_quality",
]
