"""What would make a training run fit the card, or let it use the card better: levers, the smallest card, the longest run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from calculator.catalog.records import Gpu
from calculator.costs.bills import training_run
from calculator.costs.memory import fits
from calculator.costs.stack import training_stack, with_stack
from calculator.method import Case
from calculator.terms import Interval, Option, Recipe

SHORTEST = 64
LARGEST_MICRO_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Lever:
    """One setting changed: the field and its value, peak memory with it, hours as a multiple, and whether it then fits.

    `field` is an input of the question, or `method` where it takes another method.
    """

    says: str
    field: str
    value: str
    peak_bytes: Interval
    hours_ratio: float
    fits: bool


@dataclass(frozen=True, slots=True)
class Fitting:
    """A training run against the card: levers that save memory, the smallest card that holds it, and its largest sizes.

    `smallest_card` is None where no known card holds it; lengths in tokens, 0 where not even the shortest fits.
    """

    option_id: str
    levers: tuple[Lever, ...]
    smallest_card: str | None
    longest_sequence: int
    largest_micro_batch: int


def fitting(case: Case, option: Option) -> Fitting | None:
    """How the run of one option could be made to fit, or better used; None where nothing is trained on a card."""
    recipe = option.recipe
    if recipe is None or case.target.model is None:
        return None
    cards = sorted(case.known.gpus.values(), key=lambda gpu: (gpu.memory_gib, gpu.id))
    return Fitting(
        option_id=option.id,
        levers=tuple(levers(case, recipe)),
        smallest_card=next((gpu.id for gpu in cards if holds(case, recipe, gpu)), None),
        longest_sequence=largest(case, recipe, "sequence_length", SHORTEST, case.target.context_length or SHORTEST),
        largest_micro_batch=largest(case, recipe, "micro_batch", 1, LARGEST_MICRO_BATCH),
    )


def levers(case: Case, recipe: Recipe) -> Iterator[Lever]:
    """Every setting that saves memory and is not switched on yet, with its saving and its price in time."""
    changes = (
        ("One example at a time", "micro_batch", "1", replace(recipe, micro_batch=1), recipe.micro_batch > 1),
        ("Gradient checkpointing", "gradient_checkpointing", "yes", replace(recipe, gradient_checkpointing=True), not recipe.gradient_checkpointing),
        ("Chunked loss", "chunked_cross_entropy", "yes", replace(recipe, chunked_cross_entropy=True), not recipe.chunked_cross_entropy),
        ("Tuned software", "training_stack", "tuned", with_stack(recipe, "tuned"), training_stack(recipe) == "stock"),
        ("8-bit optimizer states", "optimizer", "adamw_8bit", replace(recipe, optimizer="adamw_8bit"), recipe.optimizer == "adamw"),
        ("Weights in 4 bits (QLoRA)", "method", "qlora", replace(recipe, method="qlora", quantization="nf4_dq"), recipe.method == "lora"),
        ("Twice the cards, sharded", "gpu_count", str(2 * recipe.gpus), replace(recipe, gpus=2 * recipe.gpus, sharding="fsdp2"), True),
    )  # fmt: skip
    before, before_hours = training_run(case.known, case.target.id, case.task.gpu, recipe)
    card = case.known.gpus[case.task.gpu]
    for says, field, value, changed, applies in changes:
        if not applies:
            continue
        memory, hours = training_run(case.known, case.target.id, case.task.gpu, changed)
        if memory.peak_bytes.expected < before.peak_bytes.expected:
            ratio = hours.expected / before_hours.expected
            yield Lever(says, field, value, memory.peak_bytes, ratio, fits(memory, card, case.known.figures))


def largest(case: Case, recipe: Recipe, setting: str, least: int, most: int) -> int:
    """The largest value of a setting at which the run still fits the card, by halving; 0 where the least does not."""
    card = case.known.gpus[case.task.gpu]

    def fitting_at(value: int) -> bool:
        return holds(case, replace(recipe, **{setting: value}), card)  # type: ignore[arg-type]  # a whole number either way

    if not fitting_at(least):
        return 0
    if fitting_at(most):
        return most
    low, high = least, most
    while high - low > max(low // 16, 1):
        middle = (low + high) // 2
        low, high = (middle, high) if fitting_at(middle) else (low, middle)
    return low


def holds(case: Case, recipe: Recipe, card: Gpu) -> bool:
    """The run fits the card with certainty enough."""
    memory, _ = training_run(case.known, case.target.id, card.id, recipe)
    return fits(memory, card, case.known.figures)
