"""From the flat text map, as typed, to a Task or to every fault in it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from math import isfinite

from calculator.task.field import UNKNOWN, Field, Kind
from calculator.task.question import FIELDS, Task
from calculator.terms import OWN, Problem
from calculator.units import number

Choices = tuple[tuple[str, str], ...]
Offered = Mapping[Kind, Choices]

LONGEST_VALUE = 200
YES = frozenset({"yes", "true", "1", "on"})
NO = frozenset({"no", "false", "0", "off"})


def choices(field: Field, offered: Offered) -> Choices:
    """The values a field may take, each with its wording; empty where it is a number."""
    return offered.get(field.kind, field.choices)


def parse(query: Mapping[str, str], offered: Offered) -> tuple[Task, tuple[Problem, ...]]:
    """The Task that the query asks, defaults where it is silent or wrong, and all its faults at once.

    `offered` holds the choices that the catalog gives: model and card ids with their names, by kind of field.
    """
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for name, text in query.items():
        field = FIELDS.get(name)
        if field is None:
            problems.append(Problem(clipped(name), unknown_field(name)))
            continue
        value = parsed(field, text, offered)
        if isinstance(value, Problem):
            problems.append(value)
        else:
            values[name] = value
    task = Task(**values)  # type: ignore[arg-type]  # each value was parsed by its own field
    return task, (*problems, *contradictions(task, values))


def typed(task: Task) -> dict[str, str]:
    """The query that asks this Task: only the fields that differ from their defaults, as text."""
    pairs = ((field, getattr(task, field.name)) for field in FIELDS.values())
    return {field.name: as_text(value) for field, value in pairs if value != field.default}


def as_text(value: object) -> str:
    """One value as it would be typed."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def parsed(field: Field, text: str, offered: Offered) -> object | Problem:
    """The value of one field, or the Problem with it."""
    word = text.strip()
    if word == "":
        return field.default
    if word.lower() == UNKNOWN:
        if field.may_be_unknown:
            return None
        return Problem(field.name, f"{field.label}: a value is needed here; the default is {as_text(field.default)}.")
    if field.kind == "text":
        return word
    if field.kind in ("number", "count"):
        return quantity(field, word)
    if field.kind == "flag":
        return yes_or_no(field, word)
    return one_of(field, word, tuple(value for value, _ in choices(field, offered)))


def quantity(field: Field, word: str) -> float | int | Problem:
    """A number within its range; thousands separators, a percent sign and a trailing k or m are understood."""
    plain = word.replace(",", "").replace("_", "").replace(" ", "").removeprefix("$")
    scale = 1.0
    if plain.endswith("%") and field.unit == "share":
        plain, scale = plain[:-1], 1 / 100
    try:
        value = float(plain) * scale if plain.isascii() and len(plain) <= LONGEST_VALUE else float("nan")
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        return Problem(
            field.name, f"{field.label}: “{clipped(word)}” is not a number. Write for example {example(field)}."
        )
    if field.kind == "count" and value != int(value):
        return Problem(field.name, f"{field.label}: {clipped(word)} is not a whole number.")
    low, high = field.low or 0.0, field.high or 0.0
    if not low <= value <= high:
        nearest = as_text(min(max(value, low), high))
        says = f"{clipped(word)} is outside {number(low, 6)} to {number(high, 6)}{unit(field)}"
        return Problem(field.name, f"{field.label}: {says}. The nearest valid value is {nearest}.")
    return int(value) if field.kind == "count" else value


def yes_or_no(field: Field, word: str) -> bool | Problem:
    """True or false from the usual words for them."""
    if word.lower() in YES | NO:
        return word.lower() in YES
    return Problem(field.name, f"{field.label}: write yes or no, not “{clipped(word)}”.")


def one_of(field: Field, word: str, allowed: tuple[str, ...]) -> str | Problem:
    """One of the allowed ids, in any case; otherwise a Problem that names the nearest."""
    ids = {value.lower(): value for value in allowed}
    if word.lower() in ids:
        return ids[word.lower()]
    near = get_close_matches(word[:LONGEST_VALUE].lower(), ids, n=1, cutoff=0.5)
    hint = f" Did you mean {ids[near[0]]}?" if near else f" Choose for example {allowed[0]}."
    return Problem(field.name, f"{field.label}: “{clipped(word)}” is not known.{hint}")


def contradictions(task: Task, values: Mapping[str, object]) -> tuple[Problem, ...]:
    """Faults that only show between two fields; tied to the one that was typed."""
    found = []
    if "classes" in values and task.classes is not None and task.task_kind != "classification":
        found.append(Problem("classes", "Number of classes: only a sorting task has classes. Leave it unknown."))
    if OWN in (task.prompt_model, task.better_model, task.tune_model) and task.own_model is None:
        found.append(
            Problem("own_model", "Your own model: paste its config.json here, or choose a model from the list.")
        )
    if task.measured_few_shot is not None and task.labelled_examples == 0:
        found.append(
            Problem("measured_few_shot", "Measured with examples in the prompt, but there are no labelled examples.")
        )
    if task.measured_tuned is not None and task.labelled_examples == 0:
        found.append(
            Problem("measured_tuned", "Measured after training, but there are no labelled examples to train on.")
        )
    return tuple(found)


def unknown_field(name: str) -> str:
    """What to say of a field that does not exist."""
    near = get_close_matches(name[:LONGEST_VALUE], FIELDS, n=1)
    return f"There is no field “{clipped(name)}”." + (f" Did you mean {near[0]}?" if near else "")


def example(field: Field) -> str:
    """A value that the field would take."""
    return as_text(field.default) if field.default is not None else number(field.low or 0.0)


def unit(field: Field) -> str:
    """The unit with a space before it, if there is one."""
    return f" {field.unit}" if field.unit and field.unit != "share" else ""


def clipped(word: str) -> str:
    """The word as it may be shown: printable, and not longer than a line."""
    shown = "".join(letter for letter in word[:LONGEST_VALUE] if letter.isprintable())
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
