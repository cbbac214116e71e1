"""How long training takes: the seconds of a step, from arithmetic, memory traffic and what cards say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, hypot

from calculator.catalog.architecture import linears
from calculator.catalog.records import Gpu, Model
from calculator.costs.activations import NO_MODULES, Widths, rebuilt_bytes, widths
from calculator.costs.exchange import exchange_seconds, offload_seconds
from calculator.costs.lengths import filled_share, typical_length
from calculator.costs.memory import settled
from calculator.costs.phases import PROMPT_METHODS
from calculator.costs.sizes import COUNTS, targets, trainable_params
from calculator.costs.stack import fuses, training_stack
from calculator.costs.traffic import dequantised_bytes, elementwise_bytes, optimizer_moved_bytes
from calculator.terms import Breakdown, Figure, Interval, Part, Recipe
from calculator.units import GB, SECONDS_PER_HOUR, TERA

MULTIPLY_ADD = 2
CAUSAL = 0.5
ATTENTION_BACKWARD = 2.5  # five products for the forward pass's two: FlashAttention-2, arXiv 2307.08691, section 3.1


def tokens_per_second(model: Model, gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure]) -> Interval:
    """Training speed over all GPUs in tokens of text per second, padding and soft prompts not counted.

    tokens of a micro-step × GPUs / seconds of a micro-step, never above what the vendor's best run reaches.
    The interval: measured over expected speed of that stack; exchange and dequantisation have bounds of their own.
    """
    recipe = settled(model, gpu, recipe, figures)
    best = vendor_best_tokens_per_second(model, gpu, recipe, figures)
    if training_stack(recipe) == "vendor_best":
        return best
    tokens = recipe.micro_batch * typical_length(recipe, figures) * filled_share(recipe, figures) * recipe.gpus
    parts = step_seconds(model, gpu, recipe, figures).parts
    doubt = figures[doubt_figure(recipe)]
    expected = fsum(part.value if part.high is not None else part.value / doubt.value for part in parts)
    slow = fsum(part.high if part.high is not None else part.value / doubt.low for part in parts)
    fast = fsum(part.low if part.low is not None else part.value / doubt.high for part in parts)
    return Interval(*(min(tokens / seconds, best.expected) for seconds in (expected, slow, fast)))


def doubt_figure(recipe: Recipe) -> str:
    """The figure that says how far measured speeds are from expected ones: by stack, wide where no formula is known."""
    return f"training_speed_{training_stack(recipe)}" if recipe.method in COUNTS else "generic_speed_doubt"


def training_hours(
    model: Model, gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure], trained_tokens: float
) -> Interval:
    """Hours that all GPUs together need for so many tokens of text (epochs included): tokens / tokens per second."""
    speed = tokens_per_second(model, gpu, recipe, figures)
    hours = trained_tokens / SECONDS_PER_HOUR
    return Interval(hours / speed.expected, hours / speed.high, hours / speed.low)


def vendor_best_tokens_per_second(model: Model, gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure]) -> Interval:
    """Speed over all GPUs that a vendor's tuned stack reaches: peak rate × best share / FLOPs without recomputation."""
    share = figures["vendor_best_share"]
    return share.interval.times(recipe.gpus * _peak(gpu) / _needed_flops(model, recipe, figures))


def utilisation(model: Model, gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure]) -> Interval:
    """Share of the card's dense 16-bit rate that training turns into FLOPs of the model, recomputation not counted.

    tokens per second × FLOPs per token / (peak rate × GPUs); the model FLOPs utilisation of PaLM, arXiv 2204.02311.
    """
    recipe = settled(model, gpu, recipe, figures)
    speed = tokens_per_second(model, gpu, recipe, figures)
    return speed.times(_needed_flops(model, recipe, figures) / (recipe.gpus * _peak(gpu)))


