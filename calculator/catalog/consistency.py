"""What records must be beyond their types: sizes, order of bounds, references between files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields

from calculator.catalog.prices import ApiPrice, GpuPrice, TrainingPrice
from calculator.catalog.records import Catalog, Gpu, Model
from calculator.terms import Figure

Tables = Mapping[str, Mapping[str, object]]
Own = Model | Gpu | ApiPrice | TrainingPrice | GpuPrice
SIZE_TYPES = {"int", "float", "int | None", "float | None"}
KEBAB = re.compile("[a-z0-9]+([.-][a-z0-9]+)*")
MAY_BE_ZERO = {"minimum_usd", "low_params", "cached_input", "batch_discount", "training_minimum_usd"}
MLA_KEYS = ("kv_lora_rank", "qk_rope_head_dim", "qk_nope_head_dim", "v_head_dim")
MOE_KEYS = ("experts", "experts_per_token", "active_params")


def inconsistencies(known: Catalog, tables: Tables) -> Iterator[str]:
    """Faults inside well-typed records and between them and the tables they refer to.

    A reference is judged against the entries of the raw table, so that one fault is not told twice,
    and only where the table was given at all.
    """
    for place, kind, records in _own_tables(known):
        sizes = [field.name for field in fields(kind) if field.type in SIZE_TYPES]
        for key, record in records.items():
            if not KEBAB.fullmatch(key):
                yield f"{place.format(key)}: id is not lower-kebab"
            yield from (f"{place.format(key)} {fault}" for fault in _unusual_values(record, sizes))
    yield from _faults_of_models(known)
    yield from _faults_of_licences(known, tables)
    yield from _faults_of_prices(known, tables)
    yield from _faults_of_evidence(known, tables)


def faults_of_figure(figure: Figure, tables: Tables) -> Iterator[str]:
    """Faults of one figure: its bounds, and the source that it names."""
    if not figure.low <= figure.value <= figure.high:
        yield f"value: {figure.value:g} is not between {figure.low:g} and {figure.high:g}"
    if figure.kind != "convention" and _unknown_source(figure.source, tables):
        yield f"source: unknown source {figure.source!r}"


def _own_tables(known: Catalog) -> tuple[tuple[str, type[Own], Mapping[str, Own]], ...]:
    return (
        ("models.toml [{}]", Model, known.models),
        ("gpus.toml [{}]", Gpu, known.gpus),
        ("prices.toml [api.{}]", ApiPrice, known.api),
        ("prices.toml [training.{}]", TrainingPrice, known.training),
        ("prices.toml [gpu_hours.{}]", GpuPrice, known.gpu_hours),
    )


def _unusual_values(record: Own, sizes: list[str]) -> Iterator[str]:
    for key in sizes:
        value = getattr(record, key)
        if value is not None and value <= 0 and (value < 0 or key not in MAY_BE_ZERO):
            yield f"{key}: not positive: {value:g}"
    if not isinstance(record, Model | Gpu) and record.date > record.checked:
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


def _faults_of_licences(known: Catalog, tables: Tables) -> Iterator[str]:
    for key, model in known.models.items():
        if _unknown(model.licence, "licences", tables):
            yield f"models.toml [{key}] licence: unknown licence {model.licence!r}"
    for key, licence in known.licences.items():
        if licence.commercial_use != "yes" and not licence.condition:
            yield f"licences.toml [{key}] condition: missing where commercial use is not free"
        if licence.outputs_may_train in ("conditions", "no") and not licence.outputs_condition:
            yield f"licences.toml [{key}] outputs_condition: missing where outputs are not free"
        if _unknown_source(licence.source, tables):
            yield f"licences.toml [{key}] source: unknown source {licence.source!r}"


def _faults_of_prices(known: Catalog, tables: Tables) -> Iterator[str]:
    for key, offer in known.gpu_hours.items():
        if _unknown(offer.gpu, "gpus", tables):
            yield f"prices.toml [gpu_hours.{key}] gpu: unknown gpu {offer.gpu!r}"
    current = Counter(_product(price) for price in known.api.values() if price.status == "current")
    for key, price in known.api.items():
        if key in tables.get("models", ()):
            yield f"prices.toml [api.{key}]: an open model has this id; name the host too"
        if price.open_model is not None and _unknown(price.open_model, "models", tables):
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


def _faults_of_evidence(known: Catalog, tables: Tables) -> Iterator[str]:
    for key, outcome in known.outcomes.items():
        if _unknown(outcome.study, "sources", tables):
            yield f"outcomes.toml [{key}] study: unknown source {outcome.study!r}"


def _unknown_source(source: str, tables: Tables) -> bool:
    """A path, an address, an identifier or a command is no id of a source, as its signs show."""
    return not any(sign in source for sign in "/: ") and _unknown(source, "sources", tables)


def _unknown(key: str, stem: str, tables: Tables) -> bool:
    return stem in tables and key not in tables[stem]
