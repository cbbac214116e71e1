"""Expected success: the level from the user's measurement or our convention, the gaps from the evidence."""

from __future__ import annotations

from math import exp, log, sqrt

from calculator.quality.evidence import Evidence
from calculator.quality.features import joint_id, utility
from calculator.quality.situation import Contender, Facts, Situation
from calculator.terms import Interval, Quality

Z90 = 1.6448536269514722


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
    if len(contender.methods) > 1 and joint_id(contender.methods) not in evidence.joint:
        return ()
    found = (evidence.studies_of(method, situation.kind) for method in contender.methods)
    return tuple(sorted({study for studies in found for study in studies}))


def _parts(contender: Contender) -> list[Contender]:
    return [Contender((method,), contender.facts, contender.shots, contender.rank) for method in contender.methods]


def _zero_shot(facts: Facts) -> Contender:
    return Contender(("zero_shot",), facts)


def _log_odds(situation: Situation, contender: Contender, evidence: Evidence) -> tuple[float, float]:
    reference = situation.reference or Facts(benchmark=evidence.convention("usual_benchmark"))
    level, level_variance, few_shift, few_variance = _level(situation, reference, evidence)
    base = utility(situation, _zero_shot(reference), evidence)
    mean = level + evidence.convention("gap_scale") * (utility(situation, contender, evidence) - base)
    same = contender.facts == reference
    if same and contender.methods == ("zero_shot",):
        return mean, level_variance
    if same and contender.methods == ("few_shot",):
        return mean + few_shift, few_variance
    spread = evidence.convention("spread_same_model" if same else "spread_other_model")
    return mean, level_variance + spread**2


def _level(situation: Situation, reference: Facts, evidence: Evidence) -> tuple[float, float, float, float]:
    """Zero-shot log-odds of the reference with their variance; shift and variance of its few-shot log-odds.

    The prior by the task's distance is updated by the user's measurements: normal, conjugate, on the log-odds scale.
    """
    prior = evidence.conventions[f"level_{situation.gap or 'medium'}"]
    mean, variance = _logit(prior.value), ((_logit(prior.high) - _logit(prior.low)) / (2 * Z90)) ** 2
    if situation.zero_shot_score is not None:
        mean, variance = _updated(mean, variance, *_measured(situation.zero_shot_score, situation.measured_on))
    few = evidence.convention("spread_same_model") ** 2
    if situation.few_shot_score is None:
        return mean, variance, 0.0, variance + few
    gain = evidence.convention("gap_scale") * _few_shot_gain(situation, reference, evidence)
    seen, noise = _measured(situation.few_shot_score, situation.measured_on)
    few_mean, few_variance = _updated(mean + gain, variance + few, seen, noise)
    mean, variance = _updated(mean, variance, seen - gain, noise + few)
    return mean, variance, few_mean - (mean + gain), few_variance


def _few_shot_gain(situation: Situation, reference: Facts, evidence: Evidence) -> float:
    few_shot, zero_shot = Contender(("few_shot",), reference), _zero_shot(reference)
    return utility(situation, few_shot, evidence) - utility(situation, zero_shot, evidence)


def _updated(mean: float, variance: float, seen: float, noise: float) -> tuple[float, float]:
    weight = variance / (variance + noise)
    return mean + weight * (seen - mean), variance * (1 - weight)


def _measured(score: float, count: int) -> tuple[float, float]:
    """Log-odds of a measured share with their sampling variance, half a success and half a failure added."""
    successes, failures = score * count + 0.5, (1 - score) * count + 0.5
    return log(successes / failures), 1 / successes + 1 / failures


def _share(mean: float, variance: float) -> Interval:
    reach = Z90 * sqrt(variance)
    return Interval(_expit(mean), _expit(mean - reach), _expit(mean + reach))


def _logit(share: float) -> float:
    return log(share / (1 - share))


def _expit(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds)) if log_odds > 0 else exp(log_odds) / (1 + exp(log_odds))
