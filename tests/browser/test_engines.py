"""What a reader does, in other engines: Firefox, and WebKit where `pytest -m webkit` asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dev import browser
from tests.browser.firefox import firefox
from tests.browser.webkit import is_here, webkit
from tests.browser.window import Window


@pytest.fixture(scope="module", params=["firefox", pytest.param("webkit", marks=pytest.mark.webkit)])
def window(request: pytest.FixtureRequest) -> Iterator[Window]:
    path = browser("FIREFOX")
    if request.param == "firefox" and not path:
        pytest.skip("no Firefox on this machine; $FIREFOX may name one")
    if request.param == "webkit" and not is_here():
        pytest.skip("no WebKitGTK on this machine; Debian packs it as webkit2gtk-driver and xvfb")
    with firefox(path) if request.param == "firefox" else webkit() as window:
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
    window.click("li:nth-child(2) > a.preset")
    window.until("location.hash.startsWith('#v=1&')")
    example = window.answered("#sentence")

    window.back()
    window.until("location.hash === ''")

    assert window.answered("#sentence") != example
