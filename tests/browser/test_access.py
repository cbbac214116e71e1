from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from calculator.show.site import HOME
from tests.browser.conftest import Open, Visit

FULL = "#answer[data-depth=full]:not([data-stale])"
ASKED = "calculator/?v=1&labelled_examples=5000&compare=gpu%3Dh100"
MILLIMETRES_PER_POINT = 25.4 / 72
PARTS = ("The situation", "300,000 requests", "What each option costs", "What would change this", "Sources")
MOST_EMPTY = 300  # letters on a page
PAPERS = {"A4": (210, 297), "Letter": (215.9, 279.4)}
WIDTHS = {"phone": 390, "half a desktop's, as at a zoom of 200%": 640, "a quarter's, as at 400%": 320}
BUTTONS = ("undo", "redo", "start-over", "pin", "save", "link", "markdown", "csv", "json", "print", "unpin")
SMALLEST_TARGET = 24  # CSS pixels: WCAG 2.2, success criterion 2.5.8


def test_everything_stays_within_reach_at_every_width_and_in_forced_colours(new_visit: Open, address: str) -> None:
    visit = new_visit(forced_colors="active")
    visit.page.goto(f"{address}{ASKED}")
    visit.page.wait_for_selector(FULL)
    for what, width in WIDTHS.items():
        visit.page.set_viewport_size({"width": width, "height": 600})
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, what
        for name in BUTTONS:
            box = visit.page.locator(f"[data-do={name}]").first.bounding_box()
            assert box is not None, f"{what}: {name}"
            assert min(box["width"], box["height"]) >= SMALLEST_TARGET, f"{what}: {name}"


def test_motion_is_left_out_where_it_is_not_wanted(new_visit: Open, address: str) -> None:
    visit = new_visit(reduced_motion="reduce")
    visit.page.goto(f"{address}calculator/")

    moving = """() => [...document.querySelectorAll(".calculator, .calculator *")]
        .filter((each) => getComputedStyle(each).transitionDuration !== "0s" || getComputedStyle(each).animationName !== "none")
        .map((each) => each.className)"""
    assert visit.page.evaluate(moving) == []


def test_the_keyboard_reaches_the_answer_without_the_questions(calculator: Visit) -> None:
    page = calculator.page
    page.focus("#starts .skip")
    expect(page.locator("#starts .skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.closest('.answers')")


def test_the_keyboard_alone_asks_compares_and_keeps(calculator: Visit) -> None:
    page = calculator.page
    order = []
    page.focus("#starts .skip")
    for _ in range(120):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.dataset.do ?? document.activeElement.name ?? ''"))
        if order[-1] == "print":
            break

    wanted = ["undo", "redo", "start-over", "task_kind", "task_gap", "labelled_examples", "gpu", "error_cost_usd"]
    wanted += ["requests_per_month", "pin", "save", "link", "markdown", "csv", "json", "print"]
    assert [each for each in order if each in wanted] == wanted


def test_every_focus_is_seen(calculator: Visit) -> None:
    page = calculator.page
    page.focus("#starts .skip")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        style = page.evaluate(
            """() => {
                const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement);
                return [document.activeElement.outerHTML.slice(0, 80), outlineStyle, boxShadow];
            }"""
        )
        if style[1] == "none" and style[2] == "none":
            unseen.append(style[0])

    assert unseen == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_printed_report_holds_the_whole_decision(scheme: str, new_visit: Open, address: str) -> None:
    visit = new_visit(color_scheme=scheme)
    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=5000&requests_per_month=300000")
    visit.page.wait_for_selector(FULL)
    for paper, size in PAPERS.items():
        report = PdfReader(BytesIO(visit.page.pdf(format=paper, print_background=True)))
        pages = [page.extract_text() for page in report.pages]
        text = " ".join(" ".join(pages).split())
        sides = [float(side) * MILLIMETRES_PER_POINT for side in report.pages[0].mediabox[2:]]

        assert sides == pytest.approx(size, abs=1)
        assert [part for part in PARTS if part not in text] == []
        assert f"{HOME}calculator/#v=1&labelled_examples=5000&requests_per_month=300000" in text.replace(" ", "")
        assert [part for part in ("Copy link", "Six questions", "Start from an example") if part in text] == []
        assert min(len(page) for page in pages[:-1]) > MOST_EMPTY
        assert not [image for page in report.pages for image in page.images]
