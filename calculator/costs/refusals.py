"""Servings that cannot be had: why not, and what they would cost, so that a blocked option never looks free."""

from __future__ import annotations

from calculator.costs.money import card_hour, hosted_request
from calculator.costs.ownership import Serving, cents
from calculator.costs.serving import cached_requests, request_seconds
from calculator.method import Case, Method, Prompt
from calculator.terms import Reason, exactly
from calculator.units import HOURS_PER_MONTH, SECONDS_PER_HOUR, number

BEYOND = 32  # cards of the smallest replica that is not built
DOUBLINGS = 8


def not_offered(case: Case, method: Method) -> Reason:
    """A warning that the wish for a provider could not be met."""
    return Reason(
        "warns",
        f"No provider in our price list serves {case.target.name} with {method.name}: priced on your own cards.",
        "prices",
    )


def no_room(case: Case, prompt: Prompt, *, shared: bool) -> tuple[Serving, Reason]:
    """A block: the model does not fit on sixteen of the chosen cards; priced by the cards that one replica would take."""
    card = case.known.gpus[case.task.gpu].name
    reason = Reason(
        "blocks", f"{case.target.name} cannot be hosted on {card}: sixteen of them do not hold it.", "memory"
    )
    tasks = case.task.tasks_on_host if shared else 1
    cards, seconds = beyond(case, prompt)
    rate = card_hour(case.task, case.known)
    month = rate.usd.times(HOURS_PER_MONTH * cards / tasks)
    says = f"{cards} × {card} all month, if one replica could span so many"
    each = rate.usd.expected * cards * seconds / SECONDS_PER_HOUR
    return Serving(month, each, host_share=1 / tasks, says=says), reason


def beyond(case: Case, prompt: Prompt) -> tuple[int, float]:
    """Cards that would hold the model and one request, a power of two, and the seconds of that request on them."""
    model, card, figures = case.target.model, case.known.gpus[case.task.gpu], case.known.figures
    assert model is not None  # noqa: S101 - the caller has one
    read, written = prompt.input_tokens, prompt.output_tokens
    sizes = (BEYOND * 2**step for step in range(DOUBLINGS))
    held = (size for size in sizes if cached_requests(model, card, figures, read + written, gpus=size))
    cards = next(held, BEYOND * 2**DOUBLINGS)
    return cards, request_seconds(model, card, figures, read, written, gpus=cards).expected


def nobody(case: Case, method: Method, prompt: Prompt) -> tuple[Serving, Reason]:
    """A block: a closed model that nobody serves this way; priced like the model as it is, where that has a price."""
    text = f"Nobody in our price list serves {case.target.name} with {method.name}, or your data may not leave."
    api = case.target.api
    each = hosted_request(api, prompt, case.known) if api is not None and api.promptable else exactly(0.0)
    says = f"{number(case.task.requests_per_month)} requests × {cents(each.expected)}, the price of the model as it is"
    bill = Serving(each.times(case.task.requests_per_month), each.expected, host_share=0.0, says=says)
    return bill, Reason("blocks", text, "prices")


def not_yours(case: Case) -> Reason:
    """A warning that a closed model cannot be hosted, though the user wants to."""
    return Reason("warns", f"{case.target.name} runs at its provider: it cannot be hosted on your own cards.", "prices")
