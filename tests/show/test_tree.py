"""Markup is made of values, and nothing typed by a reader can become markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.show import tree
from calculator.show.tree import el, group, render
from tests.show.markup import read

HOSTILE = "<script>alert('x')</script> & \"quotes\""


def test_text_in_an_element_stays_text() -> None:
    root = read(render(el("p", None, HOSTILE)))

    assert not root.all("script")
    assert root.words.strip() == HOSTILE


def test_text_in_an_attribute_stays_in_it() -> None:
    (element,) = read(render(el("p", {"title": HOSTILE, "data-more": "'\" onclick=x"}))).children

    assert element.attributes == {"title": HOSTILE, "data-more": "'\" onclick=x"}


@given(st.text(), st.text())
def test_no_text_breaks_out_of_its_place(inside: str, attribute: str) -> None:
    root = read(render(el("div", {"title": attribute}, el("b", None, inside), inside)))

    assert [each.tag for each in root.walk()] == ["div", "b"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "  JavaScript:x", "data:text/html,x", "vbscript:x", "\x01javascript:x"]
)
def test_an_address_that_could_run_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        el("a", {"href": address})


@pytest.mark.parametrize(
    "address", ["../a/?b=c:d", "#a:b", "https://x.org/a:b", "?q=javascript:", "mailto:a@b.org", "a/b:c"]
)
def test_an_address_that_only_leads_somewhere_is_kept(address: str) -> None:
    assert f'href="{address}"' in render(el("a", {"href": address}))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_has_no_place_on_a_page(value: float) -> None:
    with pytest.raises(ValueError, match="no place"):
        el("rect", {"x": value})


def test_absent_attributes_and_children_leave_no_trace() -> None:
    assert render(el("p", {"a": None, "b": False, "c": True}, None, "x", [None, "y"])) == "<p c>xy</p>"


def test_markup_is_one_line_so_that_markdown_leaves_it_alone() -> None:
    assert "\n" not in render(group(el("p", None, "a\nb"), el("p", {"title": "a\r\nb"})))


def test_only_the_tree_makes_markup() -> None:
    folder = Path(tree.__file__).parent
    makers = {path.name for path in folder.rglob("*.py") if "Node(" in path.read_text(encoding="utf-8")}

    assert makers == {"tree.py"}
