"""What an option's training and serving cost: the physics turned into card-hours, the card-hours into dollars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from calculator.catalog import Catalog, tuned_price
from calculator.costs.hosting import Host, host
from calculator.costs.memory import fits, training_memory
from calculator.costs.money import card_hour, hosted_request, service_training
from calculator.costs.ownership import Labels, Serving, Training, bought, cents
from calculator.costs.refusals import no_room, nobody, not_offered, not_yours
from calculator.costs.time import training_hours
from calculator.method import Case, Method, Prompt
from calculator.terms import Interval, Memory, Reason, Recipe, exactly
from calculator.units import HOURS_PER_MONTH, hours_text, number, usd

MICRO_BATCHES = (8, 4, 2, 1)
RUNS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Trained:
    """The training of one option: the bill, what the machine needs, and what stands in the way; nothing for prompting."""

    bill: Training | None = None
    recipe: Recipe | None = None
    memory: Memory | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """The serving of one option: the bill, the cards it takes, and what stands in the way."""

    bill: Serving
    host: Host | None
    reasons: tuple[Reason, ...]

    @property
    def blocked(self) -> bool:
        """Something stands in the way."""
        return any(reason.kind == "blocks" for reason in self.reasons)


def training(case: Case, method: Method, labels: Labels | None) -> Trained:
    """How the option is trained: on the user's cards, or by a service.

    tokens = examples × length × passes; cost of a run = hours × cards × price of a card-hour × (1 + share lost to
    failed runs), or tokens × price per token  [figure: failed_run_share]
    """
    if method.recipe is None:
        return Trained()
    examples = case.task.labelled_examples if labels is None else labels.count
    recipe = method.recipe(case)
    tokens = examples * case.task.example_tokens * case.task.epochs
    if case.task.training_on == "service" or case.target.model is None:
        return by_service(case, method, tokens)
    card, figures = case.known.gpus[case.task.gpu], case.known.figures
    recipe = largest_that_fits(case, recipe)
    memory, token_hours = training_run(case.known, case.target.id, card.id, recipe)
    hours = token_hours.times(max(tokens, 1.0))
    rate, cards = card_hour(case.task, case.known), case.task.gpu_count
    lost = figures["failed_run_share"]
    run = bought(rate, hours, cards)
    run = Interval(run.expected * (1 + lost.value), run.low * (1 + lost.low), run.high * (1 + lost.high))
    says = f"{hours_text(hours.expected)} on {cards} × {card.name} at {usd(rate.usd.expected)} an hour ({rate.says})"
    return Trained(Training(run, hours, case.task.search_runs, says), recipe, memory, ())


def largest_that_fits(case: Case, recipe: Recipe) -> Recipe:
    """The recipe with the user's micro-batch, or with the largest that fits the card; one example where none does."""
    if case.task.micro_batch is not None:
        return recipe
    return with_largest_batch(case.known, case.target.id, case.task.gpu, recipe)


@lru_cache(maxsize=RUNS_KEPT)
def with_largest_batch(known: Catalog, model_id: str, gpu_id: str, recipe: Recipe) -> Recipe:
    """The recipe with the largest micro-batch of a few that fits the card; as it is where none does."""
    for size in MICRO_BATCHES:
        tried = replace(recipe, micro_batch=size)
        memory, _ = training_run(known, model_id, gpu_id, tried)
        if fits(memory, known.gpus[gpu_id], known.figures):
            return tried
    return recipe


@lru_cache(maxsize=RUNS_KEPT)
def training_run(known: Catalog, model_id: str, gpu_id: str, recipe: Recipe) -> tuple[Memory, Interval]:
    """Memory of one card in bytes, and hours per token of text, of a training run."""
    model, card = known.models[model_id], known.gpus[gpu_id]
    memory = training_memory(model, card, recipe, known.figures, "device")
    return memory, training_hours(model, card, recipe, known.figures, 1.0)


def by_service(case: Case, method: Method, tokens: float) -> Trained:
    """Training by a managed service: tokens × price, at least the smallest bill; blocked where none offers it."""
    offer = service_training(case.target, low_rank=method.saves == "lora", known=case.known)
    kinds = ("lora", "weights")
    if offer is None or method.saves not in kinds or (method.saves == "weights" and case.target.model is None):
        text = f"No managed service in our price list trains {case.target.name} this way."
        nothing = Training(exactly(0.0), exactly(0.0), 0, "no offer")
        return Trained(nothing, None, None, (Reason("blocks", text, "prices"),))
    per_token, least_usd = offer
    run = per_token.times(tokens)
    run = Interval(max(run.expected, least_usd), max(run.low, least_usd), max(run.high, least_usd))
    says = f"{number(tokens)} tokens at a managed service, {usd(run.expected)}"
    reasons = (
        ()
        if case.task.data_may_leave
        else (Reason("blocks", "Your data may not leave the house; a managed service needs it.", "inputs"),)
    )
    return Trained(
        Training(run, case.figure("service_hours").interval, case.task.search_runs, says), None, None, reasons
    )


