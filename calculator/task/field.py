"""One line for one input: the declaration that form, URL, command line, inputs page and parser read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["number", "count", "choice", "flag", "prompt_model", "tune_model", "gpu", "text"]
Group = Literal["task", "data", "resources", "accuracy", "running", "training"]

GROUPS: dict[Group, str] = {
    "task": "Complexity of the task",
    "data": "Amount and quality of data",
    "resources": "Resources: time and computing",
    "accuracy": "Desired accuracy",
    "running": "How it will run",
    "training": "Training settings",
}
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Field:
    """An input as declared: its label, unit, kind, default, range or choices, help and group."""

    name: str
    label: str
    kind: Kind
    default: object
    help: str
    group: Group
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[tuple[str, str], ...] = ()
    may_be_unknown: bool = False
    first: bool = False
    page: str = ""


def number(label: str, default: float | None, low: float, high: float, **more: Any) -> Any:  # noqa: ANN401 - see declared
    """A quantity that may have a fraction."""
    return declared(label, "number", default, low=low, high=high, **more)


def count(label: str, default: int | None, low: int, high: float, **more: Any) -> Any:  # noqa: ANN401 - see declared
    """A whole number."""
    return declared(label, "count", default, low=low, high=high, **more)


def choice(label: str, default: str | None, choices: dict[str, str], **more: Any) -> Any:  # noqa: ANN401 - see declared
    """One of a few words; the dictionary gives each its wording."""
    return declared(label, "choice", default, choices=tuple(choices.items()), **more)


def flag(label: str, default: bool | None, **more: Any) -> Any:  # noqa: ANN401 - see declared
    """Yes or no."""
    return declared(label, "flag", default, choices=(("yes", "Yes"), ("no", "No")), **more)


def declared(label: str, kind: Kind, default: object, **more: Any) -> Any:  # noqa: ANN401 - dataclasses.field is typed as what it stands for
    """A dataclass field that carries its `Field`; `unknown` is allowed where the default is `None` or asked for."""
    more["may_be_unknown"] = more.get("may_be_unknown", False) or default is None
    return field(default=default, metadata={"field": {"label": label, "kind": kind, "default": default, **more}})
