"""What serving an open model takes: memory, speed of reading a prompt and of writing an answer, requests per GPU-hour."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.catalog.architecture import embedding_params, head_params, kv_bytes_per_token, linears
from calculator.catalog.records import Gpu, Model
from calculator.costs.storage import number_bytes, quantised_bytes, weight_bytes
from calculator.terms import Breakdown, Figure, Interval, Memory, Part
from calculator.units import GB, GIB, SECONDS_PER_HOUR, TERA, gib

MULTIPLY_ADD = 2
CAUSAL = 0.5


def serving_memory(
    model: Model,
    figures: Mapping[str, Figure],
    context_tokens: float,
    *,
    concurrency: float = 1,
    quantization: str | None = None,
    adapters_bytes: float = 0.0,
    gpus: int = 1,
) -> Memory:
    """Memory of one GPU in bytes while it serves so many requests at once, each of that context, prompt and answer together.

    (weights + key-value cache + adapters) / GPUs + working memory + CUDA context.
    """
    cached = context_tokens * concurrency
    working, context = figures["serving_working_gib"], figures["cuda_context_gib"]
    stored = weight_bytes(model, "bf16", quantization)
    parts = (
        Part("weights", stored / gpus, f"{model.params:,} parameters in {quantization or 'bf16'}"),
        Part("key-value cache", kv_bytes_per_token(model) * cached / gpus, f"{cached:,.0f} tokens"),
        Part("adapters", adapters_bytes / gpus),
        Part("working memory", gib(working.value)),
        Part("CUDA context", gib(context.value)),
    )
    held = Breakdown("bytes", parts)
    low = held.total - gib(working.value - working.low + context.value - context.low)
    high = held.total + gib(working.high - working.value + context.high - context.value)
    return Memory("device", Interval(held.total, low, high), held)


def cached_requests(
    model: Model,
    gpu: Gpu,
    figures: Mapping[str, Figure],
    context_tokens: float,
    quantization: str | None = None,
    *,
    adapters_bytes: float = 0.0,
    gpus: int = 1,
) -> int:
    """How many requests of that context the cards can hold at once; 0 where not even one fits."""
    empty = serving_memory(
        model,
        figures,
        context_tokens,
        concurrency=0,
        quantization=quantization,
        adapters_bytes=adapters_bytes,
        gpus=gpus,
    )
    free = gpu.memory_gib * GIB * (1 - figures["driver_reserve_share"].value) - empty.peak_bytes.high
    each = kv_bytes_per_token(model) * context_tokens / gpus
    return max(0, int(free / each)) if each > 0 else 0


def decode_tokens_per_second(
    model: Model,
    gpu: Gpu,
    figures: Mapping[str, Figure],
    context_tokens: float,
    *,
    batch: float = 1,
    quantization: str | None = None,
    gpus: int = 1,
) -> Interval:
    """Answer tokens per second of all `batch` requests together.

    batch / (the slower of memory traffic and arithmetic + time between kernels); traffic: weights once, each request's cache.
    Roofline: Williams, Waterman, Patterson (2009), doi 10.1145/1498765.1498785.
    """
    return _doubted(
        batch / _decode_seconds(model, gpu, figures, context_tokens, batch=batch, quantization=quantization, gpus=gpus),
        figures,
    )


def prefill_tokens_per_second(
    model: Model, gpu: Gpu, figures: Mapping[str, Figure], prompt_tokens: float, gpus: int = 1
) -> Interval:
    """Prompt tokens read per second: tokens / (FLOPs / (peak rate × share) + time between kernels)."""
    return _doubted(prompt_tokens / _prefill_seconds(model, gpu, figures, prompt_tokens, gpus), figures)


def request_seconds(
    model: Model,
    gpu: Gpu,
    figures: Mapping[str, Figure],
    prompt_tokens: float,
    answer_tokens: float,
    *,
    batch: float = 1,
    quantization: str | None = None,
    gpus: int = 1,
) -> Interval:
    """Seconds one request takes where `batch` are served at once: prompt read, then answer written token by token."""
    step = _decode_seconds(
        model, gpu, figures, prompt_tokens + answer_tokens / 2, batch=batch, quantization=quantization, gpus=gpus
    )
    reading = _prefill_seconds(model, gpu, figures, prompt_tokens, gpus)
    seconds = batch * reading + answer_tokens * step
    doubt = figures["serving_speed_doubt"]
    return Interval(seconds, seconds / doubt.high, seconds / doubt.low)


def requests_per_gpu_hour(
    model: Model,
    gpu: Gpu,
    figures: Mapping[str, Figure],
    prompt_tokens: float,
    answer_tokens: float,
    *,
    batch: float = 1,
    quantization: str | None = None,
    gpus: int = 1,
) -> Interval:
    """Requests that one GPU answers in an hour at full load: batch × 3600 / seconds of a request / GPUs."""
    seconds = request_seconds(
        model, gpu, figures, prompt_tokens, answer_tokens, batch=batch, quantization=quantization, gpus=gpus
    )
    served = batch * SECONDS_PER_HOUR / gpus
    return Interval(served / seconds.expected, served / seconds.high, served / seconds.low)


def _decode_seconds(
    model: Model,
    gpu: Gpu,
    figures: Mapping[str, Figure],
    context_tokens: float,
    *,
    batch: float,
    quantization: str | None,
    gpus: int,
) -> float:
    """Seconds to write one token of each request."""
    read = _read_weight_bytes(model, batch, quantization) + batch * context_tokens * kv_bytes_per_token(model)
    traffic = read / (gpu.memory_bandwidth_gb_s * GB * figures["bandwidth_share"].value * gpus)
    arithmetic = batch * _forward_flops(model, context_tokens) / _rate(gpu, figures, gpus)
    unpacking = figures["serving_unpack_s"].value * model.layers if quantization else 0.0
    return max(traffic, arithmetic) + _between_kernels(model, figures, gpus) + unpacking


def _prefill_seconds(model: Model, gpu: Gpu, figures: Mapping[str, Figure], prompt_tokens: float, gpus: int) -> float:
    flops = prompt_tokens * _forward_flops(model, CAUSAL * prompt_tokens)
    return flops / _rate(gpu, figures, gpus) + _between_kernels(model, figures, gpus)


def _between_kernels(model: Model, figures: Mapping[str, Figure], gpus: int) -> float:
    """Seconds of a forward pass in which no kernel runs, or the cards of one replica exchange results."""
    layers = model.layers + (model.decoder_layers or 0)
    return layers * (figures["serving_launch_s"].value + (gpus > 1) * figures["serving_exchange_s"].value)


def _rate(gpu: Gpu, figures: Mapping[str, Figure], gpus: int) -> float:
    return gpu.bf16_dense_tflops * TERA * figures["serving_arithmetic_share"].value * gpus


def _forward_flops(model: Model, context_tokens: float) -> float:
    """FLOPs of one token: 2 × weights it passes + attention over the context (2 × 2 × context × width)."""
    matrices = sum(linear.weights * linear.active for linear in linears(model).values())
    width = model.attention_heads * model.head_dim
    return MULTIPLY_ADD * (matrices + model.vocab_size * model.hidden_size + 2 * context_tokens * width * model.layers)


def _read_weight_bytes(model: Model, batch: float, quantization: str | None) -> float:
    """Bytes of weights that one decoding step reads: every linear module once, of experts those that some request chose."""
    plain = number_bytes("bf16")
    each = quantised_bytes(quantization) if quantization else plain
    touched = sum(linear.weights * min(linear.count, batch * linear.active) for linear in linears(model).values())
    head = head_params(model) or embedding_params(model)
    return touched * each + head * plain


def _doubted(speed: float, figures: Mapping[str, Figure]) -> Interval:
    doubt = figures["serving_speed_doubt"]
    return Interval(speed, speed * doubt.low, speed * doubt.high)
