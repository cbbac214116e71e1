"""Why: the reasons, the article's points, the companions, and where every number comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from calculator.advise import Standing
from calculator.door import Reply
from calculator.methods import METHODS
from calculator.show.figure import disclosure
from calculator.show.limits import statement
from calculator.show.ranking import swatch
from calculator.show.site import Site, capital
from calculator.show.table import table
from calculator.show.tree import Child, Node, el, group
from calculator.terms import COST_PARTS, Option, Part, Verdict
from calculator.units import span, usd

STANDS: Mapping[Verdict, tuple[str, str]] = {
    "supports": ("+", "speaks for it"),
    "warns": ("−", "speaks against it"),
    "blocks": ("×", "rules it out"),
    "silent": ("·", "settles nothing here"),
}
COMPANION_PAGES: Mapping[str, tuple[str, str]] = {
    "retrieval": ("hybrids/retrieval", "Retrieval"),
    "structured-decoding": ("hybrids/neighbours", "Structured decoding"),
    "evaluation-set": ("guides/evaluation-set", "An evaluation set"),
}


def reasons(option: Option, site: Site) -> Node:
    """What speaks for and against the option, with sources."""
    said = [reason for reason in option.reasons if reason.kind in ("supports", "warns")]
    if not said:
        return el("p", None, "No rule speaks for or against it; the dollars above decide.")
    items = (
        el("li", {"class": f"stands-{reason.kind}"}, mark(reason.kind), statement(reason, site))
        for reason in sorted(said, key=lambda reason: reason.kind)
    )
    return el("ul", {"class": "reasons"}, items)


def mark(verdict: Verdict) -> Node:
    """A sign for a verdict, with its meaning for those who do not see it."""
    sign, meaning = STANDS[verdict]
    return el("span", {"class": "mark", "role": "img", "aria-label": meaning, "title": meaning}, sign)


def points(reply: Reply, site: Site) -> Node:
    """The article's eight points and four considerations, how each stands, and where the calculation goes another way."""
    says = "The article’s eight points, held against this question"
    also = "The article’s four considerations, as they stand in the computed options: for or against training"
    return group(
        table(
            ("The article says", "Here it", "Because"), _standings(reply.points, "when", reply, site), says, "points"
        ),
        table(
            ("Consider", "Here it", "Because"),
            _standings(reply.considerations, "considerations", reply, site),
            also,
            "points",
        )
        if reply.considerations
        else None,
    )


def _standings(found: Sequence[Standing], folder: str, reply: Reply, site: Site) -> Iterator[tuple[Child, ...]]:
    for each in found:
        against = el("em", None, f" {objection(reply, site)}") if each.agrees is False and folder == "when" else None
        yield (
            site.link(f"{folder}/{each.point}", each.says),
            group(mark(each.stands), STANDS[each.stands][1]),
            group(each.text, against),
        )


def objection(reply: Reply, site: Site) -> str:
    """Why the calculation does not follow a point: what the best option of the other side would cost."""
    best = reply.best
    if best is None:
        return ""
    others = (
        each for each in reply.options if each.feasible and METHODS[each.method].trains != METHODS[best.method].trains
    )
    other = next(others, None)
    if other is None:
        return "The calculation goes the other way: nothing else is feasible."
    more = usd(other.cost.total - best.cost.total)
    return f"The calculation goes the other way: {site.option_name(other)} would cost {more} more."


def companions(reply: Reply, site: Site) -> Node | None:
    """What goes along with any option; None where nothing is advised."""
    if not reply.companions:
        return None
    items = (
        el(
            "li",
            None,
            el("strong", None, site.link(*COMPANION_PAGES[each.point])),
            f": {each.text} ",
            el("span", {"class": "because"}, "(", site.source(each.source), ")"),
        )
        for each in reply.companions
    )
    return el("ul", {"class": "companions"}, items)


def where_from(options: tuple[Option, ...], site: Site) -> Node:
    """For each option, every part of its cost with the formula that gave it."""
    return group(
        disclosure(
            group(
                swatch(option), capital(site.option_name(option)), el("span", {"class": "sum"}, usd(option.cost.total))
            ),
            parts(option, site),
            identity=f"parts-{option.id}",
        )
        for option in options
    )


def parts(option: Option, site: Site) -> Node:
    """Every part of an option's cost with the formula that gave it."""
    return table(
        ("Part", "How it comes about", "#Cost", "#90% range"),
        part_rows(option),
        f"Cost of {site.option_name(option)}",
        "formulas",
    )


def part_rows(option: Option) -> Iterator[tuple[Child, ...]]:
    """The parts of a cost in the order of the bars; those of nothing are left out."""
    for name in COST_PARTS:
        for part in option.cost.parts:
            if part.group == name and (part.value or part.high):
                yield (
                    group(el("span", {"class": "group"}, f"{name}: "), part.name),
                    part.formula,
                    usd(part.value),
                    bounds(part),
                )


def bounds(part: Part) -> str:
    """The range of a part; nothing where it is certain."""
    if part.low is None or part.high is None or part.low == part.high:
        return ""
    return span(usd(part.low), usd(part.high))
