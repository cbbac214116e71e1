"""The recommendation in one sentence, and the few numbers that stand behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from calculator.door import Reply
from calculator.sensitivity import trains
from calculator.show.charts import Share, share_strip
from calculator.show.figure import figure
from calculator.show.limits import relaxation
from calculator.show.memory import peak_moment
from calculator.show.site import Site, family
from calculator.show.tree import Child, Node, el, group
from calculator.task import FIELDS
from calculator.terms import COST_PARTS, CostPart, Interval, Option
from calculator.units import gib_text, hours_text, in_gib, number, percent, span, usd, weeks_text

Piece = tuple[str, bool]  # a text, and whether it is emphasised
COIN_TOSS, CLOSE_CALL = 0.5, 0.6
LEVEL = 0.005  # costs nearer than this are level


def sentence(reply: Reply, site: Site) -> str:
    """The recommendation as plain text."""
    return "".join(text for text, _ in pieces(reply, site))


def sentence_pieces(reply: Reply, site: Site) -> Node:
    """The recommendation with what matters emphasised."""
    return group(el("strong", None, text) if strong else text for text, strong in pieces(reply, site))


def pieces(reply: Reply, site: Site) -> Iterator[Piece]:
    """Use LoRA on Qwen3-8B: about $1,900 over 12 months, $640 less than few-shot prompting on GPT-5 mini; 71% sure."""
    if reply.problems:
        yield from mending(reply)
        return
    best, second = reply.best, reply.runner_up
    if best is None:
        yield "Nothing is feasible as asked.", True
        yield f" {relaxation(reply, site)}", False
        return
    yield f"Use {site.option_name(best)}", True
    yield f": about {usd(best.cost.total)} over {months(reply)}", False
    if second is None:
        yield "; your limits leave nothing else.", False
        return
    saving = second.cost.total - best.cost.total
    gap = f"{usd(saving)} less than" if saving > LEVEL * best.cost.total else "level with"
    yield f", {gap} {site.option_name(second)}", False
    yield surety(best, reply), False


def mending(reply: Reply) -> Iterator[Piece]:
    """What to do before the question can be answered."""
    labels = [
        FIELDS[name].label if name in FIELDS else name for name in dict.fromkeys(each.field for each in reply.problems)
    ]
    yield "One answer needs mending first" if len(labels) == 1 else f"{len(labels)} answers need mending first", True
    yield f": {', '.join(label.rstrip('?') for label in labels)}.", False


def surety(best: Option, reply: Reply) -> str:
    """How sure it is that the best option is the cheapest, or that its side is; nothing before that is known."""
    chance = best.win_probability
    if chance is None:
        return "."
    if chance >= COIN_TOSS:
        return f"; {percent(chance)} sure."
    side = [option for option in reply.options if option.feasible and trains(option) == trains(best)]
    together = fsum(option.win_probability or 0.0 for option in side)
    words = "training" if trains(best) else "prompting alone"
    if together < CLOSE_CALL:
        return f"; a close call: {words} is the way in {percent(together)} of what may come."
    return f"; {percent(together)} sure that {words} is the way, {percent(chance)} that it is just this."


def months(reply: Reply) -> str:
    """The horizon in words."""
    count = reply.task.horizon_months
    return "1 month" if count == 1 else f"{number(count)} months"


Fact = tuple[str, str, str, Child]  # a term, its value, its range or a remark, and where the value comes from


def key_figures(reply: Reply, site: Site) -> Node | None:
    """Cost, quality, time and memory of the recommendation; each unfolds to where it comes from."""
    best = reply.best
    if best is None:
        return None
    facts = (*money_facts(best, reply, site), *machine_facts(best, site))
    return el("dl", {"class": "key-figures"}, [_key_figure(*told) for told in facts])


def _key_figure(term: str, value: str, remark: str, origin: Child) -> Node:
    summary = el("summary", {"title": "Where from?"}, value)
    asked = el("details", {"id": f"ask-{term.split(maxsplit=1)[0].lower()}"}, summary, el("p", None, origin))
    return el(
        "div", None, el("dt", None, term), el("dd", {"class": "value"}, asked), el("dd", {"class": "remark"}, remark)
    )


def money_facts(best: Option, reply: Reply, site: Site) -> Iterator[Fact]:
    """What the recommendation costs, how good it is expected to be, and when it is ready."""
    cost, quality = best.cost_usd, best.assumed_quality
    money, how = site.link("reasoning/money", "How money is counted"), site.link("reasoning/quality", "How")
    counted = group(sum_of(best, COST_PARTS), " ", money, ".")
    yield f"Cost over {months(reply)}", usd(cost.expected), usd_span(cost), counted
    paid = tuple(part for part in COST_PARTS if part not in ("errors", "regressions"))
    yield "Without the cost of errors", usd(best.without_errors_usd), "bills, work and waiting", sum_of(best, paid)
    told = group("From the task, the model and published comparisons: ", studies(best, site), ". ", how, ".")
    yield "Accepted outputs", percent(quality.expected), share_span(quality), told
    ready = group("Hours of work at an engineer’s pace, and training runs. ", money, ".")
    yield "First version", weeks_text(best.weeks), "work and training", ready


def machine_facts(best: Option, site: Site) -> Iterator[Fact]:
    """What training takes of the card, where anything is trained."""
    if best.memory is not None:
        peak, how = best.memory.peak_bytes, site.link("reasoning/memory", "How memory is estimated")
        parts = " + ".join(f"{part.name} {gib_text(part.value)}" for part in best.memory.parts.parts if part.value)
        bounds = span(number(in_gib(peak.low)), gib_text(peak.high))
        yield (
            "Memory to train",
            gib_text(peak.expected),
            bounds,
            group(parts, ". ", peak_moment(best.memory), " ", how, "."),
        )
    if best.training_hours is not None:
        hours, how = best.training_hours, site.link("reasoning/time", "How time is estimated")
        runs = "; ".join(part.formula for part in best.cost.parts if part.name == "training runs")
        bounds = span(hours_text(hours.low), hours_text(hours.high))
        yield "One training run", hours_text(hours.expected), bounds, group(runs, ". ", how, ".")


def studies(option: Option, site: Site) -> Node:
    """The studies behind an expected quality."""
    if option.quality is None:
        return group("no study covers this")
    return group(
        group("; " if index else None, site.source(study)) for index, study in enumerate(option.quality.studies)
    )


def sum_of(option: Option, parts: Sequence[CostPart]) -> str:
    """The groups of a cost as a sum in words; groups of nothing are left out."""
    amounts = ((part, option.cost.part(part)) for part in parts)
    return " + ".join(f"{part} {usd(amount)}" for part, amount in amounts if amount) + "."


def usd_span(interval: Interval) -> str:
    """A range of US dollars."""
    return span(usd(interval.low), usd(interval.high))


def share_span(interval: Interval) -> str:
    """A range of shares in percent: 84–95%."""
    low, high = percent(interval.low), percent(interval.high)
    return high if low == high else f"{low.removesuffix('%')}–{high}"


def chances(reply: Reply, site: Site) -> Node | None:
    """How often each option is the cheapest when everything uncertain is drawn anew; None before that is known."""
    feasible = [option for option in reply.options if option.feasible]
    if len(feasible) < 2 or any(option.win_probability is None for option in feasible):
        return None
    shares = [
        Share(
            site.short_name(option.method),
            site.model_name(option.model),
            family(option.method),
            option.win_probability or 0.0,
        )
        for option in feasible
    ]
    return figure(share_strip("How often each option is the cheapest", shares), caption(feasible, site))


def caption(feasible: list[Option], site: Site) -> Child:
    """The chances summed up as the question of this guide."""
    trained = fsum(option.win_probability or 0.0 for option in feasible if trains(option))
    leaning = "some form of training" if trained >= COIN_TOSS else "prompting alone"
    said = f"When every uncertain number is drawn from its range, {leaning} is the cheapest {percent(max(trained, 1 - trained))} of the time. "
    return group(said, site.link("reasoning/sensitivity", "How this is drawn"), ".")
