"""What the house knows, as records: one class for each kind of data file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from calculator.catalog.prices import ApiPrice, GpuPrice, TrainingPrice
from calculator.terms import Figure

Architecture = Literal["decoder", "decoder-moe", "decoder-moe-mla", "encoder", "encoder-decoder"]
NO_RATE = re.compile("rouge|bleu|change|difference|forgetting|retention", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Model:
    """An open-weights model by its architecture; sizes are counts, lengths are tokens.

    `params` is printed or published; `catalog.architecture.parameter_count` recomputes it.
    `params_check` says what else confirms it; empty: nothing but that count.
    `embedding_size` stands where token embeddings are narrower than the hidden size.
    """

    id: str
    name: str
    hf_id: str
    family: str
    architecture: Architecture
    layers: int
    hidden_size: int
    attention_heads: int
    kv_heads: int
    head_dim: int
    intermediate_size: int
    vocab_size: int
    tied_embeddings: bool
    gated_mlp: bool
    params: int
    licence: str
    source: str
    checked: str
    context_length: int | None = None
    decoder_layers: int | None = None
    embedding_size: int | None = None
    qkv_bias: bool = False
    qk_norm: bool = False
    parallel_residual: bool = False
    sliding_window: int | None = None
    experts: int | None = None
    experts_per_token: int | None = None
    shared_experts: int | None = None
    moe_intermediate_size: int | None = None
    moe_every_n_layers: int | None = None
    dense_intermediate: int | None = None
    first_k_dense: int | None = None
    active_params: int | None = None
    attention: Literal["mla"] | None = None
    kv_lora_rank: int | None = None
    q_lora_rank: int | None = None
    qk_rope_head_dim: int | None = None
    qk_nope_head_dim: int | None = None
    v_head_dim: int | None = None
    instruction_tuned_variant: str | None = None
    released: str | None = None
    params_check: str = ""
    note: str = ""

    @property
    def open_weights(self) -> bool:
        """True: the weights of every model of this record can be had."""
        return True

    @property
    def computed_params(self) -> int:
        """Parameters that take part in one token's forward pass (all, or the active ones of a mixture of experts)."""
        return self.active_params or self.params


@dataclass(frozen=True, slots=True)
class Licence:
    """What an open model's licence allows, in our reading; `condition` and `outputs_condition` say what has to be kept.

    `outputs_may_train`: whether its outputs may train other models; "yes" where the licence sets no term on it.
    `verified` is true where the licence's own text, or a whole copy of it, was read.
    """

    id: str
    name: str
    url: str
    commercial_use: Literal["yes", "conditions", "no"]
    outputs_may_train: Literal["yes", "conditions", "no", "unknown"]
    source: str
    checked: str
    condition: str = ""
    outputs_condition: str = ""
    share_alike: bool = False
    verified: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics card: nominal memory in GiB, dense bf16 (or fp16) tensor rate, memory bandwidth.

    `link_gb_s` is what it sends to the other cards of its machine, per direction.
    """

    id: str
    name: str
    memory_gib: float
    bf16_dense_tflops: float
    memory_bandwidth_gb_s: float
    link_gb_s: float
    link_source: str
    source: str
    checked: str
    bf16_supported: bool = True
    disputed: bool = False
    tflops_verified: bool = True
    tflops_source: str = ""
    board_watts: float | None = None
    watts_source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A paper, page, repository or file that something in the house rests on.

    `other_titles` are those of other versions: a study must be known by each of them.
    """

    id: str
    title: str
    authors: str
    year: int
    url: str
    checked: str
    venue: str = ""
    identifier: str = ""
    kind: str = "paper"
    verified: bool = False
    note: str = ""
    other_titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One published head-to-head comparison: one task, one metric, a score for each method that was tried.

    `added` is the day it came in, where that is after the form of the model was first chosen: such a comparison tested it.
    """

    id: str
    study: str
    task: str
    task_type: str
    domain: str
    gap_note: str
    model: str
    params_b: float | None
    instruction_tuned: bool | None
    closed_api: bool | None
    train_examples: int | None
    shots: int | None
    metric: str
    higher_is_better: bool
    setting: str
    same_model: bool
    results: tuple[tuple[str, str, str, float | None], ...]
    confidence: str
    note: str = ""
    added: str = ""

    @property
    def is_rate(self) -> bool:
        """True: the metric is a share of right outputs, or close to one; not an overlap of words, not a difference."""
        return is_rate(self.metric)


def is_rate(metric: str) -> bool:
    """True for the name of a metric that is a share of right outputs, or close to one."""
    return not NO_RATE.search(metric)


@dataclass(frozen=True, slots=True)
class Ability:
    """How able a model that studies tried is: its size in billions of parameters, its release, its MMLU share.

    `names` are the labels it goes by, in lower case, every other sign a space; `verified` is true where the share was seen.
    """

    id: str
    names: tuple[str, ...]
    released: str
    instruction_tuned: bool
    closed: bool
    source: str
    checked: str
    params_b: float | None = None
    context_tokens: int | None = None
    benchmark: float | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A scenario with a name: the question in words, and the query that asks it."""

    id: str
    title: str
    asks: str
    checked: str
    query: dict[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Catalog:
    """Everything known, handed in as one argument; the keys are ids.

    Two catalogs are equal only where they are the same one, so that results can be cached by catalog.
    """

    models: dict[str, Model]
    licences: dict[str, Licence]
    gpus: dict[str, Gpu]
    api: dict[str, ApiPrice]
    training: dict[str, TrainingPrice]
    gpu_hours: dict[str, GpuPrice]
    figures: dict[str, Figure]
    sources: dict[str, Source]
    outcomes: dict[str, Outcome]
    abilities: dict[str, Ability]
    examples: dict[str, Example]
    as_of: str
