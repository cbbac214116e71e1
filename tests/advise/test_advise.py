"""The ranking, the article held against it, and what would make a run fit."""

from __future__ import annotations

import pytest

from calculator.door import Knowledge, Reply, answer
from calculator.method import POINTS


def asked(known: Knowledge, **query: str) -> Reply:
    reply = answer(query, known, "point")
    assert reply.problems == ()
    return reply


def test_the_cheapest_feasible_option_comes_first(known: Knowledge) -> None:
    feasible = [option.cost.total for option in asked(known).options if option.feasible]

    assert feasible == sorted(feasible)


def test_lora_fits_where_full_fine_tuning_does_not(known: Knowledge) -> None:
    """On a 24 GB card an 8B model can be adapted but not fully trained."""
    by_method = {option.method: option for option in asked(known, gpu="l4", tune_model="llama-3.1-8b").options}

    assert by_method["lora"].feasible
    assert not by_method["full"].feasible


def test_four_bits_fit_where_sixteen_do_not(known: Knowledge) -> None:
    by_method = {option.method: option for option in asked(known, gpu="l4", tune_model="qwen3-14b").options}

    assert by_method["qlora"].feasible
    assert not by_method["lora"].feasible


def test_training_more_weights_takes_more_memory(known: Knowledge) -> None:
    memory = {option.method: option.memory for option in asked(known, micro_batch="1", gpu="h200").options}
    peaks = [found.peak_bytes.expected for method in ("qlora", "lora", "full") if (found := memory[method]) is not None]

    assert peaks == sorted(peaks)
    assert len(peaks) == 3


def test_every_point_of_the_article_is_told_once(known: Knowledge) -> None:
    assert [point.point for point in asked(known).points] == list(POINTS)


def test_the_article_agrees_where_it_points_to_the_winner(known: Knowledge) -> None:
    reply = asked(known, task_kind="rewriting", task_gap="small", error_cost_usd="0.01", labelled_examples="10")
    stands = {point.point: point.agrees for point in reply.points}

    assert reply.best is not None
    assert reply.best.method == "zero_shot"
    assert stands["minor-adjustments"] is True
    assert stands["accuracy-is-paramount"] is None


def test_retrieval_is_advised_for_changing_facts_and_is_no_rival(known: Knowledge) -> None:
    reply = asked(known, needs_new_facts="changing")

    assert "retrieval" in {companion.point for companion in reply.companions}
    assert not any("rag" in option.method for option in reply.options)


def test_a_measured_score_silences_the_advice_to_measure(known: Knowledge) -> None:
    advice = [
        {each.point for each in asked(known, **query).companions} for query in ({}, {"measured_zero_shot": "0.7"})
    ]

    assert "evaluation-set" in advice[0]
    assert "evaluation-set" not in advice[1]


def test_a_measured_score_narrows_the_interval(known: Knowledge) -> None:
    def width(**query: str) -> float:
        option = next(each for each in asked(known, **query).options if each.id == "zero_shot@gpt-5-mini")
        return option.assumed_quality.high - option.assumed_quality.low

    assert (
        width(measured_zero_shot="0.7", measured_on="1000")
        < width(measured_zero_shot="0.7", measured_on="20")
        < width()
    )


@pytest.mark.parametrize("model", ["qwen3-8b", "qwen3-14b", "llama-3.1-70b"])
def test_each_lever_saves_memory(known: Knowledge, model: str) -> None:
    reply = asked(known, tune_model=model, gradient_checkpointing="no")
    assert reply.fitting is not None
    trained = next(option for option in reply.options if option.id == reply.fitting.option_id)
    assert trained.memory is not None

    assert reply.fitting.levers
    assert all(lever.peak_bytes.expected < trained.memory.peak_bytes.expected for lever in reply.fitting.levers)


def test_the_smallest_card_holds_the_run_and_the_next_smaller_does_not(known: Knowledge) -> None:
    reply = asked(known, gpu="h100")
    assert reply.fitting is not None
    method, model = reply.fitting.option_id.split("@")
    assert reply.fitting.smallest_card is not None
    trained = next(option for option in reply.options if option.id == reply.fitting.option_id)
    assert trained.recipe is not None
    again = asked(known, gpu=reply.fitting.smallest_card, micro_batch=str(trained.recipe.micro_batch), tune_model=model)

    assert next(option for option in again.options if option.method == method).feasible
    assert known.catalog.gpus[reply.fitting.smallest_card].memory_gib < known.catalog.gpus["h100"].memory_gib


def test_the_longest_sequence_fits(known: Knowledge) -> None:
    reply = asked(known)
    assert reply.fitting is not None
    method, _ = reply.fitting.option_id.split("@")
    recipes = {option.method: option.recipe for option in reply.options if option.recipe}
    own, plain = recipes[method], recipes["lora"]
    assert own.sequence_length is not None
    assert plain.sequence_length is not None
    prompt = (
        own.sequence_length - plain.sequence_length
    )  # a prompt inside the training text comes on top of what is typed
    length = str(reply.fitting.longest_sequence - prompt)
    again = asked(known, sequence_length=length, micro_batch=str(own.micro_batch))

    assert next(option for option in again.options if option.method == method).feasible
