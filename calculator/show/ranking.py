"""The options beside each other: cost and quality as charts, everything as a table."""

from __future__ import annotations

from collections.abc import Sequence

from calculator.door import Reply
from calculator.sensitivity import front
from calculator.show.charts import (
    COST_TONES,
    Axis,
    BarRow,
    BarStyle,
    IntervalRow,
    Limit,
    Point,
    bar_chart,
    interval_chart,
    scatter_chart,
)
from calculator.show.site import Site, family
from calculator.show.table import table
from calculator.show.tree import Child, Node, el, group
from calculator.show.verdict import months, share_span, usd_span
from calculator.terms import COST_PARTS, Option
from calculator.units import percent, usd, weeks_text

SHOWN = 6
WIDE_FACTOR = 5.0
COST_STYLE = BarStyle(COST_TONES, ("total", "without errors"), usd)


def cost_bars(reply: Reply, site: Site, limit: int = SHOWN) -> Node:
    """The cheapest options by part of their cost."""
    rows = [
        BarRow(
            name=site.method_name(option.method),
            sub=site.model_name(option.model),
            family=family(option.method),
            parts={part: option.cost.part(part) for part in COST_PARTS},
            low=option.cost_usd.low,
            high=option.cost_usd.high,
            columns=(usd(option.cost.total), usd(option.without_errors_usd)),
            is_blocked=not option.feasible,
        )
        for option in reply.options[:limit]
    ]
    return bar_chart(f"Cost of ownership over {months(reply)}, by part", rows, COST_STYLE)


def quality_bars(reply: Reply, site: Site, limit: int = SHOWN) -> Node:
    """Expected share of accepted outputs of the same options, with its interval."""
    floor = reply.task.quality_floor
    rows = [
        IntervalRow(
            name=site.method_name(option.method),
            sub=site.model_name(option.model),
            family=family(option.method),
            value=option.assumed_quality.expected,
            low=option.assumed_quality.low,
            high=option.assumed_quality.high,
            text=quality_text(option),
            is_assumed=option.quality is None,
        )
        for option in reply.options[:limit]
    ]
    line = Limit(floor, f"your floor {percent(floor)}") if floor is not None else None
    return interval_chart("Outputs accepted without rework", rows, percent, limit=line)


def quality_text(option: Option) -> str:
    """Expected quality with its range, marked where no study covers it."""
    return accepted(option) if option.quality else f"{accepted(option)} no study"


def accepted(option: Option) -> str:
    """Expected share of accepted outputs with its range."""
    return f"{percent(option.assumed_quality.expected)} ({share_span(option.assumed_quality).removesuffix('%')})"


def options_table(reply: Reply, site: Site, options: Sequence[Option]) -> Node:
    """The options with every number that ranks them."""
    frontier = {option.id for option in front(reply.options)}
    columns = ("Option", f"#Cost over {months(reply)}", "#Without errors", "#Accepted", "#Ready in", "#Cheapest in")
    rows = (_row(option, site, on_front=option.id in frontier) for option in options)
    return table(columns, rows, "Best value: no other option is both cheaper without errors and better.", "ranking")


def _row(option: Option, site: Site, *, on_front: bool) -> tuple[Child, ...]:
    chance = option.win_probability
    return (
        group(option_cell(option, site), el("span", {"class": "front"}, "best value") if on_front else None),
        group(usd(option.cost.total), el("span", {"class": "of"}, usd_span(option.cost_usd))),
        usd(option.without_errors_usd),
        group(accepted(option), None if option.quality else el("span", {"class": "of"}, "no study")),
        weeks_text(option.weeks),
        "…" if chance is None else percent(chance),
    )


def value_chart(reply: Reply, site: Site) -> Node | None:
    """Quality against dollars without errors, with the options of best value named; None where one is feasible."""
    feasible = [option for option in reply.options if option.feasible]
    if len(feasible) < 2:
        return None
    best = {option.id for option in front(reply.options)}
    points = [
        Point(
            f"{site.short_name(option.method)}, {site.model_name(option.model)}",
            family(option.method),
            option.without_errors_usd,
            option.assumed_quality.expected,
            option.id in best,
        )
        for option in feasible
    ]
    costs = [point.x for point in points]
    is_log = min(costs) > 0 and max(costs) / min(costs) > WIDE_FACTOR
    x_axis = Axis(f"cost over {months(reply)} without errors", usd, is_log)
    return scatter_chart("Quality against cost", points, x_axis, Axis("accepted outputs", percent))


def value_table(reply: Reply, site: Site) -> Node | None:
    """The options of best value from cheap to good, with what each further point of quality costs; None where there is one."""
    found = front(reply.options)
    if len(found) < 2:
        return None
    rows = []
    for before, option in zip([None, *found], found, strict=False):
        more = "" if before is None else usd(_usd_per_point(before, option))
        rows.append(
            (option_cell(option, site), usd(option.without_errors_usd), percent(option.assumed_quality.expected), more)
        )
    columns = ("Best value", "#Without errors", "#Accepted", "#Each further point costs")
    return table(columns, rows, "What quality costs, whatever an error costs: from the cheapest to the best", "value")


def _usd_per_point(before: Option, after: Option) -> float:
    """US dollars without errors for one more accepted output in a hundred."""
    points = 100 * (after.assumed_quality.expected - before.assumed_quality.expected)
    return (after.without_errors_usd - before.without_errors_usd) / points


def option_cell(option: Option, site: Site) -> Node:
    """The name of an option over two lines: method, then model."""
    model = el("span", {"class": "of"}, f" on {site.model_name(option.model)}")
    return el("span", {"class": "option"}, swatch(option), site.method(option.method), model)


def swatch(option: Option) -> Node:
    """A mark in the colour of the option's family."""
    return el("span", {"class": f"swatch swatch-{family(option.method)}", "aria-hidden": "true"})
