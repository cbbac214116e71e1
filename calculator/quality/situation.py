"""What expected success depends on: the situation of the task, and the contender for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Gap = Literal["small", "small-medium", "medium", "medium-large", "large"]
NewFacts = Literal["no", "stable", "changing"]
Setting = Literal["in_domain", "out_of_domain_transfer", "unseen_tasks", "forgetting"]

PROMPTING = frozenset({"zero_shot", "few_shot", "prompt_optimisation", "rag"})
SINGLE_METHODS = (
    "zero_shot", "few_shot", "prompt_optimisation", "soft_prompt", "prefix", "p_tuning", "ia3", "adapter",
    "lora", "dora", "qlora", "full", "prompted_fine_tuning", "distillation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a model before anything is tried; `None` is unknown.

    `params_b` is billions of parameters, `released` an ISO date or its beginning,
    `benchmark` the share of MMLU questions answered rightly where it is published,
    `output_usd` the price of a million output tokens, which stands for size where a closed model hides it.
    """

    params_b: float | None = None
    released: str | None = None
    instruction_tuned: bool = True
    closed: bool = False
    context_tokens: int | None = None
    benchmark: float | None = None
    output_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Contender:
    """One method, or several together, on one model.

    `methods` holds the ids in the order of use: `("lora",)`, `("prompt_optimisation", "lora")`.
    `shots` is the number of examples in the prompt, `rank` that of a low-rank update.
    """

    methods: tuple[str, ...]
    facts: Facts
    shots: int | None = None
    rank: int | None = None

    @property
    def trained(self) -> bool:
        """True: some weights or soft prompts of the model are trained."""
        return any(method not in PROMPTING for method in self.methods)


@dataclass(frozen=True, slots=True)
class Situation:
    """The task as far as success depends on it; shares are between 0 and 1, `None` is unknown.

    `zero_shot_score` and `few_shot_score` are the user's own measurements on `measured_on` examples
    with the model of `reference`, the model that the user would prompt; `tuned_score` is that of a pilot,
    a low-rank update of the model of `pilot`, the model that the user would train.
    `votes` is the number of answers per request, in as many wordings, of which the majority counts.
    """

    kind: str
    gap: Gap | None = None
    classes: int | None = None
    labelled_examples: int | None = None
    label_noise: float = 0.0
    labels_in_domain: bool = True
    new_facts: NewFacts = "no"
    strict_format: bool = False
    example_tokens: int | None = None
    reference: Facts | None = None
    zero_shot_score: float | None = None
    few_shot_score: float | None = None
    tuned_score: float | None = None
    pilot: Facts | None = None
    measured_on: int = 100
    votes: int = 1
    setting: Setting = "in_domain"
