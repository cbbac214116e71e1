"""From parsed tables to the catalog: every fault of every file is found before anything is refused."""

from __future__ import annotations

from _pickle import loads  # `pickle` without the half that the browser would load in vain
from collections.abc import Collection
from typing import cast

from calculator.catalog.consistency import Tables, faults_of_figure, inconsistencies
from calculator.catalog.prices import ApiPrice, GpuPrice, TrainingPrice
from calculator.catalog.records import Ability, Catalog, Example, Gpu, Licence, Model, Outcome, Source
from calculator.catalog.strict import DataError, records
from calculator.data import prepared, tables
from calculator.terms import Figure

PRICE_TABLES = ("api", "training", "gpu_hours")


def shipped() -> Catalog:
    """The catalog of the data that came with this version."""
    ready = prepared()
    return cast("Catalog", loads(ready)) if ready else read(tables())  # written by our own build


def read(files: Tables) -> Catalog:
    """The catalog of all data files; raises `DataError` with every fault at once.

    `files` holds each file by its stem, the figures' files under `figures`; a file that is absent reads as empty.
    """
    faults: list[str] = []
    prices = files.get("prices", {})
    faults.extend(f"prices.toml [{name}]: unknown table" for name in prices if name not in PRICE_TABLES)
    api = records(ApiPrice, prices.get("api", {}), "prices.toml [api.{}]", faults)
    training = records(TrainingPrice, prices.get("training", {}), "prices.toml [training.{}]", faults)
    gpu_hours = records(GpuPrice, prices.get("gpu_hours", {}), "prices.toml [gpu_hours.{}]", faults)
    known = Catalog(
        models=records(Model, files.get("models", {}), "models.toml [{}]", faults),
        licences=records(Licence, files.get("licences", {}), "licences.toml [{}]", faults),
        gpus=records(Gpu, files.get("gpus", {}), "gpus.toml [{}]", faults),
        api=api,
        training=training,
        gpu_hours=gpu_hours,
        figures=_figures(files, faults),
        sources=records(Source, files.get("sources", {}), "sources.toml [{}]", faults),
        outcomes=records(Outcome, files.get("outcomes", {}), "outcomes.toml [{}]", faults),
        abilities=records(Ability, files.get("abilities", {}), "abilities.toml [{}]", faults),
        examples=records(Example, files.get("examples", {}), "examples.toml [{}]", faults),
        as_of=_as_of((*api.values(), *training.values(), *gpu_hours.values())),
    )
    faults.extend(inconsistencies(known, files))
    if faults:
        raise DataError(faults)
    return known


def _figures(files: Tables, faults: list[str]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for stem, table in files.get("figures", {}).items():
        place = f"figures/{stem}.toml [{{}}]"
        for key, figure in records(Figure, table, place, faults).items():
            address = place.format(key)
            faults.extend(f"{address} {fault}" for fault in faults_of_figure(figure, files))
            if figures.setdefault(key, figure) is not figure:
                faults.append(f"{address}: duplicate id")
    return figures


def _as_of(prices: Collection[ApiPrice | TrainingPrice | GpuPrice]) -> str:
    """The newest day, YYYY-MM-DD, on which a current price was checked; a price's own date never lies after it."""
    return max((price.checked for price in prices if price.status == "current"), default="")
