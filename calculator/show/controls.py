"""One input of the form: its label, the control, its unit, help, and room for its fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from calculator.catalog import Catalog
from calculator.door import Knowledge
from calculator.show.scales import ERROR_COSTS, SCALES, place, steps
from calculator.show.site import Site
from calculator.show.tree import Attribute, Child, Node, el, group
from calculator.task import UNKNOWN, Field, Task, as_text, choices
from calculator.terms import OWN
from calculator.units import number, usd

FEW = 4
TELLING = 100_000
STEPS: Mapping[str, Sequence[str]] = {"quality_floor": ("80%", "90%", "95%", "99%")}
PROVIDERS: Mapping[str, str] = {
    "openai": "OpenAI",
    "anthropic": "Anthropic",
    "google": "Google",
    "mistral": "Mistral",
    "xai": "xAI",
    "deepseek": "DeepSeek",
    "amazon": "Amazon",
}


def control(field: Field, known: Knowledge, site: Site) -> Node:
    """One input: its label, the control, its unit, a sentence of help with a way into the guide, room for its fault."""
    allowed = choices(field, known.offered)
    help_id, problem_id = f"help-{field.name}", f"problem-{field.name}"
    guide = el(
        "a",
        {"href": site.address(field.page), "aria-label": f"More in the guide on: {field.label}"},
        "More in the guide",
    )
    said = (
        el("p", {"class": "help", "id": help_id}, field.help, _range(field), " ", guide),
        el("div", {"class": "problem-place", "id": problem_id, "data-problem-for": field.name, "aria-live": "polite"}),
    )
    described: dict[str, Attribute] = {"aria-describedby": f"{help_id} {problem_id}"}
    if allowed and len(allowed) <= FEW:
        label = el("legend", None, field.label)
        return el("fieldset", {"class": "field choice", **described}, label, _radios(field, allowed), said)
    label = el("label", {"for": f"field-{field.name}", "id": f"label-{field.name}"}, field.label)
    if allowed:
        entry: Child = _select(field, allowed, known.catalog, described)
    elif field.kind == "text":
        entry = _room(field, described)
    else:
        entry = group(_entry(field, described), _slider(field, site), _words(field, site))
    return el("div", {"class": "field"}, label, entry, said)


def _radios(field: Field, allowed: Sequence[tuple[str, str]]) -> Node:
    options = [*allowed, *([(UNKNOWN, _unknown_words(field))] if field.may_be_unknown else [])]
    is_short = all(len(label) < 12 for _, label in options)
    radios = (
        el(
            "label",
            None,
            el(
                "input",
                {"type": "radio", "name": field.name, "value": value, "checked": value == as_text(field.default)},
            ),
            el("span", None, label),
        )
        for value, label in options
    )
    return el("div", {"class": "radios short" if is_short else "radios"}, radios)


def _unknown_words(field: Field) -> str:
    return "I don’t know" if field.first else "Unknown"


def _select(
    field: Field, allowed: Sequence[tuple[str, str]], catalog: Catalog, described: Mapping[str, Attribute]
) -> Node:
    options: list[Child] = []
    if field.may_be_unknown:
        options.append(_option(field, UNKNOWN, "None" if field.name == "better_model" else _unknown_words(field)))
    for heading, members in groupby(allowed, key=lambda pair: _heading(field, pair[0], catalog)):
        inner = [_option(field, value, label) for value, label in members]
        options.extend([el("optgroup", {"label": heading}, inner)] if heading else inner)
    return el("select", {"id": f"field-{field.name}", "name": field.name, **described}, options)


def _option(field: Field, value: str, label: str) -> Node:
    return el("option", {"value": value, "selected": value == as_text(field.default)}, label)


def _heading(field: Field, value: str, catalog: Catalog) -> str:
    """Under which heading a choice stands: hosted models by provider, open ones together; none elsewhere."""
    if field.kind not in ("prompt_model", "tune_model"):
        return ""
    if value in catalog.models or value == OWN:
        return "Open weights"
    provider = catalog.api[value].provider
    return f"Hosted by {PROVIDERS.get(provider, provider.capitalize())}"


def _room(field: Field, described: Mapping[str, Attribute]) -> Node:
    """Several lines for a text."""
    shape: dict[str, Attribute] = {"id": f"field-{field.name}", "name": field.name, "rows": "3", "spellcheck": "false"}
    return el("textarea", {**shape, **described}, "")


def _entry(field: Field, described: Mapping[str, Attribute]) -> Node:
    """A typed number with its unit; a list offers usual values where there are some."""
    steps = (*STEPS.get(field.name, ()), *([UNKNOWN] if field.may_be_unknown and field.default is not None else ()))
    attributes: dict[str, Attribute] = {
        "id": f"field-{field.name}",
        "name": field.name,
        "type": "text",
        "inputmode": "numeric" if field.kind == "count" else "decimal",
        "value": "" if field.default is None else as_text(field.default),
        "placeholder": UNKNOWN if field.may_be_unknown else None,
        "list": f"steps-{field.name}" if steps else None,
        "spellcheck": "false",
        **described,
    }
    options = [el("option", {"value": each}) for each in steps]
    offered = el("datalist", {"id": f"steps-{field.name}"}, options) if steps else None
    unit = el("span", {"class": "unit"}, _unit(field)) if field.unit else None
    return el("div", {"class": "entry"}, el("input", attributes), unit, offered)


def _slider(field: Field, site: Site) -> Node | None:
    """A slider over the values of the field's scale, which travel in a list: its position is an index into them."""
    if field.name not in SCALES:
        return None
    index, says = place(field.name, Task(), site)
    offered = list(steps(field.name, site))
    slider: dict[str, Attribute] = {
        "type": "range",
        "min": "0",
        "max": str(len(offered) - 1),
        "value": index,
        "data-scale": field.name,
        "aria-label": f"{field.label}, as a slider",
        "aria-valuetext": says,
    }
    values = [el("option", {"value": value, "label": label}) for value, label in offered]
    ends = [el("span", None, label.partition(" ")[0]) for _, label in (offered[0], offered[-1])]
    return el(
        "div",
        {"class": "scale"},
        el("input", slider),
        el("div", {"class": "ends", "aria-hidden": "true"}, ends),
        el("datalist", {"id": f"scale-{field.name}"}, values),
    )


