"""Points over two axes, and the line through those that no other beats on both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calculator.method.kind import Family
from calculator.show.charts.colours import filled, stroked
from calculator.show.charts.frame import (
    LINE_GAP,
    TEXT_SIZE,
    Drawing,
    Frame,
    Scale,
    chart,
    clipped,
    quiet,
    rules,
    scale,
    text_width,
    writing,
)
from calculator.show.charts.lines import Axis, grid
from calculator.show.tree import Node, el

HEIGHT = 320.0
DOT, FRONT_DOT, GAP = 3.5, 5.5, 7.0


@dataclass(frozen=True, slots=True)
class Point:
    """One option: its name, its family's colour, its place, and whether it is on the front."""

    name: str
    family: Family
    x: float
    y: float
    on_front: bool


def scatter_chart(title: str, points: Sequence[Point], x_axis: Axis, y_axis: Axis) -> Node:
    """Points with the front as a stepped line from left to right; only what is on the front is named."""
    front = sorted((each for each in points if each.on_front), key=lambda each: each.x)
    said = "; ".join(f"{each.name}: {x_axis.printed(each.x)}, {y_axis.printed(each.y)}" for each in front)
    describes = f"{y_axis.name} against {x_axis.name}; of best value, from cheap to good: {said}."
    return chart(title, describes, _drawing(points, front, x_axis, y_axis))


def _drawing(points: Sequence[Point], front: Sequence[Point], x_axis: Axis, y_axis: Axis) -> Drawing:
    def draw(frame: Frame) -> tuple[float, list[Node]]:
        left, right = (44.0, frame.width - 8) if frame.is_narrow else (58.0, frame.width - 60)
        across = scale([each.x for each in points], left, right, is_log=x_axis.is_log)
        up = scale([each.y for each in points], HEIGHT - 44, 32.0)
        titles = [writing(0.0, 10.0, y_axis.name), writing((left + right) / 2, HEIGHT - 8, x_axis.name, "middle")]
        marks = [*grid(across, up, x_axis, y_axis, most=3 if frame.is_narrow else 6), quiet(titles)]
        marks += _steps(front, across, up)
        marks += (_dot(each, across, up) for each in sorted(points, key=lambda each: each.on_front))
        marks += _names(front, across, up, frame)
        return HEIGHT, marks

    return draw


def _steps(front: Sequence[Point], across: Scale, up: Scale) -> Iterator[Node]:
    if len(front) > 1:
        places = [(across.at(each.x), up.at(each.y)) for each in front]
        path = "".join(f"H{x:.1f}V{y:.1f}" for x, y in places[1:])
        yield rules(f"M{places[0][0]:.1f} {places[0][1]:.1f}{path}", "0.45", "4 3")


def _dot(point: Point, across: Scale, up: Scale) -> Node:
    place = {"cx": across.at(point.x), "cy": up.at(point.y), "r": FRONT_DOT if point.on_front else DOT}
    if point.on_front:
        return el("circle", {**place, **filled(point.family)})
    return el("circle", {**place, **stroked(point.family), "stroke-width": 1.5, "stroke-opacity": "0.7"})


def _names(front: Sequence[Point], across: Scale, up: Scale, frame: Frame) -> Iterator[Node]:
    """Names above and to the left of the front's points, where the front never runs; below to the right of the leftmost.

    Where two would stand on one another, the outer one gives way.
    """
    high, low = up.start, up.end - LINE_GAP
    for each in front:
        x = across.at(each.x)
        if _has_room(each, across):
            high = min(up.at(each.y) - GAP, high - LINE_GAP)
            yield writing(x - GAP, high, each.name, "end")
    for each in reversed(front):
        x = across.at(each.x)
        if not _has_room(each, across):
            low = max(up.at(each.y) + LINE_GAP, low + LINE_GAP)
            yield writing(x + GAP, low, clipped(each.name, frame.width - x - GAP, TEXT_SIZE))


def _has_room(point: Point, across: Scale) -> bool:
    """There is room for the name to the left of the point."""
    return across.at(point.x) - across.start > text_width(point.name, TEXT_SIZE) + GAP
