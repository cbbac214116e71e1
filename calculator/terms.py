"""The words of the house: small frozen records that every floor may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Literal, NamedTuple

Verdict = Literal["blocks", "warns", "supports", "silent"]
PhaseName = Literal["load", "loss", "early backward", "late backward", "optimizer step"]
CostPart = Literal["build", "serving", "errors", "upkeep", "delay", "regressions"]
OWN = "own"  # the id of the model that the reader describes
COST_PARTS: tuple[CostPart, ...] = ("build", "serving", "errors", "upkeep", "delay", "regressions")


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault that the user can mend, tied to the field it was typed in."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What a rule says of an option: it blocks it, warns of it, supports it or is silent on it, and cites.

    `source` is the id of a study, a figure or a page; `point` names the article's point, if it is one.
    """

    kind: Verdict
    text: str
    source: str
    point: str = ""


class Interval(NamedTuple):
    """An expected value with the bounds of its 90% interval, in the unit of its name."""

    expected: float
    low: float
    high: float

    def times(self, factor: float) -> Interval:
        """The interval with all three values multiplied by a factor that is not negative."""
        return Interval(self.expected * factor, self.low * factor, self.high * factor)


def exactly(value: float) -> Interval:
    """An interval without width: the value is known."""
    return Interval(value, value, value)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in words, written out when it is read: a pattern, and each value with how it is printed."""

    pattern: str
    values: tuple[tuple[Callable[[float], str], float], ...]

    def __str__(self) -> str:
        """The pattern with its values."""
        return self.pattern.format(*(printed(value) for printed, value in self.values))


class Part(NamedTuple):
    """One named term of a total; `says` is the formula that gave it.

    `low` and `high` bound the value where it is uncertain; `group` names the sum it belongs to.
    """

    name: str
    value: float
    says: str | Formula = ""
    group: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def formula(self) -> str:
        """The formula in words and numbers."""
        return str(self.says)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Named parts in one unit; the total is their sum and nothing else."""

    unit: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        """Sum of the parts, in `unit`."""
        return fsum(part.value for part in self.parts)

    def part(self, name: str) -> float:
        """Sum of the parts of that name or group, in `unit`; 0 where there is none."""
        return fsum(part.value for part in self.parts if name in (part.name, part.group))

    @property
    def interval(self) -> Interval:
        """Total with its bounds: the parts' own bounds, taken as independent, added in quadrature."""
        total = self.total
        below = sqrt(fsum((p.value - p.low) ** 2 for p in self.parts if p.low is not None))
        above = sqrt(fsum((p.high - p.value) ** 2 for p in self.parts if p.high is not None))
        return Interval(total, total - below, total + above)


@dataclass(frozen=True, slots=True)
class Figure:
    """A sourced number with its plausible range."""

    id: str
    low: float
    value: float
    high: float
    unit: str
    says: str
    source: str
    checked: str
    kind: Literal["measured", "fitted", "convention", "vendor"] = "measured"

    @property
    def interval(self) -> Interval:
        """The figure as an interval, in its unit."""
        return Interval(self.value, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Quality:
    """Expected share of outputs the user accepts without rework, with its 90% interval and the studies behind it."""

    expected: float
    low: float
    high: float
    studies: tuple[str, ...]

    @property
    def interval(self) -> Interval:
        """The expected share with its bounds."""
        return Interval(self.expected, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training method asks of the machine; the training run without model and GPU.

    Names are those of the trainers: see the run schema in the reference pages.
    `None` means not stated: the estimate assumes the framework's default and widens its interval.
    """

    method: str
    trainable_params: int | None = None
    weights_dtype: str = "bf16"
    master_weights_dtype: str | None = None
    quantization: str | None = None
    adapter_dtype: str = "fp32"
    optimizer: str = "adamw"
    optimizer_state_dtype: str | None = None
    optimizer_in_backward: bool = False
    rank: int | None = None
    target_modules: tuple[str, ...] = ("q", "k", "v", "o", "gate", "up", "down")
    fused_qkv: bool = False
    trains_embeddings: bool = False
    virtual_tokens: int = 0
    bottleneck: int = 0
    micro_batch: int = 1
    gradient_accumulation: int = 1
    sequence_length: int | None = None
    sequence_length_cap: int | None = None
    mean_sequence_length: float | None = None
    packed: bool = False
    gradient_checkpointing: bool | None = None
    flash_attention: bool | None = None
    compile: bool | None = None
    chunked_cross_entropy: bool | None = None
    activation_offload: bool = False
    cpu_offload: bool = False
    gpus: int = 1
    nodes: int = 1
    sharding: str = "none"
    stack: str | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """Peak memory of one GPU in bytes, by named part, of one kind (allocated, reserved, active or device).

    `phase` is the moment of a training step at which it stands; empty where nothing is trained.
    """

    kind: str
    peak_bytes: Interval
    parts: Breakdown
    phase: PhaseName | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One method on one model, weighed for one task; `gpu_count` counts the user's cards it takes."""

    method: str
    model: str
    feasible: bool
    reasons: tuple[Reason, ...]
    cost: Breakdown
    quality: Quality | None
    assumed_quality: Interval
    memory: Memory | None = None
    training_hours: Interval | None = None
    gpu_count: int = 0
    recipe: Recipe | None = None
    weeks: float = 0.0
    win_probability: float | None = None

    @property
    def id(self) -> str:
        """`method@model`: what ties are broken by."""
        return f"{self.method}@{self.model}"

    @property
    def cost_usd(self) -> Interval:
        """Cost of ownership over the horizon with its bounds, in US dollars."""
        return self.cost.interval

    @property
    def without_errors_usd(self) -> float:
        """Cost of ownership over the horizon less the cost of unacceptable outputs, in US dollars."""
        return self.cost.total - self.cost.part("errors") - self.cost.part("regressions")
