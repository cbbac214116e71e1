"""The reader's own model, from its `config.json` or from its architecture numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from calculator.catalog.architecture import active_parameter_count, parameter_count
from calculator.catalog.records import Catalog, Model
from calculator.terms import OWN

OWN_NAME = "Your own model"
LARGEST = 10_000_000
LONGEST = 20_000
QUOTED = 40

# Names in transformers' config.json, older ones after newer ones, by our own.
NAMES: Mapping[str, tuple[str, ...]] = {
    "layers": ("num_hidden_layers", "n_layer", "num_layers", "n_layers"),
    "hidden_size": ("hidden_size", "n_embd", "d_model"),
    "attention_heads": ("num_attention_heads", "n_head", "num_heads", "n_heads"),
    "kv_heads": ("num_key_value_heads", "num_kv_heads", "n_head_kv"),
    "head_dim": ("head_dim",),
    "intermediate_size": ("intermediate_size", "ffn_hidden_size", "n_inner", "d_ff"),
    "vocab_size": ("vocab_size",),
    "context_length": ("max_position_embeddings", "n_positions", "max_seq_len", "n_ctx"),
    "experts": ("num_local_experts", "num_experts", "n_routed_experts"),
    "experts_per_token": ("num_experts_per_tok",),
    "moe_intermediate_size": ("moe_intermediate_size",),
    "shared_experts": ("n_shared_experts",),
    "sliding_window": ("sliding_window",),
    "first_k_dense": ("first_k_dense_replace",),
    "kv_lora_rank": ("kv_lora_rank",),
    "q_lora_rank": ("q_lora_rank",),
    "qk_rope_head_dim": ("qk_rope_head_dim",),
    "qk_nope_head_dim": ("qk_nope_head_dim",),
    "v_head_dim": ("v_head_dim",),
}
MAY_BE_NONE = frozenset({"first_k_dense", "shared_experts"})
LATENT = ("kv_lora_rank", "q_lora_rank", "qk_rope_head_dim", "qk_nope_head_dim", "v_head_dim")
NEEDED = ("layers", "hidden_size", "attention_heads", "vocab_size")
ENCODERS = frozenset(
    {"albert", "bart", "bert", "deberta", "deberta-v2", "distilbert", "electra", "mt5", "roberta", "t5", "xlm-roberta"}
)
WITHOUT_GATE = frozenset({"gpt2", "gpt_neox", "gptj", "opt", "bloom", "falcon", "phi", "starcoder2", "mpt"})


def own_model(text: str) -> Model:
    """The model that a text describes: `config.json` as published, or `layers=32 hidden_size=4096 …`.

    Heads, feed-forward width and tying take the usual values where the text is silent.
    Errors: ValueError in words for the reader.
    """
    if len(text) > LONGEST:
        raise ValueError(f"longer than {LONGEST:,} characters: paste the architecture's numbers alone")
    given = _given(text)
    sizes, faults = _sizes(given)
    faults = faults or list(_contradictions(given, sizes))
    if faults:
        raise ValueError("; ".join(faults))
    model = _model(given, sizes)
    counted = replace(model, params=parameter_count(model))
    return replace(counted, active_params=active_parameter_count(counted)) if model.experts else counted


def with_own_model(known: Catalog, text: str) -> Catalog:
    """The catalog with the reader's model in it, under the id `own`.

    Errors: ValueError in words for the reader.
    """
    return replace(known, models={**known.models, OWN: own_model(text)})


def short_text(model: Model) -> str:
    """The numbers of a model in one line that `own_model` reads again: short enough for a link."""
    pairs = [(name, getattr(model, name)) for name in NAMES]
    written = [f"{name}={value}" for name, value in pairs if value is not None]
    flags = [f"{name}={str(getattr(model, name)).lower()}" for name in ("tied_embeddings", "gated_mlp")]
    return " ".join((*written, *flags))


def _model(given: Mapping[str, object], sizes: Mapping[str, int]) -> Model:
    heads, width = sizes["attention_heads"], sizes["hidden_size"]
    family = str(given.get("model_type", OWN))
    tied = given.get("tied_embeddings", given.get("tie_word_embeddings", False))
    gated = given.get("gated_mlp", family not in WITHOUT_GATE)
    usual = {
        "kv_heads": heads,
        "head_dim": sizes.get("qk_rope_head_dim", 0) + sizes.get("qk_nope_head_dim", 0) or width // heads,
        "intermediate_size": 4 * width,
    }
    return Model(
        id=OWN,
        name=OWN_NAME,
        hf_id="",
        family=family[:QUOTED],
        architecture="decoder",
        tied_embeddings=tied in (True, "true"),
        gated_mlp=gated in (True, "true"),
        params=1,
        licence="yours",
        source="the reader",
        checked="",
        attention="mla" if "kv_lora_rank" in sizes else None,
        instruction_tuned_variant=OWN,
        **{**usual, **sizes},  # type: ignore[arg-type]  # sizes are whole numbers by their field
    )


def _given(text: str) -> Mapping[str, object]:
    """The keys and values of a text; a multimodal config's language part where there is one."""
    if text.lstrip().startswith("{"):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise ValueError(f"not valid JSON: {str(fault)[:QUOTED]}") from None
        inner = found.get("text_config")
        return {**found, **inner} if isinstance(inner, dict) else found
    pairs = (pair.partition("=") for pair in text.replace(",", " ").split())
    return {name: value for name, _, value in pairs}


