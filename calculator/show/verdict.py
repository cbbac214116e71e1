"""The recommendation in one sentence, and the few numbers that stand behind it."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.door import Reply
from calculator.show.charts import Share, share_strip
from calculator.show.figure import figure
from calculator.show.limits import relaxation
from calculator.show.site import Site, family
from calculator.show.tree import Child, Node, el, group
from calculator.terms import Interval, Option
from calculator.units import gib_text, hours_text, in_gib, number, percent, span, usd, weeks_text

Piece = tuple[str, bool]  # a text, and whether it is emphasised
COIN_TOSS = 0.5


def sentence(reply: Reply, site: Site) -> str:
    """The recommendation as plain text."""
    return "".join(text for text, _ in pieces(reply, site))


def sentence_node(reply: Reply, site: Site) -> Node:
    """The recommendation as a paragraph."""
    return el("p", {"class": "verdict"}, sentence_pieces(reply, site))


def sentence_pieces(reply: Reply, site: Site) -> Node:
    """The recommendation with what matters emphasised."""
    return group(el("strong", None, text) if strong else text for text, strong in pieces(reply, site))


def pieces(reply: Reply, site: Site) -> Iterator[Piece]:
    """Use LoRA on Qwen3-8B: about $1,900 over 12 months, $640 less than few-shot prompting on GPT-5 mini; 71% sure."""
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
    yield f", {usd(saving)} less than {site.option_name(second)}", False
    yield surety(best), False


def surety(best: Option) -> str:
    """How sure it is that the best option is the cheapest; nothing before that is known."""
    chance = best.win_probability
    if chance is None:
        return "."
    return f"; {'only ' if chance < COIN_TOSS else ''}{percent(chance)} sure."


def months(reply: Reply) -> str:
    """The horizon in words."""
    count = reply.task.horizon_months
    return "1 month" if count == 1 else f"{number(count)} months"


def key_figures(reply: Reply) -> Node:
    """Cost, quality, time and memory of the recommendation, each with its 90% interval."""
    best = reply.best
    if best is None:
        return group()
    return el("dl", {"class": "key-figures"}, [el("div", None, el("dt", None, term), *_described(*said)) for term, *said in facts(best, reply)])


def facts(best: Option, reply: Reply) -> Iterator[tuple[str, str, str]]:
    """What is said of the recommendation: a term, its value, and its range or a remark."""
    cost, quality = best.cost_usd, best.assumed_quality
    yield f"Cost over {months(reply)}", usd(cost.expected), usd_span(cost)
    yield "Without the cost of errors", usd(best.without_errors_usd), "what you pay"
    remark = share_span(quality) if best.quality else f"{share_span(quality)}, no study covers this"
    yield "Accepted outputs", percent(quality.expected), remark
    yield "First version", weeks_text(best.weeks), "work and waiting"
    if best.memory is not None:
        peak = best.memory.peak_bytes
        yield "Memory to train", gib_text(peak.expected), f"{number(in_gib(peak.low))} – {gib_text(peak.high)}"
    if best.training_hours is not None:
        hours = best.training_hours
        yield "One training run", hours_text(hours.expected), span(hours_text(hours.low), hours_text(hours.high))


def _described(value: str, remark: str) -> Iterator[Node]:
    yield el("dd", {"class": "value"}, value)
    yield el("dd", {"class": "remark"}, remark)


def usd_span(interval: Interval) -> str:
    """A range of US dollars."""
    return span(usd(interval.low), usd(interval.high))


def share_span(interval: Interval) -> str:
    """A range of shares in percent: 84 – 95%."""
    low, high = percent(interval.low), percent(interval.high)
    return span(low.removesuffix("%") if high.endswith("%") and low[:1].isdigit() else low, high) if low != high else low


def chances(reply: Reply, site: Site) -> Node | None:
    """How often each option is the cheapest when everything uncertain is drawn anew; None before that is known."""
    feasible = [option for option in reply.options if option.feasible]
    if len(feasible) < 2 or any(option.win_probability is None for option in feasible):
        return None
    shares = [
        Share(site.short_name(option.method), site.model_name(option.model), family(option.method), option.win_probability or 0.0)
        for option in feasible
    ]
    return figure(share_strip("How often each option is the cheapest", shares), caption(feasible, site))


def caption(feasible: list[Option], site: Site) -> Child:
    """The chances summed up as the question of this guide."""
    trained = sum(option.win_probability or 0.0 for option in feasible if option.recipe is not None)
    leaning = "some form of training" if trained >= COIN_TOSS else "prompting alone"
    said = f"When every uncertain number is drawn from its range, {leaning} is the cheapest {percent(max(trained, 1 - trained))} of the time. "
    return group(said, site.link("reasoning/sensitivity", "How this is drawn"), ".")
