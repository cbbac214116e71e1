"""What hosted models, managed training and card-hours cost, as records: one class for each table of prices.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PriceStatus = Literal["current", "historical", "closed"]


@dataclass(frozen=True, slots=True)
class ApiPrice:
    """The price of a hosted model on one date, in US dollars per million tokens; `model` is what the provider calls it.

    `name` is what people call it, where that is another; `retires` the day on which the provider has said it ends.
    """

    id: str
    provider: str
    model: str
    date: str
    status: PriceStatus
    source: str
    checked: str
    name: str = ""
    input: float | None = None
    cached_input: float | None = None
    output: float | None = None
    batch_discount: float | None = None
    context: int | None = None
    training_per_1m_tokens: float | None = None
    fine_tuned_input: float | None = None
    fine_tuned_cached_input: float | None = None
    fine_tuned_output: float | None = None
    training_minimum_usd: float | None = None
    training_date: str | None = None
    training_source: str = ""
    method: str = ""
    open_model: str | None = None
    released: str | None = None
    retires: str | None = None
    retires_source: str = ""
    note: str = ""

    @property
    def promptable(self) -> bool:
        """The model can be called today at a known price."""
        return self.status == "current" and self.input is not None and self.output is not None

    @property
    def tunable(self) -> bool:
        """The provider trains this model today at a known price and serves the result at a known price."""
        return (
            self.status == "current"
            and self.training_per_1m_tokens is not None
            and self.fine_tuned_input is not None
            and self.fine_tuned_output is not None
        )


@dataclass(frozen=True, slots=True)
class TrainingPrice:
    """What a managed service asks for training open models of a size class, in US dollars per million tokens."""

    id: str
    provider: str
    low_params: float
    high_params: float
    lora_usd: float
    full_usd: float | None
    minimum_usd: float
    date: str
    status: PriceStatus
    source: str
    checked: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GpuPrice:
    """One offer of one GPU, in US dollars per GPU and hour; so many GPUs can only be had together."""

    id: str
    gpu: str
    provider: str
    usd_per_hour: float
    offer: Literal["on_demand", "spot"]
    date: str
    status: PriceStatus
    source: str
    checked: str
    gpus_in_offer: int = 1
    note: str = ""