def serving(case: Case, method: Method) -> Served:
    """How the option is served: per token by a provider, or on the user's cards, whichever is asked for or cheaper."""
    prompt = method.prompt(case)
    hosted = by_provider(case, method, prompt)
    wanted = case.task.serving
    if case.target.model is None:
        kept = (not_yours(case),) if wanted == "self_hosted" else ()
        return added(hosted or refused(*nobody(case, method, prompt)), kept)
    own = on_own_cards(case, prompt, shared=method.saves != "weights")
    if hosted is None or wanted == "self_hosted":
        blocked = () if hosted or wanted != "api" else (not_offered(case, method),)
        return added(own or refused(*no_room(case, prompt, shared=method.saves != "weights")), blocked)
    if own is None or wanted == "api" or own.blocked or dearer(case, own, hosted):
        return hosted
    return own


def by_provider(case: Case, method: Method, prompt: Prompt) -> Served | None:
    """Serving by a provider, per token; None where none offers it or the data may not leave."""
    task = case.task
    tuned = tuned_price(case.target.id, case.known) if method.saves == "lora" else None
    price = tuned if method.trains else case.target.api
    if price is None or not task.data_may_leave:
        return None
    each = hosted_request(price, prompt, case.known, tuned=method.trains, in_batches=task.can_wait)
    batches = ", in batches" if task.can_wait and price.batch_discount else ""
    says = (
        f"{number(task.requests_per_month)} requests × {cents(each.expected)} ({price.provider}, {price.date}{batches})"
    )
    return Served(Serving(each.times(task.requests_per_month), each.expected, host_share=0.0, says=says), None, ())


def on_own_cards(case: Case, prompt: Prompt, *, shared: bool = True) -> Served | None:
    """Serving on the user's cards, paid for every hour of the month; None where the model is closed or does not fit.

    A request of its own (a prompt search, a teacher's label) costs the card-hours it takes, not a share of the month.
    Prompts and adapters share the base model with the user's other tasks; a whole trained copy is not `shared`.
    """
    model = case.target.model
    needed = host(case, model, prompt) if model is not None else None
    if needed is None:
        return None
    rate = card_hour(case.task, case.known)
    tasks = case.task.tasks_on_host if shared else 1
    month = rate.usd.times(HOURS_PER_MONTH * needed.all_cards / tasks)
    each = rate.usd.expected * needed.card_hours.expected
    card = case.known.gpus[case.task.gpu].name
    bits = ", weights in 4 bits" if needed.four_bit else ""
    among = f", shared by {tasks} tasks" if tasks > 1 else ""
    says = f"{needed.all_cards} × {card} all month at {usd(rate.usd.expected)} an hour{bits}{among} ({rate.says})"
    return Served(Serving(month, each, host_share=1 / tasks, says=says), needed, tuple(in_time(case, needed)))


def in_time(case: Case, needed: Host) -> Iterator[Reason]:
    """Blocks where an answer takes longer than the user allows; silent where no limit was given."""
    limit, answer_s = case.task.latency_p95_s, needed.answer_s.expected
    if limit is None:
        return
    text = f"An answer takes about {number(answer_s, 2)} s on your cards; you allow {number(limit)} s."
    yield Reason("blocks" if answer_s > limit else "supports", text, "time")


def dearer(case: Case, own: Served, hosted: Served) -> bool:
    """The user's own host costs more over the horizon than the provider does."""
    months = case.task.horizon_months
    return own.bill.month_usd.expected * months + hosting_usd(case, own) > hosted.bill.month_usd.expected * months


def hosting_usd(case: Case, own: Served) -> float:
    """What hosting costs in people and in waiting for its set-up over the horizon, the user's share of it, US dollars."""
    task, setup = case.task, case.value("hosting_setup_hours")
    hours = setup + case.value("hosting_hours_per_month") * task.horizon_months
    waiting = setup / case.value("engineer_hours_per_week") * task.week_value_usd
    return (hours * task.engineer_usd_per_hour + waiting) * own.bill.host_share


def teacher_request(case: Case, prompt: Prompt) -> Interval | None:
    """Price of one request to a prompted teacher in US dollars: hosted where the data may leave (its labels can wait).

    Otherwise on the user's cards; None where they do not hold it.
    """
    if case.target.api is not None and (case.task.data_may_leave or case.target.model is None):
        return hosted_request(case.target.api, prompt, case.known, in_batches=True)
    own = on_own_cards(case, prompt)
    return exactly(own.bill.request_usd) if own is not None else None


def refused(bill: Serving, reason: Reason) -> Served:
    """A serving that cannot be had, with what it would cost."""
    return Served(bill, None, (reason,))


def added(served: Served, reasons: tuple[Reason, ...]) -> Served:
    """The same serving with more reasons."""
    return Served(served.bill, served.host, (*served.reasons, *reasons))
