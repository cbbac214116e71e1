"""Runs of trainers, formats and models that nobody foresaw: an estimate or a Problem, never a crash."""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from calculator.backtest import runs
from calculator.catalog import shipped
from calculator.door.estimate import estimate

PUBLISHED = Path(__file__).parent.parent / "published"
KNOWN = shipped()
RECORDS: list[dict[str, Any]] = [
    record
    for name in ("runs", "oom_witnesses", "qwen_runs", "mosaic_h100_runs")
    for record in json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8"))
]
STRANGE: dict[str, list[Any]] = {
    "sharding": ["model_parallel", "tensor", "hsdp", None, 7],
    "quantization": ["gptq8", "hqq2", "awq4", "int8", "mxfp4", 4],
    "weights_dtype": ["fp16", "fp8", "int3", "float32", None],
    "master_weights_dtype": ["fp32", "fp16", "x"],
    "optimizer": ["muon", "lion", "sgd", "adafactor", "paged_adamw_8bit", ""],
    "method": ["galore", "loftq", "rlhf", "bitfit", "full_ft", "prompt_tuning", ""],
    "model": ["mixtral-8x7b", "t5-3b", "bert-large", "deepseek-v3", "gemma-3-270m", "llama-3.1-405b"],
    "gpu": ["t4", "mi300x", "gb300", None],
    "gpus": [2, 8, 64, 4096],
    "nodes": [1, 16],
    "micro_batch": [1, 512],
    "sequence_length": [1, 128, 4096],
    "memory": [None, "24 GB", {"kind": "peak", "gib": "many"}, {"gib": -1}, []],
    "time": [None, 3, {"tokens_per_second": 0}],
    "target_modules": ["all-linear", ["Wqkv"], [1, 2], {"q": 1}],
    "gradient_checkpointing": ["yes", 1, None],
    "training_stack": ["tuned", "vendor_best", "unsloth"],
}


@st.composite
def strangers(draw: st.DrawFn) -> dict[str, Any]:
    record = dict(draw(st.sampled_from(RECORDS)))
    for key in draw(st.lists(st.sampled_from(sorted(record)), max_size=6)):
        record.pop(key, None)
    for key in draw(st.lists(st.sampled_from(sorted(STRANGE)), max_size=5)):
        record[key] = draw(st.sampled_from(STRANGE[key]))
    return record


@settings(max_examples=150, deadline=None)
@given(record=strangers())
def test_a_strange_run_is_estimated_or_told_what_is_wrong(record: dict[str, Any]) -> None:
    found = estimate(record, KNOWN)
    assert isinstance(found, dict)

    if "problems" in found:
        assert all(problem["field"] and problem["text"] for problem in found["problems"])
        return
    for interval in (found["memory_gib"], found["tokens_per_second"]):
        if interval is not None:
            assert 0 <= interval["low"] <= interval["expected"] <= interval["high"]
            assert isfinite(interval["high"])
            assert interval["high"] > 0


@settings(max_examples=40, deadline=None)
@given(table=st.lists(strangers(), max_size=6))
def test_a_strange_table_is_judged_without_a_crash(table: list[dict[str, Any]]) -> None:
    found = runs.backtest(table, KNOWN, rows=True)

    assert len(found["rows"]) + len(found["unread"]) == len(table)
    json.dumps(found, allow_nan=False)
