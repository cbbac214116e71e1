"""What is asked: the inputs, each declared once, and the parser that reads them."""

from calculator.task.field import GROUPS, UNKNOWN, Field
from calculator.task.parse import Choices, Offered, as_text, choices, clipped, parse, typed
from calculator.task.question import DECLARED, FIELDS, TASK_KINDS, Task

__all__ = [
    "DECLARED",
    "FIELDS",
    "GROUPS",
    "TASK_KINDS",
    "UNKNOWN",
    "Choices",
    "Field",
    "Offered",
    "Task",
    "as_text",
    "choices",
    "clipped",
    "parse",
    "typed",
]
