"""Cost of ownership over the horizon: build, serving, errors, upkeep, delay and regressions, in US dollars.

Each part is one formula with its inputs printed; the total is their sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps
from math import fsum
from typing import ParamSpec

from calculator.catalog import Catalog
from calculator.costs.money import Rate
from calculator.method import Case, Method
from calculator.terms import CostPart, Formula, Interval, Part, exactly
from calculator.units import MONTHS_PER_YEAR, number, percent, usd

SUMS_KEPT = 256
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Training:
    """One training run as it will be bought: its cost in US dollars, its hours, and the runs until one is good."""

    run_usd: Interval
    run_hours: Interval
    runs: float
    says: str


@dataclass(frozen=True, slots=True)
class Serving:
    """How requests are served: US dollars per month of computing, one request's price, and the user's share of a host.

    `host_share` is 0 where a provider serves, 1 where the user's host serves this task alone.
    """

    month_usd: Interval
    request_usd: float
    host_share: float
    says: str


@dataclass(frozen=True, slots=True)
class Labels:
    """Outputs of a prompted teacher that become training data: their number and price in US dollars each."""

    count: float
    usd_each: Interval


def in_full(parts: Callable[P, Iterator[Part]]) -> Callable[P, tuple[Part, ...]]:
    """The parts that a function yields, all of them at once."""

    @wraps(parts)
    def found(*given: P.args, **named: P.kwargs) -> tuple[Part, ...]:
        return tuple(parts(*given, **named))

    return found


@in_full
def build(
    case: Case, method: Method, serving: Serving, training: Training | None, labels: Labels | None
) -> Iterator[Part]:
    """People, evaluation, computing and bought labels until the first version runs."""
    yield from preparing(case, method, serving)
    if "prompt_optimisation" in method.efforts:
        calls = case.figure("optimisation_calls").interval
        says = Formula("{} calls × {}", ((number, calls.expected), (cents, serving.request_usd)))
        yield part("build", "prompt search", calls.times(serving.request_usd), says)
    if labels is not None:
        says = Formula("{} × {}", ((number, labels.count), (cents, labels.usd_each.expected)))
        yield part("build", "teacher's labels", labels.usd_each.times(labels.count), says)
    if training is not None:
        says = Formula(f"{{}} runs × {training.says}", ((number, training.runs),))
        yield part("build", "training runs", training.run_usd.times(training.runs), says)


def preparing(case: Case, method: Method, serving: Serving) -> Iterator[Part]:
    """The hours and labels that go before: the method's work, an evaluation set, a host."""
    task = case.task
    yield people("build", "people", effort(case, method, "build_hours"), task.engineer_usd_per_hour)
    yield people("build", "evaluation set", case.figure("evaluation_hours").interval, task.engineer_usd_per_hour)
    missing = max(case.value("evaluation_examples") - task.labelled_examples, 0.0)
    yield Part("evaluation labels", missing * task.label_cost_usd, labels_at(missing, task.label_cost_usd), "build")
    if serving.host_share:
        hours = case.figure("hosting_setup_hours").interval.times(serving.host_share)
        yield people("build", "hosting set-up", hours, task.engineer_usd_per_hour)


@in_full
def running(case: Case, serving: Serving) -> Iterator[Part]:
    """Computing for every request of the horizon, and the hours it takes to keep a host running."""
    task = case.task
    months = task.horizon_months
    says = Formula(f"{serving.says} × {{}} months", ((number, months),))
    yield part("serving", "computing", serving.month_usd.times(months), says)
    if serving.host_share:
        hours = case.figure("hosting_hours_per_month").interval.times(months * serving.host_share)
        yield people("serving", "keeping the host running", hours, task.engineer_usd_per_hour)


@in_full
def errors(case: Case, quality: Interval) -> Iterator[Part]:
    """Requests × share of unacceptable outputs × cost of one."""
    task, each = case.task, error_usd(case)
    requests = task.requests_per_month * task.horizon_months
    share = Interval(1 - quality.expected, 1 - quality.high, 1 - quality.low)
    values = ((number, requests), (percent, share.expected), (usd, each.expected))
    says = Formula("{} requests × {} not acceptable × {}", values)
    yield part("errors", "unacceptable outputs", share.times(requests * each.expected), says)


