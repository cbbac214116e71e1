"""What the published comparisons show: who won in each study, how scores grow with examples, and a filter over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from calculator.catalog.records import Outcome
from calculator.method.kind import Family
from calculator.methods import METHODS
from calculator.quality.situation import PROMPTING
from calculator.show.charts import Axis, IntervalRow, Limit, Line, interval_chart, line_chart
from calculator.show.site import Site
from calculator.show.tree import Node, el
from calculator.units import number, percent

OTHER = "other"
LEAST_POINTS = 3
NO_DIFFERENCE = Limit(0.0, "no difference")


@dataclass(frozen=True, slots=True)
class Effect:
    """Points by which the best trained entry of a comparison leads the best prompted one, in a study."""

    study: str
    points: tuple[float, ...]


def forest(outcomes: Iterable[Outcome], site: Site, *, on_one_model: bool) -> Node:
    """A row for each study: mean and range of the points by which training leads prompting, best against best."""
    found = effects(outcomes, on_one_model=on_one_model)
    rows = [_forest_row(each, site) for each in sorted(found, key=lambda each: (-fmean(each.points), each.study))]
    where = "on the same model" if on_one_model else "against another, prompted model"
    return interval_chart(f"Points by which training leads prompting, {where}", rows, _signed, limit=NO_DIFFERENCE)


def effects(outcomes: Iterable[Outcome], *, on_one_model: bool) -> list[Effect]:
    """The effects of the studies whose metric is a share; on one model, or of a trained model against another prompted one."""
    found: dict[str, list[float]] = {}
    for each in outcomes:
        lead = _lead(each, on_one_model=on_one_model) if each.is_rate and each.higher_is_better else None
        if lead is not None:
            found.setdefault(each.study, []).append(lead)
    return [Effect(study, tuple(points)) for study, points in found.items()]


def _lead(outcome: Outcome, *, on_one_model: bool) -> float | None:
    """Points of the best trained entry above the best prompted one; None where one of the two was not tried."""
    scored = [(method, model, score) for method, _, model, score in outcome.results if score is not None]
    per_cent = 1.0 if any(score > 1 for *_, score in scored) else 100.0
    named = [(method, model, score * per_cent) for method, model, score in scored if method != OTHER]
    trained = [score for method, model, score in named if method not in PROMPTING and (not model or not on_one_model)]
    prompted = [score for method, model, score in named if method in PROMPTING and bool(model) != on_one_model]
    return max(trained) - max(prompted) if trained and prompted else None


def _forest_row(effect: Effect, site: Site) -> IntervalRow:
    source = site.catalog.sources[effect.study]
    mean, low, high = fmean(effect.points), min(effect.points), max(effect.points)
    count = len(effect.points)
    said = "1 comparison" if count == 1 else f"{count} comparisons, {_signed(low)} to {_signed(high)}"
    family: Family = "adapters" if mean > 0 else "prompting"
    return IntervalRow(f"{source.authors}, {source.year}", said, family, mean, low, high, _signed(mean))


def _signed(points: float) -> str:
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{number(round(abs(points), 1), 2)}"


def learning_curves(title: str, outcomes: Iterable[Outcome], names: dict[str, str]) -> Node:
    """Scores against the number of examples, a line for each of `names`, an id such as `lora` or `lora@BERT` to its words."""
    seen: dict[str, dict[float, float]] = {key: {} for key in names}
    for each in outcomes:
        for key, score in _by_key(each):
            if key in seen and each.train_examples:
                best = seen[key].get(each.train_examples, 0.0)
                seen[key][each.train_examples] = max(best, score)
    lines = [
        Line(names[key], METHODS[key.partition("@")[0]].family, tuple(sorted(points.items())))
        for key, points in seen.items()
        if len(points) >= LEAST_POINTS
    ]
    if len(lines) != len(names):
        raise ValueError(f"learning curves of {title}: a line has fewer than {LEAST_POINTS} points")
    return line_chart(title, lines, Axis("examples", _count, is_log=True), Axis("score", percent))


def _by_key(outcome: Outcome) -> Iterator[tuple[str, float]]:
    per_cent = 100.0 if any(score is not None and score > 1 for *_, score in outcome.results) else 1.0
    for method, _, model, score in outcome.results:
        if score is not None:
            yield f"{method}@{model}" if model else method, score / per_cent


def _count(examples: float) -> str:
    return number(examples, 2)


def filter_form(kinds: Sequence[str], table_id: str) -> Node:
    """Controls that narrow the table with that id by words and by kind of task; they show only where scripts run."""
    choices = [el("option", {"value": ""}, "every kind of task")]
    choices += [el("option", {"value": kind}, kind) for kind in kinds]
    return el(
        "form",
        {"class": "filter", "data-filters": table_id, "hidden": True, "role": "search", "aria-label": "Studies"},
        el("label", None, "Words ", el("input", {"type": "search", "name": "words", "autocomplete": "off"})),
        el("label", None, "Kind of task ", el("select", {"name": "kind"}, choices)),
        el("output", {"data-says": "{shown} of {all} comparisons", "aria-live": "polite"}),
    )
