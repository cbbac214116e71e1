"""Sourced numbers for people."""

from __future__ import annotations

from calculator.show.site import Site, capital
from calculator.show.tree import Child, Node, el
from calculator.task import Field, as_text
from calculator.terms import Figure
from calculator.units import number, percent, span, usd


def figure_value(figure: Figure) -> str:
    """The value of a figure with its unit."""
    return in_unit(figure.value, figure.unit)


def figure_span(figure: Figure) -> str:
    """The plausible range of a figure with its unit."""
    low, high = in_unit(figure.low, figure.unit), in_unit(figure.high, figure.unit)
    unit = f" {figure.unit}"
    return high if low == high else span(low.removesuffix(unit) if high.endswith(unit) else low, high)


def in_unit(value: float, unit: str) -> str:
    """A number with its unit as people write it."""
    if unit == "share":
        return percent(value)
    if unit == "USD" or unit.startswith("USD/"):
        per = unit.removeprefix("USD").replace("/", " per ", 1)
        return f"{usd(value)}{per}"
    if unit == "year":
        return f"{value:.0f}"
    return f"{number(value)}{'' if unit == '×' else ' '}{unit}".rstrip()


def input_value(field: Field, value: object, site: Site) -> str:
    """The value of an input as people write it: a number with its unit, the wording of a choice, the name of a model or card."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return in_unit(float(value), field.unit)
    word = as_text(value)
    if field.kind == "gpu":
        return site.catalog.gpus[word].name
    if field.kind in ("prompt_model", "tune_model") and value is not None:
        return site.model_name(word)
    return dict(field.choices).get(word, word).partition(":")[0]


def figure_link(figure: Figure, site: Site, *, ranged: bool = False) -> Node:
    """A figure within a sentence: its value, or its range, with a link to its source, which also shows on hover."""
    named = site.catalog.sources.get(figure.source)
    source = f"{named.authors}, {named.year}" if named else figure.source
    origin = "our convention" if figure.source == "convention" else f"{figure.kind}: {source}"
    value = f"{figure_value(figure)}, range {figure_span(figure)}"
    said = f"{capital(figure.says.rstrip('.'))}: {value} ({origin}; checked {figure.checked})"
    shown = figure_span(figure) if ranged else figure_value(figure)
    return sourced(shown, site.address("reference/figures", figure.id), said)


def sourced(value: Child, address: str, said: str) -> Node:
    """A value within a sentence that says where it is from: on hover and focus, at a tap, and behind its link."""
    return el("a", {"class": "sourced", "href": address, "title": said}, value)
