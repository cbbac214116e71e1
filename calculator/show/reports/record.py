"""The answer as a decision record in Markdown: context, decision, numbers, alternatives, what would change it, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from calculator import __version__
from calculator.door import Knowledge, Reply
from calculator.show.explain import STANDS, part_rows
from calculator.show.findings import break_even_sentence, inquiry_sentence
from calculator.show.flips import flip_sentences
from calculator.show.limits import obstacles
from calculator.show.plan import steps
from calculator.show.ranking import quality_text
from calculator.show.reports.situation import situation, title
from calculator.show.reports.sources import cited, entry
from calculator.show.separation import separation
from calculator.show.site import HOME, Site, capital
from calculator.show.tree import Node, group, linked, plain
from calculator.show.verdict import months, sentence, usd_span
from calculator.task import typed
from calculator.terms import Option
from calculator.units import gib_text, hours_text, percent, usd, weeks_text

MEANS = re.compile(r"[\\`*_\[\]<>|#~]")
COMPARED, ALTERNATIVES, CHANGES = 8, 4, 10
PLAIN_WORD = re.compile(r"[\w.,:/@%+-]*")


def record(reply: Reply, known: Knowledge) -> str:
    """The decision record; for a faulty question its faults."""
    site = Site(known.catalog, HOME)
    if reply.problems:
        faults = (f"- `{_text(each.field)}`: {_text(each.text)}" for each in reply.problems)
        return "\n".join(["# Tune or prompt: no answer yet", "", *faults])
    sections = (
        _head(reply, site),
        _decision(reply, site),
        _numbers(reply, site),
        _others(reply, site),
        _rest(reply, site),
    )
    return "\n".join(line for section in sections for line in section)


def _head(reply: Reply, site: Site) -> Iterator[str]:
    yield f"# Tune or prompt: {_text(title(reply.task, site))}"
    yield from ("", f"Written by [Tune or Prompt]({HOME}) {__version__}; prices as of {reply.as_of}.")
    yield from ("", "## Context", "", "Everything not listed has its default.", "")
    yield from _table(("Question", "Answer"), situation(reply.task, site))


def _decision(reply: Reply, site: Site) -> Iterator[str]:
    yield from ("", "## Decision", "", f"**{_text(sentence(reply, site))}**")
    told = separation(reply, site)
    if told:
        yield from ("", _text(told))
    best = reply.best
    reasons = [each for each in best.reasons if each.kind in ("supports", "warns")] if best else []
    if reasons:
        yield from ("", "What speaks for it (+) and against it (−):", "")
        yield from (
            f"- {STANDS[each.kind][0]} {_text(each.text)} ({_link(each.source, site)})"
            for each in sorted(reasons, key=lambda reason: reason.kind)
        )


def _numbers(reply: Reply, site: Site) -> Iterator[str]:
    feasible = [option for option in reply.options if option.feasible]
    if not feasible:
        return
    cost = f"Cost over {months(reply)}"
    columns = (
        "Option",
        cost,
        "90% range",
        "Without errors",
        "Accepted outputs",
        "Memory",
        "One run",
        "Ready in",
        "Cheapest in",
    )
    yield from ("", "## Numbers", "")
    yield from _table(columns, (_row(option, site) for option in feasible[:COMPARED]), numbers_from=1)
    yield from ("", f"### Where the dollars of {_text(site.option_name(feasible[0]))} come from", "")
    rows = ([plain(group(cell)) for cell in row] for row in part_rows(feasible[0]))
    yield from _table(("Part", "How it comes about", "Cost", "90% range"), rows, numbers_from=2)


def _row(option: Option, site: Site) -> Sequence[str]:
    return (
        capital(site.option_name(option)),
        usd(option.cost.total),
        usd_span(option.cost_usd),
        usd(option.without_errors_usd),
        quality_text(option),
        gib_text(option.memory.peak_bytes.expected) if option.memory else "",
        hours_text(option.training_hours.expected) if option.training_hours else "",
        weeks_text(option.weeks),
        "" if option.win_probability is None else percent(option.win_probability),
    )


def _others(reply: Reply, site: Site) -> Iterator[str]:
    feasible = [option for option in reply.options if option.feasible]
    blocked = [option for option in reply.options if not option.feasible]
    if feasible[1:] or blocked:
        yield from ("", "## Alternatives", "")
    for option in feasible[1:ALTERNATIVES]:
        more = usd(option.cost.total - feasible[0].cost.total)
        yield f"- {_text(capital(site.option_name(option)))}: {more} more, {_text(quality_text(option))} accepted."
    for option in blocked:
        why = " ".join(f"{_text(each.text)} ({_link(each.source, site)})" for each in obstacles(option))
        yield f"- Ruled out: {_text(site.option_name(option))}. {why}"


def _rest(reply: Reply, site: Site) -> Iterator[str]:
    if reply.best is not None:
        yield from ("", "## What would change it", "")
        changes = flip_sentences(reply, site)
        yield from (f"- {_text(each)}" for each in changes[:CHANGES])
        if changes[CHANGES:]:
            yield f"- And {len(changes) - CHANGES} more that lie further off: the calculator lists them."
        if not changes:
            yield "No single input within a factor of 100 of these changes the answer."
        yield from _found(reply, site)
        yield from ("", "## Next steps", "")
        told = enumerate(steps(reply, reply.best, site), start=1)
        yield from (f"{index}. {when}: {_linked(group(step))}" for index, (when, step) in told)
    yield from ("", "## Sources", "")
    yield from (f"- {_text(says)}. <{address}>" for says, address in (entry(each, site) for each in cited(reply)))
    query = typed(reply.task)
    yield from ("", "## Ask again", "", f"- In the browser: <{site.calculator(query)}>")
    yield f"- On the command line: `python -m calculator advise{''.join(_argument(*pair) for pair in query.items())}`"


def _found(reply: Reply, site: Site) -> Iterator[str]:
    """Where training and prompting break even, and what to find out first."""
    if reply.findings is None:
        return
    even = [_text(break_even_sentence(each, site)) for each in reply.findings.break_evens]
    if even:
        yield from ("", *even)
    first = inquiry_sentence(reply, site)
    if first is not None:
        yield from ("", "## What to find out first", "", _text(first))


def _argument(name: str, value: str) -> str:
    """A field as a shell takes it; what a shell would read otherwise stands in quotes."""
    quote = "'"
    return (
        f" {name}={value}"
        if PLAIN_WORD.fullmatch(value)
        else f" {name}='{value.replace(quote, quote + chr(92) + quote * 2)}'"
    )


def _table(columns: Sequence[str], rows: Iterator[Sequence[str]], numbers_from: int | None = None) -> Iterator[str]:
    """A table, the columns from that one on aligned at the right."""
    first_number = len(columns) if numbers_from is None else numbers_from
    yield f"| {' | '.join(columns)} |"
    yield f"|{'|'.join(' --- ' if index < first_number else ' ---: ' for index in range(len(columns)))}|"
    yield from (f"| {' | '.join(_text(cell) for cell in row)} |" for row in rows)


def _link(source_id: str, site: Site) -> str:
    says, address = site.cited(source_id)
    return f"[{_text(says)}]({address})"


def _linked(node: Node) -> str:
    """Markup of ours as Markdown, its links kept."""
    return "".join(f"[{_shown(text)}]({address})" if address else _shown(text) for text, address in linked(node))


def _text(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _shown(" ".join(text.split()))


def _shown(text: str) -> str:
    return MEANS.sub(r"\\\g<0>", text)
