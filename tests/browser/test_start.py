"""When Python and the search come, and when they do not."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.test_journey import SAVES_DATA

PYTHON = (".wasm", ".zip.txt")
LONG_ENOUGH_MS = 4000
HOSTILE = (
    "-1", "1e308", "1e400", "NaN", "-Infinity", "9" * 400, "\u202e123", "1\u200b0", "\x00", "١٢٣", "__proto__", "${7*7}",
    "<img src=x onerror='window.hacked=1'>", "javascript:window.hacked=1", "'\"><svg onload=window.hacked=1>",
)  # fmt: skip


def test_python_comes_by_itself_once_another_page_is_complete(new_visit: Open, address: str) -> None:
    visit = new_visit()
    with visit.page.expect_request("**/*.wasm"):
        visit.page.goto(f"{address}approaches/lora/", wait_until="load")
        assert [url for url in visit.requests if url.endswith(PYTHON)] == []


@pytest.mark.parametrize("page", ["", "approaches/lora/"])
def test_a_reader_who_saves_data_is_sent_no_python(new_visit: Open, address: str, page: str) -> None:
    visit = new_visit()
    visit.page.add_init_script(SAVES_DATA)
    visit.page.goto(f"{address}{page}")
    visit.page.wait_for_timeout(LONG_ENOUGH_MS)

    assert [url for url in visit.requests if url.endswith(PYTHON)] == []


def test_the_search_comes_when_a_reader_turns_to_it(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.goto(f"{address}approaches/lora/", wait_until="load")
    visit.page.wait_for_timeout(1000)
    assert [url for url in visit.requests if "search_index" in url] == []

    visit.page.keyboard.press("/")
    visit.page.keyboard.type("quantised")

    expect(visit.page.locator(".md-search-result__item").first).to_be_visible(timeout=60_000)


def test_a_link_to_a_search_finds_at_once(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.goto(f"{address}?{urlencode({'q': 'quantised'})}")

    expect(visit.page.locator(".md-search-result__item").first).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("field", ["labelled_examples", "own_model"])
def test_whatever_is_typed_is_answered_or_told_as_a_fault(new_visit: Open, address: str, field: str) -> None:
    visit = new_visit()
    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=5000&tune_model=own")
    for value in HOSTILE:
        visit.page.evaluate(
            """([name, value]) => {
                const control = document.querySelector(`[name=${name}]`);
                control.value = value;
                control.dispatchEvent(new Event("change", { bubbles: true }));
            }""",
            [field, value],
        )
        place = visit.page.locator(f"[data-problem-for={field}] .problem")
        expect(place).to_be_visible(timeout=60_000)

    assert visit.page.evaluate("window.hacked") is None
    assert visit.page.evaluate("({}).polluted") is None
    assert visit.complaints == []
