"""What all charts share: two widths, a text alternative, writing, scales."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, fsum, isfinite, log10

from calculator.show.tree import Attribute, Node, el, group
from calculator.units import number

WIDE, NARROW = 720.0, 344.0
LINE_GAP = 15.0
NAME_SIZE, TEXT_SIZE, SMALL_SIZE = 13.0, 12.0, 11.0
FACE = "Inter, sans-serif"
FAR = 1e12
SLIM = frozenset("ilj.,:;'|!()[]tfr ·’")
BROAD = frozenset("mwMW@%—")


@dataclass(frozen=True, slots=True)
class Frame:
    """The width to draw in, in pixels of the page."""

    width: float

    @property
    def is_narrow(self) -> bool:
        """There is no room for a column of names beside the plot."""
        return self.width < WIDE


Drawing = Callable[[Frame], tuple[float, Sequence[Node]]]


def chart(title: str, description: str, draw: Drawing) -> Node:
    """A chart in two widths, of which the style sheet shows the one that fits; `draw` gives the height and the marks."""
    return group(
        _sheet(title, description, draw, Frame(WIDE), "chart-wide"),
        _sheet(title, description, draw, Frame(NARROW), "chart-narrow"),
    )


def _sheet(title: str, description: str, draw: Drawing, frame: Frame, name: str) -> Node:
    height, marks = draw(frame)
    attributes: dict[str, Attribute] = {
        "class": f"chart-drawing {name}",
        "role": "img",
        "width": frame.width,
        "height": height,
        "viewBox": f"0 0 {frame.width:.0f} {height:.0f}",
        "font-family": FACE,
        "font-size": TEXT_SIZE,
        "fill": "currentColor",
    }
    return el("svg", attributes, el("title", None, title), el("desc", None, description), marks)


def writing(x: float, y: float, text: str, anchor: str | None = None) -> Node:
    """A line of text with its baseline at y."""
    return el("text", {"x": x, "y": y, "text-anchor": anchor}, text)


def names(texts: Iterable[Node]) -> Node:
    """Texts that name the rows."""
    return el("g", {"font-size": NAME_SIZE, "font-weight": "600"}, texts)


def figures(texts: Iterable[Node], weight: str | None = None) -> Node:
    """Numbers that stand below each other."""
    return el("g", {"class": "figures", "font-weight": weight}, texts)


def strong(texts: Iterable[Node]) -> Node:
    """The numbers that count."""
    return figures(texts, "600")


def quiet(texts: Iterable[Node]) -> Node:
    """Texts that stay in the background."""
    return el("g", {"class": "quiet", "font-size": SMALL_SIZE, "fill-opacity": "0.72"}, texts)


def rules(path: str, strength: str = "0.16", dashes: str | None = None) -> Node:
    """Thin lines, all in one path."""
    look = {"fill": "none", "stroke": "currentColor", "stroke-opacity": strength, "stroke-dasharray": dashes}
    return el("path", {**look, "d": path})


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels."""
    return letter_widths(text) * size


@lru_cache(maxsize=1024)
def letter_widths(text: str) -> float:
    """Widths of Inter's letters, added up, in ems; names come back in every chart."""
    return fsum(0.29 if each in SLIM else 0.88 if each in BROAD else 0.66 if each.isupper() else 0.58 for each in text)


def clipped(text: str, width: float, size: float) -> str:
    """The text, shortened with an ellipsis where it is wider than its place."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places along a line; what lies outside is put on the border."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def at(self, value: float) -> float:
        """Place of a value, in pixels; no number is put at the start."""
        if value != value:  # noqa: PLR0124 - only NaN differs from itself
            return self.start
        kept = min(max(value, self.low), self.high)
        low, here, high = self.low, kept, self.high
        if self.is_log:
            low, here, high = log10(low), log10(here), log10(high)
        share = (here - low) / (high - low) if high > low else 0.0
        return self.start + share * (self.end - self.start)

    def ticks(self, most: int = 5) -> list[float]:
        """Round values along the scale, no more than asked for."""
        return _decades(self, most) if self.is_log else _steps(self, most)


def scale(values: Sequence[float], start: float, end: float, *, is_log: bool = False) -> Scale:
    """A scale that holds all values that are numbers and not beyond all measure; never of length zero."""
    least = 1 / FAR if is_log else -FAR
    sound = [min(max(value, least), FAR) for value in values if isfinite(value) and (value > 0 or not is_log)]
    low, high = (min(sound), max(sound)) if sound else (1.0, 10.0)
    if high - low <= max(abs(low), abs(high)) / FAR:
        reach = abs(low) or 1.0
        low, high = (low / 2, low * 2) if is_log else (low - reach / 2, high + reach / 2)
    return Scale(low, high, start, end, is_log)


def _steps(line: Scale, most: int) -> list[float]:
    span = line.high - line.low
    power = 10.0 ** floor(log10(span / most))
    step = next(power * factor for factor in (1, 2, 5, 10) if span / (power * factor) <= most)
    first, last = ceil(line.low / step), floor(line.high / step)
    return [step * index for index in range(first, last + 1)]


def _decades(line: Scale, most: int) -> list[float]:
    first, last = floor(log10(line.low)), ceil(log10(line.high))
    within = [power for power in range(first, last + 1) if line.low <= 10.0**power <= line.high]
    if len(within) < 2:
        factors = [factor * 10.0**power for power in range(first, last + 1) for factor in (1, 2, 5)]
        return [each for each in factors if line.low <= each <= line.high][:most]
    every = ceil(len(within) / most)
    return [10.0**power for power in within[::every]]


def short(value: float) -> str:
    """A number for an axis: 2,000 or 1.5 million."""
    for size, word in ((1e12, " tn"), (1e9, " bn"), (1e6, " m")):
        if abs(value) >= size:
            return f"{number(value / size)}{word}"
    return number(value)


def apart(wanted: Sequence[float], top: float, bottom: float) -> list[float]:
    """Places in the same order, none nearer than a line of text to the next, as near to what is wanted as that allows."""
    places: list[float] = []
    for y in wanted:
        places.append(max(y, places[-1] + LINE_GAP) if places else max(y, top))
    limit = bottom
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], limit)
        limit = places[index] - LINE_GAP
    return places
