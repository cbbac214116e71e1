"""What each method says of a task, and what it asks of the machine."""

from __future__ import annotations

import pytest

from calculator.catalog import target
from calculator.door import Knowledge
from calculator.method import POINTS, Case
from calculator.methods import METHODS
from calculator.task import Task
from calculator.terms import Reason

PROMPTED = [method.id for method in METHODS.values() if not method.trains]
TRAINED = [method.id for method in METHODS.values() if method.trains]


def case(known: Knowledge, task: Task, model: str = "qwen3-8b") -> Case:
    return Case(task, target(model, known.catalog), known.catalog)


def reasons(known: Knowledge, method: str, task: Task, model: str = "qwen3-8b") -> list[Reason]:
    return [rule(case(known, task, model)) for rule in METHODS[method].rules]


def test_every_method_of_the_article_and_its_field_is_registered() -> None:
    assert set(METHODS) >= {
        "zero_shot", "few_shot", "prompt_optimisation", "soft_prompt", "prefix", "p_tuning", "ia3", "adapter", "lora",
        "dora", "qlora", "full", "prompted_fine_tuning", "prompt_optimisation+lora", "distillation",
    }  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_every_rule_answers_and_cites_what_the_catalog_knows(known: Knowledge, method: str) -> None:
    pages = {"inputs", "models", "prices", "gpus"}
    for reason in reasons(known, method, Task()):
        assert reason.text.endswith((".", "!"))
        assert reason.source in known.catalog.sources.keys() | pages, reason


@pytest.mark.parametrize("method", TRAINED)
def test_the_four_points_for_fine_tuning_speak_of_every_trained_method(known: Knowledge, method: str) -> None:
    points = {reason.point for reason in reasons(known, method, Task()) if reason.point}

    assert points >= set(list(POINTS)[:4]) - ({"abundant-data"} if method == "distillation" else set())


@pytest.mark.parametrize("method", PROMPTED)
def test_the_four_points_for_prompting_speak_of_every_prompted_method(known: Knowledge, method: str) -> None:
    assert {reason.point for reason in reasons(known, method, Task()) if reason.point} == set(list(POINTS)[4:])


@pytest.mark.parametrize(
    ("point", "method", "speaks", "task"),
    [
        ("large-task-difference", "lora", "supports", Task(task_gap="large")),
        ("large-task-difference", "lora", "warns", Task(task_gap="small")),
        ("abundant-data", "lora", "supports", Task(labelled_examples=5000)),
        ("abundant-data", "lora", "warns", Task(labelled_examples=20)),
        ("accuracy-is-paramount", "lora", "supports", Task(error_cost_usd=300)),
        ("accuracy-is-paramount", "lora", "supports", Task(quality_floor=0.98)),
        ("long-term-solution", "lora", "supports", Task(horizon_months=24, changes_per_year=1)),
        ("long-term-solution", "lora", "warns", Task(horizon_months=1)),
        ("minor-adjustments", "zero_shot", "supports", Task(task_kind="rewriting")),
        ("minor-adjustments", "zero_shot", "warns", Task(task_gap="large")),
        ("limited-data", "zero_shot", "supports", Task(labelled_examples=5)),
        ("speed-and-flexibility", "zero_shot", "supports", Task(changes_per_year=52)),
        ("speed-and-flexibility", "zero_shot", "supports", Task(deadline_weeks=1)),
        ("preserving-capabilities", "zero_shot", "supports", Task(other_abilities_share=0.5)),
    ],
)
def test_each_point_of_the_article_acts(known: Knowledge, point: str, method: str, speaks: str, task: Task) -> None:
    assert speaks in {reason.kind for reason in reasons(known, method, task) if reason.point == point}


@pytest.mark.parametrize("method", TRAINED)
def test_closed_weights_block_training(known: Knowledge, method: str) -> None:
    assert "blocks" in {reason.kind for reason in reasons(known, method, Task(), "gpt-5-mini")}


