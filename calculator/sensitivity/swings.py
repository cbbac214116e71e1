"""What matters most: how far each input, and each thing not known, moves the lead of the best option."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.sensitivity.asking import Asker
from calculator.sensitivity.draws import Z90, error_exposure, log_odds
from calculator.sensitivity.records import Swing
from calculator.sensitivity.rivals import Rivals
from calculator.task import FIELDS
from calculator.terms import Option, Part
from calculator.units import expit

HALF, DOUBLE = 0.5, 2.0
KEPT = 8
LEAST_SHARE = 0.01


def input_swings(asker: Asker, pair: Rivals) -> tuple[Swing, ...]:
    """The lead with each numeric input halved and doubled, the widest first."""
    found = []
    for name, field in FIELDS.items():
        value = getattr(asker.task, name)
        if field.kind not in ("number", "count") or name not in asker.read or not value:
            continue
        half, double = (kept(value * factor, field.low, field.high, value) for factor in (HALF, DOUBLE))
        leads = [lead_at(asker, pair, name, each) for each in (half, double)]
        found.append(Swing(name, leads[0], leads[1], half, double))
    return widest(found, pair)


def doubts(pair: Rivals, shared: float) -> tuple[Swing, ...]:
    """The lead with each uncertain quantity at the low and the high end of its 90% range, the widest first.

    Quality has a share that all options have in common and each option's own; `shared` is the former's share of variance.
    """
    return widest([*part_swings(pair), *quality_swings(pair, shared)], pair)


def part_swings(pair: Rivals) -> Iterator[Swing]:
    """Parts of the cost by name: at their low and high ends for both options at once."""
    parts = [(sign, part) for sign, each in ((-1, pair.best), (1, pair.second)) for part in each.cost.parts]
    parts = [(sign, part) for sign, part in parts if part.group != "errors" and part.low != part.high]
    for name in dict.fromkeys(part.name for _, part in parts):
        own = [(sign, part) for sign, part in parts if part.name == name]
        low = sum(sign * (bound(part, part.low) - part.value) for sign, part in own)
        high = sum(sign * (bound(part, part.high) - part.value) for sign, part in own)
        yield Swing(name, pair.lead_usd + low, pair.lead_usd + high)


def quality_swings(pair: Rivals, shared: float) -> Iterator[Swing]:
    """Quality: of all options together, of the best alone, of the runner-up alone."""
    reach = Z90 * shared**0.5
    ends = [errors_at(pair.second, z) - errors_at(pair.best, z) for z in (0.0, -reach, reach)]
    yield Swing("quality of all", *(pair.lead_usd + end - ends[0] for end in ends[1:]))
    reach = Z90 * (1 - shared) ** 0.5
    for sign, each in ((-1, pair.best), (1, pair.second)):
        ends = [sign * errors_at(each, z) for z in (0.0, -reach, reach)]
        yield Swing(f"quality of {each.id}", *(pair.lead_usd + end - ends[0] for end in ends[1:]))


def errors_at(option: Option, z: float) -> float:
    """Cost of unacceptable outputs, US dollars, with quality z standard deviations from its mean."""
    mean, below, above = log_odds(option.assumed_quality)
    return error_exposure(option) * expit(-mean - z * (above if z > 0 else below))


def lead_at(asker: Asker, pair: Rivals, name: str, value: float) -> float | None:
    """The lead of the best option over the runner-up with one input moved, US dollars; None where either is blocked."""
    found = {option.id: option for option in asker.some_at(name, value, pair.ids)}
    best, second = (found[each] for each in pair.ids)
    return second.cost.total - best.cost.total if best.feasible and second.feasible else None


def kept(value: float, low: float | None, high: float | None, before: float) -> float:
    """The value within the field's range, whole where it was whole before."""
    inside = min(max(value, low or 0.0), high if high is not None else value)
    return round(inside) if isinstance(before, int) else inside


def widest(found: list[Swing], pair: Rivals) -> tuple[Swing, ...]:
    """The widest swings first; those that would not be seen beside the widest are left out."""
    ordered = sorted(found, key=lambda swing: (-swing.width(pair.lead_usd), swing.name))
    least = LEAST_SHARE * ordered[0].width(pair.lead_usd) if ordered else 0.0
    return tuple(swing for swing in ordered[:KEPT] if swing.width(pair.lead_usd) > least)


def bound(part: Part, end: float | None) -> float:
    """The end of a part's range; its value where it has none."""
    return end if end is not None else part.value
