"""What an architecture consists of: its linear modules, parameters and cache, counted from the record's sizes.

Sources: the model classes of Hugging Face transformers, whose parameters these are (`models/<family>/modeling_*.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from calculator.catalog.records import Model

T5_POSITION_BUCKETS = 32


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear module by its features, how often the model has it and how many of these one token passes."""

    inputs: int
    outputs: int
    count: int
    active: int

    @property
    def weights(self) -> int:
        """Weights of one such module, without bias."""
        return self.inputs * self.outputs


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What a family's layers carry beside their weight matrices."""

    linear_biases: bool = False
    norm_biases: bool = False
    norms_per_layer: int = 2
    final_norm: bool = True
    embedding_norm: bool = False
    position_offset: int | None = None
    token_types: int = 0
    pooler: bool = False
    head_bias: bool = False
    router_bias: bool = False


LLAMA = Anatomy()
NEOX = Anatomy(linear_biases=True, norm_biases=True)
BERT = Anatomy(True, True, final_norm=False, embedding_norm=True, position_offset=0, token_types=2, pooler=True)
OPT = replace(NEOX, position_offset=2)
FAMILIES: dict[str, Callable[[Model], Anatomy]] = {
    "bert": lambda _: BERT,
    "bloom": lambda _: replace(NEOX, embedding_norm=True),
    "deepseek": lambda _: Anatomy(router_bias=True),
    "falcon": lambda model: _falcon(model) if model.parallel_residual else LLAMA,
    "gemma": lambda model: Anatomy(norms_per_layer=4) if model.sliding_window else LLAMA,
    "gpt2": lambda _: replace(NEOX, position_offset=0),
    "olmo": lambda model: LLAMA if model.qk_norm else Anatomy(norms_per_layer=0, final_norm=False),
    "opt": lambda model: replace(OPT, final_norm=False) if model.embedding_size else OPT,
    "phi": lambda model: replace(NEOX, norms_per_layer=1, head_bias=True) if model.parallel_residual else LLAMA,
    "pythia": lambda _: NEOX,
    "roberta": lambda _: replace(BERT, position_offset=2, token_types=1, pooler=False),
    "stablelm": lambda model: NEOX if model.parallel_residual else Anatomy(norm_biases=True),
}


@cache
def anatomy(model: Model) -> Anatomy:
    """What the layers of this model carry beside their weight matrices; an unknown family is built like Llama."""
    built = FAMILIES.get(model.family)
    return built(model) if built is not None else LLAMA


@cache
def linears(model: Model) -> dict[str, Linear]:
    """Every linear module inside the layers by name, head and embeddings apart.

    q, k, v, o and gate, up, down as everyone calls them; no gate where the MLP is not gated.
    In a mixture of experts gate, up, down are those of the routed experts, beside `shared_…`, `dense_…` and `router`.
    Multi-head latent attention has q_a, q_b, kv_a, kv_b, o instead (DeepSeek-V3, arXiv 2412.19437).
    """
    return {**_attention(model), **_mlp(model)}


def linear_shapes(model: Model, *, fused_qkv: bool = False) -> dict[str, tuple[int, int]]:
    """Input and output features of each linear module of a layer; `fused_qkv` joins q, k, v into one `qkv`."""
    shapes = {name: (linear.inputs, linear.outputs) for name, linear in linears(model).items()}
    if not fused_qkv or "q" not in shapes:
        return shapes
    outputs = sum(shapes.pop(name)[1] for name in ("q", "k", "v"))
    return {"qkv": (model.hidden_size, outputs), **shapes}


@cache
def parameter_count(model: Model) -> int:
    """Parameters of the whole model: linear modules, biases, norms, embeddings and head."""
    matrices = sum(linear.weights * linear.count for linear in linears(model).values())
    return matrices + _everything_else(model)


@cache
def active_parameter_count(model: Model) -> int:
    """Parameters that one token passes: as `parameter_count`, but only the experts chosen for it."""
    matrices = sum(linear.weights * linear.active for linear in linears(model).values())
    return matrices + _everything_else(model)


def embedding_params(model: Model) -> int:
    """Parameters of the token, position and type embeddings, without the head."""
    body = anatomy(model)
    width = model.embedding_size or model.hidden_size
    positions = 0
    if body.position_offset is not None and model.context_length is not None:
        positions = (model.context_length + body.position_offset) * model.hidden_size
    projections = 2 * width * model.hidden_size if model.embedding_size else 0
    return model.vocab_size * width + positions + body.token_types * model.hidden_size + projections


def head_params(model: Model) -> int:
    """Parameters of the language-model head (or the pooler of an encoder) that no embedding shares."""
    body = anatomy(model)
    if model.architecture == "encoder":
        return (model.hidden_size + 1) * model.hidden_size if body.pooler else 0
    if model.tied_embeddings:
        return 0
    return model.vocab_size * (model.hidden_size + body.head_bias)


