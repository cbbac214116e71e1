"""What would change the answer: the same question asked again with one thing moved."""

from calculator.sensitivity.chance import with_win_probability
from calculator.sensitivity.findings import Findings, findings
from calculator.sensitivity.flips import flips

__all__ = ["Findings", "findings", "flips", "with_win_probability"]
