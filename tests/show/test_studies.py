from __future__ import annotations

from dataclasses import replace

import pytest

from calculator.catalog.records import Outcome
from calculator.door import Knowledge
from calculator.show.site import Site
from calculator.show.studies import effects, filter_form, forest, learning_curves
from calculator.show.tree import render
from tests.show.markup import read


@pytest.fixture(scope="module")
def site(known: Knowledge) -> Site:
    return Site(known.catalog)


def comparison(known: Knowledge, **changes: object) -> Outcome:
    plain = next(iter(known.catalog.outcomes.values()))
    return replace(plain, study="lora2021", metric="accuracy %", higher_is_better=True, **changes)  # type: ignore[arg-type]  # changes are fields


def test_the_lead_of_training_is_best_against_best_on_the_model_itself(known: Knowledge) -> None:
    one = comparison(
        known,
        results=(
            ("lora", "", "", 80.0),
            ("full", "", "", 70.0),
            ("few_shot", "", "", 60.0),
            ("zero_shot", "", "", 40.0),
            ("zero_shot", "", "GPT-4", 90.0),
        ),
    )
    (same,), (other,) = (effects([one], on_one_model=where) for where in (True, False))
    assert same.points == (20.0,)
    assert other.points == (-10.0,)


def test_shares_and_per_cents_give_the_same_points(known: Knowledge) -> None:
    shares = comparison(known, results=(("lora", "", "", 0.8), ("zero_shot", "", "", 0.5)))
    per_cents = comparison(known, results=(("lora", "", "", 80.0), ("zero_shot", "", "", 50.0)))
    assert [each.points for each in effects([shares], on_one_model=True)] == [pytest.approx((30.0,))]
    assert [each.points for each in effects([per_cents], on_one_model=True)] == [pytest.approx((30.0,))]


def test_overlaps_of_words_and_lower_is_better_are_no_points(known: Knowledge) -> None:
    rows = (("lora", "", "", 40.0), ("zero_shot", "", "", 20.0))
    plain = comparison(known, results=rows)
    assert not effects([replace(plain, metric="ROUGE-1"), replace(plain, higher_is_better=False)], on_one_model=True)


def test_the_forest_names_every_study_with_both_sides(known: Knowledge, site: Site) -> None:
    outcomes = known.catalog.outcomes.values()
    words = read(render(forest(outcomes, site, on_one_model=True))).words
    assert "no difference" in words
    for found in effects(outcomes, on_one_model=True):
        source = known.catalog.sources[found.study]
        assert f"{source.authors}, {source.year}" in words


def test_a_learning_curve_rises_from_fewer_to_more_examples(known: Knowledge) -> None:
    chosen = [each for each in known.catalog.outcomes.values() if each.id.startswith("bertsch24-trec-")]
    words = read(render(learning_curves("Six classes", chosen, {"lora": "LoRA"}))).words
    assert "LoRA: from 73% to 97%" in words


def test_a_line_without_points_is_a_fault_of_ours(known: Knowledge) -> None:
    with pytest.raises(ValueError, match="fewer than 3 points"):
        learning_curves("Nothing", list(known.catalog.outcomes.values())[:1], {"lora": "LoRA"})


def test_the_filter_is_labelled_and_hidden_until_a_script_shows_it() -> None:
    form = read(render(filter_form(["code"], "all")))
    (outer,) = form.all("form")
    assert "hidden" in outer.attributes
    assert len(form.all("label")) == len(form.all("input")) + len(form.all("select"))
    assert "every kind of task" in form.words
