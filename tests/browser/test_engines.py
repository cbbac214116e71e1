"""What a reader does, in another engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dev import browser
from tests.browser.firefox import Window, firefox


@pytest.fixture(scope="module")
def window() -> Iterator[Window]:
    path = browser("FIREFOX")
    if not path:
        pytest.skip("no Firefox on this machine; $FIREFOX may name one")
    with firefox(path) as window:
        yield window


def test_an_answer_is_there_and_says_what_it_costs(window: Window, address: str) -> None:
    window.open(f"{address}calculator/")

    assert "over 12 months" in window.value("document.querySelector('#sentence').innerText")
    assert len(window.value("document.querySelector('#answer').innerText")) > 1000


def test_a_changed_input_changes_the_answer(window: Window, address: str) -> None:
    window.open(f"{address}calculator/?v=1&labelled_examples=400")
    before = window.answered()

    window.fill("labelled_examples", "50000")
    window.until("location.hash.includes('labelled_examples=50000')")

    assert window.answered() != before


def test_a_link_carries_the_scenario(window: Window, address: str) -> None:
    window.open(f"{address}calculator/")
    window.fill("labelled_examples", "5000")
    window.until("location.hash.includes('labelled_examples=5000')")
    answer, link = window.answered(), window.value("location.href")

    window.open("about:blank")
    window.open(link)

    assert window.answered() == answer
    assert window.value("document.querySelector('[name=labelled_examples]').value") == "5000"


def test_a_fault_is_said_beside_its_field(window: Window, address: str) -> None:
    window.open(f"{address}calculator/")
    window.fill("labelled_examples", "many")

    window.until("document.querySelector('[data-problem-for=labelled_examples]').innerText.includes('many')")
    assert window.value("document.querySelector('[name=labelled_examples]').getAttribute('aria-invalid')") == "true"


def test_back_returns_to_the_question_before(window: Window, address: str) -> None:
    window.open(f"{address}calculator/")
    window.value("document.querySelectorAll('a.preset')[1].click()")
    window.until("location.hash.startsWith('#v=1&')")
    example = window.answered("#sentence")

    window.back()
    window.until("location.hash === ''")

    assert window.answered("#sentence") != example
