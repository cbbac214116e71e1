"""The article's eight points, each a rule that always answers: choose fine-tuning when, choose prompting when.

Source of the points: Tiya Vaj, "Fine-Tuning VS Prompt tuning", 6 April 2024 (source id: vaj2024).
The thresholds are conventions, kept as figures with their spread.
"""

from __future__ import annotations

from calculator.method.kind import Case, Rule
from calculator.terms import Reason, Verdict
from calculator.units import number, percent, usd

ARTICLE = "vaj2024"
POINTS: dict[str, str] = {
    "large-task-difference": "Choose fine-tuning when the task is far from what the model does",
    "abundant-data": "Choose fine-tuning when data is abundant",
    "accuracy-is-paramount": "Choose fine-tuning when accuracy is paramount",
    "long-term-solution": "Choose fine-tuning for a long-term solution",
    "minor-adjustments": "Choose prompting for minor adjustments",
    "limited-data": "Choose prompting when data is limited",
    "speed-and-flexibility": "Choose prompting for speed and flexibility",
    "preserving-capabilities": "Choose prompting to preserve the model's abilities",
}


def large_task_difference(case: Case) -> Reason:
    """Supports training for a far task, warns for a near one."""
    gap = case.task.task_gap
    if gap == "large":
        return point(
            "large-task-difference",
            "supports",
            "The task is far from what the model does: instructions alone rarely carry it.",
        )
    if gap == "small":
        return point(
            "large-task-difference", "warns", "The task is near what the model does: training has little left to add."
        )
    return point("large-task-difference", "silent", "The distance of the task settles nothing here.")


def abundant_data(case: Case) -> Reason:
    """Supports training with many labelled examples, warns with few."""
    have, few, many = case.task.labelled_examples, case.value("few_examples"), case.value("many_examples")
    count = f"{number(have)} labelled example{'' if have == 1 else 's'}"
    if have >= many:
        return point("abundant-data", "supports", f"{count}: enough to train on.")
    if have < few:
        return point("abundant-data", "warns", f"{count}: few to train on; the sources ask for 10 to 5,000.")
    return point("abundant-data", "silent", f"{count}: between the numbers that sources ask for.")


def accuracy_is_paramount(case: Case) -> Reason:
    """Supports training where a wrong answer is dear or the floor is high."""
    task, dear = case.task, case.value("dear_error_usd")
    if task.error_cost_usd is not None and task.error_cost_usd >= dear:
        return point(
            "accuracy-is-paramount",
            "supports",
            f"A wrong answer costs {usd(task.error_cost_usd)}: points of accuracy are worth money.",
        )
    if task.quality_floor is not None and task.quality_floor >= case.value("high_floor"):
        return point(
            "accuracy-is-paramount",
            "supports",
            f"At least {percent(task.quality_floor)} must be acceptable: training can lift the ceiling.",
        )
    return point("accuracy-is-paramount", "silent", "A wrong answer is cheap enough to live with.")


def long_term_solution(case: Case) -> Reason:
    """Supports training where a stable task runs long enough to pay it back, warns where it runs briefly."""
    task = case.task
    months = f"{number(task.horizon_months)} months"
    stable = task.changes_per_year <= case.value("stable_changes_per_year")
    if task.horizon_months >= case.value("long_horizon_months") and stable:
        return point(
            "long-term-solution",
            "supports",
            f"It runs {months} and changes rarely: training is paid once and used long.",
        )
    if task.horizon_months <= case.value("short_horizon_months"):
        return point("long-term-solution", "warns", f"It runs only {months}: little time to earn back the training.")
    return point(
        "long-term-solution",
        "silent",
        f"It runs {months} and changes {number(task.changes_per_year)} times a year: no clear case.",
    )


def minor_adjustments(case: Case) -> Reason:
    """Supports prompting for a near task or a change of tone, warns for a far one."""
    task = case.task
    if task.task_gap == "large":
        return point("minor-adjustments", "warns", "This is no minor adjustment: a prompt has to carry a far task.")
    if task.task_gap == "small" or task.task_kind == "rewriting":
        return point("minor-adjustments", "supports", "The change is small: say it in the prompt.")
    return point("minor-adjustments", "silent", "The change is neither minor nor great.")


def limited_data(case: Case) -> Reason:
    """Supports prompting where examples are few."""
    have, few = case.task.labelled_examples, case.value("few_examples")
    if have < few:
        return point(
            "limited-data",
            "supports",
            f"{number(have)} labelled examples: a prompt needs none of them, and can show some.",
        )
    return point("limited-data", "silent", f"{number(have)} labelled examples: data is not the limit.")


def speed_and_flexibility(case: Case) -> Reason:
    """Supports prompting where the task changes often or is wanted soon."""
    task = case.task
    if task.changes_per_year >= case.value("frequent_changes_per_year"):
        text = f"The task changes {number(task.changes_per_year)} times a year: a prompt is changed in hours."
        return point("speed-and-flexibility", "supports", text)
    if task.deadline_weeks is not None and task.deadline_weeks <= case.value("short_deadline_weeks"):
        return point(
            "speed-and-flexibility",
            "supports",
            f"Wanted in {number(task.deadline_weeks)} weeks: a prompt is ready first.",
        )
    return point("speed-and-flexibility", "silent", "Neither the deadline nor the rate of change presses.")


def preserving_capabilities(case: Case) -> Reason:
    """Supports leaving the weights alone where many requests rely on other abilities."""
    share = case.task.other_abilities_share
    if share >= case.value("many_other_requests"):
        return point(
            "preserving-capabilities",
            "supports",
            f"{percent(share)} of requests rely on other abilities: untouched weights keep them.",
        )
    return point("preserving-capabilities", "silent", f"Only {percent(share)} of requests rely on other abilities.")


CHOOSE_FINE_TUNING: tuple[Rule, ...] = (large_task_difference, abundant_data, accuracy_is_paramount, long_term_solution)
CHOOSE_PROMPTING: tuple[Rule, ...] = (minor_adjustments, limited_data, speed_and_flexibility, preserving_capabilities)


def point(name: str, verdict: Verdict, text: str) -> Reason:
    """A reason that speaks for one of the article's points."""
    return Reason(verdict, text, ARTICLE, name)
