"""What licences forbid and what they ask for."""

from __future__ import annotations

import pytest

from calculator.catalog import target, with_own_model
from calculator.catalog.records import Licence
from calculator.door import Knowledge, answer
from calculator.method import Case
from calculator.methods import METHODS
from calculator.task import Task
from calculator.terms import OWN, Reason

TRAINED = [method.id for method in METHODS.values() if method.trains]
RESEARCH = ("mistral-large-2411", "opt-6.7b", "qwen2.5-3b")


def said(known: Knowledge, method: str, model: str, task: Task) -> list[Reason]:
    case = Case(task, target(model, known.catalog), known.catalog)
    return [rule(case) for rule in METHODS[method].rules]


def blocks(known: Knowledge, method: str, model: str, task: Task) -> set[str]:
    return {reason.text for reason in said(known, method, model, task) if reason.kind == "blocks"}


def warnings(known: Knowledge, method: str, model: str, task: Task) -> str:
    return " ".join(reason.text for reason in said(known, method, model, task) if reason.kind == "warns")


def licence(known: Knowledge, model: str) -> Licence:
    return known.catalog.licences[known.catalog.models[model].licence]


@pytest.mark.parametrize("model", RESEARCH)
@pytest.mark.parametrize("method", METHODS)
def test_a_research_licence_blocks_commercial_use_of_prompted_and_trained_models(
    known: Knowledge, method: str, model: str
) -> None:
    name = known.catalog.models[model].name
    forbidden = f"The licence of {name} forbids commercial use; yours is commercial."

    assert forbidden in blocks(known, method, model, Task())
    assert forbidden not in blocks(known, method, model, Task(commercial_use=False))


def test_conditions_on_commercial_use_are_told_and_block_nothing(known: Knowledge) -> None:
    condition = licence(known, "llama-3.1-8b").condition

    assert condition in warnings(known, "lora", "llama-3.1-8b", Task())
    assert condition in warnings(known, "zero_shot", "llama-3.1-8b", Task())
    assert condition not in warnings(known, "lora", "llama-3.1-8b", Task(commercial_use=False))
    assert not blocks(known, "lora", "llama-3.1-8b", Task())


@pytest.mark.parametrize("model", ["qwen3-8b", "phi-4", "gpt-5-mini"])
def test_free_licences_and_hosted_models_are_not_spoken_of(known: Knowledge, model: str) -> None:
    assert "icence" not in warnings(known, "zero_shot", model, Task())


def test_the_readers_own_model_is_under_no_licence_of_ours(known: Knowledge) -> None:
    catalog = with_own_model(known.catalog, "layers=2 hidden_size=64 attention_heads=4 vocab_size=1000")
    case = Case(Task(), target(OWN, catalog), catalog)

    told = [reason for rule in METHODS["lora"].rules if (reason := rule(case)).kind != "silent"]

    assert not [reason for reason in told if "icence" in reason.text]


@pytest.mark.parametrize("method", TRAINED)
def test_share_alike_is_told_of_trained_weights(known: Knowledge, method: str) -> None:
    assert "CC BY-SA 4.0 licence" in warnings(known, method, "stablelm-3b-4e1t", Task())


def test_share_alike_is_no_matter_of_prompting(known: Knowledge) -> None:
    assert "CC BY-SA 4.0" not in warnings(known, "zero_shot", "stablelm-3b-4e1t", Task())


@pytest.mark.parametrize("teacher", ["llama-3-70b", "llama-2-70b", "qwen-72b"])
def test_a_teacher_whose_licence_forbids_training_others_blocks_distillation(known: Knowledge, teacher: str) -> None:
    assert licence(known, teacher).outputs_condition in " ".join(
        blocks(known, "distillation", "qwen3-8b", Task(prompt_model=teacher))
    )


@pytest.mark.parametrize(("teacher", "student"), [("llama-3-70b", "llama-3-8b"), ("llama-2-70b", "codellama-7b")])
def test_the_same_teacher_may_train_its_own_kind(known: Knowledge, teacher: str, student: str) -> None:
    assert not blocks(known, "distillation", student, Task(prompt_model=teacher))


@pytest.mark.parametrize("teacher", ["llama-3.1-70b", "gemma-3-27b", "deepseek-v3", "qwen2.5-72b"])
def test_a_teacher_whose_licence_sets_conditions_on_its_outputs_names_them(known: Knowledge, teacher: str) -> None:
    task = Task(prompt_model=teacher)

    assert licence(known, teacher).outputs_condition in warnings(known, "distillation", "qwen3-8b", task)
    assert not blocks(known, "distillation", "qwen3-8b", task)


def test_a_teacher_for_research_blocks_distillation_for_commercial_use_alone(known: Knowledge) -> None:
    assert blocks(known, "distillation", "qwen3-8b", Task(prompt_model="opt-6.7b"))
    assert not blocks(known, "distillation", "qwen3-8b", Task(prompt_model="opt-6.7b", commercial_use=False))


def test_a_teacher_under_a_free_licence_needs_no_warning(known: Knowledge) -> None:
    assert "icence" not in warnings(known, "distillation", "qwen3-8b", Task(prompt_model="qwen3-32b"))


def test_a_teacher_whose_licence_was_not_seen_asks_the_reader_to_look(known: Knowledge) -> None:
    assert "Check that the licence of Falcon 3 7B" in warnings(
        known, "distillation", "qwen3-8b", Task(prompt_model="falcon3-7b")
    )


def test_the_answer_names_the_licence_as_the_limit_to_relax(known: Knowledge) -> None:
    research = {"prompt_model": "qwen2.5-3b", "tune_model": "qwen2.5-3b", "better_model": "unknown"}

    assert answer(research, known, "point").best is None
    assert answer(research | {"commercial_use": "no"}, known, "point").best is not None
