"""What training software makes of a card: speed, share of the card's rate, hours and memory, by stack."""

from __future__ import annotations

from calculator.catalog import Catalog
from calculator.costs.memory import training_memory
from calculator.costs.stack import STACKS, with_stack
from calculator.costs.time import step_seconds, tokens_per_second, utilisation
from calculator.show.table import table
from calculator.show.tree import Child, Node, el
from calculator.task import FIELDS
from calculator.terms import Interval, Recipe
from calculator.units import SECONDS_PER_HOUR, gib_text, hours_text, number, percent, span

TOKENS = 10_000_000


def stacks_table(model_id: str, gpu_id: str, catalog: Catalog, recipe: Recipe) -> Node:
    """One run under each kind of training software, the speed with its 90% range."""
    model, gpu, figures = catalog.models[model_id], catalog.gpus[gpu_id], catalog.figures
    words, rows = dict(FIELDS["training_stack"].choices), []
    for stack in STACKS:
        run = with_stack(recipe, stack)
        speed, used = tokens_per_second(model, gpu, run, figures), utilisation(model, gpu, run, figures)
        memory = training_memory(model, gpu, run, figures, "device")
        hours = TOKENS / speed.expected / SECONDS_PER_HOUR
        cells = (number(speed.expected), bounds(speed), percent(used.expected), shares(used))
        rows.append((words[stack], *cells, hours_text(hours), gib_text(memory.peak_bytes.expected)))
    columns = (
        "Training software",
        "#Tokens/s",
        "#90% range",
        "#Of the card’s rate",
        "#90% range",
        "#10M tokens",
        "#Peak memory",
    )
    return table(columns, rows, f"{model.name} on {gpu.name}, by training software", "records")


def step_table(model_id: str, gpu_id: str, catalog: Catalog, recipe: Recipe) -> Node:
    """The milliseconds of one micro-step by cause, under stock and under tuned software."""
    model, gpu, figures = catalog.models[model_id], catalog.gpus[gpu_id], catalog.figures
    words = dict(FIELDS["training_stack"].choices)
    stacks = STACKS[:2]
    steps = [step_seconds(model, gpu, with_stack(recipe, stack), figures) for stack in stacks]
    names = [part.name for part in steps[0].parts if any(step.part(part.name) for step in steps)]
    rows: list[tuple[Child, ...]] = [(name, *(number(1000 * step.part(name), 3) for step in steps)) for name in names]
    rows.append(("micro-step", *(el("strong", None, number(1000 * step.total, 3)) for step in steps)))
    caption = f"Milliseconds of a micro-step by cause: {model.name} on {gpu.name}"
    return table(("Cause", *(f"#{words[stack]}" for stack in stacks)), rows, caption, "records")


def bounds(interval: Interval) -> str:
    """Low and high end of a speed."""
    return span(number(interval.low), number(interval.high))


def shares(interval: Interval) -> str:
    """Low and high end of a share."""
    return span(number(100 * interval.low, 2), percent(interval.high))
