"""Trainable parameters and file sizes agree with what the PEFT library and the trainers print, to the last one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from calculator.costs.sizes import adapter_bytes, trainable_params
from calculator.door import Knowledge
from calculator.door.run import Run, read_run
from calculator.terms import Recipe

PUBLISHED = Path(__file__).parent.parent / "published"
RUNS = {run["id"]: run for run in json.loads((PUBLISHED / "runs.json").read_text(encoding="utf-8"))}
EXAMPLES = {each["id"]: each for each in json.loads((PUBLISHED / "worked_examples.json").read_text(encoding="utf-8"))}
QV = ("q", "v")
ALL = ("q", "k", "v", "o", "gate", "up", "down")
PRINTED = {
    "trainable-qwen-qwen2.5-3b-instruct-lora-r-16": Recipe("lora", rank=16, target_modules=QV),
    "trainable-meta-llama-meta-llama-3-8b-dora-4-bit-base-r-8": Recipe("dora", rank=8, target_modules=ALL),
    "trainable-bigscience-bloomz-560m-prefix-tuning-num-virtual-tokens-30": Recipe("prefix", virtual_tokens=30),
    "trainable-bigscience-bloomz-560m-prompt-tuning-init-text": Recipe("soft_prompt", virtual_tokens=8),
    "trainable-bigscience-bloomz-560m-p-tuning-num-virtual-tokens-20": Recipe(
        "p_tuning", virtual_tokens=20, bottleneck=128
    ),
    "trainable-t5-large-prompt-tuning-num-virtual-tokens-20": Recipe("soft_prompt", virtual_tokens=20),
    "trainable-facebook-opt-125m-hira-r-32": Recipe("hira", rank=32, target_modules=("k", "q", "v", "up", "down")),
    "trainable-llama-3.1-8b-lora-r8-all": Recipe("lora", rank=8),
    "trainable-llama-3.1-8b-lora-r16-all": Recipe("lora", rank=16),
    "trainable-mistral-7b-v0.1-lora-r16-qkvo": Recipe("lora", rank=16, target_modules=("q", "k", "v", "o")),
    "trainable-litgpt-stablelm-base-alpha-3b-r8-qv": Recipe("lora", rank=8, target_modules=QV),
    "trainable-litgpt-llama-2-7b-r8-qv": Recipe("lora", rank=8, target_modules=QV),
    "trainable-peft-lora-rank32": Recipe("lora", rank=32, target_modules=QV),
    "trainable-peft-ia3-default": Recipe("ia3", target_modules=("k", "v", "down")),
    "trainable-peft-prefixtuning-lr_0.001": Recipe("prefix", virtual_tokens=200),
}
COUNTED = {
    "lora": ("peft-lora-rank64", "torchtune-llama-3.1-405b-qlora-a100-80gb-8gpu", "torchtune-llama-3.2-3b-lora-flags9"),
    "dora": ("peft-lora-rank32-dora",),
    "ia3": ("peft-ia3-default", "peft-ia3-all-attn-5k-lr0.005"),
    "prompts": (
        "peft-prompt_tuning-default",
        "peft-prefixtuning-tokens50-init_prefix-lr_0.005",
        "peft-ptuning-default",
    ),
    "llama_adapter": ("litgpt-llama-2-7b-adapter-bf16-mb1", "litgpt-stablelm-base-alpha-3b-adapter-bf16-mb1"),
    "llama_adapter_v2": ("litgpt-llama-2-7b-adapter_v2-bf16-mb1", "litgpt-stablelm-base-alpha-3b-adapter_v2-bf16-mb1"),
    "norms": ("peft-ln_tuning-default",),
    "full": ("peft-full-finetuning-lr_0.00001", "torchtune-llama-3.1-70b-full-a100-80gb-8gpu"),
}


@pytest.mark.parametrize("example", PRINTED)
def test_counted_parameters_are_those_that_libraries_print(known: Knowledge, example: str) -> None:
    given: dict[str, Any] = EXAMPLES[example]

    assert trainable_params(known.catalog.models[given["inputs"]["model"]], PRINTED[example]) == given["expected"]


@pytest.mark.parametrize("run_id", [run_id for group in COUNTED.values() for run_id in group])
def test_counted_parameters_are_those_of_published_runs(known: Knowledge, run_id: str) -> None:
    run = read_run(RUNS[run_id], known.catalog)
    assert isinstance(run, Run)

    assert trainable_params(run.model, replace(run.recipe, trainable_params=None)) == RUNS[run_id]["trainable_params"]


@pytest.mark.parametrize(
    "run_id",
    [
        "peft-lora-rank32",
        "peft-lora-rank32-dora",
        "peft-prefixtuning-lr_0.001",
        "peft-ptuning-default",
        "peft-ia3-default",
    ],
)
def test_the_file_is_as_large_as_published_but_for_its_header(known: Knowledge, run_id: str) -> None:
    run = read_run(RUNS[run_id], known.catalog)
    assert isinstance(run, Run)

    assert 0 <= RUNS[run_id]["adapter_file_bytes"] - adapter_bytes(run.model, run.recipe) < 100_000


def test_a_fused_qkv_module_shares_its_first_matrix(known: Knowledge) -> None:
    model = known.catalog.models["qwen-7b"]
    recipe = Recipe("lora", rank=8, target_modules=("q", "k", "v"), fused_qkv=True)

    assert trainable_params(model, recipe) / 1e6 == pytest.approx(
        EXAMPLES["trainable-swift-qwen-7b-r8-c_attn"]["expected"], rel=0.005
    )


def test_prompting_trains_nothing(known: Knowledge) -> None:
    assert trainable_params(known.catalog.models["qwen3-8b"], Recipe("few_shot")) == 0
