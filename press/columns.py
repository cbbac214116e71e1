"""Widths of table columns, reckoned from their words.

Faster than letting WeasyPrint try every cell, and kinder to tables that have one long column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from xml.etree.ElementTree import Element

from calculator.show.charts.frame import text_width

MEASURE_POINTS = 166 / 25.4 * 72
SIZES = {"": 8.0, "dense": 7.25, "crowded": 6.5}  # font sizes in points, as in print.css
GAP_EMS = 1.1  # between two columns
MARK_EMS = 1.2  # a coloured square before a name, and the space behind it
SAFETY = 1.1  # letters are reckoned, not measured
MOST_LINES = 4.5  # of a long column's usual cell, before smaller letters are chosen
LOOKED_UP = 24  # rows from which a table is for looking things up, not for reading
STEPS_EMS = (0.5, 1.0, 2.0, 4.0, 8.0)  # of room that a column may be given at a time
WHOLE_EMS = 9.0  # the longest number, with its unit, that is kept on one line
SPACE_EMS = 0.3
WORD = re.compile(r"\d{4}-\d\d-\d\d|[^\s/_-]+[/_-]*|[/_-]+")  # lines break after hyphens and strokes, never in dates
OWN_LINE = frozenset({"br", "div", "li", "p"})
OWN_LINE_CLASSES = frozenset({"of", "front", "says", "asks"})

Cell = tuple[tuple[float, ...], ...]
"""Widths of the words of a cell's lines in ems."""


def set_columns(table: Element) -> None:
    """Fixes the widths of a table's columns; one that does not fit gets smaller letters."""
    rows = list(table.iter("tr"))
    if not rows or any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
        return
    cells = list(zip_longest(*([_cell(cell) for cell in row] for row in rows), fillvalue=()))
    least = [max(column) + GAP_EMS for column in zip_longest(*(map(_least, row) for row in rows), fillvalue=0.0)]
    most = [max(map(_length, column)) + GAP_EMS for column in cells]
    name, widths = _size_and_widths(cells, least, most)
    group = Element("colgroup")
    group.extend(Element("col", {"style": f"width: {width * SIZES[name]:.1f}pt"}) for width in widths)
    table.insert(1 if len(table) and table[0].tag == "caption" else 0, group)
    table.set("class", f"{table.get('class', '')} {name}".strip())
    table.set("style", f"table-layout: fixed; width: {sum(widths) * SIZES[name]:.1f}pt")


def _size_and_widths(
    columns: Sequence[Sequence[Cell]], least: Sequence[float], most: Sequence[float]
) -> tuple[str, list[float]]:
    """The largest letters in which the longest words stand side by side and no cell is much taller than wide."""
    allowed = list(SIZES)[len(columns[0]) > LOOKED_UP :]
    tried = {name: _widths(columns, least, most, MEASURE_POINTS / SIZES[name]) for name in allowed}
    for name, widths in tried.items():
        fits = sum(least) <= MEASURE_POINTS / SIZES[name]
        if fits and max(map(_mean_lines, columns, widths)) <= MOST_LINES:
            return name, widths
    name, widths = tried.popitem()
    return name, [width * min(1.0, MEASURE_POINTS / SIZES[name] / sum(widths)) for width in widths]


def _widths(
    columns: Sequence[Sequence[Cell]], least: Sequence[float], most: Sequence[float], room: float
) -> list[float]:
    """Width of each column in ems: all it asks for where there is room, else what makes the table shortest."""
    if sum(most) <= room:
        return list(most)
    widths = list(least)
    heights = [[_lines(cell, width) for cell in column] for column, width in zip(columns, widths, strict=True)]
    spare = room - sum(widths)
    while spare > STEPS_EMS[0]:
        rows = [sorted(row)[-2:] for row in zip(*heights, strict=True)]
        saved, column, step = max(
            (_saved(columns[k], heights[k], rows, widths[k] + step) / step, -k, step)
            for k in range(len(widths))
            for step in STEPS_EMS
            if step <= spare
        )
        if not saved:
            break
        widths[-column] += step
        heights[-column] = [_lines(cell, widths[-column]) for cell in columns[-column]]
        spare -= step
    return [width + spare * width / sum(widths) for width in widths] if spare > 0 else widths


def _saved(cells: Sequence[Cell], now: Sequence[int], rows: Sequence[Sequence[int]], width: float) -> float:
    """Lines by which the table gets shorter when a column gets this width; a line off a shorter cell counts little."""
    saved = 0.0
    for cell, height, row in zip(cells, now, rows, strict=True):
        if height > 1:
            then = _lines(cell, width)
            rest = row[0] if row[-1] == height else row[-1]
            saved += max(0, row[-1] - max(rest, then)) + 0.05 * (height - then)
    return saved


def _lines(cell: Cell, width: float) -> int:
    """Lines that a cell takes when each word stands behind the last one where there is room."""
    count = 0
    for words in cell:
        left = 0.0
        for word in words:
            if word > left:
                count += 1
                left = width - GAP_EMS
            left -= word + SPACE_EMS
    return count


def _length(cell: Cell) -> float:
    return max((sum(words) + SPACE_EMS * (len(words) - 1) for words in cell), default=0.0)


def _mean_lines(column: Sequence[Cell], width: float) -> float:
    return sum(_lines(cell, width) for cell in column) / len(column)


def _cell(cell: Element) -> Cell:
    mark = MARK_EMS * any("swatch" in (each.get("class") or "") for each in cell.iter())
    lines = [[text_width(word, SAFETY) for word in WORD.findall(text)] for text in _texts(cell)]
    return tuple((words[0] + mark, *words[1:]) for words in lines if words)


def _least(cell: Element) -> float:
    """Width in ems of what cannot be broken: the longest word, or a number with its unit."""
    words = _cell(cell)
    if cell.tag == "td" and "number" in (cell.get("class") or "") and _length(words) <= WHOLE_EMS:
        return _length(words)
    return max((word for line in words for word in line), default=0.0)


def _texts(cell: Element) -> list[str]:
    """The lines of a cell as its markup divides them."""
    lines = "".join(_marked(cell)).split("\n")
    return [" ".join(line.split()) for line in lines if line.strip()]


def _marked(element: Element) -> Iterator[str]:
    yield " ".join((element.text or "").splitlines())
    for child in element:
        edge = "\n" if child.tag in OWN_LINE or OWN_LINE_CLASSES & {*(child.get("class") or "").split()} else ""
        yield edge
        yield from _marked(child)
        yield edge + " ".join((child.tail or "").splitlines())
