"""Horizontal bars, stacked from the parts of a total, with the total's interval below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from calculator.method.kind import Family
from calculator.show.charts.colours import Tone, filled
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
    short,
    text_width,
    writing,
)
from calculator.show.tree import Attribute, Node, el

NAMES = 184.0
PLOT_END = 536.0
BAR = 18.0
ROW, NARROW_ROW = 42.0, 66.0
LONGEST_WHISKER = 1.6


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: its name, what it is of, its parts by name, the total's bounds, and texts for the columns beside it."""

    name: str
    sub: str
    family: Family
    parts: dict[str, float]
    low: float
    high: float
    columns: tuple[str, ...]
    is_blocked: bool = False

    @property
    def total(self) -> float:
        """Length of the bar: its parts that are above zero."""
        return sum(value for value in self.parts.values() if isfinite(value) and value > 0)


@dataclass(frozen=True, slots=True)
class Limit:
    """A line across all bars."""

    value: float
    says: str


def bar_chart(
    title: str,
    rows: Sequence[BarRow],
    tones: Sequence[Tone],
    headings: tuple[str, ...],
    printed: Callable[[float], str] = short,
    limit: Limit | None = None,
) -> Node:
    """Bars one below the other; `headings` name the columns at the right, `printed` writes a value on the axis."""
    return chart(title, _said(rows, headings, limit), _drawing(rows, tones, headings, printed, limit))


def _said(rows: Sequence[BarRow], headings: tuple[str, ...], limit: Limit | None) -> str:
    lines = (
        f"{row.name}, {row.sub}: " + ", ".join(f"{heading} {text}" for heading, text in zip(headings, row.columns, strict=True))
        for row in rows
    )
    end = f" Limit: {limit.says}." if limit else ""
    return "; ".join(lines) + "." + end


def _drawing(
    rows: Sequence[BarRow], tones: Sequence[Tone], headings: tuple[str, ...], printed: Callable[[float], str], limit: Limit | None
) -> Drawing:
    def draw(frame: Frame) -> tuple[float, list[Node]]:
        start, end = (0.0, frame.width) if frame.is_narrow else (NAMES, PLOT_END)
        longest = max((row.total for row in rows), default=0.0)
        whiskers = [row.high for row in rows if isfinite(row.high)]
        reach = max(longest, min(max(whiskers, default=0.0), longest * LONGEST_WHISKER), limit.value * 1.04 if limit else 0.0)
        line = scale([0.0, reach], start, end, from_zero=True)
        top, each = (34.0 if limit else 20.0), (NARROW_ROW if frame.is_narrow else ROW)
        bottom = top + each * len(rows)
        labels = _first_wide(rows, tones, line)
        marks = [*_axis(line, top, bottom, printed), *(_headings(headings, top) if not frame.is_narrow else ())]
        for index, row in enumerate(rows):
            marks.extend(_row(row, tones, line, top + each * index, frame, headings, labels.get(index, frozenset())))
        marks.extend(_limit(limit, line, top, bottom) if limit else ())
        unnamed = _unnamed(rows, tones, labels)
        marks.extend(_key(unnamed, start, bottom + 20))
        return bottom + (30 if unnamed else 4), marks

    return draw


def _first_wide(rows: Sequence[BarRow], tones: Sequence[Tone], line: Scale) -> dict[int, frozenset[str]]:
    """For each row the parts that are named on it: each part once, on the first bar where its name has room."""
    named: dict[str, int] = {}
    for index, row in enumerate(rows):
        for tone in tones:
            width = line.at(row.parts.get(tone.part, 0.0)) - line.at(0.0)
            if tone.part not in named and width > text_width(tone.part, SMALL_SIZE) + 8:
                named[tone.part] = index
    return {index: frozenset(part for part, at in named.items() if at == index) for index in set(named.values())}


def _unnamed(rows: Sequence[BarRow], tones: Sequence[Tone], labels: dict[int, frozenset[str]]) -> list[Tone]:
    named = frozenset().union(*labels.values()) if labels else frozenset()
    return [tone for tone in tones if tone.part not in named and any(row.parts.get(tone.part, 0.0) > 0 for row in rows)]


def _axis(line: Scale, top: float, bottom: float, printed: Callable[[float], str]) -> Iterator[Node]:
    for tick in line.ticks(4):
        x = line.at(tick)
        yield rule(x, top - 4, x, bottom - 6)
        anchor = "start" if x <= line.start else "end" if x > line.end - 24 else "middle"
        yield quiet(x, top - 9, printed(tick), anchor=anchor)


