"""Horizontal bars, stacked from the parts of a total, with the total's interval below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

from calculator.method.kind import Family
from calculator.show.charts.colours import Tone, filled, outlined
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
    short,
    strong,
    text_width,
    writing,
)
from calculator.show.tree import Attribute, Node, el, group

NAMES = 190.0
PLOT_END = 536.0
COLUMNS = (628.0, 720.0)
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
    columns: tuple[str, str]
    is_blocked: bool = False

    def part(self, name: str) -> float:
        """Length of a part; nothing where it is no number or not above zero."""
        value = self.parts.get(name, 0.0)
        return value if isfinite(value) and value > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Limit:
    """A line across all bars, in words."""

    value: float
    says: str


@dataclass(frozen=True, slots=True)
class BarStyle:
    """What a bar chart of one kind looks like: the tones of its parts, the headings of its columns, how values are written."""

    tones: tuple[Tone, ...]
    headings: tuple[str, str]
    printed: Callable[[float], str] = short


def bar_chart(title: str, rows: Sequence[BarRow], style: BarStyle, limit: Limit | None = None) -> Node:
    """Bars one below the other, each with its name and two columns of text."""
    said = (f"{row.name}, {row.sub}: {_in_columns(row, style)}" for row in rows)
    end = f". Limit: {limit.says}." if limit else "."
    return chart(title, "; ".join(said) + end, _drawing(rows, style, limit))


def _in_columns(row: BarRow, style: BarStyle) -> str:
    return ", ".join(f"{heading} {text}".strip() for heading, text in zip(style.headings, row.columns, strict=True))


def _drawing(rows: Sequence[BarRow], style: BarStyle, limit: Limit | None) -> Drawing:
    named = _named_parts(rows, style.tones, _across(rows, limit, NAMES, PLOT_END))

    def draw(frame: Frame) -> tuple[float, list[Node]]:
        line = _across(rows, limit, 0.0 if frame.is_narrow else NAMES, frame.width if frame.is_narrow else PLOT_END)
        top, each = (34.0 if limit else 20.0), (NARROW_ROW if frame.is_narrow else ROW)
        bars = top + (34 if frame.is_narrow else 6)
        bottom = top + each * len(rows)
        marks = _texts(rows, style, top, each, frame)
        marks.append(_axis(line, top, bottom, style))
        for index, row in enumerate(rows):
            marks.append(_bar(row, style.tones, line, bars + each * index, named.get(index, frozenset())))
        marks.append(
            rules("".join(_whisker(row, line, bars + each * index + BAR + 5) for index, row in enumerate(rows)), "0.6")
        )
        spans = [(bars + each * index - 4, bars + each * index + BAR + 9) for index in range(len(rows))]
        marks.extend(_limit(limit, line, spans if frame.is_narrow else [(top - 8, bottom - 4)]) if limit else ())
        unnamed = _unnamed(rows, style.tones, named)
        marks.extend(_key(unnamed, line.start, bottom + 20))
        return bottom + (30 if unnamed else 4), marks

    return draw


def _across(rows: Sequence[BarRow], limit: Limit | None, start: float, end: float) -> Scale:
    """From nothing to the longest bar, to the highest bound where that is not much more, and past the limit."""
    longest = max((fsum(map(row.part, row.parts)) for row in rows), default=0.0)
    whisker = max((row.high for row in rows if isfinite(row.high)), default=0.0)
    reach = max(longest, min(whisker, longest * LONGEST_WHISKER), limit.value * 1.04 if limit else 0.0)
    return scale([0.0, reach], start, end)


def _named_parts(rows: Sequence[BarRow], tones: Sequence[Tone], line: Scale) -> dict[int, frozenset[str]]:
    """For each row the parts that are named on it: each part once, on the first bar where its name has room."""
    named: dict[str, int] = {}
    for index, row in enumerate(rows):
        for tone in tones:
            width = line.at(row.part(tone.part)) - line.start
            if tone.part not in named and width > text_width(tone.part, SMALL_SIZE) + 10:
                named[tone.part] = index
    return {index: frozenset(part for part, at in named.items() if at == index) for index in set(named.values())}


def _unnamed(rows: Sequence[BarRow], tones: Sequence[Tone], named: dict[int, frozenset[str]]) -> list[Tone]:
    seen = frozenset().union(*named.values()) if named else frozenset()
    return [tone for tone in tones if tone.part not in seen and any(row.part(tone.part) for row in rows)]


def _texts(rows: Sequence[BarRow], style: BarStyle, top: float, each: float, frame: Frame) -> list[Node]:
    """Names, what they are of, and the columns."""
    if frame.is_narrow:
        first = [
            writing(0.0, top + each * index + 13, clipped(row.name, 228.0, NAME_SIZE)) for index, row in enumerate(rows)
        ]
        totals = [
            writing(frame.width, top + each * index + 13, row.columns[0], "end") for index, row in enumerate(rows)
        ]
        subs = [
            writing(0.0, top + each * index + 28, clipped(row.sub, 170.0, SMALL_SIZE)) for index, row in enumerate(rows)
        ]
        second = [f"{style.headings[1]} {row.columns[1]}".strip() for row in rows]
        beside = [writing(frame.width, top + each * index + 28, text, "end") for index, text in enumerate(second)]
        return [names(first), strong(totals), quiet([*subs, *beside])]
    width = NAMES - 12
    first = [
        writing(0.0, top + each * index + 15, clipped(row.name, width, NAME_SIZE)) for index, row in enumerate(rows)
    ]
    subs = [
        writing(0.0, top + each * index + 30, clipped(row.sub, width, SMALL_SIZE)) for index, row in enumerate(rows)
    ]
    totals = [writing(COLUMNS[0], top + each * index + 20, row.columns[0], "end") for index, row in enumerate(rows)]
    beside = [writing(COLUMNS[1], top + each * index + 20, row.columns[1], "end") for index, row in enumerate(rows)]
    heads = [writing(x, top - 9, heading, "end") for x, heading in zip(COLUMNS, style.headings, strict=True) if heading]
    return [names(first), quiet([*subs, *heads]), strong(totals), figures(beside)]


def _axis(line: Scale, top: float, bottom: float, style: BarStyle) -> Node:
    ticks = line.ticks(4)
    texts = []
    for tick in ticks:
        x = line.at(tick)
        anchor = "start" if x <= line.start else "end" if x > line.end - 24 else "middle"
        texts.append(writing(x, top - 9, style.printed(tick), anchor))
    path = "".join(f"M{line.at(tick):.1f} {top - 4:.1f}V{bottom - 6:.1f}" for tick in ticks)
    return el("g", None, rules(path), quiet(texts))


def _bar(row: BarRow, tones: Sequence[Tone], line: Scale, y: float, named: frozenset[str]) -> Node:
    """The parts from left to right; what is paid in full colour, what is lost in outline."""
    solid: list[Node] = []
    pale: list[Node] = []
    texts: list[Node] = []
    reached = 0.0
    for tone in tones:
        value = row.part(tone.part)
        if not value:
            continue
        left, right = line.at(reached), line.at(reached + value)
        reached += value
        edge = 0.5 if tone.outlined else 0.0
        box: dict[str, Attribute] = {"x": left + edge, "y": y + edge, "height": BAR - 2 * edge}
        box |= {"width": max(right - left - 1, 0.6) - edge, "fill-opacity": tone.strength}
        (pale if tone.outlined else solid).append(el("rect", box))
        if tone.part in named and not (row.is_blocked and tone.ink == "light"):
            texts.append(_part_name(tone, left + 5, y + 13))
    marks = (el("g", filled(row.family), solid), el("g", outlined(row.family), pale) if pale else None)
    return group(el("g", {"opacity": "0.5"}, marks) if row.is_blocked else marks, texts)


def _part_name(tone: Tone, x: float, y: float) -> Node:
    look: dict[str, Attribute] = {
        "class": f"on-{tone.ink}",
        "font-size": SMALL_SIZE,
        "fill": "#fff" if tone.ink == "light" else None,
    }
    return el("text", {"x": x, "y": y, **look}, tone.part)


def _whisker(row: BarRow, line: Scale, y: float) -> str:
    """The interval of the total, below its bar; an arrow where it leaves the plot."""
    if not (isfinite(row.low) and row.high > row.low):
        return ""
    left, right = line.at(row.low), line.at(row.high)
    end = f"M{right:.1f} {y - 3:.1f}v6" if row.high <= line.high else f"M{right - 4:.1f} {y - 3:.1f}l4 3l-4 3"
    return f"M{left:.1f} {y - 3:.1f}v6M{left:.1f} {y:.1f}H{right:.1f}{end}"


def _limit(limit: Limit, line: Scale, spans: Sequence[tuple[float, float]]) -> Iterator[Node]:
    """The limit's line, interrupted where writing stands, and what it is."""
    x = line.at(limit.value)
    is_right = x > line.start + 120
    yield rules("".join(f"M{x:.1f} {top:.1f}V{bottom:.1f}" for top, bottom in spans), "1")
    yield strong([writing(x + 4 if is_right else x - 4, 11.0, limit.says, "end" if is_right else "start")])


def _key(tones: Sequence[Tone], x: float, y: float) -> Iterator[Node]:
    """Names of the parts that are too thin to carry them."""
    texts = []
    for tone in tones:
        box: dict[str, Attribute] = {"x": x, "y": y - 9, "width": 10.0, "height": 10.0, "fill-opacity": tone.strength}
        yield el("rect", {**box, "stroke": "currentColor", "stroke-opacity": "0.5"})
        texts.append(writing(x + 15, y, tone.part))
        x += 28 + text_width(tone.part, SMALL_SIZE)
    yield quiet(texts)
