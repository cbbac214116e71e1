"""What a forward pass keeps for the backward pass, counted tensor by tensor from the architecture.

A tensor is kept where some gradient needs it (the derivative formulas of PyTorch's autograd, `derivatives.yaml`):
norms keep their input, attention its queries, keys, values and output, the gated MLP three tensors of its width.
A linear module keeps its input only where its weight is trained, or where its kernel keeps it all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from calculator.catalog.architecture import anatomy, linears
from calculator.catalog.records import Model
from calculator.costs.sizes import UNTRAINED, is_mlp, targets
from calculator.costs.storage import KEEPS_INPUTS, number_bytes
from calculator.terms import Figure, Recipe

SINGLE = 4.0
DROPOUT_MASK = 1.0
NO_MODULES = frozenset(
    {
        "full",
        "soft_prompt",
        "prefix",
        "p_tuning",
        "adapter",
        "llama_adapter",
        "trainable_tokens",
        "ln_tuning",
        *UNTRAINED,
    }
)


# Methods that write out the update of each weight matrix before they use it (PEFT's implementations).
REBUILDS_WEIGHTS = frozenset({"boft", "fourierft", "frod", "hira", "loha", "lokr", "waveft"})


@dataclass(frozen=True, slots=True)
class Widths:
    """Numbers that one token has in each kind of tensor, summed over all layers."""

    layers: int
    hidden: int
    queries: int
    values: int
    mlp: int
    mlp_inputs: int
    outputs: int

    @property
    def attention(self) -> int:
        """Queries, keys and values at full head count (trainers expand grouped ones), and the output."""
        return 2 * self.queries + 2 * self.values


@cache
def widths(model: Model) -> Widths:
    """The widths of a model's tensors; only the experts that one token passes are counted."""
    modules = linears(model)
    layers = model.layers + (model.decoder_layers or 0)
    hidden = layers * model.hidden_size
    ups = [each for name, each in modules.items() if name.endswith("up")]
    query, output = modules.get("q") or modules["q_b"], modules["o"]
    return Widths(
        layers=layers,
        hidden=hidden,
        queries=query.outputs * query.active,
        values=output.inputs * output.active,
        mlp=sum(each.outputs * each.active for each in ups),
        mlp_inputs=sum(each.inputs * each.active for each in ups),
        outputs=sum(each.outputs * each.active for each in modules.values()),
    )


def kept_bytes_per_token(model: Model, recipe: Recipe, figures: Mapping[str, Figure], length: float) -> float:
    """Bytes that all layers keep for one token without checkpointing.

    norms + attention + MLP + inputs of linear modules that keep them + what the method itself adds.
    """
    size = widths(model)
    kept = _norm_bytes(model, recipe, size) + number_bytes("bf16") * (
        size.attention + _mlp_tensors(model, recipe) * size.mlp
    )
    kept += _linear_input_bytes(model, recipe, size) + _method_bytes(model, recipe, size)
    kept += number_bytes("bf16") * figures["extra_hidden_tensors"].value * size.hidden
    if recipe.flash_attention is False:
        kept += model.attention_heads * size.layers * length * figures["eager_attention_bytes"].value
    return kept


def checkpoint_bytes_per_token(model: Model, recipe: Recipe) -> float:
    """Bytes that checkpointing keeps for one token: each layer's input."""
    return residual_bytes(recipe) * (model.layers + (model.decoder_layers or 0)) * model.hidden_size


def working_bytes_per_token(model: Model, recipe: Recipe) -> float:
    """Bytes of gradients on the way through one layer for one token: three of the MLP's width, two of the residual."""
    size = widths(model)
    return (
        number_bytes("bf16") * (3 * size.mlp + 2 * size.hidden) / size.layers
        + residual_bytes(recipe) * model.hidden_size
    )


def rebuilt_bytes(model: Model, recipe: Recipe) -> float:
    """Bytes of updates that are written out in full and kept, once as built and once as added to the weight."""
    if recipe.method not in REBUILDS_WEIGHTS:
        return 0.0
    return (
        2
        * number_bytes(recipe.adapter_dtype)
        * sum(each.weights * each.count for each in targets(model, recipe).values())
    )