def step_seconds(model: Model, gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure]) -> Breakdown:
    """Seconds of one micro-step on each GPU, by cause.

    The host launches kernels while the card works: together they take the root of the sum of their squares.
    """
    length = typical_length(recipe, figures) + (recipe.virtual_tokens if recipe.method in PROMPT_METHODS else 0)
    tokens = recipe.micro_batch * length
    work = _work(model, recipe, length)
    passes = work.passes + work.recomputed
    products = tokens * (work.layer_flops * passes + work.head_flops * work.passes) / _rate(model, gpu, figures)
    attention = tokens * work.attention_flops * (1 + ATTENTION_BACKWARD + work.recomputed)
    attention /= _attention_rate(gpu, recipe, figures)
    bandwidth = gpu.memory_bandwidth_gb_s * GB * figures["bandwidth_share"].value
    unpacking = dequantised_bytes(model, recipe, work.passes, work.recomputed) / bandwidth
    busy = (
        Part("matrix products", products, f"{tokens:,.0f} tokens × {passes:g} passes"),
        Part("attention", attention, f"{length:,.0f} tokens of context"),
        Part("memory traffic", elementwise_bytes(model, recipe, figures, tokens) / bandwidth),
        _doubted("dequantisation", figures["dequantisation_doubt"].interval.times(unpacking)),
        Part("rebuilt weights", rebuilt_bytes(model, recipe) * figures["rebuilt_bytes_moved"].value / bandwidth),
    )
    worked = fsum(part.value for part in busy)
    launched = work.size.layers * passes * _launch_seconds(model, recipe, figures)
    parts = (
        *busy,
        Part(
            "launches", hypot(worked, launched) - worked, f"{launched:.3g} s of launches beside {worked:.3g} s of work"
        ),
        Part("optimizer", optimizer_moved_bytes(model, recipe, figures) / bandwidth),
        _doubted("exchange between cards", exchange_seconds(model, gpu, recipe, figures)),
        Part("offload to the CPU", offload_seconds(model, recipe, figures)),
    )
    return Breakdown("s", parts)


def _doubted(name: str, seconds: Interval) -> Part:
    return Part(name, seconds.expected, low=seconds.low, high=seconds.high)


@dataclass(frozen=True, slots=True)
class _Work:
    """FLOPs of one forward pass per token, and how often the weights are passed."""

    size: Widths
    layer_flops: float
    attention_flops: float
    head_flops: float
    passes: int
    recomputed: int


def _work(model: Model, recipe: Recipe, length: float) -> _Work:
    """Forward FLOPs per token: 2 × weights passed, and 2 × 2 × length × width of attention, half of it masked.

    Passes: forward, gradients of activations, gradients of weights where they are trained; checkpointing repeats the first.
    """
    size = widths(model)
    matrices = sum(linear.weights * linear.active for linear in linears(model).values())
    full = recipe.method == "full"
    updates = 0 if full or recipe.virtual_tokens else trainable_params(model, recipe)
    return _Work(
        size=size,
        layer_flops=MULTIPLY_ADD * (matrices + updates),
        attention_flops=CAUSAL * MULTIPLY_ADD * length * (size.queries + size.values),
        head_flops=0.0 if model.architecture == "encoder" else MULTIPLY_ADD * model.vocab_size * model.hidden_size,
        passes=3 if full else 2,
        recomputed=1 if recipe.gradient_checkpointing else 0,
    )


def _rate(model: Model, gpu: Gpu, figures: Mapping[str, Figure]) -> float:
    """FLOPs per second of matrix products: narrow models fill a card less.

    peak × share × hidden / (hidden + half width)  [figures: arithmetic_share, half_rate_width]
    """
    filled = model.hidden_size / (model.hidden_size + figures["half_rate_width"].value)
    return _peak(gpu) * figures["arithmetic_share"].value * filled


def _attention_rate(gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """FLOPs per second of a fused attention kernel; the stock one gains nothing beyond some rate of the card.

    (lower of peak and ceiling) × share  [figures: attention_ceiling_tflops, attention_share]
    """
    ceiling = figures["attention_ceiling_tflops"].value * TERA
    rate = _peak(gpu) if fuses(recipe) else min(_peak(gpu), ceiling)
    return rate * figures["attention_share"].value


def _peak(gpu: Gpu) -> float:
    return gpu.bf16_dense_tflops * TERA


def _needed_flops(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """FLOPs per token that the model needs, recomputation not counted."""
    work = _work(model, recipe, typical_length(recipe, figures))
    return (work.layer_flops + work.attention_flops + work.head_flops) * work.passes


def _launch_seconds(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Seconds to launch the kernels of one layer for one pass: its own, and those of each adapter; a compiled graph has fewer."""
    adapted = 0 if recipe.method in NO_MODULES else len(targets(model, recipe))
    kernels = figures["kernels_per_layer"].value + adapted * figures["kernels_per_adapter"].value
    fused = figures["compiled_kernels_share"].value if fuses(recipe) else 1.0
    return kernels * fused * figures["kernel_launch_s"].value
