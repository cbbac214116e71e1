"""What training needs of a card: the peak by part, and the moment of the step at which it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from calculator.show.charts import MEMORY_TONES, BarRow, BarStyle, Limit, bar_chart
from calculator.show.site import Site, family
from calculator.show.table import table
from calculator.show.tree import Child, Node, el, group
from calculator.terms import Memory, Option
from calculator.units import gib_text, in_gib, number

SHOWN = 6
MEMORY_STYLE = BarStyle(MEMORY_TONES, ("peak", ""), number)
MEMORY_GROUPS: Mapping[str, str] = {
    "weights": "weights",
    "gathered weights": "weights",
    "adapter": "trained part",
    "gradients": "trained part",
    "optimizer": "trained part",
    "optimizer step": "trained part",
    "activations": "activations",
    "layer at work": "activations",
    "logits and loss": "logits",
}
SAYS: Mapping[str, str] = {
    "weights": "the model as it is stored",
    "loading": "one matrix in 16 bits before it is quantised",
    "adapter": "the parameters that are added and trained",
    "optimizer": "what the optimizer remembers of each trained parameter",
    "framework": "workspaces, tables and inputs",
    "gradients": "the direction in which each trained parameter moves",
    "activations": "what the forward pass keeps for the backward pass",
    "logits and loss": "scores over the vocabulary for every token, and their gradients",
    "layer at work": "what one layer needs while its gradients are computed",
    "gathered weights": "sharded layers, brought together while they are used",
    "optimizer step": "the optimizer’s temporary copy of what it updates",
    "allocator slack": "memory that is reserved and holds nothing",
    "CUDA context": "the driver and its kernels",
}
PHASES: Mapping[str, str] = {
    "load": "while loading",
    "loss": "at the loss",
    "early backward": "early in the backward pass",
    "late backward": "late in the backward pass",
    "optimizer step": "at the optimizer step",
}


def peak_moment(memory: Memory) -> str:
    """At which moment of a training step the peak stands, in words."""
    return f"The peak is {PHASES[memory.phase]}." if memory.phase else ""


def moment_of_first(options: Sequence[Option], site: Site) -> str:
    """At which moment the best option that trains on a card has its peak; nothing where none trains."""
    first = next((option for option in options if option.memory is not None and option.memory.phase), None)
    if first is None or first.memory is None:
        return ""
    return f"For {site.named(first.id)} the peak is {PHASES[first.memory.phase]}. "


def memory_bars(options: Sequence[Option], gpu_id: str, site: Site, limit: int = SHOWN) -> Node | None:
    """Training memory of the options that train on a card, against the card's capacity; None where none does."""
    rows = [memory_row(option, option.memory, site) for option in options if option.memory is not None][:limit]
    if not rows:
        return None
    gpu = site.catalog.gpus[gpu_id]
    capacity = Limit(gpu.memory_gib, f"{number(gpu.memory_gib)} GiB of {gpu.name}")
    return bar_chart("Peak memory of training on one card", rows, MEMORY_STYLE, capacity)


def memory_row(option: Option, memory: Memory, site: Site) -> BarRow:
    """One option's peak by group of parts, in GiB."""
    parts: dict[str, float] = {}
    for part in memory.parts.parts:
        name = MEMORY_GROUPS.get(part.name, "overhead")
        parts[name] = parts.get(name, 0.0) + in_gib(part.value)
    too_large = any(reason.kind == "blocks" and reason.source == "memory" for reason in option.reasons)
    peak = memory.peak_bytes
    return BarRow(
        name=site.method_name(option.method),
        sub=site.model_name(option.model),
        family=family(option.method),
        parts=parts,
        low=in_gib(peak.low),
        high=in_gib(peak.high),
        columns=(gib_text(peak.expected), "does not fit" if too_large else "fits"),
        is_blocked=too_large,
    )


def memory_table(options: Sequence[Option], site: Site, limit: int = SHOWN) -> Node | None:
    """Every named part of the memory of the options that train on a card, GiB; None where none does."""
    trained = [(option, option.memory) for option in options if option.memory is not None][:limit]
    if not trained:
        return None
    names = list(dict.fromkeys(part.name for _, memory in trained for part in memory.parts.parts if part.value))
    rows: list[tuple[Child, ...]] = [(name, *(_part_gib(memory, name) for _, memory in trained)) for name in names]
    rows.append(("peak", *(el("strong", None, number(in_gib(memory.peak_bytes.expected))) for _, memory in trained)))
    rows.append(("90% range", *(_gib_span(memory) for _, memory in trained)))
    rows.append(("moment of the peak", *(PHASES.get(memory.phase, "") for _, memory in trained)))
    several = len({option.model for option, _ in trained}) > 1
    heads = [
        f"#{site.short_name(option.method)}{f', {site.model_name(option.model)}' if several else ''}"
        for option, _ in trained
    ]
    caption = "Memory by part, GiB" if several else f"Memory by part, GiB: {site.model_name(trained[0][0].model)}"
    return group(table(("Part", *heads), rows, caption, "parts"), _explained(names))


def _explained(names: Sequence[str]) -> Node:
    """Each part in one line."""
    lines = (el("li", None, el("strong", None, name), f": {SAYS[name]}") for name in names)
    return el("ul", {"class": "parts-said"}, lines)


def _part_gib(memory: Memory, name: str) -> Child:
    found = [part for part in memory.parts.parts if part.name == name]
    size = number(in_gib(fsum(part.value for part in found)), 2)
    return el("span", {"title": "; ".join(part.formula for part in found if part.formula) or None}, size)


def _gib_span(memory: Memory) -> str:
    return f"{number(in_gib(memory.peak_bytes.low))}–{number(in_gib(memory.peak_bytes.high))}"
