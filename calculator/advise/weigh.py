"""One option weighed: its rules asked, its run estimated, its cost added up."""

from __future__ import annotations

from calculator.advise.facts import contender
from calculator.advise.limits import limits
from calculator.catalog import target
from calculator.costs.bills import Served, Trained, serving, teacher_request, training
from calculator.costs.ownership import Labels, ownership, weeks_to_first_version
from calculator.method import Case, Method
from calculator.methods import METHODS
from calculator.quality import Evidence, Situation, assumed_quality, expected_quality
from calculator.terms import Option, Reason, exactly


def weigh(method: Method, case: Case, situation: Situation, evidence: Evidence) -> Option:
    """One method on one model for one task, with all its reasons, estimates and costs."""
    known = contender(method, case)
    quality = expected_quality(situation, known, evidence)
    assumed = quality.interval if quality is not None else assumed_quality(situation, known, evidence)
    labels, homeless = teacher_labels(case, method)
    run, served = training(case, method, labels), serving(case, method)
    cost = ownership(case, method, quality=assumed, serving=served.bill, training=run.bill, labels=labels)
    weeks = weeks_to_first_version(case, method, served.bill, run.bill).expected
    reasons = (
        *(rule(case) for rule in method.rules),
        *served.reasons,
        *run.reasons,
        *homeless,
        *limits(case, memory=run.memory, cost=cost, weeks=weeks, quality=quality, assumed=assumed),
    )
    return Option(
        method=method.id,
        model=case.target.id,
        feasible=all(reason.kind != "blocks" for reason in reasons),
        reasons=reasons,
        cost=cost,
        quality=quality,
        assumed_quality=assumed,
        memory=run.memory,
        training_hours=run.bill.run_hours if run.bill is not None else None,
        gpu_count=cards(case, run, served),
        recipe=run.recipe,
        weeks=weeks,
    )


def cards(case: Case, run: Trained, served: Served) -> int:
    """Cards of the user's that the option takes: those of the training run, else those that serve it."""
    if run.memory is not None:
        return case.task.gpu_count
    return served.host.all_cards if served.host is not None else 0


def teacher_labels(case: Case, method: Method) -> tuple[Labels | None, tuple[Reason, ...]]:
    """The outputs that a prompted teacher writes for its student, and what stands in their way; None without a teacher."""
    if not method.teacher:
        return None, ()
    teacher = Case(case.task, target(case.task.prompt_model, case.known), case.known)
    each = teacher_request(teacher, METHODS[method.teacher].prompt(teacher))
    count = case.value("distillation_examples")
    if each is not None:
        return Labels(count, each), ()
    card = case.known.gpus[case.task.gpu].name
    text = f"The teacher {teacher.target.name} has nowhere to run: sixteen {card} do not hold it, and no provider may serve it."
    return Labels(count, exactly(0.0)), (Reason("blocks", text, "memory"),)
