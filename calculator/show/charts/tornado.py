"""What matters most: a bar in every row from the value at one end to the value at the other, around the value now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from calculator.show.charts.frame import (
    NAME_SIZE,
    SMALL_SIZE,
    Drawing,
    Frame,
    Scale,
    chart,
    clipped,
    figures,
    quiet,
    rules,
    scale,
    strong,
    text_width,
    writing,
)
from calculator.show.tree import Attribute, Node, el
from calculator.units import span

NAMES, PLOT_END = 268.0, 570.0
ROW, NARROW_ROW, BAR = 30.0, 46.0, 12.0
TOP = 36.0
LOW_STRENGTH, HIGH_STRENGTH = "0.3", "0.65"


@dataclass(frozen=True, slots=True)
class TornadoRow:
    """One thing moved: its name, the words for its low and its high end, and the value at each; None where there is none."""

    name: str
    low_says: str
    high_says: str
    low: float | None
    high: float | None

    @property
    def ends(self) -> tuple[float, ...]:
        """The values that there are."""
        return tuple(each for each in (self.low, self.high) if each is not None)


def tornado_chart(
    title: str, rows: Sequence[TornadoRow], now: float, printed: Callable[[float], str], *, zero_says: str = ""
) -> Node:
    """Bars around the value now: pale towards the low end of what is moved, dark towards the high end; a line at zero."""
    said = "; ".join(f"{row.name}: {_told(row, printed)}" for row in rows)
    values = [now, 0.0, *(end for row in rows for end in row.ends)]
    return chart(title, f"Now {printed(now)}. {said}.", _drawing(rows, now, values, printed, zero_says))


def _told(row: TornadoRow, printed: Callable[[float], str]) -> str:
    ends = ((row.low_says, row.low), (row.high_says, row.high))
    named = ((says or word, value) for word, (says, value) in zip(("its low end", "its high end"), ends, strict=True))
    return ", ".join(f"{printed(value)} at {says}" for says, value in named if value is not None)


def _drawing(
    rows: Sequence[TornadoRow], now: float, values: Sequence[float], printed: Callable[[float], str], zero_says: str
) -> Drawing:
    def draw(frame: Frame) -> tuple[float, list[Node]]:
        line = scale(values, 8.0, frame.width - 8) if frame.is_narrow else scale(values, NAMES + 8, PLOT_END)
        each = NARROW_ROW if frame.is_narrow else ROW
        tops = [TOP + each * index for index in range(len(rows))]
        above = 18.0 if frame.is_narrow else 0.0  # where there is no column of names, no line runs through one
        stripes = [(top + above, top + each) for top in tops]
        marks = [*_axis(line, now, stripes, printed, zero_says)]
        for row, top in zip(rows, tops, strict=True):
            marks += _texts(row, top, frame)
            marks += _bars(row, line, now, top + (22.0 if frame.is_narrow else 7.0))
        return stripes[-1][1] + 4, marks

    return draw


def _axis(
    line: Scale, now: float, stripes: Sequence[tuple[float, float]], printed: Callable[[float], str], zero_says: str
) -> Iterator[Node]:
    def down(value: float) -> str:
        return "".join(f"M{line.at(value):.1f} {top:.1f}V{bottom:.1f}" for top, bottom in ((TOP - 6, TOP), *stripes))

    ticks = line.ticks(4)
    yield rules("".join(map(down, ticks)))
    yield rules(down(now), "0.7")
    yield quiet([writing(line.at(tick), TOP - 10, printed(tick), _anchor(line, tick)) for tick in ticks])
    if zero_says and line.low < 0:
        yield rules(down(0.0), "0.85", "3 3")
        half = text_width(zero_says, SMALL_SIZE) / 2
        place = min(max(line.at(0), line.start + half), line.end - half)
        yield strong([writing(place, 11.0, zero_says, "middle")])


def _anchor(line: Scale, value: float) -> str:
    place = line.at(value)
    return "start" if place < line.start + 14 else "end" if place > line.end - 14 else "middle"


def _texts(row: TornadoRow, top: float, frame: Frame) -> Iterator[Node]:
    moved = span(row.low_says, row.high_says)
    if frame.is_narrow:
        room = frame.width - text_width(moved, SMALL_SIZE) - 14
        yield figures([writing(0.0, top + 14, clipped(row.name, room, NAME_SIZE))], "600")
        yield quiet([writing(frame.width, top + 14, moved, "end")])
        return
    yield figures([writing(0.0, top + 17, clipped(row.name, NAMES - 6, NAME_SIZE))], "600")
    yield quiet([writing(frame.width, top + 17, clipped(moved, frame.width - PLOT_END - 8, SMALL_SIZE), "end")])


def _bars(row: TornadoRow, line: Scale, now: float, y: float) -> Iterator[Node]:
    for value, strength in ((row.low, LOW_STRENGTH), (row.high, HIGH_STRENGTH)):
        if value is not None:
            left, right = sorted((line.at(now), line.at(value)))
            look: dict[str, Attribute] = {"class": "bar", "fill-opacity": strength}
            yield el("rect", {"x": left, "y": y, "width": max(right - left, 0.5), "height": BAR, **look})
