"""A described training run, read from JSON into a model, a card and a recipe; every fault is found at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from calculator.catalog import Catalog, own_model
from calculator.catalog.records import Gpu, Model
from calculator.costs.stack import STACKS
from calculator.terms import Problem, Recipe

METHOD_NAMES = {
    "prompt_tuning": "soft_prompt",
    "soft_prompt_tuning": "soft_prompt",
    "prefix_tuning": "prefix",
    "ptuning": "p_tuning",
    "full_ft": "full",
    "adapters": "adapter",
    "adapter_v2": "llama_adapter_v2",
    "adaption_prompt": "llama_adapter",
    "instruction_ft": "prompted_fine_tuning",
}
KINDS = ("allocated", "active", "reserved", "device")
COUNTS = {  # key -> (field of the recipe, smallest valid value)
    "trainable_params": ("trainable_params", 0),
    "rank": ("rank", 1),
    "virtual_tokens": ("virtual_tokens", 0),
    "adapter_prompt_length": ("virtual_tokens", 0),
    "bottleneck": ("bottleneck", 0),
    "encoder_hidden_size": ("bottleneck", 0),
    "micro_batch": ("micro_batch", 1),
    "gradient_accumulation": ("gradient_accumulation", 1),
    "sequence_length": ("sequence_length", 1),
    "sequence_length_cap": ("sequence_length_cap", 1),
    "gpus": ("gpus", 1),
    "nodes": ("nodes", 1),
}
FLAGS = (
    "optimizer_in_backward",
    "fused_qkv",
    "trains_embeddings",
    "packed",
    "gradient_checkpointing",
    "flash_attention",
    "compile",
    "chunked_cross_entropy",
    "activation_offload",
    "cpu_offload",
)
WORDS = ("weights_dtype", "master_weights_dtype", "adapter_dtype", "optimizer", "optimizer_state_dtype", "sharding")
STACK_KEYS = ("training_stack", "stack", "kind")
UNSTATED = "unstated"
LARGEST = 1_000_000_000_000
QUOTED = 40
EVERY_LINEAR = ("q", "k", "v", "o", "gate", "up", "down")
MODULE_NAMES = {  # what model families call the linear modules
    **dict.fromkeys(("qkv", "query_key_value", "c_attn", "w_pack", "qkv_proj", "wqkv"), ("q", "k", "v")),
    **dict.fromkeys(("out", "dense", "wo", "out_proj", "o_proj"), ("o",)),
    **dict.fromkeys(("query", "q_lin", "wq"), ("q",)),
    **dict.fromkeys(("key", "k_lin", "wk"), ("k",)),
    **dict.fromkeys(("value", "v_lin", "wv"), ("v",)),
    **dict.fromkeys(("fc1", "fc_in", "c_fc", "dense_h_to_4h", "lin1"), ("up",)),
    **dict.fromkeys(("fc2", "fc_out", "dense_4h_to_h", "lin2"), ("down",)),
    "gate_up": ("gate", "up"),
    **dict.fromkeys(("all", "all-linear"), EVERY_LINEAR),
}


@dataclass(frozen=True, slots=True)
class Run:
    """A training run as described: what is trained, on which cards, and which kind of memory is asked for."""

    model: Model
    gpu: Gpu | None
    recipe: Recipe
    kind: str


def read_run(record: Mapping[str, Any], known: Catalog) -> Run | tuple[Problem, ...]:
    """The run of one record, or everything that is wrong with it.

    Unknown keys are ignored; an unknown value of a known key is kept as doubt and never fails.
    """
    problems: list[Problem] = []
    given = record.get("model")
    model = (
        _described(given, problems) if isinstance(given, Mapping) else _chosen("model", given, known.models, problems)
    )
    gpu = _chosen("gpu", record["gpu"], known.gpus, problems) if record.get("gpu") is not None else None
    counts = _counts(record, problems)
    mean = _mean_length(record, problems)
    if model is not None:
        problems.extend(_too_large(model, counts, mean))
    if problems or model is None:
        return tuple(problems)
    memory = record.get("memory")
    kind = memory.get("kind") if isinstance(memory, Mapping) else None
    return Run(model, gpu, _recipe(record, counts, mean), kind if kind in KINDS else "reserved")


def _described(config: Mapping[str, Any], problems: list[Problem]) -> Model | None:
    """The model of a pasted `config.json` or of architecture numbers."""
    try:
        return own_model(json.dumps(dict(config)))
    except ValueError as fault:
        problems.append(Problem("model", f"{fault}."))
        return None


def _chosen(field: str, value: object, choices: Mapping[str, Any], problems: list[Problem]) -> Any:  # noqa: ANN401 - a Model or a Gpu
    if isinstance(value, str):
        found = choices.get(value) or choices.get(value.lower()) or _by_hub_name(value, choices.values())
        if found is not None:
            return found
    near = get_close_matches(str(value).lower().rpartition("/")[2][:QUOTED], choices, n=1, cutoff=0.0)
    if value is None:
        problems.append(Problem(field, f"A {field} is missing; one of them is “{next(iter(choices))}”."))
        return None
    hint = f"; the nearest known one is “{near[0]}”" if near else ""
    problems.append(Problem(field, f"This {field}, “{str(value)[:QUOTED]}”, is not known{hint}."))
    return None


def _by_hub_name(value: str, records: Iterable[Any]) -> Any:  # noqa: ANN401 - a Model or nothing
    return next((record for record in records if getattr(record, "hf_id", "").lower() == value.lower()), None)


def _counts(record: Mapping[str, Any], problems: list[Problem]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key, (name, smallest) in COUNTS.items():
        value = record.get(key)
        if value is None:
            continue
        if not _is_quantity(value, smallest) or value != int(value):
            says = f"“{str(value)[:QUOTED]}” is not a whole number from {smallest} to {LARGEST:,}"
            problems.append(Problem(key, f"{says}; the nearest valid value is {_nearest(value, smallest)}."))
            continue
        counts[name] = int(value)
    return counts


def _mean_length(record: Mapping[str, Any], problems: list[Problem]) -> float | None:
    value = record.get("mean_sequence_length")
    if value is None:
        return None
    if not _is_quantity(value, 1):
        says = f"“{str(value)[:QUOTED]}” is not a length from 1 to {LARGEST:,} tokens"
        problems.append(Problem("mean_sequence_length", f"{says}; the nearest valid value is {_nearest(value, 1)}."))
        return None
    return float(value)


def _is_quantity(value: Any, smallest: int) -> bool:  # noqa: ANN401 - whatever JSON holds
    """A number within what the arithmetic can carry; comparing comes first, since JSON's integers have no bounds."""
    return isinstance(value, int | float) and not isinstance(value, bool) and smallest <= value <= LARGEST


