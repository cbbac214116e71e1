"""One bar for the whole: how the draws of an uncertain question are shared out among the options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calculator.method.kind import Family
from calculator.show.charts.colours import filled
from calculator.show.charts.frame import SMALL_SIZE, TEXT_SIZE, Frame, chart, quiet, strong, text_width, writing
from calculator.show.tree import Node, el
from calculator.units import percent

BAR = 14.0
LEAST_DRAWN = 0.002


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the whole, between 0 and 1."""

    name: str
    sub: str
    family: Family
    share: float


def share_strip(title: str, shares: Sequence[Share]) -> Node:
    """The shares side by side, from the largest; each named below where there is room."""
    ordered = sorted((each for each in shares if each.share > LEAST_DRAWN), key=lambda each: -each.share)
    said = ", ".join(f"{each.name} on {each.sub} {percent(each.share)}" for each in ordered)
    return chart(title, f"{said}.", lambda frame: (58.0, list(_marks(ordered, frame))))


def _marks(shares: Sequence[Share], frame: Frame) -> Iterator[Node]:
    left, figures, said = 0.0, [], []
    for each in shares:
        width = min(each.share, 1.0) * frame.width
        yield el("rect", {"x": left, "y": 0.0, "width": max(width - 1.5, 0.5), "height": BAR, **filled(each.family)})
        figure = percent(each.share)
        if width - 8 > text_width(figure, TEXT_SIZE):
            figures.append(writing(left, BAR + 15, figure))
        if width - 6 > max(text_width(each.name, SMALL_SIZE), text_width(each.sub, SMALL_SIZE)):
            said += [writing(left, BAR + 29, each.name), writing(left, BAR + 42, each.sub)]
        left += width
    yield strong(figures)
    yield quiet(said)
