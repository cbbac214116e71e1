"""Widths of table columns, reckoned from their words.

Faster than letting WeasyPrint try every cell, and kinder to tables that have one long column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from math import sqrt
from xml.etree.ElementTree import Element

from calculator.show.charts.frame import text_width

MEASURE_POINTS = 165 / 25.4 * 72
SIZES = {"": 8.25, "dense": 7.25, "crowded": 6.25}  # font sizes in points, as in print.css
GAP_EMS = 1.1  # between two columns
SAFETY = 1.08  # letters are reckoned, not measured
MOST_LINES = 5  # of a long column's usual cell, before smaller letters are chosen
BREAKS = re.compile(r"[\s/-]+")


def set_columns(table: Element) -> None:
    """Fixes the widths of a table's columns; one that does not fit gets smaller letters."""
    rows = [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]
    if not rows or any(cell.get("colspan") or cell.get("rowspan") for row in table.iter("tr") for cell in row):
        return
    columns = [list(column) for column in zip_longest(*rows, fillvalue="")]
    name = next((name for name in SIZES if _fits(columns, MEASURE_POINTS / SIZES[name])), "crowded")
    size = SIZES[name]
    room = MEASURE_POINTS / size
    wanted = _widths(columns, room)
    widths = [width * min(1.0, room / sum(wanted)) for width in wanted]
    group = Element("colgroup")
    group.extend(Element("col", {"style": f"width: {width * size:.1f}pt"}) for width in widths)
    table.insert(1 if len(table) and table[0].tag == "caption" else 0, group)
    table.set("class", f"{table.get('class', '')} {name}".strip())
    table.set("style", f"table-layout: fixed; width: {sum(widths) * size:.1f}pt")


def _fits(columns: Sequence[Sequence[str]], room: float) -> bool:
    """The longest words stand side by side, and no cell is much taller than wide."""
    widths = _widths(columns, room)
    tallest = max(_mean(column) / width for column, width in zip(columns, widths, strict=True))
    return sum(widths) <= room and tallest <= MOST_LINES


def _widths(columns: Sequence[Sequence[str]], room: float) -> list[float]:
    """Width of each column in ems: all it asks for where there is room, else its longest word and a share of the rest."""
    least = [max(_ems(word) for text in column for word in BREAKS.split(text)) + GAP_EMS for column in columns]
    most = [max(_ems(text) for text in column) + GAP_EMS for column in columns]
    if sum(most) <= room:
        return most
    spare = max(room - sum(least), 0.0)
    wants = [sqrt(_mean(column) * high) - low for column, low, high in zip(columns, least, most, strict=True)]
    wanted = sum(max(want, 0.0) for want in wants) or 1.0
    return [low + spare * max(want, 0.0) / wanted for low, want in zip(least, wants, strict=True)]


def _mean(column: Sequence[str]) -> float:
    return sum(map(_ems, column)) / len(column)


def _ems(text: str) -> float:
    return text_width(text, SAFETY)
