"""What would change the answer: the same question asked again with one thing moved."""

from calculator.sensitivity.asking import Asker
from calculator.sensitivity.findings import Findings, chances, findings
from calculator.sensitivity.front import front
from calculator.sensitivity.records import BreakEven, Flip, Inquiry, Swing
from calculator.sensitivity.rivals import Rivals, rivals, sides, trains

__all__ = [
    "Asker",
    "BreakEven",
    "Findings",
    "Flip",
    "Inquiry",
    "Rivals",
    "Swing",
    "chances",
    "findings",
    "front",
    "rivals",
    "sides",
    "trains",
]
