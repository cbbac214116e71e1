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
    Drawing,
    Frame,
    Scale,
    chart,
    clipped,
    figures,
    names,
    quiet,
    rules,
    scale,
    strong,
    writing,
)
from calculator.show.tree import Attribute, Node, el

NAMES = 190.0
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
    said = (f"{row.name}, {row.sub}: {row.text}" if row.sub else f"{row.name}: {row.text}" for row in rows)
    values = [value for row in rows for value in (row.low, row.value, row.high)]
    values += [*(bounds or ()), *([limit.value] if limit else ())]

    def across(start: float, end: float) -> Scale:
        return scale(values, start, end, is_log=is_log)

    return chart(title, "; ".join(said) + ".", _drawing(rows, printed, across, limit))


def _drawing(
    rows: Sequence[IntervalRow],
    printed: Callable[[float], str],
    across: Callable[[float, float], Scale],
    limit: Limit | None,
) -> Drawing:
    def draw(frame: Frame) -> tuple[float, list[Node]]:
        line = across(8.0, frame.width - 8) if frame.is_narrow else across(NAMES + 6, PLOT_END)
        top, each = (34.0 if limit else 20.0), _row_height(rows, frame)
        bottom = top + each * len(rows)
        marks = [_axis(line, top, bottom, printed), *_texts(rows, top, each, frame)]
        marks.extend(_limit(limit, line, top, bottom) if limit else ())
        middle = top + (each - 15 if frame.is_narrow else 15)
        for index, row in enumerate(rows):
            marks.extend(_marks(row, line, middle + each * index))
        return bottom + 2, marks

    return draw


def _row_height(rows: Sequence[IntervalRow], frame: Frame) -> float:
    if not frame.is_narrow:
        return ROW
    return NARROW_ROW if any(row.sub for row in rows) else NARROW_ROW_WITHOUT_SUB


def _axis(line: Scale, top: float, bottom: float, printed: Callable[[float], str]) -> Node:
    ticks = line.ticks(5)
    texts = []
    for tick in ticks:
        x = line.at(tick)
        anchor = "start" if x < line.start + 12 else "end" if x > line.end - 12 else "middle"
        texts.append(writing(x, top - 9, printed(tick), anchor))
    path = "".join(f"M{line.at(tick):.1f} {top - 4:.1f}V{bottom - 4:.1f}" for tick in ticks)
    return el("g", None, rules(path), quiet(texts))


def _texts(rows: Sequence[IntervalRow], top: float, each: float, frame: Frame) -> list[Node]:
    if frame.is_narrow:
        first = [
            writing(0.0, top + each * index + 13, clipped(row.name, 190.0, NAME_SIZE)) for index, row in enumerate(rows)
        ]
        told = [writing(frame.width, top + each * index + 13, row.text, "end") for index, row in enumerate(rows)]
        subs = [
            writing(0.0, top + each * index + 27, clipped(row.sub, frame.width, SMALL_SIZE))
            for index, row in enumerate(rows)
        ]
    else:
        width = NAMES - 12
        offsets = [13 if row.sub else 19 for row in rows]
        first = [
            writing(0.0, top + each * index + offset, clipped(row.name, width, NAME_SIZE))
            for index, (row, offset) in enumerate(zip(rows, offsets, strict=True))
        ]
        told = [writing(frame.width, top + each * index + 19, row.text, "end") for index, row in enumerate(rows)]
        subs = [
            writing(0.0, top + each * index + 27, clipped(row.sub, width, SMALL_SIZE)) for index, row in enumerate(rows)
        ]
    return [names(first), figures(told), quiet(sub for sub, row in zip(subs, rows, strict=True) if row.sub)]


def _limit(limit: Limit, line: Scale, top: float, bottom: float) -> Iterator[Node]:
    x = line.at(limit.value)
    anchor = "end" if x > (line.start + line.end) / 2 else "start"
    yield rules(f"M{x:.1f} {top - 8:.1f}V{bottom - 2:.1f}", "0.85", "3 3")
    yield strong([writing(x, 11.0, limit.says, anchor)])


def _marks(row: IntervalRow, line: Scale, y: float) -> Iterator[Node]:
    if isfinite(row.low) and isfinite(row.high):
        look: dict[str, Attribute] = {
            "stroke-width": 2.5,
            "stroke-opacity": "0.65",
            "stroke-dasharray": "3 3" if row.is_assumed else None,
        }
        yield el(
            "path", {**stroked(row.family), **look, "d": f"M{line.at(row.low):.1f} {y:.1f}H{line.at(row.high):.1f}"}
        )
    if not isfinite(row.value):
        return
    place: dict[str, Attribute] = {"cx": line.at(row.value), "cy": y, "r": 5.0}
    if row.is_assumed:
        hollow = {
            "class": f"family-{row.family}-line hollow",
            "fill": "#fff",
            "stroke": FAMILY_COLOURS[row.family],
            "stroke-width": "2",
        }
        yield el("circle", {**place, **hollow})
    else:
        yield el("circle", {**place, **filled(row.family)})
