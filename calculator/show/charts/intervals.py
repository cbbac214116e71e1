"""A dot and its 90% interval in every row: quality of options, effects of studies, ranges of advice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from calculator.method.kind import Family
from calculator.show.charts.bars import Limit
from calculator.show.charts.colours import FAMILY_COLOURS, filled, stroked
from calculator.show.charts.frame import (
    NAME_SIZE,
    SMALL_SIZE,
    TEXT_SIZE,
    Drawing,
    Frame,
    Scale,
    chart,
    clipped,
    quiet,
    rule,
    scale,
    writing,
)
from calculator.show.tree import Attribute, Node, el

NAMES = 184.0
PLOT_END = 560.0
ROW, NARROW_ROW, NARROW_ROW_WITHOUT_SUB = 36.0, 54.0, 40.0


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One dot with its bounds, in the family's colour; hollow and dashed where it is assumed and not covered by a study."""

    name: str
    sub: str
    family: Family
    value: float
    low: float
    high: float
    text: str
    is_assumed: bool = False


def interval_chart(
    title: str,
    rows: Sequence[IntervalRow],
    printed: Callable[[float], str],
    *,
    bounds: tuple[float, float] | None = None,
    limit: Limit | None = None,
    is_log: bool = False,
) -> Node:
    """Intervals one below the other; `bounds` widen the axis, `limit` draws a line across (a floor, or no effect)."""
    said = "; ".join(f"{row.name}, {row.sub}: {row.text}" if row.sub else f"{row.name}: {row.text}" for row in rows)
    return chart(title, said + ".", _drawing(rows, printed, bounds, limit, is_log=is_log))


def _drawing(
    rows: Sequence[IntervalRow],
    printed: Callable[[float], str],
    bounds: tuple[float, float] | None,
    limit: Limit | None,
    *,
    is_log: bool,
) -> Drawing:
    values = [value for row in rows for value in (row.low, row.value, row.high)]
    values += [*(bounds or ()), *([limit.value] if limit else ())]

    def draw(frame: Frame) -> tuple[float, list[Node]]:
        start, end = (8.0, frame.width - 8) if frame.is_narrow else (NAMES + 6, PLOT_END)
        line = scale(values, start, end, is_log=is_log)
        top, each = (34.0 if limit else 20.0), _row_height(rows, frame)
        bottom = top + each * len(rows)
        marks = list(_axis(line, top, bottom, printed))
        marks.extend(_limit(limit, line, top, bottom) if limit else ())
        for index, row in enumerate(rows):
            marks.extend(_row(row, line, top + each * index, frame))
        return bottom + 2, marks

    return draw


def _row_height(rows: Sequence[IntervalRow], frame: Frame) -> float:
    if not frame.is_narrow:
        return ROW
    return NARROW_ROW if any(row.sub for row in rows) else NARROW_ROW_WITHOUT_SUB


def _axis(line: Scale, top: float, bottom: float, printed: Callable[[float], str]) -> Iterator[Node]:
    for tick in line.ticks(5):
        x = line.at(tick)
        yield rule(x, top - 4, x, bottom - 4)
        anchor = "start" if x < line.start + 12 else "end" if x > line.end - 12 else "middle"
        yield quiet(x, top - 9, printed(tick), anchor=anchor)


def _limit(limit: Limit, line: Scale, top: float, bottom: float) -> Iterator[Node]:
    x = line.at(limit.value)
    anchor = "end" if x > (line.start + line.end) / 2 else "start"
    yield rule(x, top - 8, x, bottom - 2, strength=0.85, **{"stroke-dasharray": "3 3"})
    yield writing(x, 11.0, limit.says, SMALL_SIZE, anchor=anchor, weight=600)


def _row(row: IntervalRow, line: Scale, y: float, frame: Frame) -> Iterator[Node]:
    if frame.is_narrow:
        yield writing(0.0, y + 13, clipped(row.name, 190.0, NAME_SIZE), NAME_SIZE, weight=600)
        yield writing(frame.width, y + 13, row.text, SMALL_SIZE, anchor="end")
        if row.sub:
            yield quiet(0.0, y + 27, clipped(row.sub, frame.width, SMALL_SIZE))
        yield from _marks(row, line, y + (39 if row.sub else 25))
        return
    yield writing(0.0, y + (13 if row.sub else 19), clipped(row.name, NAMES - 12, NAME_SIZE), NAME_SIZE, weight=600)
    if row.sub:
        yield quiet(0.0, y + 27, clipped(row.sub, NAMES - 12, SMALL_SIZE))
    yield writing(frame.width, y + 19, row.text, TEXT_SIZE, anchor="end")
    yield from _marks(row, line, y + 15)


def _marks(row: IntervalRow, line: Scale, y: float) -> Iterator[Node]:
    colour = FAMILY_COLOURS[row.family]
    if isfinite(row.low) and isfinite(row.high):
        dashes = "3 3" if row.is_assumed else None
        ends: dict[str, Attribute] = {"x1": line.at(row.low), "y1": y, "x2": line.at(row.high), "y2": y}
        yield el("line", {**stroked(row.family), **ends, "stroke-width": 2.5, "stroke-dasharray": dashes, "stroke-opacity": 0.65})
    if not isfinite(row.value):
        return
    place: dict[str, Attribute] = {"cx": line.at(row.value), "cy": y, "r": 5.0}
    if row.is_assumed:
        yield el("circle", {**place, "class": f"family-{row.family}-line hollow", "fill": "#fff", "stroke": colour, "stroke-width": 2.0})
    else:
        yield el("circle", {**place, **filled(row.family)})
