from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from press.columns import MEASURE_POINTS, set_columns


def table_of(*rows: tuple[str, ...]) -> Element:
    table = Element("table")
    for row in rows:
        line = SubElement(table, "tr")
        for text in row:
            SubElement(line, "td").text = text
    set_columns(table)
    return table


def widths(table: Element) -> list[float]:
    return [float(col.get("style", "").removeprefix("width: ").removesuffix("pt")) for col in table.iter("col")]


def test_a_small_table_takes_only_the_room_it_needs() -> None:
    assert sum(widths(table_of(("LoRA", "18 GiB"), ("Full", "120 GiB")))) < MEASURE_POINTS / 2


def test_the_long_column_gets_the_room() -> None:
    short, long = widths(table_of(("LoRA", "a long story of many words " * 8), ("Full", "another " * 30)))

    assert long > 4 * short


def test_no_table_is_wider_than_the_page() -> None:
    crowded = table_of(*[tuple(f"quantity {column}" for column in range(14))] * 2)

    assert sum(widths(crowded)) <= MEASURE_POINTS
    assert "crowded" in (crowded.get("class") or "")


def test_cells_that_span_are_left_to_the_typesetter() -> None:
    table = Element("table")
    SubElement(SubElement(table, "tr"), "td", {"colspan": "2"}).text = "both"

    set_columns(table)

    assert not list(table.iter("col"))


def test_a_date_stays_on_one_line() -> None:
    _, date = widths(table_of(*[("a long story of many words " * 12, "2026-11-23")] * 3))

    assert date > 10 * 0.58 * 7


def test_a_name_below_another_asks_for_no_more_room_than_the_longer() -> None:
    table = Element("table")
    for _ in range(2):
        row = SubElement(table, "tr")
        cell = SubElement(row, "th")
        cell.text = "Few-shot prompting"
        SubElement(cell, "span", {"class": "of"}).text = "on another model"
        SubElement(row, "td").text = "31%"
    set_columns(table)

    name, _ = widths(table)
    assert name < widths(table_of(("Few-shot prompting on another model", "31%")))[0]


def test_a_long_table_is_set_for_looking_things_up() -> None:
    long, short = table_of(*[("LoRA", "18 GiB")] * 60), table_of(*[("LoRA", "18 GiB")] * 6)

    assert ("dense" in (long.get("class") or ""), "dense" in (short.get("class") or "")) == (True, False)
