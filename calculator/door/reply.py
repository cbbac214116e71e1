"""The reply: what one question is answered with, and its one text form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite

from calculator.advise import Fitting, Standing
from calculator.sensitivity import BreakEven, Findings, Flip, Inquiry, Swing, front
from calculator.task import FIELDS, Task
from calculator.terms import COST_PARTS, Interval, Memory, Option, Problem, Quality, Reason
from calculator.units import in_gib, rounded

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Reply:
    """The ranked options of a task, what would change their order, and everything wrong with the question.

    `points` and `considerations` are the article's, as they stand here; `fitting` tells how the cheapest option that trains on a card could be made to fit, or better used.
    `findings` is None in a point reply; the options then have no win probability.
    """

    task: Task
    options: tuple[Option, ...]
    companions: tuple[Reason, ...]
    points: tuple[Standing, ...]
    considerations: tuple[Standing, ...]
    fitting: Fitting | None
    findings: Findings | None
    problems: tuple[Problem, ...]
    as_of: str

    @property
    def best(self) -> Option | None:
        """The cheapest feasible option, or None where nothing is feasible."""
        return next((option for option in self.options if option.feasible), None)

    @property
    def runner_up(self) -> Option | None:
        """The cheapest feasible option after the best one, or None."""
        feasible = [option for option in self.options if option.feasible]
        return feasible[1] if len(feasible) > 1 else None


def as_text(reply: Reply) -> str:
    """The reply as JSON text, the same in every Python: keys in a fixed order, numbers to six significant digits."""
    return json.dumps(as_json(reply), ensure_ascii=False, indent=1, allow_nan=False)


def as_json(reply: Reply) -> Json:
    """The reply in the shape that tools rely on; see the contract in the reference pages."""
    found = reply.findings or Findings(reply.options)
    return {
        "task": {name: getattr(reply.task, name) for name in FIELDS},
        "options": [option_json(option, rank, reply.task.gpu) for rank, option in enumerate(reply.options, start=1)],
        "flips": [flip_json(each) for each in found.flips],
        "best_value": [option.id for option in front(reply.options)],
        "what_matters": [swing_json(each) for each in found.swings],
        "what_is_not_known": [swing_json(each) for each in found.doubts],
        "break_even": [break_even_json(each) for each in found.break_evens],
        "finding_out": [inquiry_json(each) for each in found.inquiries],
        "companions": [{"kind": each.point, "text": each.text, "source": each.source} for each in reply.companions],
        "article": [standing_json(each) for each in reply.points],
        "considerations": [standing_json(each) for each in reply.considerations],
        "fitting": None if reply.fitting is None else fitting_json(reply.fitting),
        "problems": [{"field": each.field, "text": each.text} for each in reply.problems],
        "as_of": reply.as_of,
    }


def option_json(option: Option, rank: int, gpu: str) -> Json:
    """One option; what was not estimated is null."""
    return {
        "method": option.method,
        "model": option.model,
        "rank": rank,
        "feasible": option.feasible,
        "reasons": [
            {"kind": each.kind, "text": each.text, "source": each.source}
            for each in option.reasons
            if each.kind != "silent"
        ],
        "cost_usd": {
            "total": plain(option.cost.total),
            "without_errors": plain(option.without_errors_usd),
            "low": plain(option.cost_usd.low),
            "high": plain(option.cost_usd.high),
            "parts": {name: plain(option.cost.part(name)) for name in COST_PARTS},
        },
        "quality": quality_json(option.quality),
        "assumed_quality": interval_json(option.assumed_quality),
        "memory_gib": memory_json(option.memory),
        "training_hours": interval_json(option.training_hours) if option.training_hours else None,
        "weeks": plain(option.weeks),
        "gpus": {"gpu": gpu, "count": option.gpu_count} if option.gpu_count else None,
        "win_probability": None if option.win_probability is None else plain(option.win_probability),
    }


def standing_json(standing: Standing) -> Json:
    """A point or consideration of the article, how it stands, and whether the recommendation goes its way."""
    return {"point": standing.point, "stands": standing.stands, "text": standing.text, "agrees": standing.agrees}


def flip_json(flip: Flip) -> Json:
    """One flip: the field, the value at which the winner changes, on which side of it, and to whom."""
    return {"field": flip.field, "value": flip.value, "side": flip.side, "winner": flip.winner}


def swing_json(swing: Swing) -> Json:
    """The lead of the best option over the runner-up with one thing low and high; null where one of them is blocked."""
    ends = {"low": swing.low, "high": swing.high, "lead_at_low_usd": swing.low_usd, "lead_at_high_usd": swing.high_usd}
    return {"name": swing.name, **{name: None if end is None else plain(end) for name, end in ends.items()}}


def break_even_json(found: BreakEven) -> Json:
    """Where two options cost the same along one input; null where they do not."""
    value = None if found.value is None else plain(found.value)
    return {"field": found.field, "value": value, "cheaper_now": found.ids[0], "other": found.ids[1]}


def inquiry_json(inquiry: Inquiry) -> Json:
    """What could be found out, on how many examples, what that is worth and what it costs."""
    usd = None if inquiry.cost_usd is None else plain(inquiry.cost_usd)
    return {"what": inquiry.what, "examples": inquiry.examples, "worth_usd": plain(inquiry.worth_usd), "cost_usd": usd}


def fitting_json(fitting: Fitting) -> Json:
    """A training run against the card: what would save memory, the smallest card, the largest sizes."""
    return {
        "option": fitting.option_id,
        "levers": [
            {
                "field": lever.field,
                "value": lever.value,
                "memory_gib": plain(in_gib(lever.peak_bytes.expected)),
                "hours_ratio": plain(lever.hours_ratio),
                "fits": lever.fits,
            }
            for lever in fitting.levers
        ],
        "smallest_gpu": fitting.smallest_card,
        "longest_sequence_tokens": fitting.longest_sequence,
        "largest_micro_batch": fitting.largest_micro_batch,
    }


def quality_json(quality: Quality | None) -> Json | None:
    """Expected share of acceptable outputs with its interval and studies; null where no study covers it."""
    if quality is None:
        return None
    return {
        "expected": plain(quality.expected),
        "low": plain(quality.low),
        "high": plain(quality.high),
        "studies": list(quality.studies),
    }


def memory_json(memory: Memory | None) -> Json | None:
    """Peak memory of one card in GiB with its interval, its moment of the step and its parts; null where nothing is trained on a card."""
    if memory is None:
        return None
    peak = memory.peak_bytes
    return {
        "expected": plain(in_gib(peak.expected)),
        "low": plain(in_gib(peak.low)),
        "high": plain(in_gib(peak.high)),
        "kind": memory.kind,
        "phase": memory.phase,
        "parts": {part.name: plain(in_gib(part.value)) for part in memory.parts.parts},
    }


def interval_json(interval: Interval) -> Json:
    """The three values of an interval."""
    return {"expected": plain(interval.expected), "low": plain(interval.low), "high": plain(interval.high)}


def plain(value: float) -> float | None:
    """The value to six significant digits; null where it is no number."""
    return rounded(value) if isfinite(value) else None
