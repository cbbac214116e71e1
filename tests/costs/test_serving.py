"""Serving: memory and speed agree with published measurements."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from calculator.catalog import Catalog
from calculator.catalog.architecture import kv_bytes_per_token
from calculator.costs.serving import (
    cached_requests,
    decode_tokens_per_second,
    prefill_tokens_per_second,
    request_seconds,
    requests_per_gpu_hour,
    serving_memory,
)
from calculator.door import Knowledge
from calculator.units import GB, GIB

PUBLISHED = Path(__file__).parent.parent / "published"
RECORDS: list[dict[str, Any]] = json.loads((PUBLISHED / "serving.json").read_text(encoding="utf-8"))
ENGINE = [record for record in RECORDS if record["engine"] == "vllm"]
STOCK = [record for record in RECORDS if record["engine"] == "transformers" and record["input_tokens"] == 1]


@pytest.fixture
def catalog(known: Knowledge) -> Catalog:
    return known.catalog


def test_speed_of_a_serving_engine_is_met_within_a_tenth_on_average(catalog: Catalog) -> None:
    errors, inside = [], []
    for record in ENGINE:
        seconds = request_seconds(
            catalog.models[record["model"]],
            catalog.gpus[record["gpu"]],
            catalog.figures,
            record["input_tokens"],
            record["output_tokens"],
            quantization=record["quantization"],
            gpus=record["gpus"],
        )
        measured = record["output_tokens"] / record["tokens_per_second"]
        errors.append(abs(seconds.expected / measured - 1))
        inside.append(seconds.low <= measured <= seconds.high)

    assert mean(errors) < 0.1
    assert mean(inside) > 0.9


def test_weights_explain_the_memory_of_a_short_prompt(catalog: Catalog) -> None:
    errors = []
    for record in STOCK:
        model = catalog.models[record["model"]]
        parts = serving_memory(model, catalog.figures, 1, quantization=record["quantization"]).parts
        errors.append(abs(parts.part("weights") / GIB / record["memory_gib"] - 1))

    assert sorted(errors)[len(errors) // 2] < 0.05


@pytest.mark.parametrize("model", ["qwen2.5-7b", "qwen3-8b", "deepseek-v3"])
def test_memory_grows_by_the_cache_of_each_token(catalog: Catalog, model: str) -> None:
    record = catalog.models[model]
    short, long = (serving_memory(record, catalog.figures, tokens, concurrency=3) for tokens in (1000, 2000))

    assert long.peak_bytes.expected - short.peak_bytes.expected == pytest.approx(3000 * kv_bytes_per_token(record))


def test_many_adapters_share_one_base(catalog: Catalog) -> None:
    model = catalog.models["llama-3.1-8b"]
    one, many = (serving_memory(model, catalog.figures, 2048, adapters_bytes=count * GB / 10) for count in (1, 20))

    assert many.peak_bytes.expected < 1.2 * one.peak_bytes.expected


def test_as_many_requests_are_cached_as_fit_and_not_one_more(catalog: Catalog) -> None:
    model, card, figures = catalog.models["llama-3.1-8b"], catalog.gpus["l40s"], catalog.figures
    held = cached_requests(model, card, figures, 4096)
    reserve = 1 - figures["driver_reserve_share"].value

    assert serving_memory(model, figures, 4096, concurrency=held).peak_bytes.high <= reserve * card.memory_gib * GIB
    assert serving_memory(model, figures, 4096, concurrency=held + 1).peak_bytes.high > reserve * card.memory_gib * GIB


def test_a_model_that_does_not_fit_serves_nobody(catalog: Catalog) -> None:
    assert cached_requests(catalog.models["llama-3.1-70b"], catalog.gpus["rtx-4090"], catalog.figures, 1024) == 0


def test_batching_raises_the_speed_of_all_and_lowers_that_of_each(catalog: Catalog) -> None:
    model, card = catalog.models["llama-3.1-8b"], catalog.gpus["h100"]
    one, many = (
        decode_tokens_per_second(model, card, catalog.figures, 2048, batch=batch).expected for batch in (1, 32)
    )

    assert many > 10 * one
    assert many / 32 < one


def test_reading_a_prompt_is_far_faster_than_writing(catalog: Catalog) -> None:
    model, card = catalog.models["llama-3.1-8b"], catalog.gpus["h100"]
    reading = prefill_tokens_per_second(model, card, catalog.figures, 2048).expected

    assert reading > 50 * decode_tokens_per_second(model, card, catalog.figures, 2048).expected


def test_longer_prompts_leave_fewer_requests_per_hour(catalog: Catalog) -> None:
    model, card = catalog.models["llama-3.1-8b"], catalog.gpus["h100"]
    short, long = (
        requests_per_gpu_hour(model, card, catalog.figures, prompt, 200, batch=8).expected for prompt in (500, 8000)
    )

    assert long < short
