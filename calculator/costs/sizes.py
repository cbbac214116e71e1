"""How many parameters a method trains and how large the result is on disk."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from calculator.catalog.architecture import Linear, anatomy, linears, norm_params
from calculator.catalog.records import Model
from calculator.costs.storage import number_bytes
from calculator.terms import Recipe

LLAMA_ADAPTER_START = 2
MLP_MODULES = ("gate", "up", "down")
LOW_RANK = ("lora", "qlora", "prompted_fine_tuning")
UNTRAINED = ("zero_shot", "few_shot", "prompt_optimisation")


def trainable_params(model: Model, recipe: Recipe) -> int:
    """Parameters that training updates: as stated, else counted from the architecture.

    Sources: the PEFT library's own counts for the same configurations, and the papers of each method.
    """
    if recipe.trainable_params is not None:
        return recipe.trainable_params
    embeddings = model.vocab_size * model.hidden_size if recipe.trains_embeddings else 0
    counted = COUNTS.get(recipe.method, _low_rank_params)(model, recipe)
    return counted if recipe.method == "full" else counted + embeddings


def adapter_bytes(model: Model, recipe: Recipe) -> int:
    """Bytes of the file that training leaves: trained parameters × bytes of their format.

    P-tuning keeps the prompt and throws its encoder away.
    """
    if recipe.method == "full":
        return int(model.params * number_bytes(recipe.weights_dtype))
    if recipe.method == "p_tuning":
        return int(_soft_prompt_params(model, recipe) * number_bytes(recipe.adapter_dtype))
    return int(trainable_params(model, recipe) * number_bytes(recipe.adapter_dtype))


def targets(model: Model, recipe: Recipe) -> dict[str, Linear]:
    """The linear modules that a method acts on, by name; those that the model lacks are left out.

    `q`, `k`, `v` become their latent projections under multi-head latent attention, `gate`, `up`, `down` every expert's.
    """
    return _targets(model, recipe.target_modules)


def is_mlp(name: str) -> bool:
    """The linear module belongs to the MLP."""
    return name.endswith(MLP_MODULES)


@cache
def _targets(model: Model, wanted: tuple[str, ...]) -> dict[str, Linear]:
    modules, names = linears(model), set(wanted)
    if "q" not in modules:
        names |= {"q_a", "q_b"} if "q" in names else set()
        names |= {"kv_a", "kv_b"} if names & {"k", "v"} else set()
    return {
        name: each for name, each in modules.items() if name.removeprefix("shared_").removeprefix("dense_") in names
    }


def _full_params(model: Model, recipe: Recipe) -> int:  # noqa: ARG001 - one signature for every count
    return model.params


def _low_rank_params(model: Model, recipe: Recipe) -> int:
    """rank × (inputs + outputs) of each target; one `qkv` module shares its A where the trainer fuses them."""
    rank = recipe.rank or 8
    modules = targets(model, recipe)
    total = sum(rank * (linear.inputs + linear.outputs) * linear.count for linear in modules.values())
    if recipe.fused_qkv:
        shared = [modules[name] for name in ("q", "k", "v") if name in modules][1:]
        total -= sum(rank * linear.inputs * linear.count for linear in shared)
    return total


def _dora_params(model: Model, recipe: Recipe) -> int:
    """LoRA and one magnitude per output (arXiv 2402.09353)."""
    return _low_rank_params(model, recipe) + sum(each.outputs * each.count for each in targets(model, recipe).values())


def _ia3_params(model: Model, recipe: Recipe) -> int:
    """One scale per output of an attention module, per input of an MLP module (arXiv 2205.05638, PEFT's feedforward modules)."""
    modules = targets(model, recipe)
    return sum((each.inputs if is_mlp(name) else each.outputs) * each.count for name, each in modules.items())


def _soft_prompt_params(model: Model, recipe: Recipe) -> int:
    """virtual tokens × hidden size, for encoder and decoder each (arXiv 2104.08691)."""
    return recipe.virtual_tokens * model.hidden_size * (2 if model.decoder_layers else 1)


def _prefix_params(model: Model, recipe: Recipe) -> int:
    """virtual tokens × layers × 2 × key-value width (arXiv 2101.00190, without its training-time encoder)."""
    layers = model.layers + (model.decoder_layers or 0)
    return recipe.virtual_tokens * layers * 2 * model.kv_heads * model.head_dim


def _p_tuning_params(model: Model, recipe: Recipe) -> int:
    """The prompt and an encoder of three linear layers of the encoder's width, the hidden size if not stated."""
    hidden, inner = model.hidden_size, recipe.bottleneck or model.hidden_size
    encoder = (hidden + 1) * inner + (inner + 1) * inner + (inner + 1) * hidden
    return _soft_prompt_params(model, recipe) + encoder


def _bottleneck_params(model: Model, recipe: Recipe) -> int:
    """Two adapters per layer, down and up with biases (arXiv 1902.00751)."""
    layers = model.layers + (model.decoder_layers or 0)
    return layers * 2 * (2 * model.hidden_size * recipe.bottleneck + recipe.bottleneck + model.hidden_size)


def _llama_adapter_params(model: Model, recipe: Recipe) -> int:
    """A prompt of each adapted layer and a gate per head (arXiv 2303.16199); the lowest two layers have none."""
    layers = model.layers - LLAMA_ADAPTER_START
    return layers * ((recipe.virtual_tokens or 10) * model.hidden_size + model.attention_heads)


def _llama_adapter_v2_params(model: Model, recipe: Recipe) -> int:
    """The adapter, a scale and a bias per output of every linear module and the head, and all norms (arXiv 2304.15010)."""
    outputs = sum(each.outputs * each.count for each in linears(model).values()) + model.vocab_size
    return _llama_adapter_params(model, recipe) + 2 * outputs + norm_params(model)


def _norm_tuning_params(model: Model, recipe: Recipe) -> int:  # noqa: ARG001 - one signature for every count
    return norm_params(model) if anatomy(model).norms_per_layer else 0


def _no_params(model: Model, recipe: Recipe) -> int:  # noqa: ARG001 - one signature for every count
    return 0


COUNTS: dict[str, Callable[[Model, Recipe], int]] = {
    "full": _full_params,
    **dict.fromkeys(LOW_RANK, _low_rank_params),
    "dora": _dora_params,
    "ia3": _ia3_params,
    "soft_prompt": _soft_prompt_params,
    "prefix": _prefix_params,
    "p_tuning": _p_tuning_params,
    "adapter": _bottleneck_params,
    "llama_adapter": _llama_adapter_params,
    "llama_adapter_v2": _llama_adapter_v2_params,
    "ln_tuning": _norm_tuning_params,
    **dict.fromkeys(UNTRAINED, _no_params),
}
