from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from calculator.faces.web import page as native
from tests.browser.conftest import Open, Visit

KEY = "tune-or-prompt.scenarios"
FULL = "#answer[data-depth=full]:not([data-stale])"
MAY_COPY = ["clipboard-read", "clipboard-write"]
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
)
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"


def press(visit: Visit, does: str) -> None:
    visit.page.click(f"[data-do={does}]:visible")


def value(visit: Visit, name: str = "labelled_examples") -> str:
    return visit.page.input_value(f"[name={name}]")


def settle(visit: Visit, name: str, text: str) -> None:
    """Fills in a field and leaves it."""
    visit.asked(name, text)
    visit.page.dispatch_event(f"[name={name}]", "change")
    visit.page.wait_for_selector(FULL)


def said(visit: Visit) -> str:
    return visit.page.inner_text("#tools .told")


def slide(page: Page, field: str, keys: str, times: int) -> None:
    page.focus(f"[data-scale={field}]")
    for _ in range(times):
        page.keyboard.press(keys)


def test_a_slider_fills_in_its_field_and_the_answer_follows(calculator: Visit) -> None:
    slide(calculator.page, "labelled_examples", "ArrowRight", 3)

    assert value(calculator) == "2000"
    calculator.page.wait_for_function("location.hash.includes('labelled_examples=2000')")
    assert calculator.answered()
    slider = calculator.page.locator("[data-scale=labelled_examples]")
    assert slider.get_attribute("aria-valuetext") == "2,000 examples"


def test_a_slider_goes_to_what_is_typed(calculator: Visit) -> None:
    calculator.asked("labelled_examples", "4321")

    slider = calculator.page.locator("[data-scale=labelled_examples]")
    expect(slider).to_have_attribute("aria-valuetext", "4,320 examples")
    at = int(slider.input_value())
    calculator.asked("labelled_examples", "20")
    expect(slider).to_have_attribute("aria-valuetext", "20 examples")
    assert int(slider.input_value()) < at


def test_the_cost_of_an_error_can_be_said_in_words_or_left_unknown(calculator: Visit) -> None:
    for words, typed in (("A refund", "20"), ("I don’t know", "unknown")):
        calculator.page.click(f"button[data-sets]:has-text('{words}')")
        calculator.page.wait_for_function(f"location.hash.includes('error_cost_usd={typed}')")
        assert calculator.answered()
        assert value(calculator, "error_cost_usd") == typed
        expect(calculator.page.locator("button[aria-pressed=true]")).to_contain_text(words)


def test_undo_and_redo_walk_through_what_the_reader_settled_on(calculator: Visit) -> None:
    undo, redo = (calculator.page.locator(f"[data-do={name}]") for name in ("undo", "redo"))
    expect(undo).to_have_attribute("aria-disabled", "true")
    settle(calculator, "labelled_examples", "5000")
    settle(calculator, "requests_per_month", "300000")

    press(calculator, "undo")
    assert (value(calculator), value(calculator, "requests_per_month")) == ("5000", "20000")
    press(calculator, "undo")
    assert value(calculator) == "300"
    expect(undo).to_have_attribute("aria-disabled", "true")
    press(calculator, "redo")
    press(calculator, "redo")

    assert (value(calculator), value(calculator, "requests_per_month")) == ("5000", "300000")
    expect(redo).to_have_attribute("aria-disabled", "true")
    assert calculator.answered()
    assert "requests_per_month=300000" in calculator.page.url
    assert calculator.complaints == []


def test_keys_undo_outside_of_texts_and_leave_texts_their_own_undo(calculator: Visit) -> None:
    settle(calculator, "labelled_examples", "5000")
    calculator.page.focus("[name=labelled_examples]")
    calculator.page.keyboard.press("Control+a")
    calculator.page.keyboard.type("77")
    calculator.page.keyboard.press("Control+z")
    assert value(calculator) != "300"

    settle(calculator, "labelled_examples", "777")
    calculator.page.focus("[data-scale=labelled_examples]")
    calculator.page.keyboard.press("Control+z")
    assert value(calculator) == "5000"
    calculator.page.keyboard.press("Control+Shift+z")
    assert value(calculator) == "777"


