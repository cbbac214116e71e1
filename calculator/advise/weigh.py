"""One option weighed: its rules asked, its run estimated, its cost added up."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from calculator.advise.facts import contender
from calculator.advise.limits import card_holds, limits
from calculator.advise.recall import Recall, afresh
from calculator.catalog import target
from calculator.costs.bills import Served, Trained, serving, teacher_request, training
from calculator.costs.ownership import (
    Labels,
    build,
    delay,
    errors,
    regressions,
    running,
    upkeep,
    weeks_to_first_version,
)
from calculator.method import Case, Method
from calculator.methods import METHODS
from calculator.quality import Evidence, Situation, assumed_quality, expected_quality
from calculator.terms import Breakdown, Interval, Option, Part, Quality, Reason, exactly


@dataclass(frozen=True, slots=True)
class Judged:
    """How good an option is expected to be: what studies support, or what is assumed where none covers it."""

    quality: Quality | None
    assumed: Interval


@dataclass(frozen=True, slots=True)
class Taught:
    """What a prompted teacher writes for its student, and what stands in its way; nothing without a teacher."""

    labels: Labels | None = None
    reasons: tuple[Reason, ...] = ()


UNTAUGHT = Taught()


def weigh(method: Method, case: Case, situation: Situation, evidence: Evidence, recall: Recall = afresh) -> Option:
    """One method on one model for one task, with all its reasons, estimates and costs."""
    return recall(f"{method.id}@{case.target.id}", weighed, (case, recall), method, situation, evidence)


def least_cost(method: Method, case: Case, situation: Situation, evidence: Evidence, recall: Recall = afresh) -> float:
    """What an option costs at least, US dollars over the horizon: its wrong answers; all other parts only add to them."""
    where = f"{method.id}@{case.target.id}"
    judged = recall(where, judgement, case, method, situation, evidence)
    return fsum(part.value for part in recall(where, errors, case, judged.assumed))


def weighed(asked: tuple[Case, Recall], method: Method, situation: Situation, evidence: Evidence) -> Option:
    """The option, step by step, so that each step can be recalled where nothing that it read has moved."""
    (case, recall), where = asked, f"{method.id}@{asked[0].target.id}"
    judged = recall(where, judgement, case, method, situation, evidence)
    taught = recall(where, teaching, case, method) if method.teacher else UNTAUGHT
    run = recall(where, training, case, method, taught.labels)
    served = recall(where, serving, case, method)
    weeks = recall(where, weeks_to_first_version, case, method, served.bill, run.bill)
    cost = recall(
        where,
        ownership,
        case,
        recall(where, build, case, method, served.bill, run.bill, taught.labels),
        recall(where, running, case, served.bill),
        recall(where, errors, case, judged.assumed),
        recall(where, upkeep, case, method, run.bill, taught.labels),
        recall(where, delay, case, weeks),
        recall(where, regressions, case, method),
    )
    said = (
        recall(where, rules, (case, recall), method),
        served.reasons,
        run.reasons,
        taught.reasons,
        recall(where, room, case, run),
        recall(where, boundaries, case, judged, cost, weeks),
    )
    return recall(where, option, case, method, judged, run, served, (cost, weeks), said)


def judgement(case: Case, method: Method, situation: Situation, evidence: Evidence) -> Judged:
    """Expected share of accepted outputs."""
    known = contender(method, case)
    quality = expected_quality(situation, known, evidence)
    return Judged(quality, quality.interval if quality is not None else assumed_quality(situation, known, evidence))


def teaching(case: Case, method: Method) -> Taught:
    """The outputs that a prompted teacher writes for its student, and what stands in their way."""
    teacher = Case(case.task, target(case.task.prompt_model, case.known), case.known)
    each = teacher_request(teacher, METHODS[method.teacher].prompt(teacher))
    count = case.value("distillation_examples")
    if each is not None:
        return Taught(Labels(count, each))
    card = case.known.gpus[case.task.gpu].name
    text = f"The teacher {teacher.target.name} has nowhere to run: sixteen {card} do not hold it, and no provider may serve it."
    return Taught(Labels(count, exactly(0.0)), (Reason("blocks", text, "memory"),))


def ownership(_: Case, *groups: tuple[Part, ...]) -> Breakdown:
    """Cost of ownership over the horizon in US dollars: build, serving, errors, upkeep, delay and regressions."""
    return Breakdown("USD", tuple(part for group in groups for part in group))


def rules(asked: tuple[Case, Recall], method: Method) -> tuple[Reason, ...]:
    """What the method's own rules say."""
    (case, recall), where = asked, f"{method.id}@{asked[0].target.id}"
    return tuple(recall(where, rule, case) for rule in method.rules)


def room(case: Case, run: Trained) -> tuple[Reason, ...]:
    """What the card says of the training run."""
    return (card_holds(case, run.memory),) if run.memory is not None else ()


def boundaries(case: Case, judged: Judged, cost: Breakdown, weeks: Interval) -> tuple[Reason, ...]:
    """What the user's limits say of the estimates."""
    return tuple(limits(case, cost=cost, weeks=weeks.expected, quality=judged.quality, assumed=judged.assumed))


def option(
    case: Case,
    method: Method,
    judged: Judged,
    run: Trained,
    served: Served,
    counted: tuple[Breakdown, Interval],
    said: tuple[tuple[Reason, ...], ...],
) -> Option:
    """The option put together from its steps: `counted` its cost and its weeks, `said` what each step says of it."""
    cost, weeks = counted
    reasons = tuple(reason for each in said for reason in each)
    return Option(
        method=method.id,
        model=case.target.id,
        feasible=all(reason.kind != "blocks" for reason in reasons),
        reasons=reasons,
        cost=cost,
        quality=judged.quality,
        assumed_quality=judged.assumed,
        memory=run.memory,
        training_hours=run.bill.run_hours if run.bill is not None else None,
        gpu_count=cards(case, run, served),
        recipe=run.recipe,
        weeks=weeks.expected,
    )


def cards(case: Case, run: Trained, served: Served) -> int:
    """Cards of the user's that the option takes: those of the training run, else those that serve it."""
    if run.memory is not None:
        return case.task.gpu_count
    return served.host.all_cards if served.host is not None else 0
