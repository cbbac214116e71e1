"""How long training takes: the seconds of a step, from arithmetic, memory traffic and what cards say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculator.catalog.architecture import linears
from calculator.catalog.records import Gpu, Model
from calculator.costs.activations import NO_MODULES, Widths, kept_bytes_per_token, rebuilt_bytes, widths
from calculator.costs.lengths import filled_share, typical_length
from calculator.costs.memory import settled
from calculator.costs.phases import PROMPT_METHODS, logit_figure
from calculator.costs.sharding import shares
from calculator.costs.sizes import COUNTS, targets, trainable_params
from calculator.costs.storage import linear_weights, number_bytes, quantised_bytes, trained_dtype, weight_bytes
from calculator.terms import Breakdown, Figure, Interval, Part, Recipe
from calculator.units import GB, SECONDS_PER_HOUR, TERA

MULTIPLY_ADD = 2
CAUSAL = 0.5
ATTENTION_BACKWARD = 2.5  # five products for the forward pass's two: FlashAttention-2, arXiv 2307.08691, section 3.1


def tokens_per_second(model: Model, gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure]) -> Interval:
    """Training speed over all GPUs in tokens of text per second, padding and soft prompts not counted.

    tokens of a micro-step × GPUs / seconds of a micro-step, never above what the vendor's best run reaches.
    """
    recipe = settled(model, gpu, recipe, figures)
    length = typical_length(recipe, figures)
    tokens = recipe.micro_batch * length * filled_share(recipe, figures) * recipe.gpus
    seconds = step_seconds(model, gpu, recipe, figures).total
    best = vendor_best_tokens_per_second(model, gpu, recipe, figures)
    doubt = figures["training_speed_doubt" if recipe.method in COUNTS else "generic_speed_doubt"]
    speed = tokens / seconds
    return Interval(min(speed * doubt.value, best), min(speed * doubt.low, best), min(speed * doubt.high, best))


def training_hours(
    model: Model, gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure], trained_tokens: float
) -> Interval:
    """Hours that all GPUs together need for so many tokens of text (epochs included): tokens / tokens per second."""
    speed = tokens_per_second(model, gpu, recipe, figures)
    hours = trained_tokens / SECONDS_PER_HOUR
    return Interval(hours / speed.expected, hours / speed.high, hours / speed.low)


def vendor_best_tokens_per_second(model: Model, gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """The best speed over all GPUs that a vendor's tuned stack reaches: peak rate × best share / FLOPs without recomputation."""
    work = _work(model, recipe, typical_length(recipe, figures))
    needed = (work.layer_flops + work.attention_flops + work.head_flops) * work.passes
    return recipe.gpus * gpu.bf16_dense_tflops * TERA * figures["vendor_best_share"].value / needed


def step_seconds(model: Model, gpu: Gpu, recipe: Recipe, figures: Mapping[str, Figure]) -> Breakdown:
    """Seconds of one micro-step on each GPU, by cause."""
    length = typical_length(recipe, figures) + (recipe.virtual_tokens if recipe.method in PROMPT_METHODS else 0)
    tokens = recipe.micro_batch * length
    work = _work(model, recipe, length)
    passes = work.passes + work.recomputed
    products = tokens * (work.layer_flops * passes + work.head_flops * work.passes) / _rate(model, gpu, figures)
    attention = tokens * work.attention_flops * (1 + ATTENTION_BACKWARD + work.recomputed)
    attention /= gpu.bf16_dense_tflops * TERA * figures["attention_share"].value
    bandwidth = gpu.memory_bandwidth_gb_s * GB * figures["bandwidth_share"].value
    rebuilt = rebuilt_bytes(model, recipe) * figures["rebuilt_bytes_moved"].value
    hidden = products + attention
    parts = (
        Part("matrix products", products, f"{tokens:,.0f} tokens × {passes:g} passes"),
        Part("attention", attention, f"{length:,.0f} tokens of context"),
        Part("memory traffic", _traffic_bytes(model, recipe, figures, tokens, length) / bandwidth),
        Part("dequantisation", _dequantised_bytes(model, recipe, passes) / bandwidth),
        Part("optimizer", _optimizer_bytes(model, recipe, figures) / bandwidth),
        Part("rebuilt weights", rebuilt / bandwidth),
        Part("launches", work.size.layers * passes * _launch_seconds(model, recipe, figures)),
        Part("exchange between cards", max(0.0, _exchange_seconds(model, recipe, figures) - hidden)),
        Part("offload to the CPU", _offload_seconds(model, recipe, figures)),
    )
    return Breakdown("s", parts)


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
    return gpu.bf16_dense_tflops * TERA * figures["arithmetic_share"].value * filled


def _traffic_bytes(model: Model, recipe: Recipe, figures: Mapping[str, Figure], tokens: float, length: float) -> float:
    """Bytes that element-wise kernels move: kept tensors and logits, each several times."""
    moved = figures["kept_bytes_moved"].value
    kept = kept_bytes_per_token(model, recipe, figures, length) * (2 if recipe.gradient_checkpointing else 1)
    logits = 0.0 if model.architecture == "encoder" else model.vocab_size * figures[logit_figure(recipe)].value
    return tokens * moved * (kept + logits)


def _dequantised_bytes(model: Model, recipe: Recipe, passes: float) -> float:
    """Bytes moved to dequantise every linear weight once a pass: read packed, written and read in 16 bits."""
    if recipe.quantization is None:
        return 0.0
    wide = number_bytes("bf16")
    return linear_weights(model) * (quantised_bytes(recipe.quantization) + 2 * wide) * passes


def _optimizer_bytes(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Bytes the optimizer moves per micro-step: parameter, gradient and two states; unfused kernels move each several times."""
    if recipe.cpu_offload:
        return 0.0
    fused = recipe.compile or "8bit" in recipe.optimizer
    moves = figures["optimizer_moves" if fused else "optimizer_moves_stock"].value
    each = number_bytes(trained_dtype(recipe)) * moves
    return trainable_params(model, recipe) * each * shares(recipe).optimizer / recipe.gradient_accumulation


def _launch_seconds(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Seconds to launch the kernels of one layer for one pass: its own, and those of each adapter; a compiled graph has fewer."""
    adapted = 0 if recipe.method in NO_MODULES else len(targets(model, recipe))
    kernels = figures["kernels_per_layer"].value + adapted * figures["kernels_per_adapter"].value
    fused = figures["compiled_kernels_share"].value if recipe.compile else 1.0
    return kernels * fused * figures["kernel_launch_s"].value


def _exchange_seconds(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Seconds in which gradients are summed and sharded weights gathered, for each pass."""
    if recipe.gpus <= 1:
        return 0.0
    gathered = weight_bytes(model, recipe.weights_dtype, recipe.quantization) if shares(recipe).gathers else 0.0
    trained = trainable_params(model, recipe) * number_bytes(trained_dtype(recipe))
    passes = 3 if recipe.gradient_checkpointing else 2
    return (gathered * passes + 2 * trained) / (figures["interconnect_gb_s"].value * GB)


def _offload_seconds(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Seconds to move one card's share of weights down twice and gradients up once over PCIe, and to step on the CPU."""
    if not recipe.cpu_offload:
        return 0.0
    trained = trainable_params(model, recipe) * number_bytes(trained_dtype(recipe)) / recipe.gpus
    weights = weight_bytes(model, recipe.weights_dtype, recipe.quantization) / recipe.gpus
    stepped = trained * figures["optimizer_moves"].value / (figures["cpu_bandwidth_gb_s"].value * GB)
    return (2 * weights + trained) / (figures["pcie_gb_s"].value * GB) + stepped
