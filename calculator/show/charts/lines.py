"""Lines of one quantity against another, named at their ends, with the place where the best one changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from calculator.method.kind import Family
from calculator.show.charts.colours import filled, stroked
from calculator.show.charts.frame import (
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

HEIGHT = 300.0
LINE_GAP = 15.0
DASHES = (None, "7 4", "2 3", "9 3 2 3")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, its family's colour and its points from left to right."""

    name: str
    family: Family
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A place along the axis at which something changes, in words."""

    x: float
    says: str


def line_chart(
    title: str,
    lines: Sequence[Line],
    x_name: str,
    y_name: str,
    x_printed: Callable[[float], str],
    y_printed: Callable[[float], str],
    *,
    crossings: Sequence[Crossing] = (),
    is_log_x: bool = False,
    is_log_y: bool = False,
) -> Node:
    """Lines over one pair of axes; dashes tell lines of one family apart, names stand at their right ends."""
    said = [f"{each.name}: from {y_printed(each.points[0][1])} to {y_printed(each.points[-1][1])}" for each in lines if each.points]
    said += [each.says for each in crossings]
    axes = (x_name, y_name, x_printed, y_printed, is_log_x, is_log_y)
    return chart(title, f"{y_name} against {x_name}. " + "; ".join(said) + ".", _drawing(lines, crossings, axes))


Axes = tuple[str, str, Callable[[float], str], Callable[[float], str], bool, bool]


def _drawing(lines: Sequence[Line], crossings: Sequence[Crossing], axes: Axes) -> Drawing:
    x_name, y_name, x_printed, y_printed, is_log_x, is_log_y = axes
    xs = [x for each in lines for x, _ in each.points]
    ys = [y for each in lines for _, y in each.points]

    def draw(frame: Frame) -> tuple[float, list[Node]]:
        left, right = (44.0, 226.0) if frame.is_narrow else (58.0, 556.0)
        across = scale(xs, left, right, is_log=is_log_x)
        up = scale(ys, HEIGHT - 44, 26.0, is_log=is_log_y)
        marks = [*_grid(across, up, x_printed, y_printed, most=3 if frame.is_narrow else 6)]
        marks += [quiet(0.0, 10.0, y_name), quiet((left + right) / 2, HEIGHT - 8, x_name, anchor="middle")]
        marks += _crossings(crossings, across, up)
        marks += _lines(lines, across, up)
        marks += _names(lines, across, up, frame)
        return HEIGHT, marks

    return draw


def _grid(
    across: Scale, up: Scale, x_printed: Callable[[float], str], y_printed: Callable[[float], str], most: int
) -> Iterator[Node]:
    for tick in up.ticks(5):
        yield rule(across.start, up.at(tick), across.end, up.at(tick))
        yield quiet(across.start - 8, up.at(tick) + 4, y_printed(tick), anchor="end")
    yield rule(across.start, up.start, across.end, up.start, strength=0.5)
    for tick in across.ticks(most):
        yield rule(across.at(tick), up.start, across.at(tick), up.start + 4, strength=0.5)
        yield quiet(across.at(tick), up.start + 17, x_printed(tick), anchor="middle")


def _crossings(crossings: Sequence[Crossing], across: Scale, up: Scale) -> Iterator[Node]:
    for each in crossings:
        x = across.at(each.x)
        anchor = "end" if x > (across.start + across.end) / 2 else "start"
        yield rule(x, up.end - 2, x, up.start, strength=0.7, **{"stroke-dasharray": "3 3"})
        yield writing(x + (-5 if anchor == "end" else 5), up.end + 6, each.says, SMALL_SIZE, anchor=anchor)


def _lines(lines: Sequence[Line], across: Scale, up: Scale) -> Iterator[Node]:
    seen: dict[Family, int] = {}
    for each in lines:
        rank = seen[each.family] = seen.get(each.family, -1) + 1
        sound = [(x, y) for x, y in each.points if isfinite(x) and isfinite(y)]
        path = "".join(f"{'L' if index else 'M'}{across.at(x):.1f} {up.at(y):.1f}" for index, (x, y) in enumerate(sound))
        look: dict[str, Attribute] = {"stroke-width": 2.25, "stroke-dasharray": DASHES[rank % len(DASHES)], "stroke-linejoin": "round"}
        if path:
            yield el("path", {**stroked(each.family), **look, "d": path})


def _names(lines: Sequence[Line], across: Scale, up: Scale, frame: Frame) -> Iterator[Node]:
    """Names at the lines' ends, moved apart where they would overlap."""
    ends = sorted((up.at(each.points[-1][1]), index) for index, each in enumerate(lines) if each.points)
    places = _apart([y for y, _ in ends], up.end, up.start)
    for (y, index), place in zip(ends, places, strict=True):
        each = lines[index]
        x = across.at(each.points[-1][0])
        yield el("circle", {"cx": x, "cy": y, "r": 3.0, **filled(each.family)})
        yield rule(x + 5, y, across.end + 12, place, strength=0.3)
        yield writing(across.end + 16, place + 4, clipped(each.name, frame.width - across.end - 18, TEXT_SIZE), TEXT_SIZE)


def _apart(wanted: list[float], top: float, bottom: float) -> list[float]:
    """Places in the same order, none nearer than a line of text to the next, as near to what is wanted as that allows."""
    places: list[float] = []
    for y in wanted:
        places.append(max(y, places[-1] + LINE_GAP) if places else max(y, top))
    limit = bottom
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], limit)
        limit = places[index] - LINE_GAP
    return places