@pytest.mark.parametrize("method", PROMPTED)
def test_data_that_may_not_leave_blocks_a_hosted_model_and_no_open_one(known: Knowledge, method: str) -> None:
    task = Task(data_may_leave=False, labelled_examples=500)

    assert "blocks" in {reason.kind for reason in reasons(known, method, task, "gpt-5-mini")}
    assert "blocks" not in {reason.kind for reason in reasons(known, method, task, "qwen3-8b")}


def test_no_examples_block_every_method_that_needs_them_and_no_other(known: Knowledge) -> None:
    task = Task(labelled_examples=0)
    free = {method for method in METHODS if "blocks" not in {reason.kind for reason in reasons(known, method, task)}}

    assert free == {"zero_shot", "distillation"}


def test_training_shortens_the_prompt_and_examples_lengthen_it(known: Knowledge) -> None:
    asked = case(known, Task())
    length = {method.id: method.prompt(asked).input_tokens for method in METHODS.values()}

    assert length["lora"] < length["zero_shot"] < length["few_shot"] <= length["prompt_optimisation"]
    assert length["prompted_fine_tuning"] == length["zero_shot"]


def test_examples_that_do_not_fit_the_context_are_not_shown(known: Knowledge) -> None:
    asked = case(known, Task(example_tokens=900, prompt_tokens=500), "gpt2")

    assert METHODS["few_shot"].prompt(asked).shots == 0
    assert "blocks" in {reason.kind for reason in reasons(known, "few_shot", asked.task, "gpt2")}


def test_quantised_weights_are_praised_only_where_memory_is_short(known: Knowledge) -> None:
    short = {reason.kind for reason in reasons(known, "qlora", Task(gpu="l4"), "qwen3-14b")}
    ample = {reason.kind for reason in reasons(known, "qlora", Task(gpu="h100"), "llama-3.2-1b")}

    assert "supports" in short
    assert not any(
        "four bits make room" in reason.text for reason in reasons(known, "qlora", Task(gpu="h100"), "llama-3.2-1b")
    ), ample


@pytest.mark.parametrize("method", TRAINED)
def test_a_recipe_takes_the_users_training_settings(known: Knowledge, method: str) -> None:
    recipe_of = METHODS[method].recipe
    assert recipe_of is not None
    recipe = recipe_of(case(known, Task(optimizer="sgd", micro_batch=3, gradient_checkpointing=False, gpu_count=4)))

    assert (recipe.optimizer, recipe.micro_batch, recipe.gradient_checkpointing) == ("sgd", 3, False)
    assert (recipe.gpus, recipe.sharding) == (4, "fsdp2")


@pytest.mark.parametrize("method", ["zero_shot", "few_shot", "prompt_optimisation"])
def test_every_answer_of_a_majority_is_paid_for_where_a_model_is_prompted(method: str, known: Knowledge) -> None:
    once, thrice = (METHODS[method].prompt(case(known, Task(votes=votes))) for votes in (1, 3))
    assert thrice.fixed_tokens == pytest.approx(3 * once.fixed_tokens)
    assert thrice.fresh_tokens == pytest.approx(3 * once.fresh_tokens)
    assert thrice.output_tokens == pytest.approx(3 * once.output_tokens)
    assert thrice.shots == once.shots


@pytest.mark.parametrize("method", ["lora", "full", "prompted_fine_tuning"])
def test_a_trained_model_is_asked_once(method: str, known: Knowledge) -> None:
    once, thrice = (METHODS[method].prompt(case(known, Task(votes=votes))) for votes in (1, 3))
    assert thrice == once


def test_a_model_whose_end_was_told_is_warned_of(known: Knowledge) -> None:
    said = [reason for reason in reasons(known, "zero_shot", Task(), "gpt-5-mini") if reason.kind == "warns"]

    assert any("2026-12-11" in reason.text and reason.source == "openai-deprecations" for reason in said)
    assert not any("ends on" in reason.text for reason in reasons(known, "zero_shot", Task(), "gpt-5.4"))
