from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.conftest import Open, Visit

PHONE = {"width": 390, "height": 844}
SAVES_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"


def test_the_answer_is_there_before_python(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.route("**/runtime/**", lambda route: route.abort())

    visit.page.goto(f"{address}calculator/")

    assert "over 12 months" in visit.page.inner_text("#sentence")
    assert len(visit.page.inner_text("#answer")) > 1000


def test_the_answer_is_readable_without_javascript(new_visit: Open, address: str) -> None:
    visit = new_visit(java_script_enabled=False)

    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=20")

    assert "over 12 months" in visit.page.inner_text("#sentence")
    expect(visit.page.locator("#answer svg:visible").first).to_be_visible()


def test_a_reader_changes_three_inputs_and_the_answer_follows(calculator: Visit) -> None:
    answers = [calculator.page.inner_text("#answer")]

    for name, value in (("labelled_examples", "5000"), ("requests_per_month", "300000"), ("error_cost_usd", "20")):
        answers.append(calculator.asked(name, value))

    assert len(set(answers)) == len(answers)
    assert calculator.complaints == []


def test_a_link_carries_the_scenario_to_another_reader(calculator: Visit, new_visit: Open) -> None:
    calculator.asked("labelled_examples", "5000")
    calculator.asked("requests_per_month", "300000")
    calculator.page.wait_for_selector("#answer[data-depth=full]:not([data-stale])")

    other = new_visit()
    other.page.goto(calculator.page.url)
    other.page.wait_for_selector("#answer[data-depth=full]:not([data-stale])")

    assert other.page.input_value("[name=labelled_examples]") == "5000"
    assert other.page.inner_text("#sentence") == calculator.page.inner_text("#sentence")
    assert other.page.inner_text("#answer") == calculator.page.inner_text("#answer")
    assert other.page.url == calculator.page.url


def test_no_host_is_told_what_was_typed(calculator: Visit) -> None:
    calculator.asked("labelled_examples", "5000")

    calculator.page.reload()

    assert "5000" in calculator.page.input_value("[name=labelled_examples]")
    assert calculator.answered()
    assert [url for url in calculator.requests if "labelled_examples" in url] == []


def test_a_link_from_before_is_answered_and_becomes_one_that_no_host_sees(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=5000&compare=gpu%3Dh100")
    assert visit.answered()

    assert visit.page.url == f"{address}calculator/#v=1&labelled_examples=5000&compare=gpu%3Dh100"
    assert visit.page.locator("#comparison thead th").count() == 3


def test_a_link_to_a_part_of_the_page_keeps_the_scenario(calculator: Visit) -> None:
    calculator.asked("labelled_examples", "5000")
    before = calculator.page.url

    calculator.page.evaluate("document.querySelector('a.to-answer').click()")
    calculator.page.evaluate(
        "document.querySelector('#answer').insertAdjacentHTML('beforeend', '<a id=deep href=\"#all-options\">x</a>')"
    )
    calculator.page.click("#deep")

    assert calculator.page.url == before
    assert calculator.page.evaluate("document.activeElement.id") == "all-options"
    assert calculator.page.locator("#all-options[open]").count() == 1


def test_the_address_is_plain_while_all_is_default(calculator: Visit, address: str) -> None:
    default = calculator.page.input_value("[name=requests_per_month]")
    calculator.asked("requests_per_month", "300000")

    calculator.page.fill("[name=requests_per_month]", default)
    calculator.page.wait_for_function("location.hash === ''")

    assert calculator.page.url == f"{address}calculator/"


def test_a_fault_is_said_beside_its_field_and_nothing_typed_is_lost(calculator: Visit) -> None:
    calculator.asked("requests_per_month", "300000")

    calculator.page.fill("[name=labelled_examples]", "many")

    place = calculator.page.locator("[data-problem-for=labelled_examples]")
    expect(place).to_contain_text("many", timeout=60_000)
    expect(place).to_be_visible()
    expect(calculator.page.locator("[name=labelled_examples]")).to_have_attribute("aria-invalid", "true")
    expect(calculator.page.locator("[name=requests_per_month]")).to_have_attribute("aria-invalid", "false")
    assert "labelled_examples=many" in calculator.page.url
    assert "requests_per_month=300000" in calculator.page.url

    calculator.asked("labelled_examples", "400")

    expect(place).to_be_empty()


def test_a_hostile_link_is_only_a_wrong_question(new_visit: Open, address: str) -> None:
    visit = new_visit()
    evil = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
    query = {"v": "1", "__proto__": evil, "constructor": evil, "labelled_examples": evil, "task_kind": evil}

    visit.page.goto(f"{address}calculator/?{urlencode(query)}")

    expect(visit.page.locator("[data-problem-for=labelled_examples] .problem")).to_be_visible(timeout=60_000)
    expect(visit.page.locator("[data-problem-for=task_kind] .problem")).to_be_visible()
    expect(visit.page.locator("#question")).to_contain_text("constructor")
    assert visit.page.evaluate("window.hacked") is None
    assert visit.page.evaluate("({}).onerror") is None
    assert visit.complaints == []
    expect(visit.page.locator("#sentence")).to_contain_text("answers need mending first")
    expect(visit.page.locator("#answer")).to_have_attribute("data-stale", "")


def test_a_very_long_link_does_no_harm(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.goto(f"{address}calculator/")
    visit.page.evaluate(
        """() => {
            const link = document.createElement("a");
            link.href = "?v=1&labelled_examples=" + "9".repeat(1_000_000);
            document.querySelector("#answer").append(link);
            link.click();
        }"""
    )

    expect(visit.page.locator("[data-problem-for=labelled_examples] .problem")).to_be_visible(timeout=60_000)
    assert visit.asked("labelled_examples", "400")
    assert visit.complaints == []


def test_what_is_unfolded_and_focused_survives_a_new_answer(calculator: Visit) -> None:
    calculator.asked("labelled_examples", "400")
    calculator.page.click("#all-options > summary")
    calculator.page.evaluate("window.before = document.activeElement")

    calculator.page.evaluate(
        """() => {
            const control = document.querySelector("[name=requests_per_month]");
            control.value = "300000";
            control.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    calculator.page.wait_for_function("location.hash.includes('requests_per_month=300000')")
    calculator.answered()

    assert calculator.page.evaluate("document.querySelector('#all-options').open")
    assert calculator.page.evaluate("document.activeElement === window.before && before.isConnected")


def test_the_newest_question_wins(calculator: Visit) -> None:
    once = calculator.asked("labelled_examples", "5000")
    for value in ("1", "20", "333", "4444", "5000"):
        calculator.page.fill("[name=labelled_examples]", value)
        calculator.page.dispatch_event("[name=labelled_examples]", "change")

    calculator.page.wait_for_function("location.hash.includes('labelled_examples=5000')")
    calculator.page.wait_for_selector("#answer[data-depth=full]:not([data-stale])")
    hurried = calculator.page.inner_text("#answer")
    calculator.page.reload()
    calculator.page.wait_for_selector("#answer[data-depth=full]:not([data-stale])")

    assert hurried == calculator.page.inner_text("#answer")
    assert once


def test_an_example_fills_the_form_without_a_new_page(calculator: Visit) -> None:
    calculator.page.evaluate("window.same = true")

    calculator.page.locator("a.preset").nth(1).click()

    calculator.page.wait_for_function("location.hash.startsWith('#v=1&')")
    calculator.answered()
    assert calculator.page.evaluate("window.same")

    calculator.page.go_back()

    calculator.page.wait_for_function("location.hash === ''")
    calculator.answered()
    assert calculator.complaints == []


def test_a_reader_who_saves_data_downloads_nothing_before_asking(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.add_init_script(SAVES_DATA)
    visit.page.goto(f"{address}calculator/", wait_until="networkidle")
    visit.page.wait_for_timeout(1500)

    assert not [url for url in visit.requests if url.endswith((".wasm", ".zip.txt"))]

    assert visit.asked("labelled_examples", "5000")


def test_the_calculator_works_when_reached_from_another_page(new_visit: Open, address: str) -> None:
    visit = new_visit()
    with visit.page.expect_response("**/sitemap.xml"):
        visit.page.goto(address)
    visit.page.evaluate("window.same = true")

    visit.page.locator("a[href$='calculator/']:visible").first.click()
    visit.page.wait_for_selector("form#question")

    assert visit.asked("labelled_examples", "5000")
    assert visit.page.evaluate("window.same")
    assert visit.complaints == []


def test_a_phone_never_scrolls_sideways(new_visit: Open, address: str) -> None:
    visit = new_visit(viewport=PHONE)
    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=5000")
    visit.answered()

    assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
