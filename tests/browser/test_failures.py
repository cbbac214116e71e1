from __future__ import annotations

import io
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Open

PATIENCE_MS = 60_000
BROKEN = "def page(*asked): raise RuntimeError('the cat sat on the keyboard')"


def package(source: str) -> bytes:
    """A package that answers with this instead of the calculator."""
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("calculator/faces/web.py", source)
    return content.getvalue()


def cut(route: Route) -> None:
    route.abort("connectionreset")


def refused(route: Route) -> None:
    route.fulfill(status=503, body="no")


def shortened(route: Route) -> None:
    response = route.fetch()
    route.fulfill(status=200, body=response.body()[:1000], headers={"content-type": "application/octet-stream"})


@pytest.mark.parametrize("file", ["pyodide.asm.wasm", "standard-library.zip", "calculator.zip"])
@pytest.mark.parametrize("failure", [cut, refused])
def test_a_failed_download_names_the_file_and_a_retry_recovers(
    new_visit: Open, address: str, file: str, failure: Callable[[Route], None]
) -> None:
    visit = new_visit()
    visit.page.route(f"**/{file}", failure)
    visit.page.goto(f"{address}calculator/")
    visit.page.fill("[name=labelled_examples]", "5000")
    notice = visit.page.locator("#loading")
    visit.page.wait_for_function("location.search.includes('labelled_examples=5000')")
    expect(notice).to_have_attribute("data-state", "failed-download", timeout=PATIENCE_MS)
    expect(notice).to_contain_text(file)

    visit.page.unroute(f"**/{file}")
    visit.page.click("[data-retry]")

    assert visit.answered()
    assert visit.page.input_value("[name=labelled_examples]") == "5000"
    expect(visit.page.locator("[data-retry]")).to_be_hidden()


def test_a_python_error_is_shown_and_a_retry_recovers(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.route("**/calculator.zip", lambda route: route.fulfill(body=package(BROKEN)))
    visit.page.goto(f"{address}calculator/")
    visit.page.fill("[name=labelled_examples]", "5000")
    notice = visit.page.locator("#loading")
    expect(notice).to_have_attribute("data-state", "failed-python", timeout=PATIENCE_MS)
    expect(notice).to_contain_text("the cat sat on the keyboard")

    visit.page.unroute("**/calculator.zip")
    visit.page.click("[data-retry]")

    assert visit.answered()


def test_a_damaged_package_is_reported(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.route("**/calculator.zip", shortened)

    visit.page.goto(f"{address}calculator/")

    expect(visit.page.locator("#loading")).to_have_attribute("data-state", "failed-python", timeout=PATIENCE_MS)


def test_a_browser_without_webassembly_is_told_so(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.add_init_script("delete globalThis.WebAssembly")

    visit.page.goto(f"{address}calculator/")

    expect(visit.page.locator("#loading")).to_have_attribute("data-state", "failed-wasm", timeout=PATIENCE_MS)
    assert len(visit.page.inner_text("#answer")) > 1000


def test_a_browser_that_refuses_workers_is_told_why(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.add_init_script("globalThis.Worker = class { constructor() { throw new Error('not here') } }")

    visit.page.goto(f"{address}calculator/")

    expect(visit.page.locator("#loading")).to_have_attribute("data-state", "failed-wasm", timeout=PATIENCE_MS)
    expect(visit.page.locator("#loading")).to_contain_text("not here")


def test_a_server_that_does_not_know_webassembly_is_no_obstacle(new_visit: Open, address: str) -> None:
    def unknown(route: Route) -> None:
        route.fulfill(response=route.fetch(), headers={"content-type": "application/octet-stream"})

    visit = new_visit()
    visit.page.route("**/*.wasm", unknown)

    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=5000")

    assert visit.answered()
