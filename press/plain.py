"""A built page as plain text in the manner of Markdown, for programs that read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lxml.html import HtmlElement

HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
OPENINGS = {**HEADINGS, "li": "- ", "blockquote": "> "}
PARAGRAPHS = {*OPENINGS, "p", "caption", "figcaption", "dt", "dd", "summary"}
BLOCKS = {*PARAGRAPHS, "ul", "ol", "dl", "table", "pre", "div", "figure", "section", "details", "svg"}
SILENT = {"script", "style", "template", "form", "button", "nav", "aside", "noscript"}
PERMALINK = "¶"


def plain(element: HtmlElement) -> str:
    """The text of an element: headings, paragraphs, lists, tables, code, and the words that stand for pictures."""
    return "\n\n".join(block for block, _ in groupby(filter(None, _blocks(element))))  # a picture comes in two widths


def line(element: HtmlElement) -> str:
    """The words of an element in one line."""
    return " ".join(element.text_content().replace(PERMALINK, "").split())


def _blocks(element: HtmlElement) -> Iterator[str]:
    for child in element.iterchildren("*"):
        if child.tag in SILENT:
            continue
        if child.tag == "pre":
            yield f"```\n{child.text_content().rstrip()}\n```"
        elif child.tag == "table":
            yield "\n".join(_rows(child))
        elif child.tag == "svg":
            yield _told(child)
        elif child.tag in PARAGRAPHS and not any(each.tag in BLOCKS for each in child.iterchildren("*")):
            yield OPENINGS.get(child.tag, "") + line(child)
        else:
            yield from _blocks(child)


def _rows(table: HtmlElement) -> Iterator[str]:
    yield from (line(caption) for caption in table.iterchildren("caption"))
    for row in table.iter("tr"):
        yield "| " + " | ".join(map(line, row.iterchildren("th", "td"))) + " |"


def _told(picture: HtmlElement) -> str:
    """What a picture says to those who do not see it."""
    titles = (each for each in picture.iter("{*}title", "title"))
    told = picture.get("aria-label") or next(map(line, titles), "")
    return f"[Picture: {told}]" if told else ""
