"""The browser's entry: the worker calls `page` with text and gets text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import cast

from calculator.catalog import shipped
from calculator.door import Depth, Knowledge, Reply, answer, knowledge
from calculator.show.answer import answer_html, problem_html, sentence_html
from calculator.show.compare import MOST, comparison_html
from calculator.show.reports import REPORTS, title
from calculator.show.scales import places
from calculator.show.site import LINKS, Site
from calculator.show.verdict import sentence
from calculator.show.words import newer_link_html
from calculator.task import typed

VERSION = "v"  # how a link names its version


@cache
def known() -> Knowledge:
    """Everything an answer rests on, read once per process."""
    return knowledge(shipped())


def page(query_json: str, depth: str = "full", pinned_json: str = "[]") -> str:
    """The answer to a query, both as JSON text: `html` in pieces for the page, `reports` as the command line gives them.

    The reports, the whole reply as JSON among them, come with the full answer only.
    `query` is the flat text map that asks the same again: the fields that differ from their defaults.
    `pinned_json` is a list of further queries, to be compared with this one.
    """
    query = dict(text_map(query_json))
    version = query.pop(VERSION, LINKS)
    reply = answer(query, known(), cast("Depth", depth))
    site = Site(known().catalog)
    return json.dumps(
        {
            "query": typed(reply.task),
            "title": title(reply.task, site),
            "spoken": sentence(reply, site),
            "places": {} if reply.problems else places(reply.task, site),
            "reports": {kind: report(reply, known()) for kind, report in REPORTS.items()} if depth == "full" else {},
            "html": {
                "answer": "" if reply.problems else answer_html(reply, known()),
                "sentence": sentence_html(reply, known()),
                "comparison": comparison_html([reply, *pinned(pinned_json)], known()),
                "problems": {problem.field: problem_html(problem) for problem in reply.problems},
                "note": "" if version == LINKS else newer_link_html(version),
            },
        },
        ensure_ascii=False,
    )


def pinned(pinned_json: str) -> list[Reply]:
    """The replies to the queries of a list, as many as are compared; each is worked out once."""
    queries = json.loads(pinned_json)[: MOST - 1]
    return [_remembered(json.dumps(query, sort_keys=True)) for query in queries]


@lru_cache(maxsize=4 * MOST)
def _remembered(query_json: str) -> Reply:
    return answer(text_map(query_json), known(), "chances")


def text_map(query_json: str) -> Mapping[str, str]:
    """The flat text map in a JSON text; whatever is no text is given on as the text it would be typed as."""
    query = json.loads(query_json)
    return {str(name): value if isinstance(value, str) else json.dumps(value) for name, value in query.items()}
