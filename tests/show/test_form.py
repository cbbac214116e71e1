"""The form asks every question once, and can be read by everyone."""

from __future__ import annotations

import pytest

from calculator.door import Knowledge, answer
from calculator.show.form import form_html
from calculator.show.scales import ERROR_COSTS, SCALES
from calculator.show.starts import starts_html
from calculator.task import DECLARED, FIELDS, UNKNOWN, Task, as_text, parse, typed
from tests.show.markup import Element, read


@pytest.fixture(scope="module")
def form(known: Knowledge) -> Element:
    (found,) = read(form_html(known)).children
    return found


def controls(form: Element) -> list[Element]:
    named = [each for each in form.walk() if each.tag in ("input", "select", "textarea")]
    return [each for each in named if each.attributes.get("type") != "range"]


def test_every_input_is_asked_once(form: Element) -> None:
    asked = [each.attributes["name"] for each in controls(form) if each.attributes.get("type") != "radio"]
    chosen = {each.attributes["name"] for each in controls(form) if each.attributes.get("type") == "radio"}

    assert sorted([*asked, *chosen]) == sorted(FIELDS)


def test_every_input_has_one_place_for_its_fault(form: Element) -> None:
    places = [each.attributes["data-problem-for"] for each in form.walk() if "data-problem-for" in each.attributes]

    assert sorted(places) == sorted(FIELDS)


def test_six_plain_questions_come_first(form: Element) -> None:
    (first,) = form.all("fieldset", **{"class": "first"})
    places = [each.attributes["data-problem-for"] for each in first.walk() if "data-problem-for" in each.attributes]

    assert places == [field.name for field in DECLARED if field.first]
    assert len(places) == 6


def test_the_untouched_form_asks_the_default_question(form: Element, known: Knowledge) -> None:
    task, problems = parse(dict(entries(form)), known.offered)

    assert not problems
    assert typed(task) == {}
    assert task == Task()


def test_every_control_is_named_and_described(form: Element) -> None:
    labels = {each.attributes.get("for") for each in form.all("label")}
    ids = {each.attributes["id"] for each in form.walk() if "id" in each.attributes}
    for each in controls(form):
        if each.attributes.get("type") == "radio":
            continue
        assert each.attributes["id"] in labels
        assert set(each.attributes["aria-describedby"].split()) <= ids


def test_every_question_with_an_unknown_answer_can_be_left_unknown(form: Element) -> None:
    for field in DECLARED:
        if not field.may_be_unknown:
            continue
        own = [each for each in controls(form) if each.attributes["name"] == field.name]
        offered = {each.attributes["value"] for one in own for each in one.all("option")}
        offered |= {each.attributes.get("value", "") for each in own} | {
            each.attributes.get("placeholder", "") for each in own
        }
        assert UNKNOWN in offered or field.kind == "text", field.name


def test_ids_are_unique(form: Element) -> None:
    ids = [each.attributes["id"] for each in form.walk() if "id" in each.attributes]

    assert len(ids) == len(set(ids))


def test_every_slider_is_named_says_its_value_and_stands_where_its_field_does(form: Element) -> None:
    sliders = form.all("input", type="range")

    assert [each.attributes["data-scale"] for each in sliders] == list(SCALES)
    for slider in sliders:
        field = FIELDS[slider.attributes["data-scale"]]
        values = form.all("datalist", id=f"scale-{field.name}")[0].all("option")
        here = values[int(slider.attributes["value"])]
        assert int(slider.attributes["max"]) == len(values) - 1
        assert field.label in slider.attributes["aria-label"]
        assert here.attributes["value"] == as_text(field.default)
        assert here.attributes["label"] == slider.attributes["aria-valuetext"]


def test_an_error_can_be_priced_in_words_and_each_word_is_a_sourced_figure(form: Element, known: Knowledge) -> None:
    words = form.all("button", **{"data-sets": "error_cost_usd"})
    figures = [known.catalog.figures[each] for each in ERROR_COSTS]

    assert [each.attributes["value"] for each in words] == [*(as_text(each.value) for each in figures), UNKNOWN]
    assert [each.attributes["aria-pressed"] for each in words].count("true") == 1
    assert {each.kind for each in figures} == {"convention"}
    for word in words:
        assert not parse({"error_cost_usd": word.attributes["value"]}, known.offered)[1]


def test_every_example_is_a_link_that_asks_it(known: Knowledge) -> None:
    (presets,) = read(starts_html(known)).all("nav")
    links = [each.attributes["href"] for each in presets.all("a")]

    assert len(links) == len(known.catalog.examples)
    assert all(link.startswith("../calculator/#v=1&") for link in links)
    assert (
        "../calculator/#v=1&" + "&".join(f"{k}={v}" for k, v in known.catalog.examples["tone-of-voice"].query.items())
        in links
    )


def test_models_stand_under_their_provider_or_under_open_weights(form: Element) -> None:
    (models,) = form.all("select", name="prompt_model")
    groups = {
        each.attributes["label"]: [option.attributes["value"] for option in each.all("option")]
        for each in models.all("optgroup")
    }

    assert "gpt-5-mini" in groups["Hosted by OpenAI"]
    assert "qwen3-8b" in groups["Open weights"]
    assert len(groups) == len(models.all("optgroup"))


def test_the_preset_of_support_tickets_gets_an_answer(known: Knowledge) -> None:
    assert not answer(known.catalog.examples["support-tickets"].query, known, "point").problems


def entries(form: Element) -> list[tuple[str, str]]:
    """What a browser would send of the untouched form."""
    found = []
    for each in controls(form):
        name = each.attributes["name"]
        if each.tag == "select":
            chosen = next(
                (option for option in each.all("option") if "selected" in option.attributes), each.all("option")[0]
            )
            found.append((name, chosen.attributes["value"]))
        elif each.tag == "textarea":
            found.append((name, each.text))
        elif each.attributes.get("type") != "radio" or "checked" in each.attributes:
            found.append((name, each.attributes.get("value", "")))
    return found
