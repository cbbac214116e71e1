"""Every input as data, for tools and pages."""

from __future__ import annotations

from calculator.door.answer import Knowledge
from calculator.task import DECLARED, GROUPS, Field, as_text, choices

Json = dict[str, object]
TYPES = {"number": "number", "count": "integer", "flag": "boolean"}


def fields_json(known: Knowledge) -> list[Json]:
    """All inputs in the order of the form; `default` is as typed, `unknown` where no value is the honest one."""
    return [field_json(field, known) for field in DECLARED]


def field_json(field: Field, known: Knowledge) -> Json:
    """One input: name, label, unit, type, default, range, choices, help and group."""
    allowed = choices(field, known.offered)
    return {
        "name": field.name,
        "label": field.label,
        "unit": field.unit,
        "type": TYPES.get(field.kind, "choice"),
        "default": as_text(field.default),
        "low": field.low,
        "high": field.high,
        "choices": [{"value": value, "label": label} for value, label in allowed],
        "may_be_unknown": field.may_be_unknown,
        "help": field.help,
        "group": field.group,
        "group_label": GROUPS[field.group],
    }
