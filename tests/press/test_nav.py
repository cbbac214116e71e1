from __future__ import annotations

from press.nav import Chapter, chapters


def test_a_section_s_index_page_stands_under_the_section_s_own_heading() -> None:
    nav = [{"Approaches": ["approaches/index.md", {"LoRA": "approaches/lora.md"}]}]

    assert chapters(nav) == [Chapter("Approaches", "approaches/", (1,)), Chapter("LoRA", "approaches/lora/", (1, 1))]


def test_a_section_without_a_page_is_a_heading_of_its_own() -> None:
    found = chapters([{"Guides": [{"Budget": "guides/budget.md"}]}])

    assert [(each.title, each.address, each.slug) for each in found] == [
        ("Guides", None, "part-1"),
        ("Budget", "guides/budget/", "guides-budget"),
    ]


def test_an_address_elsewhere_is_no_chapter() -> None:
    assert chapters([{"Start": "index.md"}, {"Source": "https://example.org"}]) == [Chapter("Start", "", (1,))]
