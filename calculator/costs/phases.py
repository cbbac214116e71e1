"""What one GPU holds in each phase of a training step: load, forward with loss, backward, optimizer step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculator.catalog.architecture import embedding_params, head_params, linears
from calculator.catalog.records import Model
from calculator.costs.activations import (
    checkpoint_bytes_per_token,
    kept_bytes_per_token,
    rebuilt_bytes,
    working_bytes_per_token,
)
from calculator.costs.lengths import peak_length
from calculator.costs.sharding import Shares, shares
from calculator.costs.sizes import trainable_params
from calculator.costs.storage import (
    KEEPS_UNPACKED,
    linear_weights,
    number_bytes,
    optimizer_bytes,
    trained_dtype,
    weight_bytes,
)
from calculator.terms import Figure, Part, PhaseName, Recipe
from calculator.units import gib

Phase = tuple[Part, ...]
PROMPT_METHODS = frozenset({"soft_prompt", "p_tuning"})
GATHERED_UNITS = 2


@dataclass(frozen=True, slots=True)
class States:
    """Bytes on one GPU of all that a training step holds or makes."""

    weights: float
    adapter: float
    gradients: float
    first_gradient: float
    optimizer: float
    layers: float
    last_layer: float
    working: float
    logits: float
    prefix: float
    rebuilt: float
    buffers: float
    gathered: float
    gathered_head: float
    step: float
    framework: float
    tokens: float


def states(model: Model, recipe: Recipe, figures: Mapping[str, Figure]) -> States:
    """All states and tensors of a step on one GPU, in bytes."""
    share = shares(recipe)
    trained = trainable_params(model, recipe)
    trained_bytes = number_bytes(trained_dtype(recipe))
    tokens = recipe.micro_batch * (peak_length(recipe, figures) + _virtual_tokens(recipe))
    layers, last, working = _activation_bytes(model, recipe, figures, tokens)
    gradients, first = _gradient_bytes(model, recipe, trained)
    return States(
        weights=_resident_weights(model, recipe, share),
        adapter=0.0 if recipe.method == "full" else trained * trained_bytes * share.weights,
        gradients=0.0 if recipe.cpu_offload else gradients * (share.gradients + share.buckets),
        first_gradient=0.0 if recipe.cpu_offload else first * share.gradients,
        optimizer=0.0 if recipe.cpu_offload else optimizer_bytes(recipe, trained) * share.optimizer,
        layers=layers,
        last_layer=last,
        working=working,
        logits=_logit_bytes(model, recipe, figures, tokens),
        prefix=_prefix_bytes(model, recipe),
        rebuilt=rebuilt_bytes(model, recipe),
        buffers=_dequantised_bytes(model, recipe),
        gathered=_gathered_layers(model, recipe, share),
        gathered_head=_gathered_head(model, recipe, share),
        step=_step_bytes(recipe, trained * trained_bytes * share.optimizer),
        framework=gib(figures["framework_buffers_gib"].value),
        tokens=tokens,
    )


def phases(model: Model, recipe: Recipe, held: States) -> dict[PhaseName, Phase]:
    """By phase the parts that stand in memory while loading, at the loss, early and late in the backward pass, and in the step."""
    always = _always(model, recipe, held)
    kept_gradients = recipe.gradient_accumulation > 1 and not recipe.optimizer_in_backward
    earlier = _gradients(held.gradients if kept_gradients else held.first_gradient)
    kept = Part("activations", held.layers + held.prefix + held.rebuilt, f"{held.tokens:,.0f} tokens")
    logits = Part("logits and loss", held.logits, f"{held.tokens:,.0f} tokens × {model.vocab_size:,} words")
    work = Part("layer at work", held.working + held.buffers, "gradients inside one layer, dequantised weights")
    last = Part("activations", held.last_layer, "the first layer's, the last to be used")
    layers = Part("gathered weights", held.gathered, "two layers gathered from all cards")
    head = Part("gathered weights", held.gathered_head, "the head gathered from all cards")
    after = _gradients(held.gradients)
    return {
        "load": (always[0], Part("loading", held.buffers, "one matrix before it is quantised")),
        "loss": (*always, head, earlier, kept, logits),
        "early backward": (*always, layers, earlier, kept, work),
        "late backward": (*always, layers, after, last, work),
        "optimizer step": (*always, after, Part("optimizer step", held.step, "temporary copies of the update")),
    }


def _always(model: Model, recipe: Recipe, held: States) -> Phase:
    storage = recipe.quantization or recipe.weights_dtype
    return (
        Part("weights", held.weights, f"{model.params:,} parameters in {storage}"),
        Part("adapter", held.adapter, f"trained parameters in {recipe.adapter_dtype}"),
        Part("optimizer", held.optimizer, recipe.optimizer),
        Part("framework", held.framework, "buffers of the framework"),
    )


def _gradients(size: float) -> Part:
    return Part("gradients", size, "of the trained parameters")


def _virtual_tokens(recipe: Recipe) -> int:
    return recipe.virtual_tokens if recipe.method in PROMPT_METHODS else 0


def _resident_weights(model: Model, recipe: Recipe, share: Shares) -> float:
    """Stored weights, their fp32 masters, and the bf16 casts that autocast keeps of fp32 weights."""
    if recipe.cpu_offload and share.gathers:
        return 0.0
    stored = weight_bytes(model, recipe.weights_dtype, recipe.quantization)
    if recipe.method == "full" and recipe.master_weights_dtype is not None:
        stored += model.params * number_bytes(recipe.master_weights_dtype)
    casts = linear_weights(model) * number_bytes("bf16") if _autocast(recipe) else 0.0
    return stored * share.weights + casts


def _autocast(recipe: Recipe) -> bool:
    return number_bytes(recipe.weights_dtype) > number_bytes("bf16") and recipe.quantization is None


def _activation_bytes(
    model: Model, recipe: Recipe, figures: Mapping[str, Figure], tokens: float
) -> tuple[float, float, float]:
    """What stands after the forward pass, what of it the last step back uses, and what a layer needs on top or again."""
    kept = kept_bytes_per_token(model, recipe, figures, tokens / recipe.micro_batch)
    working = working_bytes_per_token(model, recipe)
    layers = model.layers + (model.decoder_layers or 0)
    if not recipe.gradient_checkpointing:
        return tokens * kept, tokens * kept / layers, tokens * working
    checkpoints = checkpoint_bytes_per_token(model, recipe)
    if recipe.activation_offload:
        checkpoints *= GATHERED_UNITS / layers
    return tokens * checkpoints, 0.0, tokens * (working + kept / layers)


def _gradient_bytes(model: Model, recipe: Recipe, trained: int) -> tuple[float, float]:
    """All gradients, and those that stand when the backward pass reaches the layers (the head's)."""
    full = recipe.method == "full"
    each = number_bytes(recipe.weights_dtype if full else recipe.adapter_dtype)
    largest = model.vocab_size * model.hidden_size * each
    if recipe.optimizer_in_backward:
        one = min(largest, trained * each)
        return one, one
    head = largest if full and (model.tied_embeddings or head_params(model)) else 0.0
    return trained * each, head


def _logit_bytes(model: Model, recipe: Recipe, figures: Mapping[str, Figure], tokens: float) -> float:
    """Logits, their copies and gradients: tokens × vocabulary × bytes per element; an encoder has no such head."""
    if model.architecture == "encoder":
        return 0.0
    return tokens * model.vocab_size * figures[logit_figure(recipe)].value


def logit_figure(recipe: Recipe) -> str:
    """Which loss is assumed, by the name of its figure."""
    if chunks_loss(recipe):
        return "logit_bytes_chunked_compiled" if recipe.compile else "logit_bytes_chunked"
    return "logit_bytes_compiled" if recipe.compile else "logit_bytes_stock"


def chunks_loss(recipe: Recipe) -> bool:
    """The loss is computed in chunks: as stated, else where the trainer compiles or packs."""
    if recipe.chunked_cross_entropy is not None:
        return recipe.chunked_cross_entropy
    return bool(recipe.compile) or recipe.packed


def _prefix_bytes(model: Model, recipe: Recipe) -> float:
    """Prefix keys and values, copied to every sample and expanded to all heads."""
    if recipe.method != "prefix":
        return 0.0
    width = 2 * (model.attention_heads + model.kv_heads) * model.head_dim
    return recipe.micro_batch * recipe.virtual_tokens * model.layers * width * number_bytes("bf16")


def _dequantised_bytes(model: Model, recipe: Recipe) -> float:
    """The largest weight matrix of a layer in 16 bits, while its product is computed.

    Where autograd keeps what was unpacked: all matrices of a layer under checkpointing, else of every layer.
    """
    if recipe.quantization is None:
        return 0.0
    if recipe.quantization in KEEPS_UNPACKED:
        layers = model.layers + (model.decoder_layers or 0)
        return linear_weights(model) * number_bytes("bf16") / (layers if recipe.gradient_checkpointing else 1)
    return max(linear.weights for linear in linears(model).values()) * number_bytes("bf16")


def _gathered_layers(model: Model, recipe: Recipe, share: Shares) -> float:
    """Two layers at a time, one in use and one on its way; of trained layers also the gradients before they are shared out."""
    if not share.gathers:
        return 0.0
    layers = model.layers + (model.decoder_layers or 0)
    trained = (
        GATHERED_UNITS * linear_weights(model) * number_bytes(recipe.weights_dtype) if recipe.method == "full" else 0.0
    )
    return (GATHERED_UNITS * _linear_bytes(model, recipe) + trained) / layers


def _gathered_head(model: Model, recipe: Recipe, share: Shares) -> float:
    """The head while it computes the logits, and the layer before it."""
    if not share.gathers:
        return 0.0
    head = (head_params(model) or embedding_params(model)) * number_bytes(recipe.weights_dtype)
    return head + _linear_bytes(model, recipe) / (model.layers + (model.decoder_layers or 0))


def _linear_bytes(model: Model, recipe: Recipe) -> float:
    """Stored bytes of all linear modules inside the layers."""
    outside = (model.params - linear_weights(model)) * number_bytes(recipe.weights_dtype)
    return weight_bytes(model, recipe.weights_dtype, recipe.quantization) - outside


def _step_bytes(recipe: Recipe, trained_bytes: float) -> float:
    """The stock optimizer's temporary copy of what it updates; fused and 8-bit ones, or one per layer, make none."""
    if recipe.optimizer_in_backward or recipe.cpu_offload or recipe.compile or "8bit" in recipe.optimizer:
        return 0.0
    return trained_bytes
