"""Up to four scenarios side by side: what was asked differently, and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from calculator.door import Knowledge, Reply
from calculator.show.charts import BarRow, bar_chart
from calculator.show.figure import figure
from calculator.show.ranking import COST_STYLE, accepted
from calculator.show.reports.situation import said, title
from calculator.show.site import Site, capital, family
from calculator.show.table import table
from calculator.show.tree import Attribute, Child, Node, el, group, render
from calculator.show.verdict import LEVEL, mending, months, usd_span
from calculator.task import DECLARED, typed
from calculator.terms import COST_PARTS, Option
from calculator.units import gib_text, hours_text, percent, usd, weeks_text

NAMES = ("Now", "A", "B", "C")
MOST = len(NAMES)
Answer = Callable[[Option, Reply], Child]


def comparison_html(replies: Sequence[Reply], known: Knowledge, root: str = "../") -> str:
    """The scenarios beside each other, the one in the form first; nothing where it is alone."""
    if len(replies) < 2:
        return ""
    site = Site(known.catalog, root)
    return render(
        group(
            el("h2", {"id": "comparison-heading"}, "Side by side"),
            table(("Scenario", *_heads(replies, site)), _rows(replies, site), "", "compared"),
            _bars(replies, site),
        )
    )


def _heads(replies: Sequence[Reply], site: Site) -> Iterator[str]:
    for name, reply in zip(NAMES, replies, strict=False):
        yield f"{name}: {title(reply.task, site)}"


def _rows(replies: Sequence[Reply], site: Site) -> Iterator[Sequence[Child]]:
    yield ("Pinned", *(_doings(index, replies, site) for index in range(len(replies))))
    for label, answer in _answers(site).items():
        yield (label, *(_answered(answer, reply) for reply in replies))
    yield (el("span", {"class": "asked"}, "What you asked"), *("" for _ in replies))
    yield from ((label, *answers) for label, answers in _differences(replies, site))


def _differences(replies: Sequence[Reply], site: Site) -> Iterator[tuple[str, Sequence[str]]]:
    """Every question that was not answered alike, with its answers."""
    for field in DECLARED:
        if len({str(getattr(reply.task, field.name)) for reply in replies}) > 1:
            yield field.label, [said(field, reply.task, site).partition(":")[0] for reply in replies]


def _answers(site: Site) -> Mapping[str, Answer]:
    """What is told of each recommendation, by the heading of its row."""
    return {
        "Recommendation": lambda best, _: el("strong", None, capital(site.option_name(best))),
        "Cheapest in": lambda best, _: "…" if best.win_probability is None else percent(best.win_probability),
        "Cost": lambda best, reply: group(
            usd(best.cost.total), el("span", {"class": "of"}, f"{usd_span(best.cost_usd)} over {months(reply)}")
        ),
        "Without errors": lambda best, _: usd(best.without_errors_usd),
        "Accepted outputs": lambda best, _: accepted(best),
        "Memory to train": lambda best, _: gib_text(best.memory.peak_bytes.expected) if best.memory else "–",
        "One training run": lambda best, _: hours_text(best.training_hours.expected) if best.training_hours else "–",
        "First version": lambda best, _: weeks_text(best.weeks),
        "Runner-up": lambda best, reply: _second(best, reply, site),
    }


def _answered(answer: Answer, reply: Reply) -> Child:
    if reply.problems:
        return el("span", {"class": "of"}, "".join(text for text, _ in mending(reply)))
    return el("span", {"class": "of"}, "nothing is feasible") if reply.best is None else answer(reply.best, reply)


def _second(best: Option, reply: Reply, site: Site) -> Child:
    second = reply.runner_up
    if second is None:
        return "none: your limits leave nothing else"
    gap = second.cost.total - best.cost.total
    more = f"{usd(gap)} more" if gap > LEVEL * best.cost.total else "level with it"
    return group(capital(site.option_name(second)), el("span", {"class": "of"}, more))


def _doings(index: int, replies: Sequence[Reply], site: Site) -> Child:
    """Open or remove a pinned scenario; what is opened changes places with the one in the form."""
    if index == 0:
        return el("span", {"class": "of"}, "in the form")
    queries = [typed(reply.task) for reply in replies]
    pinned = [*queries[1:index], queries[0], *queries[index + 1 :]]
    name = NAMES[index]
    remove: dict[str, Attribute] = {"type": "button", "data-do": "unpin", "value": str(index - 1)}
    return group(
        el("a", {"href": site.calculator(queries[index], pinned), "aria-label": f"Open {name}"}, "Open"),
        " ",
        el("button", {**remove, "aria-label": f"Remove {name}"}, "Remove"),
    )


def _bars(replies: Sequence[Reply], site: Site) -> Node | None:
    """The cost of each recommendation by part."""
    rows = [
        BarRow(
            name=name,
            sub=site.option_name(reply.best),
            family=family(reply.best.method),
            parts={part: reply.best.cost.part(part) for part in COST_PARTS},
            low=reply.best.cost_usd.low,
            high=reply.best.cost_usd.high,
            columns=(usd(reply.best.cost.total), usd(reply.best.without_errors_usd)),
        )
        for name, reply in zip(NAMES, replies, strict=False)
        if reply.best is not None
    ]
    if len(rows) < 2:
        return None
    return figure(
        bar_chart("Cost of each scenario’s recommendation, by part", rows, COST_STYLE),
        "What the recommendation costs in each, over its own horizon.",
    )
