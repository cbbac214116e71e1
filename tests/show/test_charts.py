"""Charts hold whatever numbers they are given, say in words what they show, and keep to their paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.method import FAMILIES
from calculator.methods import METHODS
from calculator.show.charts import (
    COST_TONES,
    MEMORY_TONES,
    Axis,
    BarRow,
    BarStyle,
    Crossing,
    IntervalRow,
    Limit,
    Line,
    Share,
    bar_chart,
    interval_chart,
    line_chart,
    share_strip,
)
from calculator.show.charts.anatomy import ANATOMIES, anatomy
from calculator.show.charts.anatomy_map import MapRow, acts, anatomy_map
from calculator.show.charts.colours import FAMILY_COLOURS
from calculator.show.charts.frame import scale, text_width
from calculator.show.tree import Node, render
from calculator.terms import COST_PARTS
from calculator.units import percent, usd
from tests.show.markup import Element, read

HOSTILE = '<b>LoRA</b> & "co"'
STYLES = Path(__file__).parents[2] / "docs" / "css" / "charts.css"
ANYTHING = st.floats(allow_nan=True, allow_infinity=True)
COSTS = BarStyle(COST_TONES, ("total", "without errors"), usd)


def bar(name: str = "LoRA", *, low: float = 900.0, high: float = 2600.0, **parts: float) -> BarRow:
    return BarRow(
        name, "Qwen3 8B", "adapters", parts or {"build": 700.0, "errors": 900.0}, low, high, ("$1,600", "$700")
    )


def interval(value: float, low: float, high: float) -> IntervalRow:
    return IntervalRow("LoRA", "Qwen3 8B", "adapters", value, low, high, "84%", is_assumed=True)


CHARTS: list[Callable[[], Node]] = [
    lambda: bar_chart("Cost", [bar(HOSTILE), bar()], COSTS, Limit(1200, HOSTILE)),
    lambda: interval_chart("Quality", [interval(0.84, 0.7, 0.9)], percent, limit=Limit(0.9, "floor")),
    lambda: line_chart(
        "Sweep",
        [Line(HOSTILE, "adapters", ((1, 2), (10, 3)))],
        Axis("n", str, is_log=True),
        Axis("q", str),
        [Crossing(5, "here")],
    ),
    lambda: share_strip(
        "Chance", [Share("LoRA", "Qwen3 8B", "adapters", 0.7), Share("Few-shot", "x", "prompting", 0.3)]
    ),
]


@pytest.mark.parametrize("make", CHARTS)
def test_every_chart_says_what_it_shows_and_how_large_it_is(make: Callable[[], Node]) -> None:
    drawings = read(render(make())).all("svg")

    assert len(drawings) == 2
    for drawing in drawings:
        assert drawing.attributes["role"] == "img"
        assert drawing.children[0].tag == "title"
        assert drawing.children[1].tag == "desc"
        assert all(child.text for child in drawing.children[:2])
        assert float(drawing.attributes["width"]) > 0
        assert float(drawing.attributes["height"]) > 0
        assert drawing.attributes["viewbox"]


@pytest.mark.parametrize("make", CHARTS)
def test_a_hostile_name_in_a_chart_stays_a_name(make: Callable[[], Node]) -> None:
    assert not read(render(make())).all("b")


@pytest.mark.parametrize("make", CHARTS)
def test_writing_stays_on_the_paper(make: Callable[[], Node]) -> None:
    for drawing in read(render(make())).all("svg"):
        width, height = float(drawing.attributes["width"]), float(drawing.attributes["height"])
        places = [(float(each.attributes["x"]), float(each.attributes["y"])) for each in drawing.all("text")]
        assert places
        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)


@given(st.dictionaries(st.sampled_from(COST_PARTS), ANYTHING), ANYTHING, ANYTHING)
def test_bars_draw_any_number(parts: dict[str, float], low: float, high: float) -> None:
    row = BarRow(
        "LoRA", "Qwen3 8B", "adapters", {str(name): value for name, value in parts.items()}, low, high, ("", "")
    )

    assert is_sound(bar_chart("Cost", [row, bar()], COSTS))


@given(ANYTHING, ANYTHING, ANYTHING, st.booleans())
def test_intervals_draw_any_number(value: float, low: float, high: float, is_log: bool) -> None:
    assert is_sound(
        interval_chart("Quality", [interval(value, low, high), interval(0.5, 0.4, 0.6)], str, is_log=is_log)
    )


@given(st.lists(st.tuples(ANYTHING, ANYTHING)), st.booleans(), st.booleans())
def test_lines_draw_any_number(points: list[tuple[float, float]], is_log_x: bool, is_log_y: bool) -> None:
    axes = Axis("n", str, is_log_x), Axis("q", str, is_log_y)

    assert is_sound(line_chart("Sweep", [Line("LoRA", "adapters", tuple(points))], *axes))


@given(st.lists(st.floats(0, 1)))
def test_shares_draw_any_share(shares: list[float]) -> None:
    assert is_sound(share_strip("Chance", [Share("LoRA", "Qwen3 8B", "adapters", each) for each in shares]))


def test_every_method_has_an_anatomy_that_says_what_it_trains() -> None:
    assert set(ANATOMIES) == set(METHODS)
    for method in METHODS.values():
        (wide, _) = read(render(anatomy(method.id, method.name, method.family))).all("svg")
        coloured = [each for each in wide.all("g") if each.attributes.get("class") == f"family-{method.family}"]
        assert coloured[0].all("rect")


def test_the_map_and_the_drawing_of_a_method_agree_on_what_is_trained() -> None:
    for method, spec in ANATOMIES.items():
        done = acts(spec)
        assert ("trained" in done) == bool(spec.trained), method
        assert ("worded" in done) == bool(spec.changed & {"instructions", "examples"}), method
        added = spec.beside or spec.scaled or spec.prefixed or spec.modules or "vectors" in spec.changed
        assert ("added" in done) == bool(added), method


def test_every_method_has_its_row_on_the_map() -> None:
    rows = [MapRow(each.id, each.name, each.family) for each in METHODS.values()]
    for drawing in read(render(anatomy_map(rows))).all("svg"):
        named = {each.text for each in drawing.all("text")}
        assert {each.name for each in METHODS.values()} <= named


def test_full_fine_tuning_colours_every_weight_and_lora_none() -> None:
    def whole_weights(method_id: str) -> int:
        (wide, _) = read(render(anatomy(method_id, "x", "weights"))).all("svg")
        (coloured,) = wide.all("g", **{"class": "family-weights"})
        return len([each for each in coloured.all("rect") if float(each.attributes["width"]) >= 20])

    assert whole_weights("full") == 9
    assert whole_weights("lora") == 0


def test_a_longer_cost_is_a_longer_bar() -> None:
    short, long = bar(build=100.0), bar(build=200.0)
    (wide, _) = read(render(bar_chart("Cost", [short, long], COSTS))).all("svg")
    widths = [float(each.attributes["width"]) for each in wide.all("rect") if "fill-opacity" in each.attributes]

    assert widths[1] > 1.9 * widths[0]


def test_names_at_the_ends_of_lines_do_not_overlap() -> None:
    lines = [Line(f"line {index}", "adapters", ((1, 1), (2, 2 + index / 1000))) for index in range(6)]
    (wide, _) = read(render(line_chart("Sweep", lines, Axis("n", str), Axis("q", str)))).all("svg")
    heights = sorted(float(each.attributes["y"]) for each in wide.all("text") if each.text.startswith("line "))

    assert min(after - before for before, after in pairwise(heights)) >= 14


def test_the_longest_number_of_an_axis_is_not_cut_off() -> None:
    line = Line("LoRA", "adapters", ((1, 12_000), (18, 1_240_000)))
    for drawing in read(render(line_chart("Sweep", [line], Axis("n", str), Axis("q", usd)))).all("svg"):
        ends = [each for each in drawing.all("text") if each.attributes.get("text-anchor") == "end"]
        assert any(each.text.startswith("$") for each in ends)
        assert all(text_width(each.text, 11.0) <= float(each.attributes["x"]) for each in ends)


def test_a_scale_never_has_length_zero() -> None:
    for values in ([], [0.0], [5.0, 5.0], [float("nan")], [-3.0]):
        line = scale(values, 0, 100)
        assert line.high > line.low


def test_every_family_has_one_colour_the_same_on_paper_and_on_light_screens() -> None:
    style = STYLES.read_text(encoding="utf-8")
    light = dict(re.findall(r"--family-(\w+): (#\w+);", style.partition("[data-md-color-scheme")[0]))

    assert light == FAMILY_COLOURS
    assert set(FAMILY_COLOURS) == set(FAMILIES)


@pytest.mark.parametrize("colour", FAMILY_COLOURS.values())
def test_every_colour_can_be_told_from_paper(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 4.5


def test_the_parts_of_a_bar_are_those_of_the_cost() -> None:
    assert {tone.part for tone in COST_TONES} == set(COST_PARTS)
    assert len({tone.strength for tone in MEMORY_TONES}) == len(MEMORY_TONES)


def is_sound(chart: Node) -> bool:
    """No mark of the chart has a size below zero or a place that is no number."""
    for drawing in read(render(chart)).all("svg"):
        numbers = [value for each in drawing.walk() for value in sizes(each)]
        if not all(value >= 0 for value in numbers):
            return False
    return "nan" not in render(chart) and "inf" not in re.sub("desc.*?/desc", "", render(chart))


def sizes(element: Element) -> list[float]:
    return [float(element.attributes[name]) for name in ("width", "height", "r") if name in element.attributes]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2 counts it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return sum(share * each for share, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
