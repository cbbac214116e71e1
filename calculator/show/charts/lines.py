"""Lines of one quantity against another, named at their ends, with the place where the best one changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from calculator.method.kind import Family
from calculator.show.charts.colours import filled, stroked
from calculator.show.charts.frame import (
    LINE_GAP,
    SMALL_SIZE,
    TEXT_SIZE,
    Drawing,
    Frame,
    Scale,
    apart,
    chart,
    clipped,
    quiet,
    rules,
    scale,
    text_width,
    writing,
)
from calculator.show.tree import Attribute, Node, el

HEIGHT = 300.0
DASHES = (None, "7 4", "2 3", "9 3 2 3")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, its family's colour and its points from left to right."""

    name: str
    family: Family
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """What is measured along an axis, how its values are written, and whether equal steps are equal factors."""

    name: str
    printed: Callable[[float], str]
    is_log: bool = False


@dataclass(frozen=True, slots=True)
class Crossing:
    """A place along the axis at which something changes, in words."""

    x: float
    says: str


def line_chart(
    title: str, lines: Sequence[Line], x_axis: Axis, y_axis: Axis, crossings: Sequence[Crossing] = ()
) -> Node:
    """Lines over one pair of axes; dashes tell lines of one family apart, names stand at their right ends."""
    sound = [Line(each.name, each.family, _sound(each, x_axis, y_axis)) for each in lines]
    sound = [each for each in sound if each.points]
    said = [
        f"{each.name}: from {y_axis.printed(each.points[0][1])} to {y_axis.printed(each.points[-1][1])}"
        for each in sound
    ]
    said += [each.says for each in crossings]
    return chart(
        title,
        f"{y_axis.name} against {x_axis.name}. " + "; ".join(said) + ".",
        _drawing(sound, x_axis, y_axis, crossings),
    )


def _sound(line: Line, x_axis: Axis, y_axis: Axis) -> tuple[tuple[float, float], ...]:
    """The points that have a place on both axes."""
    return tuple(
        (x, y)
        for x, y in line.points
        if isfinite(x) and isfinite(y) and (x > 0 or not x_axis.is_log) and (y > 0 or not y_axis.is_log)
    )


def _drawing(lines: Sequence[Line], x_axis: Axis, y_axis: Axis, crossings: Sequence[Crossing]) -> Drawing:
    xs = [x for each in lines for x, _ in each.points]
    ys = [y for each in lines for _, y in each.points]

    def draw(frame: Frame) -> tuple[float, list[Node]]:
        least, right = (44.0, 232.0) if frame.is_narrow else (58.0, 556.0)
        up = scale(ys, HEIGHT - 44, 40.0, is_log=y_axis.is_log)
        widest = max((text_width(y_axis.printed(tick), SMALL_SIZE) for tick in up.ticks(5)), default=0.0)
        left = max(least, widest + 10)
        across = scale(xs, left, right, is_log=x_axis.is_log)
        titles = [writing(0.0, 10.0, y_axis.name), writing((left + right) / 2, HEIGHT - 8, x_axis.name, "middle")]
        marks = [*grid(across, up, x_axis, y_axis, most=3 if frame.is_narrow else 6), quiet(titles)]
        marks += _crossings(crossings, across, up)
        marks += _lines(lines, across, up)
        marks += _names(lines, across, up, frame)
        return HEIGHT, marks

    return draw


def grid(across: Scale, up: Scale, x_axis: Axis, y_axis: Axis, most: int) -> Iterator[Node]:
    """The rules, ticks and tick labels of a pair of axes."""
    heights, places = up.ticks(5), across.ticks(most)
    yield rules("".join(f"M{across.start:.1f} {up.at(tick):.1f}H{across.end:.1f}" for tick in heights))
    floor = "".join(f"M{across.at(tick):.1f} {up.start:.1f}v4" for tick in places)
    yield rules(f"M{across.start:.1f} {up.start:.1f}H{across.end:.1f}{floor}", "0.5")
    texts = [writing(across.start - 8, up.at(tick) + 4, y_axis.printed(tick), "end") for tick in heights]
    texts += [writing(across.at(tick), up.start + 17, x_axis.printed(tick), "middle") for tick in places]
    yield quiet(texts)


def _crossings(crossings: Sequence[Crossing], across: Scale, up: Scale) -> Iterator[Node]:
    """A dashed line at each crossing, its words above the plot, moved inwards where they would leave the drawing."""
    for index, each in enumerate(crossings):
        x = across.at(each.x)
        half = text_width(each.says, TEXT_SIZE) / 2
        place = min(max(x, across.start + half), max(across.end - half, across.start + half))
        yield rules(f"M{x:.1f} {up.end - 6:.1f}V{up.start:.1f}", "0.7", "3 3")
        yield writing(place, up.end - 12 - LINE_GAP * (index % 2), each.says, "middle")


def _lines(lines: Sequence[Line], across: Scale, up: Scale) -> Iterator[Node]:
    seen: dict[Family, int] = {}
    for each in lines:
        rank = seen[each.family] = seen.get(each.family, -1) + 1
        path = "".join(
            f"{'L' if index else 'M'}{across.at(x):.1f} {up.at(y):.1f}" for index, (x, y) in enumerate(each.points)
        )
        look: dict[str, Attribute] = {
            "stroke-width": "2.25",
            "stroke-dasharray": DASHES[rank % len(DASHES)],
            "stroke-linejoin": "round",
        }
        yield el("path", {**stroked(each.family), **look, "d": path})


def _names(lines: Sequence[Line], across: Scale, up: Scale, frame: Frame) -> Iterator[Node]:
    """Names at the lines' ends, moved apart where they would overlap."""
    ends = sorted((up.at(each.points[-1][1]), index) for index, each in enumerate(lines))
    places = apart([y for y, _ in ends], up.end, up.start)
    room, leaders = frame.width - across.end - 18, []
    for (y, index), place in zip(ends, places, strict=True):
        x = across.at(lines[index].points[-1][0])
        leaders.append(f"M{x + 5:.1f} {y:.1f}L{across.end + 12:.1f} {place:.1f}")
        yield el("circle", {"cx": x, "cy": y, "r": 3.0, **filled(lines[index].family)})
        yield writing(across.end + 16, place + 4, clipped(lines[index].name, room, TEXT_SIZE))
    yield rules("".join(leaders), "0.3")