def residual_bytes(recipe: Recipe) -> float:
    """Bytes per number of the residual stream: fp32 under autocast of fp32 weights, else that of bf16."""
    return number_bytes(recipe.weights_dtype) if recipe.quantization is None else number_bytes("bf16")


def _norm_bytes(model: Model, recipe: Recipe, size: Widths) -> float:
    """Norms keep their input, RMS norms an fp32 copy of it; a compiled graph recomputes the copy.

    Trained RMS norms also keep the normalised tensor; parallel branches share one input.
    """
    body = anatomy(model)
    width = residual_bytes(recipe)
    if body.norm_biases or body.norms_per_layer == 0:
        return width * size.hidden * (1 if model.parallel_residual else max(body.norms_per_layer, 2))
    kept = width if recipe.compile else SINGLE
    if not recipe.compile and recipe.method in {"full", "llama_adapter_v2", "ln_tuning"}:
        kept += width
    inside = SINGLE * (size.queries + size.values) if model.qk_norm and not recipe.compile else 0.0
    return kept * size.hidden * body.norms_per_layer + inside


def _mlp_tensors(model: Model, recipe: Recipe) -> int:
    """Tensors of the MLP's width: what enters the activation, and with a gate its other factor and its result."""
    if not model.gated_mlp:
        return 1
    return 2 if recipe.compile else 3


def _linear_input_bytes(model: Model, recipe: Recipe, size: Widths) -> float:
    """Inputs of linear modules: normalised tensors and what the MLP's last module takes; attention's output is kept anyhow.

    Trained weights need them; the kernels of bitsandbytes keep them for frozen weights too (`MatMul4Bit`).
    """
    if recipe.method != "full" and recipe.quantization not in KEEPS_INPUTS:
        return 0.0
    attention_inputs = 0 if anatomy(model).norms_per_layer == 1 else size.hidden
    return number_bytes("bf16") * (attention_inputs + size.mlp_inputs + size.mlp)


def _method_bytes(model: Model, recipe: Recipe, size: Widths) -> float:
    """Bytes that the adapters keep for one token."""
    wide, narrow = number_bytes(recipe.adapter_dtype), number_bytes("bf16")
    if recipe.method == "llama_adapter_v2":
        return narrow * (2 * size.queries + size.outputs + model.vocab_size)
    if recipe.method == "llama_adapter":
        return narrow * 2 * size.queries
    if recipe.method == "adapter":
        return 2 * size.layers * (wide * model.hidden_size + 2 * wide * recipe.bottleneck)
    if recipe.method in NO_MODULES:
        return 0.0
    if recipe.method in REBUILDS_WEIGHTS:
        return 0.0
    modules = targets(model, recipe)
    if recipe.method == "ia3":
        return sum(
            (wide * each.inputs if is_mlp(name) else narrow * each.outputs) * each.active
            for name, each in modules.items()
        )
    outputs = sum(each.outputs * each.active for each in modules.values())
    magnitudes = (narrow + wide) * outputs if recipe.method == "dora" else 0.0
    return _adapter_input_bytes(model, recipe, size) + magnitudes


def _adapter_input_bytes(model: Model, recipe: Recipe, size: Widths) -> float:
    """Inputs of low-rank adapters: each target keeps its own copy after dropout in the adapter's format, and the mask.

    Dropout is taken to be on. A compiled graph draws it again and keeps each module's input once.
    """
    wide, modules = number_bytes(recipe.adapter_dtype), targets(model, recipe)
    inner = (recipe.rank or 8) * sum(each.active for each in modules.values())
    if recipe.compile and wide == number_bytes("bf16"):
        return wide * inner + (
            0.0 if recipe.quantization in KEEPS_INPUTS else wide * (size.hidden + size.mlp_inputs + size.mlp)
        )
    return wide * inner + (wide + DROPOUT_MASK) * sum(each.inputs * each.active for each in modules.values())
