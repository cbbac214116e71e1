"""Expected success: the level from the user's measurement or our convention, the gaps from the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from calculator.quality.ability import release_year
from calculator.quality.belief import belief
from calculator.quality.consistency import consistency
from calculator.quality.evidence import Evidence
from calculator.quality.features import LOW_RANK, joint_id, utility
from calculator.quality.situation import Contender, Facts, Situation
from calculator.terms import Interval, Quality
from calculator.units import expit

Z90 = 1.6448536269514722
ZERO_SHOT, FEW_SHOT, TUNED = range(3)
MEASURED = (("zero_shot",), ("few_shot",))


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the scale of a task starts, and what is held of what can be measured, in log-odds.

    `start` is success at utility 0; `shifts` and `variances` are those of the plain prompt, of examples in the prompt,
    both on the reference, and of the pilot: how far a measurement moved it from what the evidence says, and its variance.
    """

    start: float
    shifts: tuple[float, ...]
    variances: tuple[float, ...]


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
    """Mean and variance of the log-odds; what was measured was measured in one wording, and needs no spread over wordings."""
    anchor = _anchor(situation, evidence)
    mean = anchor.start + evidence.convention("gap_scale") * utility(situation, contender, evidence)
    place = _measurable(situation, contender, evidence)
    if place is None:
        apart = _apart(situation, contender, evidence) + consistency(contender, evidence, situation.votes)
        return mean, anchor.variances[ZERO_SHOT] + apart
    mean, variance = mean + anchor.shifts[place], anchor.variances[place]
    if place == TUNED and not LOW_RANK.issuperset(contender.methods):
        variance += evidence.convention("spread_same_model") ** 2
    elif _scores(situation)[place] is not None:
        return mean, variance
    return mean, variance + consistency(contender, evidence, situation.votes)


def _measurable(situation: Situation, contender: Contender, evidence: Evidence) -> int | None:
    """Which of the measurable things a contender is or, trained beside a pilot, is kin to; None for what is only expected."""
    if contender.trained:
        piloted = situation.tuned_score is not None and contender.facts == situation.pilot
        return TUNED if piloted else None
    on_reference = contender.facts == _reference(situation, evidence)
    return MEASURED.index(contender.methods) if on_reference and contender.methods in MEASURED else None


def _scores(situation: Situation) -> tuple[float | None, ...]:
    return situation.zero_shot_score, situation.few_shot_score, situation.tuned_score


def _apart(situation: Situation, contender: Contender, evidence: Evidence) -> float:
    """Variance of the gap between a contender and the plain prompt of the reference, in log-odds squared."""
    same = contender.facts == _reference(situation, evidence)
    spread = evidence.convention("spread_same_model" if same else "spread_other_model")
    return spread**2 + _beyond_evidence(contender.facts, evidence) ** 2


def _beyond_evidence(facts: Facts, evidence: Evidence) -> float:
    """Spread in log-odds for the years by which a model is newer than the newest that the studies tried."""
    years = release_year(facts, evidence) - evidence.convention("newest_studied")
    return max(0.0, years) * evidence.convention("spread_per_year")


@lru_cache(maxsize=64)
def _anchor(situation: Situation, evidence: Evidence) -> Anchor:
    """The level: the prior by the task's distance, updated by the user's measurements on the log-odds scale."""
    level = evidence.conventions[f"level_{situation.gap or 'medium'}"]
    mean, variance = _logit(level.value), ((_logit(level.high) - _logit(level.low)) / (2 * Z90)) ** 2
    measurable = [Contender(methods, _reference(situation, evidence)) for methods in MEASURED]
    measurable.append(Contender(("lora",), situation.pilot or Facts()))
    scale = evidence.convention("gap_scale")
    heights = [scale * utility(situation, each, evidence) for each in measurable]
    own = [_apart(situation, each, evidence) if place else 0.0 for place, each in enumerate(measurable)]
    start = mean - heights[ZERO_SHOT]
    held = belief([start + height for height in heights], variance, own)
    for place, score in enumerate(_scores(situation)):
        if score is not None:
            held = held.once_seen(place, score, situation.measured_on)
    start = held.means[ZERO_SHOT] - heights[ZERO_SHOT]
    shifts = tuple(seen - start - height for seen, height in zip(held.means, heights, strict=True))
    return Anchor(start, shifts, tuple(held.covariances[place][place] for place in range(len(shifts))))


def _reference(situation: Situation, evidence: Evidence) -> Facts:
    return situation.reference or Facts(benchmark=evidence.convention("usual_benchmark"))


def _share(mean: float, variance: float) -> Interval:
    reach = Z90 * sqrt(variance)
    return Interval(expit(mean), expit(mean - reach), expit(mean + reach))


def _logit(share: float) -> float:
    return log(share / (1 - share))
