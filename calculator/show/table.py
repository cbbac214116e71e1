"""Tables: numbers aligned at the right, quiet rules, a caption that says what they show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calculator.show.tree import Attribute, Child, Node, el

NUMBER = "#"


def table(columns: Sequence[str], rows: Iterable[Sequence[Child]], caption: str = "", name: str = "") -> Node:
    """A table; a column whose heading begins with `#` holds numbers. The first cell of a row is its heading."""
    headings = [
        el("th", {"scope": "col", "class": _alignment(column)}, column.removeprefix(NUMBER)) for column in columns
    ]
    kinds = [_alignment(column) for column in columns]
    body = [el("tr", None, _cells(row, kinds)) for row in rows]
    label = caption or ", ".join(column.removeprefix(NUMBER) for column in columns)
    attributes: dict[str, Attribute] = {
        "class": f"data-table {name}".rstrip(),
        "role": "group",
        "aria-label": label,
        "tabindex": "0",
    }
    return el(
        "div",
        attributes,
        el(
            "table",
            {"class": "data"},
            el("caption", None, caption) if caption else None,
            el("thead", None, el("tr", None, headings)),
            el("tbody", None, body),
        ),
    )


def _cells(row: Sequence[Child], kinds: Sequence[str | None]) -> Iterable[Node]:
    first, *others = zip(row, kinds, strict=True)
    yield el("th", {"scope": "row", "class": first[1]}, first[0])
    for child, kind in others:
        yield el("td", {"class": kind}, child)


def _alignment(column: str) -> str | None:
    return "number" if column.startswith(NUMBER) else None
