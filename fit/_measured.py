"""The published runs that the fits are made on and judged by, from tests/published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calculator.backtest.runs import APART, GROUPS, measured_memory_gib
from calculator.catalog import Catalog
from calculator.catalog.records import Gpu, Model
from calculator.door.run import Run, read_run
from calculator.terms import Recipe

PUBLISHED = Path(__file__).parent.parent / "tests" / "published"
MPT_VOCABULARY, MPT_HEAD = 50368, 64  # mosaicml/llm-foundry: scripts/train/yamls/pretrain/mpt-*.yaml


@dataclass(frozen=True)
class Measured:
    """One measured run: its source and group, what ran, and the value that was measured."""

    source: str
    group: str
    model: Model
    gpu: Gpu
    recipe: Recipe
    kind: str
    value: float


def memory_rows(known: Catalog) -> list[Measured]:
    """The runs whose memory is compared."""
    rows = ((record, run, measured_memory_gib(record)) for record, run in described(known))
    return [measured(record, run, value) for record, run, value in rows if value is not None]


def time_rows(known: Catalog) -> list[Measured]:
    """The runs whose speed is compared, and the stock runs of the throughput table on cards that the catalog knows."""
    rows = ((record, run, record.get("time", {}).get("tokens_per_second")) for record, run in described(known))
    return [*(measured(record, run, value) for record, run, value in rows if value is not None), *mpt_rows(known)]


def described(known: Catalog) -> list[tuple[dict[str, Any], Run]]:
    """The published runs that count."""
    records = json.loads((PUBLISHED / "runs.json").read_text(encoding="utf-8"))
    kept = [
        record
        for record in records
        if record["id"] not in APART and not (record["source_key"] == "litgpt" and record["gpus"] > 1)
    ]
    return [(record, run) for record in kept if isinstance(run := read_run(record, known), Run)]


def measured(record: Mapping[str, Any], run: Run, value: float) -> Measured:
    """A published run with one of its measured values."""
    assert run.gpu is not None  # noqa: S101 - every published run names its card
    group = GROUPS.get(run.recipe.method, "other")
    return Measured(record["source_key"], group, run.model, run.gpu, run.recipe, run.kind, value)


def mpt_rows(known: Catalog) -> list[Measured]:
    """MosaicML's training speeds of its MPT models, full fine-tuning with sharding over 8 and more cards."""
    records = json.loads((PUBLISHED / "throughput.json").read_text(encoding="utf-8"))
    return [
        Measured(
            "mosaic",
            "full",
            mpt(record),
            known.gpus[record["gpu"]],
            mpt_recipe(record),
            "reserved",
            record["tokens_per_second_per_gpu"] * record["gpus"],
        )
        for record in records
        if record["kind"] == "stock"
    ]


def mpt(record: Mapping[str, Any]) -> Model:
    """An MPT model from the sizes that the table prints."""
    hidden = record["hidden_size"]
    heads = hidden // MPT_HEAD
    return Model(
        id=record["model_name"], name=record["model_name"], hf_id="", family="pythia", architecture="decoder",
        layers=record["layers"], hidden_size=hidden, attention_heads=heads, kv_heads=heads, head_dim=MPT_HEAD,
        intermediate_size=4 * hidden, vocab_size=MPT_VOCABULARY, tied_embeddings=True, gated_mlp=False,
        params=record["params"], licence="", source=record["source"], checked="",
    )  # fmt: skip


def mpt_recipe(record: Mapping[str, Any]) -> Recipe:
    """How the table says the run was set up."""
    return Recipe(
        method="full",
        master_weights_dtype="fp32",
        micro_batch=record["micro_batch"],
        gradient_accumulation=record["gradient_accumulation"],
        sequence_length=record["sequence_length"],
        gradient_checkpointing=record["gradient_checkpointing"],
        flash_attention=record["flash_attention"],
        gpus=record["gpus"],
        sharding=record["sharding"],
        packed=True,
        stack=record["kind"],
    )
