"""What an answer rests on, listed once each in the order of use."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.door import Reply
from calculator.show.site import PAGES, Site
from calculator.terms import Option

STUDIED = 6  # options whose studies are listed


def cited(reply: Reply) -> tuple[str, ...]:
    """Ids of the sources behind the recommendation, its rivals' quality, what is ruled out and what goes along."""
    return tuple(dict.fromkeys(_cited(reply)))


def _cited(reply: Reply) -> Iterator[str]:
    feasible = [option for option in reply.options if option.feasible]
    for option in feasible[:1]:
        yield from (reason.source for reason in option.reasons if reason.kind in ("supports", "warns"))
    for option in feasible[:STUDIED]:
        yield from studies(option)
    for option in reply.options:
        yield from (reason.source for reason in option.reasons if reason.kind == "blocks")
    yield from (companion.source for companion in reply.companions)


def studies(option: Option) -> tuple[str, ...]:
    """The studies behind an option's quality."""
    return option.quality.studies if option.quality else ()


def entry(source_id: str, site: Site) -> tuple[str, str]:
    """A source as a list of references has it, and its address."""
    if source_id in PAGES:
        page, says = PAGES[source_id]
        return f"Tune or Prompt: {says}", site.address(page)
    if source_id in site.catalog.figures:
        figure = site.catalog.figures[source_id]
        return f"Tune or Prompt, figures: {figure.says} ({figure.kind})", site.address("reference/figures", source_id)
    source = site.catalog.sources[source_id]
    told = (f"{source.authors} ({source.year})" if source.year else source.authors, source.title, source.venue)
    return ". ".join(filter(None, (*told, source.identifier))), source.url
