"""A form on paper: a table of what it asks and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

TYPED = frozenset({"", "text", "number", "search"})


def table(form: Element) -> Element:
    """Every question of a form with the answer it is filled in with; questions without one are left out."""
    whole = Element("table", {"class": "data"})
    SubElement(whole, "caption").text = form.get("aria-label")
    head = SubElement(SubElement(whole, "thead"), "tr")
    for name in ("Asked", "Answered"):
        SubElement(head, "th", {"scope": "col"}).text = name
    body = SubElement(whole, "tbody")
    for question, answer in _filled(form):
        row = SubElement(body, "tr")
        SubElement(row, "th", {"scope": "row"}).text = question
        SubElement(row, "td").text = answer
    return whole


def _filled(form: Element) -> Iterator[tuple[str, str]]:
    labels = {label.get("for"): _text(label) for label in form.iter("label") if label.get("for")}
    above = {child: parent for parent in form.iter() for child in parent}
    for control in form.iter():
        answer = _answer(control, above)
        if answer:
            yield labels.get(control.get("id")) or _legend(control, above), answer


def _answer(control: Element, above: dict[Element, Element]) -> str:
    if control.tag == "select":
        return _text(next((each for each in control.iter("option") if each.get("selected") is not None), control))
    if control.tag != "input":
        return ""
    kind = control.get("type", "")
    if kind == "radio" and control.get("checked") is not None:
        return _text(above[control])
    value = control.get("value", "") if kind in TYPED else ""
    unit = next((_text(each) for each in above[control].iter() if each.get("class") == "unit"), "")
    if not value or unit[:1].isdigit():  # the unit is the range to choose from
        return value
    return f"{_grouped(value)} {unit}".strip()


def _grouped(value: str) -> str:
    """A whole number with its thousands apart, anything else as it is."""
    return f"{int(value):,}" if value.isdecimal() else value


def _legend(control: Element, above: dict[Element, Element]) -> str:
    while control in above:
        control = above[control]
        if (legend := control.find("legend")) is not None:
            return _text(legend)
    return ""


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
