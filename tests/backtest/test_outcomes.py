from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculator.backtest.comparisons import of_catalog, raw_of
from calculator.backtest.outcomes import backtest
from calculator.backtest.pairs import pairs
from calculator.catalog import Catalog
from calculator.catalog.reader import shipped


@pytest.fixture(scope="module")
def known() -> Catalog:
    return shipped()


@pytest.fixture(scope="module")
def file(known: Catalog) -> list[dict[str, Any]]:
    return [raw_of(outcome, known) for outcome in known.outcomes.values()]


@pytest.fixture(scope="module")
def judged(file: list[dict[str, Any]], known: Catalog) -> dict[str, Any]:
    return backtest(file, known, rows=True)


def study(file: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return deepcopy([record for record in file if record["study"]["key"] == key])


def test_our_pairs_are_those_that_the_published_rule_counts(known: Catalog) -> None:
    first = {outcome.id for outcome in known.outcomes.values() if not outcome.added}
    assert sum(len(pairs(each)) for each in of_catalog(known) if each.id in first) == 895


def test_order_is_right_in_four_pairs_of_five_of_studies_not_seen(judged: dict[str, Any]) -> None:
    overall = judged["metrics"]["overall"]
    assert overall["accuracy"] >= 0.8
    assert overall["accuracy_by_study"] >= 0.8
    assert overall["prompting_against_training"]["accuracy"] >= 0.79


def test_order_is_right_in_the_studies_that_the_form_of_the_model_was_chosen_on(known: Catalog) -> None:
    first = [raw_of(outcome, known) for outcome in known.outcomes.values() if not outcome.added]
    overall = backtest(first, known)["metrics"]["overall"]
    assert overall["accuracy"] >= 0.82
    assert overall["accuracy_by_study"] >= 0.79
    assert overall["prompting_against_training"]["accuracy"] >= 0.78


def test_fourteen_studies_never_seen_are_predicted_better_than_by_a_fixed_order(known: Catalog) -> None:
    added = [raw_of(outcome, known) for outcome in known.outcomes.values() if outcome.added]
    metrics = backtest(added, known)["metrics"]
    assert metrics["overall"]["accuracy"] >= 0.75
    assert metrics["above_fixed_order"]["points"] > 5


def test_model_beats_the_best_fixed_order_beyond_chance(judged: dict[str, Any]) -> None:
    above = judged["metrics"]["above_fixed_order"]
    assert above["points"] >= 4
    assert above["low"] > 0


def test_model_beats_always_lora_and_the_articles_rules(judged: dict[str, Any]) -> None:
    metrics = judged["metrics"]
    best = max(metrics["rivals"][name]["accuracy"] for name in ("always_lora", "article"))
    assert metrics["overall"]["accuracy"] > best + 0.1


def test_win_probability_never_claims_more_than_it_keeps(judged: dict[str, Any]) -> None:
    for band in judged["metrics"]["overall"]["reliability"]:
        assert band["right"] >= band["said"] - 0.05


def test_nine_intervals_in_ten_hold_their_gap_in_studies_not_seen(judged: dict[str, Any]) -> None:
    gaps = judged["metrics"]["overall"]["gaps"]
    assert 0.85 <= gaps["inside_by_study"] <= 0.95


def test_blanked_scores_give_the_same_predictions(
    file: list[dict[str, Any]], known: Catalog, judged: dict[str, Any]
) -> None:
    blank = deepcopy(file)
    for record in blank:
        for result in record["results"]:
            result["score"] = None
    assert backtest(blank, known, rows=True)["rows"] == judged["rows"]


@pytest.mark.parametrize(
    "written",
    [
        {"arxiv_or_doi": "arXiv:2106.09685v2"},
        {"arxiv_or_doi": "2106.09685"},
        {"arxiv_or_doi": "https://arxiv.org/pdf/2106.09685v1.pdf"},
        {"arxiv_or_doi": "10.48550/ARXIV.2106.09685"},
        {"arxiv_or_doi": "https://doi.org/10.48550/arXiv.2106.09685"},
        {"url": "HTTPS://ARXIV.ORG/ABS/2106.09685"},
        {"title": "LoRA:  Low-Rank Adaptation of Large Language Models."},
        {"key": "LORA2021"},
    ],
)
def test_a_study_is_left_out_however_its_name_is_written(
    file: list[dict[str, Any]], known: Catalog, written: dict[str, str]
) -> None:
    own, other = study(file, "lora2021"), study(file, "lora2021")
    for record in other:
        record["study"] = {"key": "of another file"} | written
    assert backtest(own, known, rows=True)["rows"] == backtest(other, known, rows=True)["rows"]


def test_a_study_known_only_by_its_title_is_still_left_out(file: list[dict[str, Any]], known: Catalog) -> None:
    named, renamed = study(file, "bertsch2024"), study(file, "bertsch2024")
    for record in renamed:
        record["study"] = {"key": "copy", "title": record["study"]["title"].upper()}
    assert backtest(named, known, rows=True)["rows"] == backtest(renamed, known, rows=True)["rows"]


def test_a_study_is_left_out_by_the_title_of_its_preprint(file: list[dict[str, Any]], known: Catalog) -> None:
    own, other = study(file, "chen2023bio"), study(file, "chen2023bio")
    for record in other:
        record["study"] = {
            "title": "Large Language Models in Biomedical Natural Language Processing: Benchmarks, Baselines, and Recommendations"
        }
    assert backtest(own, known, rows=True)["rows"] == backtest(other, known, rows=True)["rows"]


def test_an_unseen_study_is_predicted_by_all_of_ours(file: list[dict[str, Any]], known: Catalog) -> None:
    own, foreign = study(file, "bertsch2024"), study(file, "bertsch2024")
    for record in foreign:
        record["study"] = {"key": "new", "title": "A study of our own making"}
    assert backtest(own, known, rows=True)["rows"] != backtest(foreign, known, rows=True)["rows"]


def test_a_method_nobody_knows_is_met_with_abstention(known: Catalog) -> None:
    record = {
        "id": "x",
        "task": {"type": "classification"},
        "model": {"name": "Model nobody knows 13B"},
        "results": [{"method": "telepathy", "score": 0.9}, {"method": "zero_shot", "score": 0.5}],
    }
    expected = backtest([record], known, rows=True)["rows"][0]["expected"]
    assert expected[0] is None
    assert isinstance(expected[1], float)


def test_lower_is_better_turns_the_order_of_scores_and_not_of_predictions(known: Catalog) -> None:
    results = [{"method": "lora", "score": 0.2}, {"method": "zero_shot", "score": 0.7}]
    record = {"id": "x", "task": {"type": "classification"}, "model": {"name": "LLaMA 7B"}, "results": results}
    usual = backtest([record], known, rows=True)
    turned = backtest([record | {"metric": {"name": "error", "higher_is_better": False}}], known, rows=True)
    assert usual["rows"] == turned["rows"]
    assert usual["metrics"]["overall"]["accuracy"] + turned["metrics"]["overall"]["accuracy"] == 1


def test_what_a_record_does_not_say_still_gets_an_order(known: Catalog) -> None:
    methods = ("zero_shot", "few_shot", "prompt_engineered", "soft_prompt_tuning", "adapters", "lora", "full_ft", "rag")
    bare = {"id": "x", "task": {"type": "a task nobody has named"}, "results": [{"method": name} for name in methods]}
    expected = backtest([bare], known, rows=True)["rows"][0]["expected"]
    assert all(isinstance(each, float) for each in expected)
    assert len(set(expected)) > 5


def test_each_method_gets_its_own_number_of_examples(known: Catalog) -> None:
    record = {
        "id": "x",
        "task": {"type": "classification"},
        "model": {"name": "LLaMA 7B"},
        "in_context_shots": {"prompt_engineered": 1, "few_shot": 32},
        "results": [{"method": "few_shot"}, {"method": "prompt_engineered"}],
    }
    swapped = record | {"in_context_shots": {"prompt_engineered": 32, "few_shot": 1}}
    many, few = (backtest([each], known, rows=True)["rows"][0]["expected"] for each in (record, swapped))
    assert many[0] > few[0]
    assert many[1] < few[1]


def test_a_direction_that_is_not_stated_is_upwards(known: Catalog) -> None:
    record = {
        "id": "x",
        "task": {"type": "classification"},
        "model": {"name": "LLaMA 7B"},
        "metric": {"name": "accuracy", "higher_is_better": None},
        "results": [{"method": "lora", "score": 0.9}, {"method": "zero_shot", "score": 0.3}],
    }
    assert backtest([record], known)["metrics"]["overall"]["accuracy"] == 1


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = ("id", "study", "task", "model", "train_examples", "in_context_shots", "metric", "setting", "results")


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, JUNK)))
def test_no_record_however_strange_makes_it_fail(record: dict[str, Any]) -> None:
    reply = backtest([record], shipped_once(), rows=True)
    assert len(reply["rows"]) == 1


def shipped_once(found: list[Catalog] = []) -> Catalog:  # noqa: B006 - one catalog for all examples
    if not found:
        found.append(shipped())
    return found[0]