def _nearest(value: object, smallest: int) -> int:
    """The valid value nearest to one that is not."""
    return round(min(value, LARGEST)) if isinstance(value, int | float) and value >= smallest else smallest


def _too_large(model: Model, counts: Mapping[str, int], mean: float | None) -> list[Problem]:
    """Sizes that the model does not have room for."""
    limits: dict[str, float | None] = {
        "rank": model.hidden_size,
        "bottleneck": model.hidden_size,
        "virtual_tokens": model.context_length,
        "sequence_length": model.context_length,
        "sequence_length_cap": model.context_length,
    }
    problems = [
        Problem(
            name,
            f"{model.name} allows at most {limit:,} here, not {counts[name]:,}; the nearest valid value is {limit}.",
        )
        for name, limit in limits.items()
        if limit is not None and counts.get(name, 0) > limit
    ]
    longest = counts.get("sequence_length_cap") or model.context_length
    if mean is not None and longest is not None and mean > longest:
        problems.append(
            Problem(
                "mean_sequence_length",
                f"The mean cannot exceed the longest sample, {longest:,} tokens; the nearest valid value is {longest}.",
            )
        )
    return problems


def _recipe(record: Mapping[str, Any], counts: Mapping[str, int], mean: float | None) -> Recipe:
    settings: dict[str, Any] = {**counts, "mean_sequence_length": mean}
    settings.update({key: record[key] for key in FLAGS if isinstance(record.get(key), bool)})
    settings.update({key: record[key] for key in WORDS if isinstance(record.get(key), str)})
    method = str(record.get("method") or "lora")
    settings["method"] = METHOD_NAMES.get(method, method)
    if method == "adapter" and "bottleneck" not in counts:
        settings["method"] = "llama_adapter"
    settings["stack"] = next((record[key] for key in STACK_KEYS if record.get(key) in STACKS), None)
    quantization = record.get("quantization")
    settings["quantization"] = str(quantization) if quantization else "nf4" if method == "qlora" else None
    targets = _target_modules(record.get("target_modules"))
    if targets:
        settings["target_modules"] = targets
    return Recipe(**_defaults(settings))


def _target_modules(given: object) -> tuple[str, ...]:
    """Our names of the linear modules that are named, in our order; none where no name is known."""
    named = [given] if isinstance(given, str) else given if isinstance(given, list | tuple) else []
    words = [str(name).lower().removesuffix("_proj") for name in named]
    found = {ours for word in words for ours in MODULE_NAMES.get(word, (word,))}
    return tuple(name for name in EVERY_LINEAR if name in found)


def _defaults(settings: dict[str, Any]) -> dict[str, Any]:
    """What trainers do where nothing is stated.

    Adapters in fp32 (PEFT), or in the weights' format where the trainer compiles or packs; fp32 masters under ZeRO (DeepSpeed).
    """
    tuned = settings.get("compile") or settings.get("packed")
    if tuned:
        settings.setdefault("adapter_dtype", settings.get("weights_dtype", "bf16"))
    full = settings["method"] == "full"
    if full and settings.get("sharding", "").startswith("zero") and "optimizer_state_dtype" not in settings:
        settings.setdefault("master_weights_dtype", "fp32")
    if full:
        settings.setdefault("optimizer", UNSTATED)
    if settings.get("gpus", 1) > 1:
        settings.setdefault("sharding", UNSTATED)
    return settings
