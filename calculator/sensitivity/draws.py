"""Every uncertain part drawn from its interval: what each option then costs, draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, fsum, log, sqrt
from random import Random
from statistics import NormalDist

from calculator.terms import Interval, Option, Part

DRAWS = 2000
SEED = 20240406
Z90 = 1.6448536269514722
LEAST_SHARE = 1e-6
COLUMNS_KEPT = 512
COMMON = "quality of all"

Column = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One option in draws: its cost in US dollars and its log-odds of an unacceptable output."""

    id: str
    costs: list[float]
    misses: list[float]


@dataclass(frozen=True, slots=True)
class Draws:
    """The feasible options in draws; `wins` is the share of draws in which each is the cheapest."""

    options: tuple[Drawn, ...]
    wins: dict[str, float]

    def of(self, option_id: str) -> Drawn:
        """An option in draws; StopIteration where it is not feasible."""
        return next(each for each in self.options if each.id == option_id)


def drawn(options: Sequence[Option], shared: float, count: int = DRAWS) -> Draws:
    """The draws of the feasible options.

    Quality is drawn on the log-odds scale; `shared` is the share of its variance that all options have in common.
    Every other uncertain part is drawn between its bounds, once for all options where it has one name (an engineer's
    pace, a price), so that what they have in common does not decide between them.  [figure: shared_uncertainty]
    Each quantity runs through the quantiles of its distribution in an order of its own, a Latin hypercube
    [source: mckay1979].
    """
    found = tuple(one_drawn(option, shared, count) for option in options if option.feasible)
    return Draws(found, wins(found))


def with_win_probability(options: Sequence[Option], found: Draws) -> tuple[Option, ...]:
    """The options, the feasible ones with the share of draws in which each is the cheapest."""
    return tuple(replace(each, win_probability=found.wins[each.id]) if each.feasible else each for each in options)


def wins(found: Sequence[Drawn]) -> dict[str, float]:
    """Share of draws in which each option is the cheapest; ties go to the first."""
    counts = [0] * len(found)
    for row in zip(*(each.costs for each in found), strict=True):
        counts[row.index(min(row))] += 1
    return {each.id: count / len(each.costs) for each, count in zip(found, counts, strict=True)}


def one_drawn(option: Option, shared: float, count: int) -> Drawn:
    """One option in draws."""
    misses, exposed = log_odds_of_error(option, shared, count), error_exposure(option)
    others = [part for part in option.cost.parts if part.group != "errors"]
    certain = fsum(part.value for part in others)
    costs = [certain + exposed / (1 + exp(-miss)) for miss in misses]
    for part in others:
        below, above = spread(part)
        if below == above == 0:
            continue
        positions = column(part.name, count)
        costs = [cost + z * (above if z > 0 else below) for cost, z in zip(costs, positions, strict=True)]
    return Drawn(option.id, costs, misses)


def log_odds_of_error(option: Option, shared: float, count: int) -> list[float]:
    """Log-odds of an unacceptable output in every draw."""
    mean, below, above = log_odds(option.assumed_quality)
    together, alone = sqrt(shared), sqrt(1 - shared)
    pairs = zip(column(COMMON, count), column(f"quality of {option.id}", count), strict=True)
    positions = [together * common + alone * own for common, own in pairs]
    return [-mean - z * (above if z > 0 else below) for z in positions]


def error_exposure(option: Option) -> float:
    """US dollars that unacceptable outputs would cost if every output were one."""
    miss = max(1 - option.assumed_quality.expected, LEAST_SHARE)
    return option.cost.part("errors") / miss


@lru_cache(maxsize=COLUMNS_KEPT)
def column(name: str, count: int) -> Column:
    """Standard normal deviates of one named quantity, the same for the same name whatever else is drawn."""
    order = list(quantiles(count))
    Random(f"{SEED} {name}").shuffle(order)  # noqa: S311 - a simulation, not a secret
    return tuple(order)


@lru_cache(maxsize=4)
def quantiles(count: int) -> Column:
    """The middles of so many equally likely slices of the standard normal distribution, from low to high."""
    normal = NormalDist()
    return tuple(normal.inv_cdf((index + 0.5) / count) for index in range(count))


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