def test_starting_over_can_be_undone(calculator: Visit) -> None:
    calculator.page.locator("a.preset").nth(1).click()
    calculator.page.wait_for_selector(FULL)
    before = calculator.page.url

    press(calculator, "start-over")
    assert value(calculator) == "300"
    press(calculator, "undo")
    calculator.page.wait_for_selector(FULL)

    assert calculator.page.url == before


def test_a_scenario_is_kept_named_opened_and_deleted_in_this_browser(calculator: Visit) -> None:
    page = calculator.page
    settle(calculator, "labelled_examples", "5000")
    press(calculator, "save")
    expect(page.locator("#tools .told")).to_contain_text("5,000 examples")
    page.click("#tools [data-do=rename]")
    page.keyboard.type("Tickets <b>2027</b>")
    page.keyboard.press("Enter")
    page.reload()
    page.wait_for_selector(FULL)

    name = page.locator("#shelf li input")
    page.click("#shelf > summary")
    expect(name).to_have_value("Tickets <b>2027</b>")
    press(calculator, "start-over")
    page.click("#shelf li a")
    page.wait_for_function("location.hash.includes('labelled_examples=5000')")
    press(calculator, "save")
    expect(page.locator("#tools .told")).to_contain_text("saved already")

    press(calculator, "delete")
    expect(name).to_have_count(0)
    press(calculator, "put-back")
    expect(name).to_have_value("Tickets <b>2027</b>")
    assert len(json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))) == 1
    assert [url for url in calculator.requests if "Tickets" in url] == []


@pytest.mark.parametrize(("fault", "words"), [(NO_STORAGE, "private window"), (FULL_STORAGE, "no more room")])
def test_a_browser_that_keeps_nothing_says_so_and_loses_nothing(
    new_visit: Open, address: str, fault: str, words: str
) -> None:
    visit = new_visit()
    visit.page.add_init_script(fault)
    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=5000")
    visit.page.wait_for_selector(FULL)

    press(visit, "save")

    expect(visit.page.locator("#tools .told")).to_contain_text(words)
    assert value(visit) == "5000"


@pytest.mark.parametrize(
    "kept", ["{", "null", "7", '[{"name": 1}]', '[{"name": "x", "search": "javascript:alert(1)"}]', "[null]"]
)
def test_what_cannot_be_read_is_left_out_with_a_word(new_visit: Open, address: str, kept: str) -> None:
    visit = new_visit()
    sound = json.dumps({"name": "Sound", "search": "?v=1&gpu=h100"})
    text = f"{kept[:-1]}, {sound}]" if kept.startswith("[") else kept
    visit.page.add_init_script(f"localStorage.setItem('{KEY}', {json.dumps(text)})")
    visit.page.goto(f"{address}calculator/")
    visit.page.click("#shelf > summary")

    expect(visit.page.locator("#shelf .told")).to_contain_text("could not be read")
    expect(visit.page.locator("#shelf li")).to_have_count(int(kept.startswith("[")))
    assert visit.complaints == []


def test_pinned_scenarios_stand_beside_what_is_asked_next(calculator: Visit, new_visit: Open) -> None:
    page = calculator.page
    press(calculator, "pin")
    page.locator("a.preset").nth(1).click()
    page.wait_for_selector(FULL)
    press(calculator, "pin")
    settle(calculator, "labelled_examples", "77")

    heads = page.locator("#comparison thead th")
    expect(heads).to_have_count(4)
    expect(heads.nth(1)).to_contain_text("77 examples")

    other = new_visit()
    other.page.goto(page.url)
    other.page.wait_for_selector(FULL)
    assert other.page.inner_text("#comparison") == page.inner_text("#comparison")

    page.click("#comparison a:has-text('Open') >> nth=0")
    page.wait_for_function("!location.hash.includes('labelled_examples=77&')")
    page.wait_for_selector(FULL)
    assert value(calculator) == "300"
    expect(heads).to_have_count(4)
    page.click("#comparison [data-do=unpin] >> nth=0")
    page.click("#comparison [data-do=unpin] >> nth=0")
    expect(page.locator("#comparison")).to_be_hidden()
    assert "compare" not in page.url
    assert calculator.complaints == []


