"""The reply for a terminal: aligned columns, at most a hundred wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from calculator.door import Knowledge, Reply
from calculator.show.findings import break_even_sentence, inquiry_sentence
from calculator.show.flips import flip_sentences
from calculator.show.limits import obstacles
from calculator.show.ranking import quality_text
from calculator.show.site import Site, capital
from calculator.show.verdict import months, sentence
from calculator.terms import COST_PARTS, Option
from calculator.units import gib_text, percent, usd, weeks_text

WIDTH = 96
SHOWN = 8


def reply_text(reply: Reply, known: Knowledge) -> str:
    """The reply in words: the faults of the question, or the sentence, the ranking, the parts, the flips, the reasons."""
    if reply.problems:
        return "\n".join(
            ["The question cannot be answered yet:", *(f"  {each.field}: {each.text}" for each in reply.problems)]
        )
    site = Site(known.catalog)
    return "\n".join(_lines(reply, site))


def _lines(reply: Reply, site: Site) -> Iterator[str]:
    yield from wrap(sentence(reply, site), WIDTH, break_on_hyphens=False)
    feasible = [option for option in reply.options if option.feasible]
    if feasible:
        yield ""
        yield from _ranking(feasible, reply, site)
    if reply.best is not None:
        yield from _parts(reply.best, site)
    changes = flip_sentences(reply, site)
    if changes:
        yield from ("", "What would change this")
        yield from (f"  {each}" for each in changes[:SHOWN])
        if len(changes) > SHOWN:
            yield f"  … and {len(changes) - SHOWN} more: --json shows all."
    yield from _found(reply, site)
    blocked = [option for option in reply.options if not option.feasible]
    if blocked:
        yield from ("", "Ruled out")
        yield from (
            f"  {capital(site.option_name(each))}: {' '.join(reason.text for reason in obstacles(each))}"
            for each in blocked
        )
    yield from ("", f"Prices as of {reply.as_of}.")


def _found(reply: Reply, site: Site) -> Iterator[str]:
    """Where training and prompting break even, and what to find out first."""
    if reply.findings is None:
        return
    even = [break_even_sentence(each, site) for each in reply.findings.break_evens]
    first = inquiry_sentence(reply, site)
    for heading, said in (("Training against prompting", even), ("What to find out first", [first] if first else [])):
        if said:
            yield from ("", heading)
            for each in said:
                yield from wrap(each, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _ranking(options: Sequence[Option], reply: Reply, site: Site) -> Iterator[str]:
    heading = ("Option", months(reply), "w/o errors", "accepted", "memory", "cheapest")
    rows = [heading, *(_row(option, site) for option in options[:SHOWN])]
    yield from _columns(rows)
    if len(options) > SHOWN:
        yield f"… and {len(options) - SHOWN} more: --json shows all."


def _row(option: Option, site: Site) -> tuple[str, ...]:
    return (
        capital(site.option_name(option)),
        usd(option.cost.total),
        usd(option.without_errors_usd),
        quality_text(option),
        gib_text(option.memory.peak_bytes.expected) if option.memory else "",
        "…" if option.win_probability is None else percent(option.win_probability),
    )


def _parts(option: Option, site: Site) -> Iterator[str]:
    yield from ("", f"Where the dollars of {site.option_name(option)} come from")
    parts = [part for name in COST_PARTS for part in option.cost.parts if part.group == name and part.value]
    yield from _columns(
        [(f"  {part.group}: {part.name}", usd(part.value), part.formula) for part in parts], left=(0, 2)
    )
    yield f"  {weeks_text(option.weeks)} to the first version."


def _columns(rows: Sequence[tuple[str, ...]], left: tuple[int, ...] = (0,)) -> Iterator[str]:
    """Rows with their columns aligned: text to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.ljust(width) if index in left else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