def norm_params(model: Model) -> int:
    """Parameters of all norms, biases of norms and norms of queries and keys included."""
    body = anatomy(model)
    width = model.hidden_size * (2 if body.norm_biases else 1)
    decoder_layers = model.decoder_layers or 0
    stacks = 2 if decoder_layers else 1
    norms = (
        body.norms_per_layer * model.layers
        + (body.norms_per_layer + 1) * decoder_layers
        + body.final_norm * stacks
        + body.embedding_norm
    )
    return norms * width + model.layers * _norms_inside_attention(model)


def bias_params(model: Model) -> int:
    """Parameters of the biases of linear modules and of learned position buckets."""
    modules = linears(model)
    body = anatomy(model)
    biased = modules if body.linear_biases else ("q", "k", "v") if model.qkv_bias else ()
    biased = (*biased, "router") if body.router_bias else biased
    biases = sum(modules[name].outputs * modules[name].count for name in biased)
    if model.architecture == "encoder-decoder":
        biases += 2 * T5_POSITION_BUCKETS * model.attention_heads
    return biases


def kv_bytes_per_token(model: Model, bytes_per_element: float = 2.0) -> float:
    """Bytes of the key-value cache for one token of context over all layers.

    layers × 2 × key-value heads × head size × bytes; latent attention: layers × (latent rank + rotary size) × bytes.
    The full context is counted where some layers only look through a sliding window.
    An encoder-decoder caches as much for a token read (cross attention) as for a token written; an encoder nothing.
    """
    if model.architecture == "encoder":
        return 0.0
    if model.kv_lora_rank is not None:
        return model.layers * (model.kv_lora_rank + (model.qk_rope_head_dim or 0)) * bytes_per_element
    return (model.decoder_layers or model.layers) * 2 * model.kv_heads * model.head_dim * bytes_per_element


def _falcon(model: Model) -> Anatomy:
    """Multi-query Falcon shares one norm between attention and MLP; grouped-query Falcon has one for each."""
    return Anatomy(norm_biases=True, norms_per_layer=1 if model.kv_heads == 1 else 2)


def _everything_else(model: Model) -> int:
    return bias_params(model) + norm_params(model) + embedding_params(model) + head_params(model)


def _attention(model: Model) -> dict[str, Linear]:
    if model.attention == "mla":
        return _latent_attention(model)
    hidden, queries, keys = model.hidden_size, model.attention_heads * model.head_dim, model.kv_heads * model.head_dim
    count = model.layers + 2 * (model.decoder_layers or 0)
    shapes = {"q": (hidden, queries), "k": (hidden, keys), "v": (hidden, keys), "o": (queries, hidden)}
    return {name: Linear(*shape, count, count) for name, shape in shapes.items()}


def _latent_attention(model: Model) -> dict[str, Linear]:
    hidden, heads, layers = model.hidden_size, model.attention_heads, model.layers
    query_rank, latent_rank = model.q_lora_rank or 0, model.kv_lora_rank or 0
    rotary, plain, value = model.qk_rope_head_dim or 0, model.qk_nope_head_dim or 0, model.v_head_dim or 0
    shapes = {
        "q_a": (hidden, query_rank),
        "q_b": (query_rank, heads * (plain + rotary)),
        "kv_a": (hidden, latent_rank + rotary),
        "kv_b": (latent_rank, heads * (plain + value)),
        "o": (heads * value, hidden),
    }
    return {name: Linear(*shape, layers, layers) for name, shape in shapes.items()}


def _mlp(model: Model) -> dict[str, Linear]:
    if model.experts is None:
        layers = model.layers + (model.decoder_layers or 0)
        return _one_mlp(model, model.intermediate_size, layers, layers)
    dense_first, every = model.first_k_dense or 0, model.moe_every_n_layers or 1
    sparse = (model.layers - dense_first) // every
    dense = model.layers - sparse
    width = model.moe_intermediate_size or model.intermediate_size
    chosen, shared = model.experts_per_token or 0, model.shared_experts or 0
    modules = _one_mlp(model, width, sparse * model.experts, sparse * chosen)
    modules["router"] = Linear(model.hidden_size, model.experts, sparse, sparse)
    if shared:
        modules |= _one_mlp(model, width, sparse * shared, sparse * shared, "shared_")
    if dense:
        modules |= _one_mlp(model, model.dense_intermediate or model.intermediate_size, dense, dense, "dense_")
    return modules


def _one_mlp(model: Model, width: int, count: int, active: int, prefix: str = "") -> dict[str, Linear]:
    into, out = Linear(model.hidden_size, width, count, active), Linear(width, model.hidden_size, count, active)
    gate = {f"{prefix}gate": into} if model.gated_mlp else {}
    return {**gate, f"{prefix}up": into, f"{prefix}down": out}


def _norms_inside_attention(model: Model) -> int:
    """Parameters of a layer's norms of queries and keys: of one head's size; in OLMo 2 of all heads; of the latents."""
    if model.attention == "mla":
        return (model.q_lora_rank or 0) + (model.kv_lora_rank or 0)
    if not model.qk_norm:
        return 0
    heads = model.attention_heads + model.kv_heads if model.family == "olmo" else 2
    return heads * model.head_dim
