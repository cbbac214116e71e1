"""One input moved over a range: how cost or quality of several methods follow, and where the best one changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp, log

from calculator.door import Reply
from calculator.show.charts import Axis, Crossing, Line, line_chart
from calculator.show.charts.frame import short
from calculator.show.site import Site, family
from calculator.show.tree import Node
from calculator.task import Field
from calculator.terms import Option
from calculator.units import percent, usd

Ask = Callable[[Mapping[str, str]], Reply]
SHOWS: Mapping[str, tuple[str, Callable[[float], str]]] = {
    "cost_usd": ("cost of ownership", usd),
    "without_errors_usd": ("cost without errors", usd),
    "quality": ("accepted outputs", percent),
}
EXAMPLE_COUNTS = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
WIDE_FACTOR = 20.0


def sweep_chart(ask: Ask, field: Field, values: Sequence[float], methods: Sequence[str], show: str, site: Site) -> Node:
    """Lines of several methods over one input; the best option of each method stands for it."""
    replies = [ask({field.name: f"{value:.15g}"}) for value in values]
    lines = [_line(method, values, replies, show, site) for method in methods]
    name, printed = SHOWS[show]
    is_log = min(values) > 0 and max(values) / min(values) >= WIDE_FACTOR
    unit = "" if field.unit == "share" or field.unit in field.label.lower() else field.unit
    x_axis = Axis(moved(field).strip("“”") + (f" ({unit})" if unit else ""), short, is_log)
    points = [[(x, y) for x, y in line.points] for line in lines]
    is_log_y = show != "quality" and _is_wide([y for each in points for _, y in each])
    return line_chart(
        f"{name.capitalize()} by {moved(field)}",
        lines,
        x_axis,
        Axis(name, printed, is_log_y),
        _crossings(lines, values, show, unit, is_log=is_log),
    )


def _is_wide(values: Sequence[float]) -> bool:
    return bool(values) and min(values) > 0 and max(values) / min(values) >= WIDE_FACTOR


def _line(method: str, values: Sequence[float], replies: Sequence[Reply], show: str, site: Site) -> Line:
    """The value of the method's best option at each place; places where it is blocked are left out."""
    method_id, _, model = method.partition("@")
    points = []
    for value, reply in zip(values, replies, strict=True):
        option = next(
            (
                each
                for each in reply.options
                if each.feasible and each.method == method_id and model in ("", each.model)
            ),
            None,
        )
        if option is not None:
            points.append((value, shown_value(option, show)))
    return Line(line_name(method, site), family(method_id), tuple(points))


def line_name(method: str, site: Site) -> str:
    """The name of a line: the method's, with its model where one is asked for."""
    method_id, _, model = method.partition("@")
    return f"{site.short_name(method_id)}, {site.model_name(model)}" if model else site.short_name(method_id)


def moved(field: Field) -> str:
    """The input that is moved, within a sentence; a question keeps its words."""
    is_question = field.label.endswith("?")
    return f"“{field.label}”" if is_question else field.label.removesuffix(" you have").lower()


def shown_value(option: Option, show: str) -> float:
    """What is shown of an option: US dollars over the horizon, or the expected share of accepted outputs."""
    if show == "quality":
        return option.assumed_quality.expected
    return option.without_errors_usd if show == "without_errors_usd" else option.cost.total


def _crossings(lines: Sequence[Line], values: Sequence[float], show: str, unit: str, *, is_log: bool) -> list[Crossing]:
    """Where the best line changes from one place to the next, interpolated between them."""
    better = max if show == "quality" else min
    by_value = [{line.name: y for line in lines for x, y in line.points if x == value} for value in values]
    found = []
    for left, right, before, after in zip(values, values[1:], by_value, by_value[1:], strict=False):
        if not before or not after:
            continue
        old, new = better(before, key=lambda name: before[name]), better(after, key=lambda name: after[name])
        if old == new or new not in before or old not in after:
            continue
        gap, later = abs(before[new] - before[old]), abs(after[new] - after[old])
        share = gap / (gap + later) if gap + later else 0.5
        place = exp(log(left) + share * (log(right) - log(left))) if is_log else left + share * (right - left)
        found.append(
            Crossing(place, " ".join(filter(None, ("from about", short(place_rounded(place)), unit))) + f": {new}")
        )
    return found


def place_rounded(value: float) -> float:
    """A place that was interpolated, to two significant digits."""
    return float(f"{value:.2g}")
