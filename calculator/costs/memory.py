"""The training peak of one GPU: its phases, their parts and how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import fsum

from calculator.catalog.records import Gpu, Model
from calculator.costs.phases import phases, states
from calculator.costs.spread import bounds
from calculator.terms import Breakdown, Figure, Interval, Memory, Part, PhaseName, Recipe
from calculator.units import gib

RESERVED_KINDS = ("reserved", "device")


def training_memory(
    model: Model, gpu: Gpu | None, recipe: Recipe, figures: Mapping[str, Figure], kind: str = "reserved"
) -> Memory:
    """Training peak of one GPU in bytes: the largest of its phases, by name, with a 90% interval.

    Where checkpointing is not stated and the card needs none, the interval spans both.
    `kind`: allocated or active (tensors), reserved (with the allocator's slack), device (with the CUDA context).
    """
    decided = settled(model, gpu, recipe, figures)
    phase, parts = _peak(model, decided, figures, kind)
    ends = [bounds(model, decided, figures, parts)]
    if recipe.gradient_checkpointing is None and not decided.gradient_checkpointing:
        sparing = replace(decided, gradient_checkpointing=True)
        ends.append(bounds(model, sparing, figures, _peak(model, sparing, figures, kind)[1]))
    total = fsum(part.value for part in parts)
    peak = Interval(total, max(min(low for low, _ in ends), 0.0), max(high for _, high in ends))
    return Memory(kind, peak, Breakdown("bytes", parts), phase)


def _peak(model: Model, recipe: Recipe, figures: Mapping[str, Figure], kind: str) -> tuple[PhaseName, tuple[Part, ...]]:
    """The largest phase of a step by name, and its parts with what allocator and driver add."""
    held = states(model, recipe, figures)
    phase, parts = max(phases(model, recipe, held).items(), key=lambda named: _total(named[1]))
    return phase, parts + _overhead(parts, figures, kind)


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
    peak = max(map(_total, phases(model, without, states(model, without, figures)).values()))
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
