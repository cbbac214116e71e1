"""Strict reading of tables into records: the dataclass is the schema."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from math import isfinite
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")
Reading = Callable[[object], object]


class DataError(Exception):
    """The data files are wrong; every fault stands in `faults` with its file, entry and key."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def records(kind: type[Record], table: object, place: str, faults: list[str]) -> dict[str, Record]:
    """The records of one table by id; what is wrong is added to `faults` and its entry left out.

    `place` addresses an entry, as in `gpus.toml [{}]`.
    """
    if not isinstance(table, Mapping):
        faults.append(f"{place.partition(' ')[0]}: not a table")
        return {}
    make: Callable[..., Record] = kind
    found: dict[str, Record] = {}
    for key, entry in table.items():
        values: dict[str, object] = {}
        wrong = list(_faults_of(kind, entry, values))
        if wrong:
            faults.extend(f"{place.format(key)}{fault}" for fault in wrong)
        else:
            found[key] = make(id=key, **values)
    return found


def _faults_of(kind: type[Any], entry: object, values: dict[str, object]) -> Iterator[str]:
    if not isinstance(entry, Mapping):
        yield ": not a table"
        return
    readings, required, unstated = _schema(kind)
    values.update(unstated)
    for key, value in entry.items():
        reading = readings.get(key)
        if reading is None:
            yield f" {key}: unknown key"
            continue
        try:
            values[key] = reading(value)
        except (ValueError, OverflowError) as fault:
            yield f" {key}: {fault}"
    for key in required:
        if key not in entry:
            yield f" {key}: missing"


@cache
def _schema(kind: type[Any]) -> tuple[dict[str, Reading], tuple[str, ...], dict[str, None]]:
    """The reading of each key, the keys that must be there, and those that read as `None` when they are not."""
    hints = get_type_hints(kind)
    own = [field for field in fields(kind) if field.name != "id"]
    readings = {field.name: DATES.get(field.name) or _reading(hints[field.name]) for field in own}
    plain = [field.name for field in own if field.default is MISSING and field.default_factory is MISSING]
    optional = dict.fromkeys(name for name in plain if types.NoneType in get_args(hints[name]))
    return readings, tuple(name for name in plain if name not in optional), optional


def _reading(hint: Any) -> Reading:
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
    raise TypeError(f"no reading of {hint}")


def _exactly(kind: type, name: str) -> Reading:
    def reading(value: object) -> object:
        if type(value) is not kind:
            raise ValueError(f"not {name}: {value!r}")
        return value

    return reading


def _number(value: object) -> float:
    if type(value) not in (float, int) or not isfinite(value):  # type: ignore[arg-type]  # the type was just tested
        raise ValueError(f"not a finite number: {value!r}")
    return float(value)  # type: ignore[arg-type]  # as above


def _choice(choices: tuple[str, ...]) -> Reading:
    def reading(value: object) -> object:
        if value not in choices:
            raise ValueError(f"{value!r} is none of {', '.join(choices)}")
        return value

    return reading


def _series(element: Reading) -> Reading:
    def reading(value: object) -> object:
        if not isinstance(value, list | tuple):
            raise ValueError(f"not an array: {value!r}")
        return tuple(element(part) for part in value)

    return reading


def _row(parts: tuple[Any, ...]) -> Reading:
    """A fixed row; TOML knows no null, so optional values at its end may be left out."""
    readings = [_reading(part) for part in parts]
    needed = sum(types.NoneType not in get_args(part) for part in parts)

    def reading(value: object) -> object:
        if not isinstance(value, list | tuple) or not needed <= len(value) <= len(readings):
            raise ValueError(f"not a row of {len(readings)}: {value!r}")
        given = [read(part) for read, part in zip(readings, value, strict=False)]
        return (*given, *[None] * (len(readings) - len(given)))

    return reading


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
