"""How many bytes a parameter takes, by number format, quantisation and optimizer."""

from __future__ import annotations

from functools import cache

from calculator.catalog.architecture import linears
from calculator.catalog.records import Model
from calculator.terms import Recipe

NUMBER_BYTES: dict[str, float] = {"fp32": 4.0, "tf32": 4.0, "bf16": 2.0, "fp16": 2.0, "fp8": 1.0, "int8": 1.0}

# Bytes per weight with its scales: 4-bit blocks of 64 with an fp32 scale (QLoRA, arXiv 2305.14314, section 3);
# double quantisation stores that scale in 8 bits and one fp32 per 256 of them; GPTQ and AWQ use groups of 128.
QUANTISED_BYTES: dict[str, float] = {
    "nf4": 0.5 + 4 / 64,
    "nf4_dq": 0.5 + 1 / 64 + 4 / (64 * 256),
    "fp4": 0.5 + 4 / 64,
    "fp4_dq": 0.5 + 1 / 64 + 4 / (64 * 256),
    "gptq4": 0.5 + (2 + 0.5) / 128,
    "awq4": 0.5 + (2 + 0.5) / 128,
    "int8": 1.0,
    "gptq8": 1.0 + (2 + 1) / 128,
    "fp8": 1.0,
}
KEEPS_INPUTS = frozenset({"nf4", "nf4_dq", "fp4", "fp4_dq", "int8"})

# GPTQ's training path is an ordinary product with the unpacked weight, which autograd keeps for the backward pass:
# AutoGPTQ/AutoGPTQ:auto_gptq/nn_modules/qlinear/qlinear_cuda_old.py@179776bd1d97.
KEEPS_UNPACKED = frozenset({"gptq4", "gptq8"})

# States per trained parameter, and bytes of one state where the optimizer fixes them (8-bit: blocks of 256).
OPTIMIZER_STATES: dict[str, int] = {"sgd": 0, "adafactor": 0, "lion": 1, "adagrad": 1, "sgd_momentum": 1}
EIGHT_BIT_STATE_BYTES = 1 + 4 / 256
ADAM_STATES = 2


def number_bytes(dtype: str | None) -> float:
    """Bytes of one number in this format; two where the format is unknown."""
    return NUMBER_BYTES.get(dtype or "bf16", 2.0)


def quantised_bytes(quantization: str) -> float:
    """Bytes of one quantised weight with its scales; an unknown format is judged by the bits in its name."""
    if quantization in QUANTISED_BYTES:
        return QUANTISED_BYTES[quantization]
    bits = "".join(character for character in quantization if character.isdigit())
    return {"2": 0.3125, "3": 0.4375, "4": 0.5625, "8": 1.03125}.get(bits[:1], 2.0)


@cache
def linear_weights(model: Model) -> int:
    """Weights of the linear modules inside the layers, which quantisation applies to; head and embeddings stay apart."""
    return sum(linear.weights * linear.count for linear in linears(model).values())


def weight_bytes(model: Model, weights_dtype: str, quantization: str | None) -> float:
    """Bytes of the base model's weights in memory.

    quantised: linear weights × bytes with scales + the other parameters × bytes of the format; else all × bytes.
    """
    plain = number_bytes(weights_dtype)
    if quantization is None:
        return model.params * plain
    quantised = linear_weights(model)
    return quantised * quantised_bytes(quantization) + (model.params - quantised) * plain


def trained_dtype(recipe: Recipe) -> str:
    """Number format of the parameters that the optimizer updates."""
    if recipe.method == "full":
        return recipe.master_weights_dtype or recipe.weights_dtype
    return recipe.adapter_dtype


def optimizer_bytes(recipe: Recipe, trained: int) -> float:
    """Bytes of the optimizer's states; paged states live in unified memory and are not counted by the allocator.

    AdamW: two states per trained parameter in the optimizer's state format, else that of the parameters.
    """
    name = recipe.optimizer
    if name.startswith("paged"):
        return 0.0
    if "8bit" in name:
        return trained * ADAM_STATES * EIGHT_BIT_STATE_BYTES
    states = OPTIMIZER_STATES.get(name, ADAM_STATES)
    return trained * states * number_bytes(recipe.optimizer_state_dtype or trained_dtype(recipe))
