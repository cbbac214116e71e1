from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

from press.captions import number_captions
from press.nav import Chapter

DRAWN = '<figure><svg xmlns="http://www.w3.org/2000/svg"/><figcaption><span class="caption">Costs</span></figcaption></figure>'
LISTED = "<table><caption>Prices</caption><tr><td>1</td></tr></table>"


def captions(*chapters: tuple[tuple[int, ...], str]) -> list[str]:
    articles: dict[Chapter, Element] = {
        Chapter("", f"{place}/", number): fromstring(f"<article>{html}</article>")
        for place, (number, html) in enumerate(chapters)
    }
    number_captions(articles)
    return [
        "".join(each.itertext())
        for found in articles.values()
        for each in found.iter()
        if each.tag in {"figcaption", "caption"}
    ]


def test_figures_and_tables_are_counted_apart_through_a_part() -> None:
    assert captions(((3, 1), DRAWN + LISTED), ((3, 2), DRAWN)) == [
        "Figure 3.1\N{EN SPACE}Costs",
        "Table 3.1\N{EN SPACE}Prices",
        "Figure 3.2\N{EN SPACE}Costs",
    ]


def test_each_part_counts_from_one() -> None:
    assert captions(((1,), DRAWN), ((2,), DRAWN)) == ["Figure 1.1\N{EN SPACE}Costs", "Figure 2.1\N{EN SPACE}Costs"]


def test_a_table_in_a_figure_is_a_table() -> None:
    html = f"<figure>{LISTED}<figcaption>Computed.</figcaption></figure>"

    assert captions(((1,), html)) == ["Table 1.1\N{EN SPACE}Prices", "Computed."]