def _words(field: Field, site: Site) -> Node | None:
    """What an error costs in words, each with the figure it stands for; None for other fields."""
    if field.name != "error_cost_usd":
        return None
    figures = [(site.catalog.figures[figure], says) for figure, says in ERROR_COSTS.items()]
    chips = [_chip(field, as_text(each.value), says, usd(each.value)) for each, says in figures]
    chips.append(_chip(field, UNKNOWN, _unknown_words(field), ""))
    origin = site.link("reference/figures", "Where from?", next(iter(ERROR_COSTS)))
    return el("div", {"class": "chips", "role": "group", "aria-labelledby": f"label-{field.name}"}, chips, origin)


def _chip(field: Field, value: str, says: str, amount: str) -> Node:
    is_chosen = value == as_text(field.default)
    attributes: dict[str, Attribute] = {"type": "button", "data-sets": field.name, "value": value}
    shown = group(says, " ", el("span", {"class": "amount"}, amount)) if amount else group(says)
    return el("button", {**attributes, "aria-pressed": "true" if is_chosen else "false"}, shown)


def _unit(field: Field) -> str:
    return {"share": "0–1 or %", "USD": "US dollars"}.get(field.unit, field.unit)


def _range(field: Field) -> Node | None:
    """What may be typed, for numbers with a range worth telling; a share explains itself."""
    if field.low is None or field.high is None or field.unit == "share" or field.high > TELLING:
        return None
    return el("span", {"class": "range"}, f" {number(field.low)} – {number(field.high, 6)}.")
