"""The article's four considerations, each as it stands in the computed options: does it speak for training or against it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from calculator.advise.points import Standing
from calculator.method import Case
from calculator.methods import METHODS
from calculator.task import GROUPS
from calculator.task.field import Group
from calculator.terms import Option, Verdict
from calculator.units import number, percent, usd

A_POINT = 1 / 100
PAGES: Mapping[str, Group] = {"complexity": "task", "data": "data", "resources": "resources", "accuracy": "accuracy"}


def considerations(case: Case, options: Sequence[Option]) -> tuple[Standing, ...]:
    """How complexity, data, resources and accuracy stand: the best option that trains against the best that does not."""
    feasible = [option for option in options if option.feasible]
    trained = next((option for option in feasible if METHODS[option.method].trains), None)
    prompted = next((option for option in feasible if not METHODS[option.method].trains), None)
    if trained is None or prompted is None:
        return ()
    follows = feasible[0] is trained
    said = (
        *complexity(trained, prompted),
        *data(case),
        *resources(trained, prompted),
        *accuracy(case, trained, prompted),
    )
    return tuple(
        Standing(page, GROUPS[group], verdict, text, None if verdict == "silent" else follows == (verdict == "supports"))
        for (page, group), (verdict, text) in zip(PAGES.items(), said, strict=True)
    )  # fmt: skip


def complexity(trained: Option, prompted: Option) -> Iterator[tuple[Verdict, str]]:
    """Whether training is expected to do the task better than prompting."""
    after, before = trained.assumed_quality.expected, prompted.assumed_quality.expected
    verdict: Verdict = "silent"
    if abs(after - before) >= A_POINT:
        verdict = "supports" if after > before else "warns"
    yield verdict, f"Training is expected to reach {percent(after)} accepted outputs, prompting {percent(before)}."


def data(case: Case) -> Iterator[tuple[Verdict, str]]:
    """Whether the examples are enough, right and from the real inputs."""
    task = case.task
    sound = task.labelled_examples * (1 - task.label_noise)
    told = f"{number(task.labelled_examples)} examples, {percent(task.label_noise)} of them wrong"
    if not task.labels_in_domain:
        yield "warns", f"{told}, and not from the real inputs: training would learn another task."
    elif sound < case.value("few_examples"):
        yield "warns", f"{told}: few to train on."
    elif sound >= case.value("many_examples"):
        yield "supports", f"{told}: enough to train on."
    else:
        yield "silent", f"{told}: between the numbers that sources ask for."


def resources(trained: Option, prompted: Option) -> Iterator[tuple[Verdict, str]]:
    """Which side costs less where errors are left out: work, computing, upkeep, waiting."""
    with_training, without = trained.without_errors_usd, prompted.without_errors_usd
    verdict: Verdict = "supports" if with_training < without else "warns"
    yield verdict, f"Errors left out, training costs {usd(with_training)} and prompting {usd(without)}."


def accuracy(case: Case, trained: Option, prompted: Option) -> Iterator[tuple[Verdict, str]]:
    """What a point of accepted outputs is worth, and whether the side that is more accurate earns back what it costs more."""
    if case.task.error_cost_usd is None:
        yield "silent", "What a wrong answer costs is not known, and with it what accuracy is worth."
        return
    worth = case.task.requests_per_month * case.task.horizon_months * case.task.error_cost_usd * A_POINT
    gained = (trained.assumed_quality.expected - prompted.assumed_quality.expected) / A_POINT * worth
    verdict: Verdict = "silent" if gained == 0 else "supports" if gained > 0 else "warns"
    what = "saves" if gained >= 0 else "loses"
    yield verdict, f"A point of accepted outputs is worth {usd(worth)}; training {what} {usd(abs(gained))} of errors."