def _sizes(given: Mapping[str, object]) -> tuple[dict[str, int], list[str]]:
    """The sizes that are given, and everything wrong with them one by one."""
    sizes: dict[str, int] = {}
    faults: list[str] = []
    for name, keys in NAMES.items():
        key = next((key for key in (name, *keys) if given.get(key) is not None), None)
        if key is None:
            continue
        least = 0 if name in MAY_BE_NONE else 1
        size = _size(given[key], least)
        if size is None:
            faults.append(f"{key} is {str(given[key])[:QUOTED]!r}, not a whole number from {least} to {LARGEST:,}")
        else:
            sizes[name] = size
    missing = [name for name in NEEDED if not any(given.get(key) is not None for key in (name, *NAMES[name]))]
    if missing:
        faults.append(f"{', '.join(missing)} missing; paste config.json or write layers=32 hidden_size=4096 …")
    return sizes, faults


def _size(value: object, least: int) -> int | None:
    word = str(value)
    whole = not isinstance(value, bool) and word.isascii() and word.isdigit() and len(word) < 9
    return int(word) if whole and least <= int(word) <= LARGEST else None


def _contradictions(given: Mapping[str, object], sizes: Mapping[str, int]) -> Iterator[str]:
    """What single sizes do not show: models of another kind, and sizes that do not go together."""
    if given.get("is_encoder_decoder") is True or str(given.get("model_type")) in ENCODERS:
        yield "it reads whole texts (an encoder); describe a model that writes from left to right"
    heads, shared = sizes["attention_heads"], sizes.get("kv_heads", sizes["attention_heads"])
    if heads % shared:
        yield f"{heads} heads cannot share {shared} key-value heads evenly"
    if "head_dim" not in sizes and heads > sizes["hidden_size"]:
        yield f"{heads} heads are more than the hidden size of {sizes['hidden_size']}"
    experts, chosen = sizes.get("experts"), sizes.get("experts_per_token")
    if experts is not None and chosen is None:
        yield "experts_per_token missing"
    if experts is not None and chosen is not None and chosen > experts:
        yield f"{chosen} experts per token are more than the {experts} there are"
    if sizes.get("first_k_dense", 0) > sizes["layers"]:
        yield f"{sizes['first_k_dense']} dense layers are more than the {sizes['layers']} there are"
    if "kv_lora_rank" in sizes and (missing := [name for name in LATENT if name not in sizes]):
        yield f"{', '.join(missing)} missing, which latent attention (kv_lora_rank) needs"
