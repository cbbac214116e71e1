"""Strict reading of tables into records: the dataclass is the schema."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import cache
from math import isfinite
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Record = TypeVar("Record")
Reading = Callable[[object], object]


class DataError(Exception):
    """The data files are wrong; every fault stands in `faults` with its file, entry and key."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def records(kind: type[Record], table: object, place: str, faults: list[str]) -> dict[str, Record]:
    """The records of one table by id; what is wrong is added to `faults`, and its entry left out and not looked at again.

    `place` addresses an entry, as in `gpus.toml [{}]`.
    """
    if not isinstance(table, Mapping):
        faults.append(f"{place.replace('.{}', '').removesuffix(' [{}]')}: not a table")
        return {}
    schema, make = _schema(kind), cast("Callable[..., Record]", kind)
    found: dict[str, Record] = {}
    for key, entry in table.items():
        values, wrong = _values(schema, entry)
        faults.extend(f"{place.format(key)}{fault}" for fault in wrong)
        if not wrong:
            found[key] = make(id=key, **values)
    return found


@dataclass(frozen=True, slots=True)
class _Schema:
    """The reading of each key, the keys that must be there, and those that are `None` when they are not.

    `exact` names the keys whose value is taken as it is when it has this very type: no call, for speed.
    """

    readings: dict[str, Reading]
    exact: dict[str, type]
    required: tuple[str, ...]
    unstated: dict[str, None]


def _schema(kind: type[object]) -> _Schema:
    hints = get_type_hints(kind)
    own = [field for field in fields(cast("Any", kind)) if field.name != "id"]
    readings = {field.name: DATES.get(field.name) or _reading(hints[field.name]) for field in own}
    plain = [field.name for field in own if field.default is MISSING and field.default_factory is MISSING]
    unstated = dict.fromkeys(name for name in plain if types.NoneType in get_args(hints[name]))
    exact = {name: kind for name, reading in readings.items() for kind in EXACT if reading is SCALARS[kind]}
    return _Schema(readings, exact, tuple(name for name in plain if name not in unstated), unstated)


def _values(schema: _Schema, entry: object) -> tuple[dict[str, object], list[str]]:
    """The values of one entry by key, and what is wrong with it."""
    if not isinstance(entry, Mapping):
        return {}, [": not a table"]
    values: dict[str, object] = dict(schema.unstated)
    faults = [f" {key}: missing" for key in schema.required if key not in entry]
    for key, value in entry.items():
        if schema.exact.get(key) is type(value):
            values[key] = value
        elif (reading := schema.readings.get(key)) is None:
            faults.append(f" {key}: unknown key")
        else:
            try:
                values[key] = reading(value)
            except (ValueError, OverflowError) as fault:
                faults.append(f" {key}: {fault}")
    return values, faults


def _reading(hint: object) -> Reading:
    """The reading of one annotation: a scalar, `X | None`, a `Literal` or a tuple of these."""
    if hint in SCALARS:
        return SCALARS[hint]
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _choice(parts)
    if origin in (types.UnionType, Union):
        (present,) = (part for part in parts if part is not types.NoneType)
        return _reading(present)
    if origin is tuple and parts[-1] is ...:
        return _series(_reading(parts[0]))
    if origin is tuple:
        return _row(parts)
    if origin is dict:
        return _text_map
    raise TypeError(f"no reading of {hint}")


def _exactly(kind: type, name: str) -> Reading:
    def reading(value: object) -> object:
        if type(value) is not kind:
            raise ValueError(f"not {name}: {value!r}")
        return value

    return reading


def _number(value: object) -> float:
    if isinstance(value, float | int) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    raise ValueError(f"not a finite number: {value!r}")


def _choice(choices: tuple[str, ...]) -> Reading:
    def reading(value: object) -> object:
        if value not in choices:
            raise ValueError(f"{value!r} is none of {', '.join(choices)}")
        return value

    return reading


def _text_map(value: object) -> dict[str, str]:
    if isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values()):
        return dict(value)
    raise ValueError(f"not a table of texts: {value!r}")


def _series(element: Reading) -> Reading:
    def reading(value: object) -> object:
        return tuple(element(part) for part in _array(value))

    return reading


def _row(parts: tuple[object, ...]) -> Reading:
    """A fixed row; TOML knows no null, so optional values at its end may be left out."""
    readings = [_reading(part) for part in parts]
    needed = sum(types.NoneType not in get_args(part) for part in parts)

    def reading(value: object) -> object:
        row = _array(value)
        if not needed <= len(row) <= len(readings):
            raise ValueError(f"not a row of {len(readings)}: {value!r}")
        given = [read(part) for read, part in zip(readings, row, strict=False)]
        return (*given, *[None] * (len(readings) - len(given)))

    return reading


def _array(value: object) -> Sequence[object]:
    if isinstance(value, list | tuple):
        return value
    raise ValueError(f"not an array: {value!r}")


def _date(name: str, *lengths: int) -> Reading:
    def reading(value: object) -> object:
        if not isinstance(value, str) or len(value) not in lengths or not _is_iso_date(value):
            raise ValueError(f"not a date {name}: {value!r}")
        return value

    return reading


@cache
def _is_iso_date(text: str) -> bool:
    if not ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - len("YYYY") :])
    except ValueError:
        return False
    return True


ISO_DATE = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")
LOOSE_DATE = _date("YYYY-MM-DD, YYYY-MM or YYYY", 10, 7, 4)
DATES: dict[str, Reading] = {
    "checked": _date("YYYY-MM-DD", 10),
    "date": LOOSE_DATE,
    "released": LOOSE_DATE,
    "training_date": LOOSE_DATE,
}
SCALARS: dict[Any, Reading] = {
    int: _exactly(int, "a whole number"),
    str: _exactly(str, "a text"),
    bool: _exactly(bool, "true or false"),
    float: _number,
}
EXACT: tuple[type, ...] = (str, int, bool)
