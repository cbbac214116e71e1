"""Where the search begins for an input that the user left unknown: at what the answer assumes in its place."""

from __future__ import annotations

from calculator.costs.money import card_hour
from calculator.sensitivity.asking import Asker
from calculator.task import Field

MEASURED = {
    "measured_zero_shot": ("zero_shot", "prompt_model"),
    "measured_few_shot": ("few_shot", "prompt_model"),
    "measured_tuned": ("lora", "tune_model"),
}
A_MINUTE_S = 60.0


def start(field: Field, asker: Asker) -> float | None:
    """The value that stands for `unknown`, in the field's unit; None where no number does."""
    task, best = asker.task, asker.options[0]
    if field.name in MEASURED:
        method, model = MEASURED[field.name]
        wanted = f"{method}@{getattr(task, model)}"
        return next((each.assumed_quality.expected for each in asker.options if each.id == wanted), None)
    assumed = {
        "budget_usd": best.cost.part("build"),
        "deadline_weeks": best.weeks,
        "quality_floor": best.assumed_quality.expected,
        "latency_p95_s": A_MINUTE_S,
        "gpu_usd_per_hour": card_hour(task, asker.known).usd.expected,
        "error_cost_usd": asker.known.figures["unknown_error_usd"].value,
        "sequence_length": float(task.example_tokens),
    }
    return assumed.get(field.name)