@in_full
def upkeep(case: Case, method: Method, training: Training | None, labels: Labels | None) -> Iterator[Part]:
    """Hours, new labels and training runs for every change of the task or of the base model in the horizon."""
    task, years = case.task, case.task.horizon_months / MONTHS_PER_YEAR
    changes, models = task.changes_per_year * years, case.value("base_model_changes_per_year") * years
    hours = effort(case, method, "change_hours").times(changes + models)
    yield people("upkeep", "changes", hours, task.engineer_usd_per_hour)
    if training is None:
        return
    runs = training.run_usd.times(changes + models)
    says = Formula(f"{{}} changes × {training.says}", ((number, changes + models),))
    yield part("upkeep", "training again", runs, says)
    again = changes * case.value("relabelled_share")
    if labels is None:
        renewed = again * min(task.labelled_examples, case.value("relabelled_most"))
        relabelled = labels_at(renewed, task.label_cost_usd)
        yield Part("labels again", renewed * task.label_cost_usd, relabelled, "upkeep")
    else:
        count = again * labels.count
        renewal = Formula("{} labels", ((number, count),))
        yield part("upkeep", "teacher's labels again", labels.usd_each.times(count), renewal)


@in_full
def delay(case: Case, weeks: Interval) -> Iterator[Part]:
    """Weeks to the first version × value of a week."""
    value = case.task.week_value_usd
    says = Formula("{} weeks × {}", ((two_digits, weeks.expected), (usd, value)))
    yield part("delay", "waiting", weeks.times(value), says)


def weeks_to_first_version(case: Case, method: Method, serving: Serving, training: Training | None) -> Interval:
    """Weeks until the first version runs: the work at an engineer's pace, and the training runs one after the other.

    (build + evaluation + hosting hours) / hours per week + runs × hours / 168  [figure: engineer_hours_per_week]
    """
    work = [effort(case, method, "build_hours"), case.figure("evaluation_hours").interval]
    work.append(case.figure("hosting_setup_hours").interval.times(serving.host_share))
    pace = case.value("engineer_hours_per_week")
    machine = training.run_hours.times(training.runs / 168) if training is not None else exactly(0.0)
    return Interval(
        fsum(each.expected for each in work) / pace + machine.expected,
        fsum(each.low for each in work) / pace + machine.low,
        fsum(each.high for each in work) / pace + machine.high,
    )


@in_full
def regressions(case: Case, method: Method) -> Iterator[Part]:
    """Requests × share that relies on other abilities × ability lost × cost of an error  [figures: ability_lost_*]."""
    task, each = case.task, error_usd(case).expected
    lost = worst(case, method, "ability_lost")
    exposed = task.requests_per_month * task.horizon_months * task.other_abilities_share
    values = ((number, exposed), (percent, lost.expected), (usd, each))
    says = Formula("{} requests on other abilities × {} lost × {}", values)
    yield part("regressions", "other abilities", lost.times(exposed * each), says)


def error_usd(case: Case) -> Interval:
    """Cost of one unacceptable output: the user's, or a wide default where it is unknown  [figure: unknown_error_usd]."""
    own = case.task.error_cost_usd
    return exactly(own) if own is not None else case.figure("unknown_error_usd").interval


def effort(case: Case, method: Method, kind: str) -> Interval:
    """Hours of work: the sum over the methods that a combination is made of  [figures: build_hours_*, change_hours_*]."""
    return summed(case.known, kind, method.efforts)


@lru_cache(maxsize=SUMS_KEPT)
def summed(known: Catalog, kind: str, efforts: tuple[str, ...]) -> Interval:
    """The figures of that kind of several methods, added up, in the figures' unit."""
    figures = [known.figures[f"{kind}_{each}"] for each in efforts]
    return Interval(fsum(f.value for f in figures), fsum(f.low for f in figures), fsum(f.high for f in figures))


def worst(case: Case, method: Method, kind: str) -> Interval:
    """The largest of the figures of the methods that a combination is made of."""
    return max(
        (case.figure(f"{kind}_{each}").interval for each in method.efforts), key=lambda interval: interval.expected
    )


def people(group: CostPart, name: str, hours: Interval, rate_usd: float) -> Part:
    """Hours of work at the user's rate, US dollars."""
    says = Formula("{} hours × {} an hour", ((number, hours.expected), (usd, rate_usd)))
    return part(group, name, hours.times(rate_usd), says)


def labels_at(count: float, usd_each: float) -> Formula:
    """So many labels at so much each."""
    return Formula("{} labels × {}", ((number, count), (usd, usd_each)))


def part(group: CostPart, name: str, value: Interval, says: Formula) -> Part:
    """A part with its bounds."""
    return Part(name, value.expected, says, group, value.low, value.high)


def two_digits(value: float) -> str:
    """A number with two significant digits."""
    return number(value, 2)


def cents(amount_usd: float) -> str:
    """A small amount in US dollars with three significant digits."""
    return f"${number(amount_usd)}"


def bought(rate: Rate, hours: Interval, cards: int) -> Interval:
    """Cost of card-hours in US dollars; the price and the time are both uncertain."""
    return Interval(
        rate.usd.expected * hours.expected * cards, rate.usd.low * hours.low * cards, rate.usd.high * hours.high * cards
    )
