"""What is held of the success of the three things a user can measure, and how a measurement changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calculator.units import expit

HALVINGS = 100
Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Belief:
    """Joint normal distribution of the log-odds of success of several options: means, and covariances row by row."""

    means: Numbers
    covariances: tuple[Numbers, ...]

    def once_seen(self, place: int, score: float, count: int) -> Belief:
        """The belief once `score` of `count` outputs of one option were accepted.

        The option itself is updated as `updated` says; every other follows by its regression on that one,
        covariance / variance, and keeps what the measurement does not tell of it.
        """
        mean, variance = self.means[place], self.covariances[place][place]
        new_mean, new_variance = updated(mean, variance, score, count)
        pulls = [row[place] / variance for row in self.covariances]
        learnt = variance - new_variance
        return Belief(
            tuple(old + pull * (new_mean - mean) for old, pull in zip(self.means, pulls, strict=True)),
            tuple(
                tuple(value - one * two * learnt for value, two in zip(row, pulls, strict=True))
                for row, one in zip(self.covariances, pulls, strict=True)
            ),
        )


def belief(means: Sequence[float], shared: float, own: Sequence[float]) -> Belief:
    """A belief in which the options share a variance, and each has its own on top."""
    places = range(len(means))
    rows = (tuple(shared + (own[row] if row == column else 0.0) for column in places) for row in places)
    return Belief(tuple(means), tuple(rows))


def updated(mean: float, variance: float, score: float, count: int) -> tuple[float, float]:
    """Mean and variance of the log-odds once `score` of `count` outputs were accepted: a higher score never lowers the mean.

    The most likely value θ under normal prior and binomial count, (θ − mean) / variance = count · (score − expit(θ)),
    found by halving; variance 1 / (1 / variance + count · p · (1 − p)) there (Laplace's approximation).
    """
    low, high = mean - variance * count, mean + variance * count
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        pull = variance * count * (score - expit(middle)) - (middle - mean)
        low, high = (middle, high) if pull > 0 else (low, middle)
    share = expit(low)
    return low, 1 / (1 / variance + count * share * (1 - share))
