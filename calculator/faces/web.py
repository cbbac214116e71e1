"""The browser's entry: the worker calls `page` with text and gets text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import cast

from calculator.catalog import shipped
from calculator.door import Depth, Knowledge, answer, as_text, knowledge
from calculator.show.answer import answer_html, problem_html, sentence_html
from calculator.task import typed


@cache
def known() -> Knowledge:
    """Everything an answer rests on, read once per process."""
    return knowledge(shipped())


def page(query_json: str, depth: str = "full") -> str:
    """The reply to a query, both as JSON text: `reply` as the command line gives it, `html` in pieces for the page.

    `query` is the flat text map that asks the same again: the fields that differ from their defaults.
    """
    reply = answer(text_map(query_json), known(), cast("Depth", depth))
    return json.dumps(
        {
            "reply": as_text(reply),
            "query": typed(reply.task),
            "html": {
                "answer": "" if reply.problems else answer_html(reply, known()),
                "sentence": sentence_html(reply, known()),
                "problems": {problem.field: problem_html(problem) for problem in reply.problems},
            },
        },
        ensure_ascii=False,
    )


def text_map(query_json: str) -> Mapping[str, str]:
    """The flat text map in a JSON text; whatever is no text is given on as the text it would be typed as."""
    query = json.loads(query_json)
    return {str(name): value if isinstance(value, str) else json.dumps(value) for name, value in query.items()}
