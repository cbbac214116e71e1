"""Published comparisons and the bibliography."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calculator.catalog.records import Outcome, Source
from calculator.methods import METHODS
from calculator.show.charts import IntervalRow, interval_chart
from calculator.show.site import Site
from calculator.show.table import table
from calculator.show.tree import Child, Node, el, group
from calculator.terms import Figure
from calculator.units import number, span


def studies_of(method_id: str, site: Site) -> Node:
    """The studies in which a method took part, each by the comparison that tried the most methods."""
    every = [each for each in site.catalog.outcomes.values() if any(method == method_id for method, *_ in each.results)]
    widest: dict[str, Outcome] = {}
    for each in every:
        held = widest.get(each.study)
        if held is None or len(each.results) > len(held.results):
            widest[each.study] = each
    told = f"{len(every)} published comparisons with {METHODS[method_id].name}: one of each study"
    return group(
        outcomes(widest.values(), told, site, method_id),
        el("p", {"class": "remark"}, "All of them stand among ", site.link("reference/studies", "the studies"), "."),
    )


def outcomes(chosen: Iterable[Outcome], caption: str, site: Site, emphasised: str = "") -> Node:
    """Comparisons, one a row; the best score stands first, the kind of task where there are several."""
    listed = list(chosen)
    several = len({each.task_type for each in listed}) > 1
    rows = (
        (
            site.source(each.study),
            group(each.task, el("span", {"class": "of"}, each.task_type.replace("_", " ")) if several else None),
            each.model,
            "" if each.train_examples is None else number(each.train_examples, 7),
            scores(each, emphasised),
            group(each.metric, "" if each.higher_is_better else " (lower is better)"),
        )
        for each in listed
    )
    return table(("Study", "Task", "Model", "#Examples", "Scores", "Metric"), rows, caption, "records")


def scores(outcome: Outcome, emphasised: str) -> Node:
    """The scores of one comparison, from best to worst; what has no score stands last."""
    sign = -1 if outcome.higher_is_better else 1
    ordered = sorted(outcome.results, key=lambda row: (row[3] is None, sign * (row[3] or 0.0)))
    cells: list[Child] = []
    for method, label, other_model, score in ordered:
        name = METHODS[method].name if method in METHODS else label
        figure = "" if score is None else f" {number(score, 4)}"
        model = f" ({other_model})" if other_model else ""
        text = f"{name}{model}{figure}"
        cells += [
            " · " if cells else None,
            el("span", {"class": "mine" if method == emphasised else None, "title": label}, text),
        ]
    return group(cells)


def bibliography(sources: Iterable[Source], *, anchored: bool = True) -> Node:
    """Sources by author and year; in the bibliography itself each has an anchor of its id."""
    ordered = sorted(sources, key=lambda each: (each.authors.lower(), each.year, each.title.lower()))
    return el("ul", {"class": "bibliography"}, [entry(each, anchored=anchored) for each in ordered])


def entry(source: Source, *, anchored: bool) -> Node:
    """One entry: who, when, what, where, and whether its data were checked against a copy."""
    title = el("a", {"href": source.url}, source.title)
    venue = ". ".join(each for each in (source.venue, source.identifier) if each)
    unverified = (
        None
        if source.verified
        else el("span", {"class": "remark"}, " Bibliographic data not yet checked against a copy.")
    )
    return el(
        "li",
        {"id": source.id if anchored else None},
        f"{source.authors} ({source.year}). ",
        el("cite", None, title),
        f". {venue}." if venue else ".",
        unverified,
    )


def spread(figures: Sequence[Figure], title: str, site: Site) -> Node:
    """The ranges that sources give for one number, on a logarithmic scale."""
    rows = [
        IntervalRow(
            _short_source(each, site),
            "",
            "adapters",
            each.value,
            each.low,
            each.high,
            span(number(each.low), number(each.high)),
        )
        for each in sorted(figures, key=lambda each: (each.value, each.id))
    ]
    return interval_chart(title, rows, number, is_log=True)


def _short_source(figure: Figure, site: Site) -> str:
    source = site.catalog.sources.get(figure.source)
    return f"{source.authors}, {source.year}" if source else figure.source
