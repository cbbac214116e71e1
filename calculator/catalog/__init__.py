"""What we know: open models, GPUs, prices, figures and studies, read once and handed in as one argument."""

from calculator.catalog.own_model import OWN_NAME, own_model, short_text, with_own_model
from calculator.catalog.reader import read, shipped
from calculator.catalog.records import Catalog
from calculator.catalog.strict import DataError
from calculator.catalog.targets import Target, neighbours, prompt_targets, target, tune_targets, tuned_price

__all__ = [
    "OWN_NAME",
    "Catalog",
    "DataError",
    "Target",
    "neighbours",
    "own_model",
    "prompt_targets",
    "read",
    "shipped",
    "short_text",
    "target",
    "tune_targets",
    "tuned_price",
    "with_own_model",
]
