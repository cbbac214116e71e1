"""The site does all it does under its own strict policy, whether the host sends it or only the pages state it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from press.serve import Handler, serving
from tests.browser.conftest import ROOT, Open

EVIL = """() => {
    const script = document.createElement("script");
    script.textContent = "window.hacked = 1";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.hacked = 1'>");
    setTimeout("window.hacked = 1");
}"""
LEAVE = "(address) => fetch(address).then(() => 'reached', () => 'refused')"


class Headerless(Handler):
    """A host that sends no headers of ours, as GitHub Pages does."""

    def send_header(self, keyword: str, value: str) -> None:
        """Only what every static host sends."""
        if keyword in {"Content-Type", "Content-Length", "Content-Encoding", "Location"}:
            super().send_header(keyword, value)


@pytest.fixture(scope="module", params=[Handler, Headerless])
def host(request: pytest.FixtureRequest) -> Iterator[str]:
    with serving(ROOT / "site", handler=request.param) as address:
        yield address


def test_search_navigation_palette_and_calculator_work_under_the_policy(new_visit: Open, host: str) -> None:
    visit = new_visit()
    with visit.page.expect_response("**/sitemap.xml"):
        visit.page.goto(host)
    visit.page.evaluate("window.same = true")
    visit.page.locator("label[for=__palette_1]:visible").click()
    visit.page.locator(".md-search__input").press_sequentially("adapter")
    visit.page.locator(".md-search-result__link").first.click()
    visit.page.wait_for_function("location.pathname.split('/').length > 3")
    visit.page.locator(".md-tabs a[href$='calculator/']").click()
    visit.page.wait_for_selector("form#question")

    assert visit.asked("labelled_examples", "5000")
    assert visit.page.evaluate("window.same"), "the theme did not change pages in place"
    assert visit.complaints == []
    assert [url for url in visit.requests if not url.startswith((host, "data:"))] == []


def test_the_policy_stops_what_it_should(new_visit: Open, host: str) -> None:
    visit = new_visit()
    visit.page.goto(host)

    visit.page.evaluate(EVIL)

    visit.page.wait_for_timeout(100)
    assert visit.page.evaluate("window.hacked") is None
    assert visit.page.evaluate(LEAVE, "http://127.0.0.1:9/") == "refused"
    refused = [said for said in visit.complaints if "Content Security Policy" in said]
    assert len(refused) >= 3


def test_no_other_site_may_put_this_one_into_a_frame(new_visit: Open, address: str) -> None:
    visit = new_visit()
    with visit.page.expect_response(address) as answer:
        visit.page.goto(address)

    assert "frame-ancestors 'none'" in answer.value.headers["content-security-policy"]
    assert answer.value.headers["referrer-policy"] == "no-referrer"


def test_the_scenario_in_the_address_is_told_to_nobody(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=5000")
    visit.answered()
    requests: list[Mapping[str, str]] = []
    visit.page.on("request", lambda request: requests.append(request.headers))

    visit.page.evaluate("fetch('../sitemap.xml')")

    assert requests
    assert not [headers for headers in requests if headers.get("referer")]
