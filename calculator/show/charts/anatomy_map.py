"""Where each method acts on the way from words to words: a row a method, a column a place inside the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from calculator.method.kind import Family
from calculator.show.charts.anatomy import ANATOMIES, ATTENTION, FEED_FORWARD, Anatomy
from calculator.show.charts.colours import FAMILY_COLOURS, filled
from calculator.show.charts.frame import Drawing, Frame, chart, names, quiet, rules, writing
from calculator.show.tree import Attribute, Node, el

Act = Literal["", "worded", "added", "trained"]

# Each place: its name in two lines, and whether a model has it before anybody adds something.
PLACES: tuple[tuple[str, str, bool], ...] = (
    ("words of", "the prompt", True),
    ("vectors", "in front", False),
    ("em-", "bedding", True),
    ("keys and", "values", False),
    ("atten-", "tion", True),
    ("between", "layers", False),
    ("feed-", "forward", True),
    ("output", "", True),
)
NAMES, TOP, ROW, NARROW_ROW = 176.0, 46.0, 30.0, 46.0
MARK = 14.0


@dataclass(frozen=True, slots=True)
class MapRow:
    """A method of the map: what it is called and the family that gives it its colour."""

    method: str
    name: str
    family: Family


def anatomy_map(rows: Sequence[MapRow]) -> Node:
    """All methods over the same places; full squares are trained, thin pairs are added and trained, frames are words."""
    told = "; ".join(f"{row.name}: {ANATOMIES[row.method].says}" for row in rows)
    return chart("Where each method acts inside a transformer", f"{told}.", _drawing(rows))


def acts(spec: Anatomy) -> tuple[Act, ...]:
    """What a method does at each place, in the order of `PLACES`."""
    vectors: Act = "added" if "vectors" in spec.changed else ""
    return (
        "worded" if spec.changed & {"instructions", "examples"} else "",
        vectors,
        "trained" if "embedding" in spec.trained else "",
        "added" if spec.prefixed else "",
        _matrices(spec, ATTENTION),
        "added" if spec.modules else "",
        _matrices(spec, FEED_FORWARD),
        "trained" if "head" in spec.trained else "",
    )


def _matrices(spec: Anatomy, parts: tuple[str, ...]) -> Act:
    if spec.trained.intersection(parts):
        return "trained"
    return "added" if (spec.beside | spec.scaled).intersection(parts) else ""


def _drawing(rows: Sequence[MapRow]) -> Drawing:
    def draw(frame: Frame) -> tuple[float, list[Node]]:
        start, each = (0.0, NARROW_ROW) if frame.is_narrow else (NAMES, ROW)
        step = (frame.width - start) / len(PLACES)
        middles = [start + step * (index + 0.5) for index in range(len(PLACES))]
        bottom = TOP + each * len(rows)
        marks = [quiet(_headings(middles))]
        if not frame.is_narrow:  # there, lines would run through the names
            marks.append(rules("".join(f"M{x:.1f} {TOP - 8:.1f}V{bottom:.1f}" for x in middles)))
        marks.append(names(writing(0.0, TOP + each * index + 15, row.name) for index, row in enumerate(rows)))
        for index, row in enumerate(rows):
            y = TOP + each * index + (24 if frame.is_narrow else 3)
            marks += _row(row, middles, y)
        return bottom + 4, marks

    return draw


def _headings(middles: Sequence[float]) -> Iterator[Node]:
    for x, (first, second, _) in zip(middles, PLACES, strict=True):
        yield writing(x, TOP - 30, first, "middle")
        yield writing(x, TOP - 16, second, "middle")


def _row(row: MapRow, middles: Sequence[float], y: float) -> Iterator[Node]:
    """A frame in grey for what stays as it is, and the method's own mark where it acts."""
    for x, (*_, is_there), act in zip(middles, PLACES, acts(ANATOMIES[row.method]), strict=True):
        left = x - MARK / 2
        square: dict[str, Attribute] = {"x": left, "y": y, "width": MARK, "height": MARK, "rx": 2.0}
        if act == "trained":
            yield el("rect", {**square, **filled(row.family)})
        elif act == "worded":
            yield el("rect", {**square, **_hollow(f"family-{row.family}-line", FAMILY_COLOURS[row.family], "1")})
        elif is_there:
            yield el("rect", {**square, **_hollow("", "currentColor", "0.4")})
        if act == "added":
            yield from _pair(left + MARK + 1 if is_there else left + 3, y, row.family)


def _hollow(name: str, colour: str, strength: str) -> dict[str, Attribute]:
    width = "2.5" if name else "1"
    return {
        "class": f"hollow {name}".rstrip(),
        "fill": "#fff",
        "stroke": colour,
        "stroke-opacity": strength,
        "stroke-width": width,
    }


def _pair(x: float, y: float, family: Family) -> Iterator[Node]:
    """Two thin bars, as LoRA's two thin matrices."""
    for offset in (0.0, 5.0):
        yield el("rect", {"x": x + offset, "y": y, "width": 3.5, "height": MARK, "rx": 1.0, **filled(family)})
