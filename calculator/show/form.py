"""The form, generated from the declarations of the task: first the six plain questions, the rest by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from calculator.catalog import Catalog
from calculator.door import Knowledge
from calculator.show.site import Site
from calculator.show.tree import Attribute, Child, Node, el, render
from calculator.task import DECLARED, GROUPS, UNKNOWN, Field, as_text, choices
from calculator.terms import OWN
from calculator.units import number

FEW = 4
TELLING = 100_000
STEPS: Mapping[str, Sequence[str]] = {
    "labelled_examples": ("0", "20", "100", "300", "1000", "5000", "50000"),
    "error_cost_usd": ("0.01", "0.5", "20", "300"),
    "requests_per_month": ("1000", "20000", "300000", "5000000"),
    "quality_floor": ("80%", "90%", "95%", "99%"),
}
PROVIDERS: Mapping[str, str] = {
    "openai": "OpenAI",
    "anthropic": "Anthropic",
    "google": "Google",
    "mistral": "Mistral",
    "xai": "xAI",
    "deepseek": "DeepSeek",
    "amazon": "Amazon",
}


def form_html(known: Knowledge, root: str = "../") -> str:
    """The whole form; without JavaScript it still reads, and says why it does not answer."""
    site = Site(known.catalog, root)
    first = [field for field in DECLARED if field.first]
    return render(
        el(
            "form",
            {"id": "question", "method": "get", "action": "", "autocomplete": "off", "aria-label": "Your situation"},
            presets(site),
            el(
                "fieldset",
                {"class": "first"},
                el("legend", None, "Six questions"),
                [control(each, known, site) for each in first],
            ),
            el("p", {"class": "more-intro"}, "Everything else has a sensible default. Open what you know better."),
            _groups(known, site),
        )
    )


def presets(site: Site) -> Node:
    """Situations to start from, each a link that fills the form."""
    links = (
        el(
            "li",
            None,
            el("a", {"class": "preset", "href": site.calculator(each.query), "title": each.asks}, each.title),
        )
        for each in site.catalog.examples.values()
    )
    return el(
        "nav",
        {"class": "presets", "aria-label": "Examples to start from"},
        el("p", None, "Start from an example"),
        el("ul", None, links),
    )


def _groups(known: Knowledge, site: Site) -> Iterator[Node]:
    rest = [field for field in DECLARED if not field.first]
    for name, fields in groupby(rest, key=lambda field: field.group):
        controls = [control(each, known, site) for each in fields]
        count = el("span", {"class": "count"}, f"{len(controls)} more")
        yield el(
            "details", {"class": "more", "id": f"group-{name}"}, el("summary", None, GROUPS[name], " ", count), controls
        )


def control(field: Field, known: Knowledge, site: Site) -> Node:
    """One input: its label, the control, its unit, a sentence of help with a way into the guide, room for its fault."""
    allowed = choices(field, known.offered)
    help_id, problem_id = f"help-{field.name}", f"problem-{field.name}"
    guide = el("a", {"href": site.address(field.page), "aria-label": f"More on: {field.label}"}, "More")
    said = (
        el("p", {"class": "help", "id": help_id}, field.help, _range(field), " ", guide),
        el("div", {"class": "problem-place", "id": problem_id, "data-problem-for": field.name, "aria-live": "polite"}),
    )
    described: dict[str, Attribute] = {"aria-describedby": f"{help_id} {problem_id}"}
    if allowed and len(allowed) <= FEW:
        label = el("legend", None, field.label)
        return el("fieldset", {"class": "field choice", **described}, label, _radios(field, allowed), said)
    label = el("label", {"for": f"field-{field.name}"}, field.label)
    if field.kind == "text":
        area: dict[str, Attribute] = {
            "id": f"field-{field.name}",
            "name": field.name,
            "rows": "3",
            "spellcheck": "false",
            **described,
        }
        return el("div", {"class": "field"}, label, el("textarea", area), said)
    entry = _select(field, allowed, known.catalog, described) if allowed else _typed(field, described)
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


def _typed(field: Field, described: Mapping[str, Attribute]) -> Node:
    """What is written rather than chosen: a text in its own room, a number on a line."""
    if field.kind != "text":
        return _entry(field, described)
    return el(
        "textarea",
        {"id": f"field-{field.name}", "name": field.name, "rows": "3", "spellcheck": "false", **described},
        "",
    )


def _entry(field: Field, described: Mapping[str, Attribute]) -> Node:
    """A typed number; a list offers usual values where there are some."""
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
    offered = (
        el("datalist", {"id": f"steps-{field.name}"}, [el("option", {"value": each}) for each in steps])
        if steps
        else None
    )
    unit = el("span", {"class": "unit"}, _unit(field)) if field.unit else None
    return el("div", {"class": "entry"}, el("input", attributes), unit, offered)


def _unit(field: Field) -> str:
    return {"share": "0–1 or %", "USD": "US dollars"}.get(field.unit, field.unit)


def _range(field: Field) -> Node | None:
    """What may be typed, for numbers with a range worth telling; a share explains itself."""
    if field.low is None or field.high is None or field.unit == "share" or field.high > TELLING:
        return None
    return el("span", {"class": "range"}, f" {number(field.low)} – {number(field.high, 6)}.")