def _headings(headings: tuple[str, ...], top: float) -> Iterator[Node]:
    for right, heading in zip(_column_places(len(headings)), headings, strict=True):
        yield quiet(right, top - 9, heading, anchor="end")


def _column_places(count: int) -> tuple[float, ...]:
    return (720.0,) if count == 1 else (628.0, 720.0)


def _row(
    row: BarRow, tones: Sequence[Tone], line: Scale, y: float, frame: Frame, headings: tuple[str, ...], named: frozenset[str]
) -> Iterator[Node]:
    if frame.is_narrow:
        yield writing(0.0, y + 13, clipped(row.name, 228.0, NAME_SIZE), NAME_SIZE, weight=600)
        yield writing(frame.width, y + 13, row.columns[0], NAME_SIZE, anchor="end", weight=600)
        yield quiet(0.0, y + 28, clipped(row.sub, 170.0, SMALL_SIZE))
        if len(headings) > 1:
            yield quiet(frame.width, y + 28, f"{headings[1]} {row.columns[1]}", anchor="end")
        bar_top = y + 34
    else:
        yield writing(0.0, y + 15, clipped(row.name, NAMES - 12, NAME_SIZE), NAME_SIZE, weight=600)
        yield quiet(0.0, y + 30, clipped(row.sub, NAMES - 12, SMALL_SIZE))
        for index, (right, text) in enumerate(zip(_column_places(len(headings)), row.columns, strict=True)):
            yield writing(right, y + 20, text, TEXT_SIZE, anchor="end", weight=600 if index == 0 else None)
        bar_top = y + 6
    yield el("g", {"opacity": 0.55 if row.is_blocked else None}, _segments(row, tones, line, bar_top, named))
    yield from _whisker(row, line, bar_top + BAR + 5)


def _segments(row: BarRow, tones: Sequence[Tone], line: Scale, y: float, named: frozenset[str]) -> Iterator[Node]:
    reached = 0.0
    for tone in tones:
        value = row.parts.get(tone.part, 0.0)
        if not (isfinite(value) and value > 0):
            continue
        left, right = line.at(reached), line.at(reached + value)
        reached += value
        edge = 0.5 if tone.outlined else 0.0
        box: dict[str, Attribute] = {"x": left + edge, "y": y + edge, "width": max(right - left - 1, 0.6) - edge, "height": BAR - 2 * edge}
        outline: dict[str, Attribute] = {"stroke": filled(row.family)["fill"], "stroke-opacity": 0.55, "stroke-width": 1.0}
        look = {**filled(row.family, tone.opacity), **(outline if tone.outlined else {})}
        if tone.outlined:
            look["class"] = f"family-{row.family} family-{row.family}-line"
        yield el("rect", {**box, **look})
        if tone.part in named:
            ink = "#fff" if tone.ink == "light" else None
            yield writing(left + 5, y + 13, tone.part, SMALL_SIZE, name=f"on-{tone.ink}", fill=ink)


def _whisker(row: BarRow, line: Scale, y: float) -> Iterator[Node]:
    """The interval of the total, below its bar; open at the right where it leaves the plot."""
    if not (isfinite(row.low) and row.high > row.low):
        return
    left, right = line.at(row.low), line.at(row.high)
    yield rule(left, y, right, y, strength=0.6)
    yield rule(left, y - 3, left, y + 3, strength=0.6)
    if row.high <= line.high:
        yield rule(right, y - 3, right, y + 3, strength=0.6)
    else:
        yield el("path", {"d": f"M{right - 4:.1f} {y - 3:.1f}l4 3l-4 3", "fill": "none", "stroke": "currentColor", "stroke-opacity": 0.6})


def _limit(limit: Limit, line: Scale, top: float, bottom: float) -> Iterator[Node]:
    x = line.at(limit.value)
    yield rule(x, top - 8, x, bottom - 4, strength=1.0, **{"stroke-width": 1.5})
    yield writing(x - 5 if x > line.start + 90 else x + 5, 11.0, limit.says, SMALL_SIZE, anchor="end" if x > line.start + 90 else "start", weight=600)


def _key(tones: Sequence[Tone], x: float, y: float) -> Iterator[Node]:
    """Names of the parts that are too thin to carry them."""
    for tone in tones:
        box: dict[str, Attribute] = {"x": x, "y": y - 9, "width": 10.0, "height": 10.0, "fill-opacity": tone.opacity}
        yield el("rect", {**box, "stroke": "currentColor", "stroke-opacity": 0.5})
        yield quiet(x + 15, y, tone.part)
        x += 28 + text_width(tone.part, SMALL_SIZE)
