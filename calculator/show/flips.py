"""What would change the answer, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log

from calculator.door import Reply
from calculator.sensitivity import Flip
from calculator.show.figure import disclosure
from calculator.show.site import Site
from calculator.show.tree import Node, el, group
from calculator.show.values import in_unit, input_value
from calculator.task import FIELDS, Field
from calculator.units import number, usd, weeks_text

SHOWN = 6
NOTHING = "none"
A_CHOICE, A_MODEL, UNKNOWN_NOW = 1.5, 2.0, 0.7  # how far off such a change is, beside logarithms of factors


def counted(one: str, many: str) -> Callable[[float], str]:
    """Writes a number with its noun."""
    return lambda value: f"{number(value)} {one if value == 1 else many}"


def priced(what: str) -> Callable[[float], str]:
    """Writes an amount with what it is paid for."""
    return lambda value: f"{usd(value)} {what}"


def share(what: str) -> Callable[[float], str]:
    """Writes a share in percent with what it is a share of."""
    return lambda value: f"{in_unit(value, 'share')} {what}"


PHRASES: Mapping[str, Callable[[float], str]] = {
    "budget_usd": priced("of budget for the first version"),
    "cacheable_share": share("of the prompt that never changes"),
    "changes_per_year": counted("change of the task a year", "changes of the task a year"),
    "classes": counted("class", "classes"),
    "deadline_weeks": lambda weeks: f"{weeks_text(weeks)} to the first version",
    "engineer_usd_per_hour": priced("for an engineer’s hour"),
    "epochs": counted("pass over the examples", "passes over the examples"),
    "error_cost_usd": priced("for a wrong answer"),
    "example_tokens": counted("token in an example", "tokens in an example"),
    "gpu_count": counted("card", "cards"),
    "gpu_usd_per_hour": priced("for a card-hour"),
    "horizon_months": counted("month of use", "months of use"),
    "label_cost_usd": priced("for a label"),
    "label_noise": share("of labels wrong"),
    "labelled_examples": counted("labelled example", "labelled examples"),
    "latency_p95_s": counted("second allowed for an answer", "seconds allowed for an answer"),
    "measured_on": counted("measured example", "measured examples"),
    "measured_few_shot": share("accepted with examples in the prompt, once measured"),
    "measured_tuned": share("accepted from a pilot run, once measured"),
    "measured_zero_shot": share("accepted from the plain prompt, once measured"),
    "micro_batch": counted("example on a card at a time", "examples on a card at a time"),
    "other_abilities_share": share("of requests on other abilities"),
    "output_tokens": counted("token of answer", "tokens of answer"),
    "peak_concurrency": counted("request at the same time", "requests at the same time"),
    "prompt_tokens": counted("token of prompt", "tokens of prompt"),
    "quality_floor": share("of outputs that must be acceptable"),
    "rank": lambda rank: f"rank {number(rank)} of the low-rank update",
    "reasoning_multiplier": lambda value: f"{number(value)} tokens of reasoning for each token of answer",
    "requests_per_month": counted("request a month", "requests a month"),
    "search_runs": counted("training run", "training runs"),
    "sequence_length": counted("token of training sequence", "tokens of training sequence"),
    "tasks_on_host": counted("task on one host", "tasks on one host"),
    "votes": counted("answer to each request", "answers to each request"),
    "week_value_usd": priced("for a week of waiting"),
}


def outcome(flip: Flip, site: Site) -> str:
    """What is the cheapest then."""
    return "nothing is feasible" if flip.winner == NOTHING else f"{site.named(flip.winner)} is the cheapest"


def condition(alike: Sequence[Flip], site: Site) -> str:
    """When flips of one input happen: below or above a number, or with any of several choices."""
    flip, field = alike[0], FIELDS[alike[0].field]
    if flip.side != "at":
        return f"{flip.side.capitalize()} {amount(field, float(flip.value))}"
    chosen = " or ".join(f"“{word(field, each.value, site)}”" for each in alike)
    return f"With {chosen} as the answer to “{field.label.rstrip('?')}”"


def amount(field: Field, value: float) -> str:
    """A value of a number's field within a sentence."""
    phrase = PHRASES.get(field.name)
    return phrase(value) if phrase else f"{in_unit(value, field.unit)} ({field.label.lower()})"


def word(field: Field, value: str, site: Site) -> str:
    """A value of a choice as it is worded in the form."""
    return dict(field.choices).get(value) or input_value(field, value, site)


def distance(flip: Flip, reply: Reply) -> float:
    """How far off a change is: the logarithm of the factor of a number; choices and models have a place among them."""
    now, field = getattr(reply.task, flip.field), FIELDS[flip.field]
    if flip.side == "at":
        return A_CHOICE if field.kind in ("choice", "flag") else A_MODEL
    value = float(flip.value)
    if now is None:
        return UNKNOWN_NOW
    return abs(log(value / now)) if value > 0 and now > 0 else A_CHOICE


def grouped(flips: Sequence[Flip]) -> Iterator[tuple[Flip, ...]]:
    """Choices of one input with the same outcome together; every other flip alone."""
    seen: set[tuple[str, str]] = set()
    for flip in flips:
        if flip.side != "at":
            yield (flip,)
        elif (key := (flip.field, flip.winner)) not in seen:
            seen.add(key)
            yield tuple(each for each in flips if each.side == "at" and (each.field, each.winner) == key)


def flip_sentences(reply: Reply, site: Site) -> list[str]:
    """All changes that flip the answer, the nearest first."""
    if reply.findings is None:
        return []
    nearest = sorted(reply.findings.flips, key=lambda flip: distance(flip, reply))
    return [f"{condition(alike, site)}, {outcome(alike[0], site)}." for alike in grouped(nearest)]


def flips_list(reply: Reply, site: Site) -> Node:
    """All flips as a list, the nearest at once and the rest unfolded; says so where there are none."""
    said = flip_sentences(reply, site)
    if not said:
        return el("p", None, "No single input within a factor of 100 of yours changes the answer.")
    first, rest = said[:SHOWN], said[SHOWN:]
    more = disclosure(f"{len(rest)} more changes that would", _items(rest), identity="more-flips") if rest else None
    return group(_items(first), more)


def _items(said: Sequence[str]) -> Node:
    return el("ul", {"class": "flips"}, [el("li", None, each) for each in said])
