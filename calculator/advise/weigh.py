"""One option weighed: its rules asked, its run estimated, its cost added up."""

from __future__ import annotations

from calculator.advise.facts import contender
from calculator.advise.limits import limits
from calculator.catalog import target
from calculator.costs.bills import hosted_request_of, serving, training
from calculator.costs.ownership import Labels, ownership, weeks_to_first_version
from calculator.method import Case, Method
from calculator.methods import METHODS
from calculator.quality import Evidence, Situation, assumed_quality, expected_quality
from calculator.terms import Interval, Option


def weigh(method: Method, case: Case, situation: Situation, evidence: Evidence) -> Option:
    """One method on one model for one task, with all its reasons, estimates and costs."""
    known = contender(method, case)
    quality = expected_quality(situation, known, evidence)
    assumed = (
        Interval(quality.expected, quality.low, quality.high)
        if quality
        else assumed_quality(situation, known, evidence)
    )
    labels = teacher_labels(case, method)
    run, served = training(case, method, labels), serving(case, method)
    bill = run.bill if run is not None else None
    cost = ownership(case, method, quality=assumed, serving=served.bill, training=bill, labels=labels)
    weeks = weeks_to_first_version(case, method, served.bill, bill)
    memory = run.memory if run is not None else None
    reasons = (
        *(rule(case) for rule in method.rules),
        *served.reasons,
        *(run.reasons if run is not None else ()),
        *limits(case, memory=memory, cost=cost, weeks=weeks.expected, quality=quality, assumed=assumed),
    )
    cards = case.task.gpu_count if memory is not None else served.host.all_cards if served.host is not None else 0
    return Option(
        method=method.id,
        model=case.target.id,
        feasible=all(reason.kind != "blocks" for reason in reasons),
        reasons=reasons,
        cost=cost,
        cost_usd=cost.interval,
        quality=quality,
        assumed_quality=assumed,
        memory=memory,
        training_hours=bill.run_hours if bill is not None else None,
        gpu=case.task.gpu if cards else None,
        gpu_count=cards,
        recipe=run.recipe if run is not None else None,
        weeks=weeks.expected,
    )


def teacher_labels(case: Case, method: Method) -> Labels | None:
    """The outputs that a prompted teacher writes for its student, and their price; None where there is no teacher."""
    if not method.teacher:
        return None
    teacher = Case(case.task, target(case.task.prompt_model, case.known), case.known)
    prompt = METHODS[method.teacher].prompt(teacher)
    return Labels(case.value("distillation_examples"), hosted_request_of(teacher, prompt))
