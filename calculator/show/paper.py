"""What only the printed report shows: the question, the sources in full, and where to ask again."""

from __future__ import annotations

from calculator import __version__
from calculator.door import Reply
from calculator.show.reports.situation import situation, title
from calculator.show.reports.sources import cited, entry
from calculator.show.site import HOME, Site
from calculator.show.tree import Node, el, group
from calculator.task import typed


def situation_node(reply: Reply, site: Site) -> Node:
    """What was asked: the six first questions and every other that differs from its default."""
    rows = [el("div", None, el("dt", None, label), el("dd", None, said)) for label, said in situation(reply.task, site)]
    heading = el("h2", {"id": "paper-situation-heading"}, f"The situation: {title(reply.task, site)}")
    return el("div", {"class": "on-paper", "id": "paper-situation"}, heading, el("dl", {"class": "situation"}, rows))


def sources_node(reply: Reply, site: Site) -> Node:
    """The sources as a list of references has them."""
    entries = [el("li", None, says) for says, _ in (entry(each, site) for each in cited(reply))]
    heading = el("h2", {"id": "paper-sources-heading"}, "Sources")
    return el("div", {"class": "on-paper", "id": "paper-sources"}, heading, el("ul", None, entries))


def address_node(reply: Reply, site: Site) -> Node:
    """Where the same question can be asked again."""
    address = Site(site.catalog, HOME).calculator(typed(reply.task))
    said = group(f"Tune or Prompt {__version__}. Ask again: ", el("span", {"class": "address"}, address))
    return el("p", {"class": "on-paper", "id": "paper-address"}, said)
