"""How long the padded batches are, from what a recipe says of its sequences."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log, sqrt
from statistics import NormalDist

from calculator.terms import Figure, Recipe

PEAK_STEP = 0.99
NORMAL = NormalDist()


def peak_length(recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Padded length in tokens of the 99th-percentile batch, soft-prompt tokens not included.

    exact: the sequence length; ragged: the length that the longest of `micro_batch` samples has in 1 step of 100,
    lengths being log-normal with the stated mean and a cap that one sample in `samples_per_cap` reaches.
    """
    if recipe.sequence_length is not None:
        return float(recipe.sequence_length)
    return _ragged(recipe, figures, PEAK_STEP ** (1 / recipe.micro_batch))


def typical_length(recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Padded length in tokens of the average batch: that of the expected longest of `micro_batch` samples.

    Expected rank of the longest of n, (n − 0.375) / (n + 0.25): G. Blom, Statistical Estimates (1958).
    """
    if recipe.sequence_length is not None:
        return float(recipe.sequence_length)
    return _ragged(recipe, figures, (recipe.micro_batch - 0.375) / (recipe.micro_batch + 0.25))


def filled_share(recipe: Recipe, figures: Mapping[str, Figure]) -> float:
    """Share of a padded batch that is text: mean length / padded length; 1 where the length is exact or packed."""
    if recipe.sequence_length is not None or recipe.mean_sequence_length is None or recipe.packed:
        return 1.0
    return min(1.0, recipe.mean_sequence_length / typical_length(recipe, figures))


def _ragged(recipe: Recipe, figures: Mapping[str, Figure], quantile: float) -> float:
    mean, cap = recipe.mean_sequence_length, recipe.sequence_length_cap
    if mean is None or recipe.packed:
        return float(cap or figures["default_length_tokens"].value)
    rarest = NORMAL.inv_cdf(1 - 1 / figures["samples_per_cap"].value)
    ratio = cap / mean if cap else figures["cap_to_mean"].value
    spread = rarest - sqrt(max(rarest * rarest - 2 * log(max(ratio, 1.0)), 0.0))
    length = mean * exp(spread * NORMAL.inv_cdf(quantile) - spread * spread / 2)
    return min(length, float(cap)) if cap else length
