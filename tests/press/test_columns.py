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