def test_four_scenarios_are_the_most(calculator: Visit) -> None:
    for count in ("1000", "2000", "3000", "4000"):
        settle(calculator, "labelled_examples", count)
        press(calculator, "pin")

    expect(calculator.page.locator("#tools .told")).to_contain_text("Four scenarios")
    expect(calculator.page.locator("#comparison thead th")).to_have_count(5)


def test_the_record_is_copied_as_the_command_line_writes_it(new_visit: Open, address: str) -> None:
    visit = new_visit(permissions=MAY_COPY)
    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=5000")
    press(visit, "markdown")

    expect(visit.page.locator("#tools .told")).to_contain_text("Copied")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied == json.loads(native('{"labelled_examples": "5000"}'))["reports"]["markdown"]
    press(visit, "link")
    expect(visit.page.locator("#tools .told")).to_contain_text("link is copied")
    assert visit.page.evaluate("navigator.clipboard.readText()") == visit.page.url


def test_where_copying_is_refused_the_text_can_be_taken_by_hand(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.add_init_script(NO_CLIPBOARD)
    visit.page.goto(f"{address}calculator/")
    press(visit, "markdown")

    expect(visit.page.locator("#tools textarea")).to_have_value(
        json.loads(native("{}"))["reports"]["markdown"], timeout=60_000
    )


def test_the_table_and_the_reply_are_downloaded(calculator: Visit) -> None:
    def content(download: Download) -> str:
        return Path(download.path()).read_bytes().decode("utf-8")

    files = {}
    for kind in ("csv", "json"):
        with calculator.page.expect_download() as download:
            press(calculator, kind)
        assert download.value.suggested_filename == f"tune-or-prompt.{kind}"
        files[kind] = content(download.value)

    expected = json.loads(native("{}"))
    assert files["json"] == expected["reports"]["json"]
    assert files["csv"] == expected["reports"]["csv"]
    assert len(list(csv.reader(io.StringIO(files["csv"])))) == 1 + len(json.loads(files["json"])["options"])


def test_a_new_recommendation_is_announced_once(calculator: Visit) -> None:
    calculator.page.evaluate(
        """() => {
            window.heard = [];
            const place = document.querySelector("#announcement");
            new MutationObserver(() => heard.push(place.textContent)).observe(place, { childList: true });
        }"""
    )
    settle(calculator, "labelled_examples", "5000")
    settle(calculator, "error_cost_usd", "20")

    heard = calculator.page.evaluate("window.heard")
    assert len(heard) == len(set(heard))
    assert heard[-1] == calculator.page.inner_text("#sentence .verdict").removesuffix("Why?").strip()
    assert calculator.page.locator("#sentence[aria-live]").count() == 0


def test_a_link_of_a_newer_version_is_answered_with_a_word(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.goto(f"{address}calculator/?v=2&labelled_examples=5000")
    assert visit.answered()

    expect(visit.page.locator("#link-faults")).to_contain_text("another version")
    settle(visit, "requests_per_month", "300000")
    expect(visit.page.locator("#link-faults")).to_be_hidden()
    assert "v=1&" in visit.page.url


def test_a_field_that_does_not_exist_can_be_left_out(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=5000&colour=red")
    expect(visit.page.locator("#link-faults")).to_contain_text("colour", timeout=60_000)

    press(visit, "drop")

    assert visit.answered()
    assert visit.page.url.endswith("calculator/#v=1&labelled_examples=5000")
    expect(visit.page.locator("#link-faults")).to_be_hidden()
