"""The answer says what the reply says: one sentence, every option, every reason with its source."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from calculator.door import Knowledge, Reply, answer
from calculator.sensitivity import Findings, Flip, front
from calculator.show.answer import answer_html, problem_html, sentence_html
from calculator.show.findings import what_matters
from calculator.show.flips import PHRASES, flip_sentences
from calculator.show.plan import break_even_quality
from calculator.show.site import Site, method_in_sentence, quoted
from calculator.show.text import reply_text
from calculator.show.values import in_unit
from calculator.show.verdict import sentence
from calculator.task import FIELDS, Task
from calculator.terms import Problem
from calculator.units import usd
from tests.show.markup import Element, read

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def reply(known: Knowledge) -> Reply:
    return answer({}, known, "full")


def shown(reply: Reply, known: Knowledge) -> Element:
    return read(answer_html(reply, known))


def test_the_sentence_names_the_winner_its_cost_and_what_it_saves(reply: Reply, site: Site) -> None:
    best, second = reply.best, reply.runner_up
    assert best is not None
    assert second is not None
    said = sentence(reply, site)

    assert said.startswith(f"Use {site.option_name(best)}: about {usd(best.cost.total)} over 12 months")
    assert f"{usd(second.cost.total - best.cost.total)} less than {site.option_name(second)}" in said
    assert "% sure" in said


def test_a_point_reply_claims_no_probability(known: Knowledge, site: Site) -> None:
    point = answer({}, known, "point")

    assert "sure" not in sentence(point, site)
    assert [each.attributes["id"] for each in shown(point, known).walk() if "data-later" in each.attributes][:1] == [
        "chances"
    ]


def test_a_point_reply_leaves_what_is_folded_to_the_full_one(reply: Reply, known: Knowledge) -> None:
    point = shown(answer({}, known, "point"), known)
    later = {each.attributes["id"] for each in point.walk() if "data-later" in each.attributes}
    whole = {each.attributes.get("id") for each in shown(reply, known).walk()}

    assert {"chances", "flips", "all-options", "where-from"} <= later <= whole
    assert not any(each.attributes.get("data-later") == "" for each in shown(reply, known).walk())


def test_text_and_page_agree_on_the_winner(known: Knowledge, site: Site) -> None:
    for example in known.catalog.examples.values():
        point = answer(example.query, known, "point")
        said = sentence(point, site)
        assert " ".join(reply_text(point, known).split()).startswith(said)
        assert said.partition(":")[0] in " ".join(read(sentence_html(point, known)).words.split()).replace(" :", ":")


@pytest.mark.parametrize("example", ["support-tickets", "on-device-assistant"])
def test_every_option_is_shown_the_blocked_ones_with_their_reason(example: str, known: Knowledge, site: Site) -> None:
    point = answer(known.catalog.examples[example].query, known, "full")
    words = " ".join(shown(point, known).words.split())
    for option in point.options:
        assert site.model_name(option.model) in words
        blocking = [reason.text for reason in option.reasons if reason.kind == "blocks"]
        assert all(text in words for text in blocking)
        assert option.feasible == (not blocking)


def test_every_source_of_every_example_can_be_followed(known: Knowledge) -> None:
    for example in known.catalog.examples.values():
        links = shown(answer(example.query, known, "point"), known).all("a")
        assert links
        assert all(each.attributes["href"].startswith(("../", "https://", "#")) for each in links)


def test_links_follow_the_place_of_the_page(reply: Reply, known: Knowledge) -> None:
    deeper = read(answer_html(reply, known, "../../")).all("a")

    assert all(
        each.attributes["href"].startswith("../../")
        for each in deeper
        if not each.attributes["href"].startswith("https")
    )


def test_ids_are_unique_so_that_an_update_finds_what_was_unfolded(reply: Reply, known: Knowledge) -> None:
    ids = [each.attributes["id"] for each in shown(reply, known).walk() if "id" in each.attributes]

    assert len(ids) == len(set(ids))


def test_every_disclosure_can_be_kept_open(reply: Reply, known: Knowledge) -> None:
    assert all(each.attributes.get("id") for each in shown(reply, known).all("details"))


def test_a_part_of_a_cost_stands_with_its_formula(reply: Reply, known: Knowledge) -> None:
    best = reply.best
    assert best is not None
    words = shown(reply, known).words

    assert all(part.formula in words for part in best.cost.parts if part.value)


def test_what_no_study_covers_is_marked(reply: Reply, known: Knowledge) -> None:
    untried = replace(reply.options[-1], quality=None)

    assert "no study" in shown(replace(reply, options=(*reply.options[:-1], untried)), known).words


def test_where_nothing_is_feasible_the_page_says_what_to_relax(known: Knowledge, site: Site) -> None:
    stuck = answer({"budget_usd": "1"}, known, "full")
    assert stuck.best is None

    assert sentence(stuck, site).startswith("Nothing is feasible as asked. Relax this first: the first version takes")
    assert "your budget is $1" in shown(stuck, known).words
    assert "Which limit to relax" in shown(stuck, known).words


def test_each_limit_is_named_once(known: Knowledge) -> None:
    stuck = shown(answer({"budget_usd": "1"}, known, "point"), known)
    rows = [each.words for each in stuck.all("th", scope="row") if "your budget is $1" in each.words]

    assert len(rows) == 1


def test_the_only_option_left_is_called_that(known: Knowledge, site: Site) -> None:
    point = answer({}, known, "point")
    alone = replace(point, options=(point.options[0], *(replace(each, feasible=False) for each in point.options[1:])))

    assert sentence(alone, site).endswith("; your limits leave nothing else.")


def test_a_fault_is_told_in_place_of_an_answer(known: Knowledge, site: Site) -> None:
    faulty = answer({"budget_usd": HOSTILE, "gpu": "no such card"}, known)

    assert sentence(faulty, site).startswith("2 answers need mending first: ")
    assert "gpu: Graphics card: “no such card” is not known" in reply_text(faulty, known)
    assert not read(problem_html(faulty.problems[0])).all("img")
    assert not read(sentence_html(faulty, known)).all("img")


def test_a_hostile_field_stays_text_everywhere(known: Knowledge, site: Site) -> None:
    faulty = answer({HOSTILE: "1"}, known)

    assert HOSTILE in sentence(faulty, site)
    assert not read(sentence_html(faulty, known)).all("img")
    assert not read(problem_html(Problem(HOSTILE, HOSTILE))).all("img")


def told(reply: Reply, site: Site, *flips: Flip) -> list[str]:
    return flip_sentences(replace(reply, findings=Findings(reply.options, flips)), site)


def test_flips_are_told_as_conditions(reply: Reply, site: Site) -> None:
    below = Flip("labelled_examples", "140", "few_shot@gpt-5-mini", "below")
    above = Flip("requests_per_month", "1200000", "lora@qwen3-8b", "above")
    other = Flip("task_gap", "large", "none")

    assert told(reply, site, below) == [
        "Below 140 labelled examples, few-shot prompting on GPT-5 mini is the cheapest."
    ]
    assert told(reply, site, above) == ["Above 1,200,000 requests a month, LoRA on Qwen3 8B is the cheapest."]
    assert told(reply, site, other)[0].endswith(", nothing is feasible.")


def test_every_number_that_can_be_asked_is_told_in_a_phrase() -> None:
    assert PHRASES.keys() == {field.name for field in FIELDS.values() if field.kind in ("number", "count")}


def test_the_nearest_change_is_told_first(reply: Reply, site: Site) -> None:
    far = Flip("requests_per_month", "1200000", "lora@qwen3-8b", "above")
    near = Flip("requests_per_month", "15000", "lora@qwen3-8b", "below")

    assert told(reply, site, far, near)[0].startswith("Below 15,000")


def test_choices_with_one_outcome_share_a_sentence(reply: Reply, site: Site) -> None:
    words = [Flip("task_kind", word, "lora@qwen3-8b") for word in ("code", "translation")]

    assert told(reply, site, *words) == [
        "With “Write code or queries” or “Translate” as the answer to “What should the model do”, LoRA on Qwen3 8B is the cheapest."
    ]


def test_at_the_break_even_quality_both_options_cost_the_same(reply: Reply) -> None:
    best, second, quality = reply.best, reply.runner_up, break_even_quality(reply)
    assert best is not None
    assert second is not None
    assert quality is not None
    errors = best.cost.part("errors") / (1 - best.assumed_quality.expected) * (1 - quality)

    assert best.cost.total - best.cost.part("errors") + errors == pytest.approx(second.cost.total)


def test_nothing_beats_an_option_of_best_value_in_both_money_and_quality(reply: Reply) -> None:
    for chosen in front(reply.options):
        for other in reply.options:
            cheaper = other.without_errors_usd < chosen.without_errors_usd
            better = other.assumed_quality.expected > chosen.assumed_quality.expected
            assert not (other.feasible and cheaper and better)


def test_the_own_model_is_called_the_readers_own(known: Knowledge) -> None:
    config = "layers=32 hidden_size=4096 attention_heads=32 vocab_size=128256"
    point = answer({"tune_model": "own", "own_model": config}, known, "point")

    assert "your own model" in shown(point, known).words


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("lora", "LoRA"),
        ("zero_shot", "zero-shot prompting"),
        ("ia3", "IA³"),
        ("p_tuning", "P-tuning"),
        ("full", "full fine-tuning"),
    ],
)
def test_a_method_within_a_sentence_keeps_its_capitals_only_where_it_is_an_abbreviation(method: str, name: str) -> None:
    assert method_in_sentence(method) == name


def test_an_address_carries_any_text() -> None:
    assert quoted("a b&c=ü/<") == "a%20b%26c%3D%C3%BC%2F%3C"


def test_the_terminal_text_fits_a_hundred_columns(known: Knowledge) -> None:
    for example in known.catalog.examples.values():
        text = reply_text(answer(example.query, known, "point"), known)
        ranking = text.partition("Where the dollars")[0]
        assert max(len(line) for line in ranking.splitlines()) <= 100


def test_prices_are_dated_at_the_end(reply: Reply, known: Knowledge) -> None:
    assert re.search(r"Prices as of \d{4}-\d\d-\d\d", shown(reply, known).words)
    assert f"Prices as of {reply.as_of}." in reply_text(reply, known)


def test_the_horizon_of_one_month_is_singular(known: Knowledge, site: Site) -> None:
    assert "over 1 month," in sentence(answer({"horizon_months": "1"}, known, "point"), site)
    assert Task().horizon_months == 12


def test_every_way_into_the_guide_leads_to_a_page(reply: Reply, known: Knowledge) -> None:
    docs = Path(__file__).parents[2] / "docs"
    pages = {str(path.relative_to(docs).with_suffix("")).removesuffix("/index") for path in docs.rglob("*.md")}
    addresses = set(re.findall(r'href="\.\./([a-z/-]+)/', answer_html(reply, known)))

    assert addresses
    assert not addresses - pages


def test_the_page_says_at_which_moment_the_peak_stands_and_what_each_part_is(reply: Reply, known: Knowledge) -> None:
    page = answer_html(reply, known)

    assert "the peak is at the loss" in page
    assert "moment of the peak" in page
    assert "what the forward pass keeps for the backward pass" in page


def test_what_is_moved_is_named_whole_and_its_ends_have_their_unit(reply: Reply, site: Site) -> None:
    shown = what_matters(reply, site)

    assert shown is not None
    words = str(shown)
    assert "…" not in words
    assert reply.findings is not None
    for swing in reply.findings.swings:
        assert swing.high is not None
        assert in_unit(swing.high, FIELDS[swing.name].unit) in words
