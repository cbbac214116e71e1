"""The whole answer as HTML, in the order in which it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from calculator.door import Knowledge, Reply
from calculator.show.explain import companions, points, reasons, where_from
from calculator.show.figure import disclosure, figure
from calculator.show.findings import break_even, finding_out, what_matters
from calculator.show.fitting import fitting_node
from calculator.show.flips import flips_list
from calculator.show.limits import blocked_options, ways_out
from calculator.show.memory import memory_bars, memory_table, moment_of_first
from calculator.show.paper import address_node, situation_node, sources_node
from calculator.show.plan import plan, recipe_table
from calculator.show.ranking import cost_bars, options_table, quality_bars, value_chart, value_table
from calculator.show.separation import separation
from calculator.show.site import Site
from calculator.show.tree import Child, Node, el, group, render
from calculator.show.verdict import chances, key_figures, sentence_pieces
from calculator.terms import Option, Problem

ASKABLE = 8
LATER = "data-later"  # the page keeps what it shows under this id
PENDING = el("p", {"class": "pending"}, "Working it out …")


def sentence_html(reply: Reply, known: Knowledge, root: str = "../") -> str:
    """The recommendation in one sentence, with a way to its reasons for where they are out of sight."""
    to_answer = el("a", {"class": "to-answer", "href": "#answer"}, "Why?")
    return render(el("p", {"class": "verdict"}, sentence_pieces(reply, Site(known.catalog, root)), " ", to_answer))


def problem_html(problem: Problem) -> str:
    """A fault of the question, to stand beside its field."""
    return render(el("p", {"class": "problem"}, problem.text))


def answer_html(reply: Reply, known: Knowledge, root: str = "../") -> str:
    """Everything below the sentence: numbers, bars, what would change it, why, the plan, what is ruled out."""
    return render(answer_node(reply, Site(known.catalog, root)))


def answer_node(reply: Reply, site: Site) -> Node:
    """The answer's sections."""
    best = reply.best
    return group(
        key_figures(reply, site),
        el("p", {"class": "runner-up"}, separation(reply, site)) if reply.runner_up else None,
        _later(reply, "chances", lambda: chances(reply, site)),
        situation_node(reply, site),
        ways_out(reply, site),
        *_costs(reply, site),
        *_machine(reply, site),
        *_changes(reply, best, site),
        *_why(reply, best, site),
        *_section("plan", "What to do now", plan(reply, site)),
        recipe_table(best, reply.task, site) if best else None,
        *_section("ruled-out", "What your limits rule out", blocked_options(reply, site)),
        sources_node(reply, site),
        el(
            "p",
            {"class": "as-of"},
            f"Prices as of {reply.as_of}. ",
            site.link("reasoning/ranking", "How the options are ranked"),
            ".",
        ),
        address_node(reply, site),
    )


def _section(name: str, heading: str, *content: Child) -> Iterator[Child]:
    if any(each is not None for each in content):
        yield el("h2", {"id": f"answer-{name}"}, heading)
        yield from content


def _costs(reply: Reply, site: Site) -> Iterator[Child]:
    shown = tuple(option for option in reply.options if option.feasible) or reply.options
    yield el("h2", {"id": "answer-costs"}, "What each option costs")
    note = "The pale end of a bar is the cost of wrong answers, which no invoice shows; the line below it is the 90% range."
    yield figure(cost_bars(reply, site), note)
    yield _folded(
        reply, "all-options", f"All {len(shown)} options as a table", lambda: options_table(reply, site, shown)
    )
    yield _folded(reply, "where-from", "Where every dollar comes from", lambda: where_from(shown[:ASKABLE], site))
    yield el("h2", {"id": "answer-quality"}, "How good each would be")
    said = group(
        "Dots are expected shares, lines their 90% ranges. Hollow dots: no study covers this. ",
        site.link("reasoning/quality", "How quality is expected"),
        ".",
    )
    yield figure(quality_bars(reply, site), said)
    value = value_chart(reply, site)
    if value is not None:
        yield figure(
            value,
            "Each mark is an option. Along the dashed line, better costs more; below it, something else is cheaper or better.",
        )
        yield _folded(reply, "value", "What each further point of quality costs", lambda: value_table(reply, site))


def _machine(reply: Reply, site: Site) -> Iterator[Child]:
    bars = memory_bars(reply.options, reply.task.gpu, site)
    if bars is None:
        return
    yield el("h2", {"id": "answer-memory"}, "What training needs of the card")
    yield figure(
        bars,
        group(
            "The expected peak by part, its 90% range below. ",
            moment_of_first(reply.options, site),
            site.link("reasoning/memory", "How memory is estimated"),
            ".",
        ),
    )
    fitting = reply.fitting
    if fitting is not None:
        says = "What would make it fit, or use the card better"
        yield _folded(reply, "fitting", says, lambda: fitting_node(fitting, site))
    yield _folded(reply, "memory-parts", "Memory by part", lambda: memory_table(reply.options, site))


def _changes(reply: Reply, best: Option | None, site: Site) -> Iterator[Child]:
    """What would change the answer, what matters most, and what to find out before choosing."""
    if best is None:
        return
    yield from _section(
        "changes",
        "What would change this",
        _later(reply, "flips", lambda: flips_list(reply, site)),
        _later(reply, "break-even", lambda: break_even(reply, site)),
    )
    yield _folded(reply, "what-matters", "What matters most", lambda: what_matters(reply, site))
    yield from _section(
        "finding-out", "What to find out first", _later(reply, "inquiries", lambda: finding_out(reply, site))
    )


def _why(reply: Reply, best: Option | None, site: Site) -> Iterator[Child]:
    if best is not None:
        yield from _section("why", "Why", reasons(best, site))
    yield from _section("along", "What goes along with it", companions(reply, site))
    yield _folded(
        reply,
        "points",
        "The article’s points and considerations, held against this question",
        lambda: points(reply, site),
    )


def _folded(reply: Reply, name: str, summary: str, content: Callable[[], Child]) -> Node:
    """What is unfolded when asked for; a point reply leaves to the full one what it holds."""
    if reply.findings is None:
        return el("details", {"class": "more", "id": name, LATER: True}, el("summary", None, summary))
    return disclosure(summary, content(), identity=name)


def _later(reply: Reply, name: str, content: Callable[[], Child]) -> Node:
    """What only the full reply knows; the page keeps showing what it has until then."""
    is_known = reply.findings is not None
    return el("div", {"id": name, LATER: not is_known}, content() if is_known else PENDING)
