"""What records must be beyond their types: sizes, order of bounds, references between files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from calculator.catalog.records import ApiPrice, Catalog, Model
from calculator.terms import Figure

KEBAB = re.compile("[a-z0-9]+([.-][a-z0-9]+)*")
MAY_BE_ZERO = {"minimum_usd", "low_params", "cached_input", "batch_discount", "training_minimum_usd"}
MLA_KEYS = ("kv_lora_rank", "qk_rope_head_dim", "qk_nope_head_dim", "v_head_dim")
MOE_KEYS = ("experts", "experts_per_token", "active_params")


def inconsistencies(known: Catalog, ids: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Faults between and inside well-typed records; `ids` names every entry of each file, readable or not."""
    for place, records in _own_tables(known).items():
        for key, record in records.items():
            address = place.format(key)
            if not KEBAB.fullmatch(key):
                yield f"{address}: id is not lower-kebab"
            yield from (f"{address} {fault}" for fault in _unusual_sizes(record))
    yield from _faults_of_models(known)
    yield from _faults_of_prices(known, ids)
    yield from _faults_of_evidence(known, ids)


def _own_tables(known: Catalog) -> dict[str, Mapping[str, Any]]:
    return {
        "models.toml [{}]": known.models,
        "gpus.toml [{}]": known.gpus,
        "prices.toml [api.{}]": known.api,
        "prices.toml [training.{}]": known.training,
        "prices.toml [gpu_hours.{}]": known.gpu_hours,
    }


def _unusual_sizes(record: Any) -> Iterator[str]:
    for key in record.__slots__:
        value = getattr(record, key)
        if isinstance(value, bool | str) or value is None:
            continue
        if value < 0 or (value == 0 and key not in MAY_BE_ZERO):
            yield f"{key}: not positive: {value:g}"
    if getattr(record, "date", "") > record.checked:
        yield f"date: after it was checked: {record.date}"


def _faults_of_models(known: Catalog) -> Iterator[str]:
    for key, model in known.models.items():
        for name in _needed_keys(model):
            if getattr(model, name) is None:
                yield f"models.toml [{key}] {name}: missing in a model of this architecture"
        if model.kv_heads and model.attention_heads % model.kv_heads:
            yield f"models.toml [{key}] kv_heads: no divisor of attention_heads: {model.kv_heads}"


def _needed_keys(model: Model) -> tuple[str, ...]:
    return (
        *(MLA_KEYS if model.attention == "mla" else ()),
        *(MOE_KEYS if "moe" in model.architecture or model.experts else ()),
        *(("decoder_layers",) if model.architecture == "encoder-decoder" else ()),
    )


def _faults_of_prices(known: Catalog, ids: Mapping[str, Collection[str]]) -> Iterator[str]:
    for key, offer in known.gpu_hours.items():
        if offer.gpu not in ids["gpus"]:
            yield f"prices.toml [gpu_hours.{key}] gpu: unknown gpu {offer.gpu!r}"
    current = Counter(_product(price) for price in known.api.values() if price.status == "current")
    for key, price in known.api.items():
        if price.open_model is not None and price.open_model not in ids["models"]:
            yield f"prices.toml [api.{key}] open_model: unknown model {price.open_model!r}"
        if price.status == "current" and current[_product(price)] > 1:
            yield f"prices.toml [api.{key}] status: another price of this model is current too"
        if price.batch_discount is not None and price.batch_discount > 1:
            yield f"prices.toml [api.{key}] batch_discount: above 1: {price.batch_discount:g}"
    for key, size_class in known.training.items():
        if size_class.low_params >= size_class.high_params:
            yield f"prices.toml [training.{key}] high_params: not above low_params"


def _product(price: ApiPrice) -> tuple[str, str]:
    return price.provider, price.model


def _faults_of_evidence(known: Catalog, ids: Mapping[str, Collection[str]]) -> Iterator[str]:
    for key, figure in known.figures.items():
        if not figure.low <= figure.value <= figure.high:
            yield f"figures [{key}] value: not between low {figure.low:g} and high {figure.high:g}"
        if _is_source_id(figure) and figure.source not in ids["sources"]:
            yield f"figures [{key}] source: unknown source {figure.source!r}"
    for key, outcome in known.outcomes.items():
        if outcome.study not in ids["sources"]:
            yield f"outcomes.toml [{key}] study: unknown source {outcome.study!r}"


def _is_source_id(figure: Figure) -> bool:
    """A repository path, an address, an identifier or a command tells itself from an id by its signs."""
    return not any(sign in figure.source for sign in "/: ")
