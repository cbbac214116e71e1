"""A reader finds a page by the word that comes to mind, and the source of a number by mouse, key and finger."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.browser.conftest import Open

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NUMBER = ".md-content a.sourced"
TOOLTIP = ".source-note:popover-open"

FIRST = {
    "ICL": "approaches/few-shot/",
    "few shot": "approaches/few-shot/",
    "few-shot": "approaches/few-shot/",
    "in-context learning": "approaches/few-shot/",
    "PEFT": "hybrids/peft/",
    "soft prompt": "approaches/soft-prompt/",
    "prompt engineering": "approaches/prompting/",
    "finetuning": "approaches/fine-tuning/",
    "LoRA": "approaches/lora/",
    "adapter": "approaches/adapter/",
    "quantization": "approaches/qlora/",
    "VRAM": "reasoning/memory/",
    "out of memory": "reasoning/memory/",
    "TCO": "reasoning/money/",
    "RAG": "hybrids/retrieval/",
    "DPO": "hybrids/neighbours/",
    "structured output": "hybrids/neighbours/",
    "catastrophic forgetting": "when/preserving-capabilities/",
    "how many examples": "reference/how-many-examples/",
    "evals": "guides/evaluation-set/",
    "vLLM": "guides/serve/",
}


def test_a_search_leads_first_to_the_page_of_that_name(new_visit: Open, address: str) -> None:
    page = new_visit().page
    found = {}
    for words in FIRST:
        page.goto(f"{address}start/reading/?q={quote(words)}")
        first = page.wait_for_selector(".md-search-result__item a", state="attached")
        assert first
        found[words] = (first.get_attribute("href") or "").partition("?")[0].removeprefix(address)

    assert found == FIRST


@pytest.mark.parametrize("reach", ["hover", "focus"])
def test_a_number_says_where_it_is_from_at_the_mouse_and_at_the_keyboard(
    new_visit: Open, address: str, reach: str
) -> None:
    page = new_visit().page
    page.goto(f"{address}approaches/lora/")
    number = page.locator(NUMBER).first
    number.scroll_into_view_if_needed()
    getattr(number, reach)()

    said = page.locator(TOOLTIP).first.inner_text()

    assert said.startswith("Computed for “") or "; checked " in said


def test_a_number_that_changes_under_its_note_keeps_a_title(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.goto(f"{address}calculator/")
    visit.asked("labelled_examples", "5000")
    number = visit.page.locator("#answer [title]").first
    number.hover()
    visit.page.wait_for_selector(TOOLTIP)

    visit.asked("labelled_examples", "4000")
    visit.page.mouse.move(0, 0)
    visit.page.wait_for_selector(TOOLTIP, state="detached")

    assert visit.page.locator("[title='undefined'], [title=''], [data-told]").count() == 0


def test_a_number_says_where_it_is_from_at_a_tap_and_leads_there_at_the_next(new_visit: Open, address: str) -> None:
    page = new_visit(**PHONE).page
    page.goto(f"{address}start/one-page/")
    number = page.locator(f"{NUMBER}[href*='reference/figures']").first
    number.tap()
    note = page.locator(".source-note")

    assert page.url.endswith("start/one-page/")
    assert "checked" in note.inner_text()
    note.tap()
    page.wait_for_url("**/reference/figures/#*")
