"""How often each option is the cheapest when every uncertain part is drawn from its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp, fsum, log, sqrt
from random import Random

from calculator.terms import Interval, Option, Part

DRAWS = 2000
SEED = 20240406
Z90 = 1.6448536269514722
LEAST_SHARE = 1e-6


def with_win_probability(options: Sequence[Option], shared: float, draws: int = DRAWS) -> tuple[Option, ...]:
    """The options, the feasible ones with the share of draws in which each is the cheapest.

    Quality is drawn on the log-odds scale; `shared` is the share of its variance that all options have in common.
    Every other uncertain part is drawn between its bounds, once for all options where it has one name (an engineer's
    pace, a price), so that what they have in common does not decide between them.  [figure: shared_uncertainty]
    """
    feasible = [option for option in options if option.feasible]
    if not feasible:
        return tuple(options)
    wins = dict.fromkeys((option.id for option in feasible), 0)
    random = Random(SEED)  # noqa: S311 - a simulation, not a secret
    models = [Drawn(option) for option in feasible]
    names = sorted({part.name for model in models for part in model.uncertain})
    for _ in range(draws):
        common = random.gauss(0.0, 1.0)
        positions = {name: random.gauss(0.0, 1.0) for name in names}
        costs = [model.cost(common, random.gauss(0.0, 1.0), positions, shared) for model in models]
        wins[models[costs.index(min(costs))].id] += 1
    return tuple(replace(each, win_probability=wins[each.id] / draws) if each.feasible else each for each in options)


class Drawn:
    """An option reduced to arithmetic: what is certain, what varies by name, and what follows quality."""

    def __init__(self, option: Option) -> None:
        self.id = option.id
        errors = [part for part in option.cost.parts if part.group == "errors"]
        others = [part for part in option.cost.parts if part.group != "errors"]
        self.uncertain = tuple(part for part in others if part.low is not None and part.high != part.low)
        self.certain = fsum(part.value for part in others)
        self.spreads = tuple((part.name, *spread(part)) for part in self.uncertain)
        self.mean, self.below, self.above = log_odds(option.assumed_quality)
        miss = max(1 - option.assumed_quality.expected, LEAST_SHARE)
        self.exposed = fsum(part.value for part in errors) / miss

    def cost(self, common: float, own: float, positions: dict[str, float], shared: float) -> float:
        """One draw of the cost of ownership, US dollars."""
        total = self.certain
        for name, below, above in self.spreads:
            position = positions[name]
            total += position * (above if position > 0 else below)
        z = sqrt(shared) * common + sqrt(1 - shared) * own
        share = 1 / (1 + exp(self.mean + z * (self.above if z > 0 else self.below)))
        return total + share * self.exposed


def spread(part: Part) -> tuple[float, float]:
    """Standard deviations of a part below and above its value, US dollars, from its 90% bounds."""
    low, high = part.low if part.low is not None else part.value, part.high if part.high is not None else part.value
    return (part.value - low) / Z90, (high - part.value) / Z90


def log_odds(share: Interval) -> tuple[float, float, float]:
    """Log-odds of a share, with its standard deviations below and above."""
    low, mean, high = (
        log(each / (1 - each)) for each in (clamped(share.low), clamped(share.expected), clamped(share.high))
    )
    return mean, (mean - low) / Z90, (high - mean) / Z90


def clamped(share: float) -> float:
    """The share kept off 0 and 1, where the log-odds end."""
    return min(max(share, LEAST_SHARE), 1 - LEAST_SHARE)
