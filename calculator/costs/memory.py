"""The training peak of one GPU: its phases, their parts and how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import fsum

from calculator.catalog.records import Gpu, Model
from calculator.costs.phases import phases, states
from calculator.costs.spread import bounds
from calculator.terms import Breakdown, Figure, Interval, Memory, Part, Recipe
from calculator.units import gib

RESERVED_KINDS = ("reserved", "device")


def training_memory(
    model: Model, gpu: Gpu | None, recipe: Recipe, figures: Mapping[str, Figure], kind: str = "reserved"
) -> Memory:
    """Training peak of one GPU in bytes: the largest of its phases, with a 90% interval.

    `kind`: allocated or active (tensors), reserved (with the allocator's slack), device (with the CUDA context).
    """
    decided = settled(model, gpu, recipe, figures)
    held = states(model, decided, figures)
    peak = max(phases(model, decided, held), key=_total)
    parts = peak + _overhead(peak, figures, kind)
    total = fsum(part.value for part in parts)
    low, high = bounds(model, recipe, figures, parts)
    return Memory(kind, Interval(total, max(low, 0.0), high), Breakdown("bytes", parts))


def fits(memory: Memory, gpu: Gpu, figures: Mapping[str, Figure]) -> bool:
    """The interval's high end stays within the card's nominal memory less the driver's reserve."""
    return memory.peak_bytes.high <= usable_bytes(gpu, figures)


def usable_bytes(gpu: Gpu, figures: Mapping[str, Figure]) -> float:
    """Bytes of a card that a process can take: nominal memory less the driver's reserve."""
    return gib(gpu.memory_gib) * (1 - figures["driver_reserve_share"].value)


def settled(model: Model, gpu: Gpu | None, recipe: Recipe, figures: Mapping[str, Figure]) -> Recipe:
    """The recipe with checkpointing decided: where it is not stated, it is on if the card could not hold the run without."""
    if recipe.gradient_checkpointing is not None:
        return recipe
    without = replace(recipe, gradient_checkpointing=False)
    if gpu is None:
        return without
    peak = max(_total(phase) for phase in phases(model, without, states(model, without, figures)))
    return replace(recipe, gradient_checkpointing=peak > usable_bytes(gpu, figures))


def _overhead(parts: tuple[Part, ...], figures: Mapping[str, Figure], kind: str) -> tuple[Part, ...]:
    """What the allocator and the driver add to tensors."""
    slack, context = figures["allocator_slack_share"], figures["cuda_context_gib"]
    added: tuple[Part, ...] = ()
    if kind in RESERVED_KINDS:
        added += (Part("allocator slack", _total(parts) * slack.value, f"{slack.value:g} × tensors"),)
    if kind == "device":
        added += (Part("CUDA context", gib(context.value), f"{context.value:g} GiB"),)
    return added


def _total(parts: tuple[Part, ...]) -> float:
    return fsum(part.value for part in parts)
