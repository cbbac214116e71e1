"""Expected success: the level from the user's measurement or our convention, the gaps from the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from calculator.quality.ability import release_year
from calculator.quality.evidence import Evidence
from calculator.quality.features import joint_id, utility
from calculator.quality.situation import Contender, Facts, Situation
from calculator.terms import Interval, Quality
from calculator.units import expit

Z90 = 1.6448536269514722
HALVINGS = 100


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the scale of a task starts: log-odds of success at utility 0, and what was measured of few-shot prompting."""

    start: float
    variance: float
    few_shot_shift: float
    few_shot_variance: float


def expected_quality(situation: Situation, contender: Contender, evidence: Evidence) -> Quality | None:
    """Share of outputs accepted without rework with its 90% interval, or None where no study covers the contender.

    logit(quality) = level + scale · (utility(contender) − utility(reference, zero-shot)), each with its variance.
    """
    studies = _covering(situation, contender, evidence)
    if not studies:
        return None
    mean, variance = _log_odds(situation, contender, evidence)
    interval = _share(mean, variance)
    return Quality(interval.expected, interval.low, interval.high, studies)


def assumed_quality(situation: Situation, contender: Contender, evidence: Evidence) -> Interval:
    """Share of outputs accepted, with a wide 90% interval, for a contender that no study covers.

    As `expected_quality`, with the better of its covered parts and the variance of a guess added.
    """
    parts = [part for part in _parts(contender) if _covering(situation, part, evidence)] or [
        _zero_shot(contender.facts)
    ]
    mean, variance = max(_log_odds(situation, part, evidence) for part in parts)
    return _share(mean, variance + evidence.convention("spread_untried") ** 2)


def _covering(situation: Situation, contender: Contender, evidence: Evidence) -> tuple[str, ...]:
    joint = joint_id(contender.methods)
    if len(contender.methods) > 1 and joint not in evidence.joint:
        return ()
    found = {study for method in contender.methods for study in evidence.studies_of(method, situation.kind)}
    return tuple(sorted(found | {evidence.joint[joint]} if joint in evidence.joint else found))


def _parts(contender: Contender) -> list[Contender]:
    return [Contender((method,), contender.facts, contender.shots, contender.rank) for method in contender.methods]


def _zero_shot(facts: Facts) -> Contender:
    return Contender(("zero_shot",), facts)


def _log_odds(situation: Situation, contender: Contender, evidence: Evidence) -> tuple[float, float]:
    reference = _reference(situation, evidence)
    anchor = _anchor(situation, evidence)
    mean = anchor.start + evidence.convention("gap_scale") * utility(situation, contender, evidence)
    same = contender.facts == reference
    if same and contender.methods == ("zero_shot",):
        return mean, anchor.variance
    if same and contender.methods == ("few_shot",):
        return mean + anchor.few_shot_shift, anchor.few_shot_variance
    spread = evidence.convention("spread_same_model" if same else "spread_other_model")
    return mean, anchor.variance + spread**2 + _beyond_evidence(contender.facts, evidence) ** 2


def _beyond_evidence(facts: Facts, evidence: Evidence) -> float:
    """Spread in log-odds for the years by which a model is newer than the newest that the studies tried."""
    years = release_year(facts, evidence) - evidence.convention("newest_studied")
    return max(0.0, years) * evidence.convention("spread_per_year")


@lru_cache(maxsize=64)
def _anchor(situation: Situation, evidence: Evidence) -> Anchor:
    """The level: the prior by the task's distance, updated by the user's measurements on the log-odds scale."""
    reference = _reference(situation, evidence)
    prior = evidence.conventions[f"level_{situation.gap or 'medium'}"]
    mean, variance = _logit(prior.value), ((_logit(prior.high) - _logit(prior.low)) / (2 * Z90)) ** 2
    scale, base = evidence.convention("gap_scale"), utility(situation, _zero_shot(reference), evidence)
    if situation.zero_shot_score is not None:
        mean, variance = _updated(mean, variance, situation.zero_shot_score, situation.measured_on)
    few = evidence.convention("spread_same_model") ** 2
    if situation.few_shot_score is None:
        return Anchor(mean - scale * base, variance, 0.0, variance + few)
    gain = scale * (utility(situation, Contender(("few_shot",), reference), evidence) - base)
    few_mean, few_variance = _updated(mean + gain, variance + few, situation.few_shot_score, situation.measured_on)
    told = variance / (variance + few)
    shift = few_mean - (mean + gain)
    mean, variance = mean + told * shift, variance - told**2 * (variance + few - few_variance)
    return Anchor(mean - scale * base, variance, few_mean - (mean + gain), few_variance)


def _reference(situation: Situation, evidence: Evidence) -> Facts:
    return situation.reference or Facts(benchmark=evidence.convention("usual_benchmark"))


def _updated(mean: float, variance: float, score: float, count: int) -> tuple[float, float]:
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


def _share(mean: float, variance: float) -> Interval:
    reach = Z90 * sqrt(variance)
    return Interval(expit(mean), expit(mean - reach), expit(mean + reach))


def _logit(share: float) -> float:
    return log(share / (1 - share))
