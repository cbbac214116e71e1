"""The options beside each other: cost, quality and memory as charts, everything as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calculator.door import Reply
from calculator.show.charts import COST_TONES, MEMORY_TONES, BarRow, BarStyle, IntervalRow, Limit, bar_chart, interval_chart
from calculator.show.site import Site, family
from calculator.show.table import table
from calculator.show.tree import Child, Node, el, group
from calculator.show.verdict import months, share_span, usd_span
from calculator.terms import COST_PARTS, Memory, Option
from calculator.units import gib_text, in_gib, number, percent, usd

SHOWN = 6
COST_STYLE = BarStyle(COST_TONES, ("total", "without errors"), usd)
MEMORY_STYLE = BarStyle(MEMORY_TONES, ("GiB", ""), number)
MEMORY_GROUPS: Mapping[str, str] = {
    "weights": "weights",
    "gathered weights": "weights",
    "adapter": "trained part",
    "gradients": "trained part",
    "optimizer": "trained part",
    "optimizer step": "trained part",
    "activations": "activations",
    "layer at work": "activations",
    "logits and loss": "logits",
}


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
    told = f"{percent(option.assumed_quality.expected)} ({share_span(option.assumed_quality).removesuffix('%')})"
    return told if option.quality else f"{told} no study"


def memory_bars(options: Sequence[Option], gpu_id: str, site: Site, limit: int = SHOWN) -> Node | None:
    """Training memory of the options that train on a card, against the card's capacity; None where none does."""
    rows = [memory_row(option, option.memory, site) for option in options if option.memory is not None][:limit]
    if not rows:
        return None
    gpu = site.catalog.gpus[gpu_id]
    capacity = Limit(gpu.memory_gib, f"{number(gpu.memory_gib)} GiB of {gpu.name}")
    return bar_chart("Peak memory of training on one card", rows, MEMORY_STYLE, capacity)


def memory_row(option: Option, memory: Memory, site: Site) -> BarRow:
    """One option's peak by group of parts, in GiB."""
    parts: dict[str, float] = {}
    for part in memory.parts.parts:
        name = MEMORY_GROUPS.get(part.name, "overhead")
        parts[name] = parts.get(name, 0.0) + in_gib(part.value)
    too_large = any(reason.kind == "blocks" and reason.source == "memory" for reason in option.reasons)
    peak = memory.peak_bytes
    return BarRow(
        name=site.method_name(option.method),
        sub=site.model_name(option.model),
        family=family(option.method),
        parts=parts,
        low=in_gib(peak.low),
        high=in_gib(peak.high),
        columns=(number(in_gib(peak.expected)), "does not fit" if too_large else "fits"),
        is_blocked=too_large,
    )


def front(options: Sequence[Option]) -> list[Option]:
    """The feasible options that no other beats in both dollars without errors and quality, from cheap to good."""
    best, found = -1.0, []
    feasible = (option for option in options if option.feasible)
    for option in sorted(feasible, key=lambda each: (each.without_errors_usd, -each.assumed_quality.expected, each.id)):
        if option.assumed_quality.expected > best:
            best = option.assumed_quality.expected
            found.append(option)
    return found


def options_table(reply: Reply, site: Site, options: Sequence[Option]) -> Node:
    """The options with every number that ranks them."""
    frontier = {option.id for option in front(reply.options)}
    columns = ("Option", f"#Cost over {months(reply)}", "#90% range", "#Without errors", "#Accepted", "#Weeks", "#Cheapest in")
    rows = (_row(option, site, on_front=option.id in frontier) for option in options)
    return table(columns, rows, "● no other option is both cheaper without errors and better", "ranking")


def _row(option: Option, site: Site, *, on_front: bool) -> tuple[Child, ...]:
    chance = option.win_probability
    accepted = quality_text(option)
    return (
        group(swatch(option), site.method(option.method), f" on {site.model_name(option.model)}", el("span", {"class": "front", "title": "best for its price"}, " ●") if on_front else None),
        usd(option.cost.total),
        usd_span(option.cost_usd),
        usd(option.without_errors_usd),
        accepted,
        number(option.weeks, 2),
        "…" if chance is None else percent(chance),
    )


def swatch(option: Option) -> Node:
    """A mark in the colour of the option's family."""
    return el("span", {"class": f"swatch swatch-{family(option.method)}", "aria-hidden": "true"})


def memory_table(options: Sequence[Option], site: Site) -> Node | None:
    """Every named part of the memory of each option that trains on a card; None where none does."""
    trained = [(option, option.memory) for option in options if option.memory is not None]
    if not trained:
        return None
    names = list(dict.fromkeys(part.name for _, memory in trained for part in memory.parts.parts))
    rows = (
        (
            group(site.method(option.method), f" on {site.model_name(option.model)}"),
            *(number(in_gib(memory.parts.part(name))) for name in names),
            gib_text(memory.peak_bytes.expected),
        )
        for option, memory in trained
    )
    return table(("Option", *(f"#{name}" for name in names), "#peak"), rows, "Memory by part, GiB", "parts")
