"""Whatever fails on the way to an answer is told, what was typed stays, and trying again works."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, ClassVar
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, Route, expect

from press.compress import PACK
from press.serve import Handler, serving
from tests.browser.conftest import PATIENCE_MS, ROOT, Open, Visit

FILES = sorted(path.name for path in ROOT.glob("site/runtime/*/*") if path.suffix not in PACK)
OF_THE_PAGE = "site.mjs"
BROKEN = "def page(*asked): raise RuntimeError('the cat sat on the keyboard')"
GREEDY = "def page(*asked): raise MemoryError"
NO_MEMORY = "WebAssembly.Memory = class { constructor() { throw new RangeError('could not allocate memory'); } };\n"
KEEP_WORKERS = """
    globalThis.started = [];
    globalThis.Worker = class extends Worker { constructor(...given) { super(...given); started.push(this); } };
"""


class Cutting(Handler):
    """Hangs up in the middle of one file, and has browsers ask for every file anew."""

    file: ClassVar[str] = ""

    def send_header(self, keyword: str, value: str) -> None:
        """The header, but for leave to keep the file."""
        super().send_header(keyword, "no-store" if keyword == "Cache-Control" else value)

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]  # narrower than any
        """Half of the file, where it is the one."""
        content = source.read()
        is_it = self.file and self.path.endswith(f"/{self.file}")
        outputfile.write(content[: len(content) // 2] if is_it else content)
        self.close_connection = bool(is_it)


@pytest.fixture
def unreliable(new_visit: Open) -> Iterator[tuple[Visit, str]]:
    """A visit that has not begun, and the calculator's address on a server that cuts `Cutting.file` off."""
    with serving(ROOT / "site", handler=Cutting) as address:
        yield new_visit(), f"{address}calculator/"
        Cutting.file = ""


def test_a_page_without_its_program_says_how_to_go_on_and_keeps_what_was_typed(unreliable: tuple[Visit, str]) -> None:
    visit, address = unreliable
    assert OF_THE_PAGE in FILES
    Cutting.file = OF_THE_PAGE
    visit.page.goto(address)
    visit.page.fill("[name=labelled_examples]", "5000")
    visit.page.evaluate("document.getAnimations().forEach((each) => each.finish())")
    expect(visit.page.locator("[data-before-script]")).to_be_visible()

    Cutting.file = ""
    assert recovered(visit, "[data-before-script] button") == "5000"


def test_what_is_typed_before_the_program_is_there_is_asked(new_visit: Open, address: str) -> None:
    held: list[Route] = []
    visit = new_visit()
    visit.page.route("**/site.mjs", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    visit.page.goto(f"{address}calculator/?v=1&requests_per_month=7000", wait_until="commit")
    visit.page.fill("[name=labelled_examples]", "5000")
    visit.page.check("[name=task_gap][value=large]")
    for route in held:
        route.continue_()

    visit.answered()
    query = parse_qs(urlsplit(visit.page.url).fragment)
    assert query == {
        "v": ["1"],
        "requests_per_month": ["7000"],
        "labelled_examples": ["5000"],
        "task_gap": ["large"],
    }


def test_a_file_that_breaks_off_is_named_and_a_retry_recovers(unreliable: tuple[Visit, str]) -> None:
    visit, address = unreliable
    notice = visit.page.locator("#loading")
    visit.page.route("**/worker.mjs", lambda route: route.abort())
    visit.page.goto(address)
    visit.page.fill("[name=labelled_examples]", "5000")
    visit.page.wait_for_function("location.hash.includes('labelled_examples=5000')")
    for Cutting.file in sorted({*FILES} - {OF_THE_PAGE}):
        expect(notice).to_have_attribute("data-state", "failed-download", timeout=PATIENCE_MS)
        visit.page.unroute("**/worker.mjs")
        visit.page.click("[data-retry]")
        expect(notice, Cutting.file).to_contain_text(Cutting.file, timeout=PATIENCE_MS)

    Cutting.file = ""
    assert recovered(visit, "[data-retry]") == "5000"


def recovered(visit: Visit, button: str) -> str:
    """What was typed, once the calculator has answered after another attempt."""
    visit.page.click(button)
    visit.answered()
    expect(visit.page.locator("[data-retry]")).to_be_hidden()
    return visit.page.input_value("[name=labelled_examples]")


def test_a_server_that_refuses_is_told_with_its_status(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.route("**/pyodide.asm.wasm", lambda route: route.fulfill(status=503, body="no"))
    visit.page.goto(f"{address}calculator/")

    expect(visit.page.locator("#loading")).to_contain_text("pyodide.asm.wasm: HTTP 503", timeout=PATIENCE_MS)


def test_a_python_error_is_shown_and_a_retry_recovers(new_visit: Open, address: str) -> None:
    visit = new_visit()
    replace_calculator(visit.page, BROKEN)
    visit.page.goto(f"{address}calculator/")
    visit.page.fill("[name=labelled_examples]", "5000")
    notice = visit.page.locator("#loading")
    expect(notice).to_have_attribute("data-state", "failed-python", timeout=PATIENCE_MS)
    expect(notice).to_contain_text("the cat sat on the keyboard")

    visit.page.unroute("**/calculator.zip.txt")

    assert recovered(visit, "[data-retry]") == "5000"


def test_a_damaged_package_is_reported(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.route("**/calculator.zip.txt", lambda route: route.fulfill(body=route.fetch().body()[:1000]))

    visit.page.goto(f"{address}calculator/")

    expect(visit.page.locator("#loading")).to_have_attribute("data-state", "failed-python", timeout=PATIENCE_MS)


def test_a_browser_without_memory_for_python_is_told_so_and_a_retry_recovers(new_visit: Open, address: str) -> None:
    def starved(route: Route) -> None:
        route.fulfill(response=route.fetch(), body=NO_MEMORY + route.fetch().text())

    visit = new_visit()
    visit.page.route("**/worker.mjs", starved)
    visit.page.goto(f"{address}calculator/")
    visit.page.fill("[name=labelled_examples]", "5000")
    notice = visit.page.locator("#loading")
    expect(notice).to_have_attribute("data-state", "failed-memory", timeout=PATIENCE_MS)
    expect(notice).to_contain_text("could not allocate memory")

    visit.page.unroute("**/worker.mjs")

    assert recovered(visit, "[data-retry]") == "5000"


def test_memory_that_runs_out_while_answering_is_told_so(new_visit: Open, address: str) -> None:
    visit = new_visit()
    replace_calculator(visit.page, GREEDY)
    visit.page.goto(f"{address}calculator/?v=1&labelled_examples=5000")

    expect(visit.page.locator("#loading")).to_have_attribute("data-state", "failed-memory", timeout=PATIENCE_MS)


def test_a_worker_that_was_killed_is_missed_and_a_retry_recovers(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.add_init_script(KEEP_WORKERS)
    visit.page.clock.install()
    visit.page.goto(f"{address}calculator/")
    visit.asked("labelled_examples", "4000")
    visit.page.evaluate("started.at(-1).terminate()")
    visit.page.fill("[name=labelled_examples]", "5000")
    visit.page.clock.run_for(2_000)

    visit.page.clock.run_for(61_000)

    expect(visit.page.locator("#loading")).to_have_attribute("data-state", "failed-silence", timeout=PATIENCE_MS)
    visit.page.clock.resume()
    assert recovered(visit, "[data-retry]") == "5000"


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


def test_clocks_that_are_wrong_change_nothing(new_visit: Open, address: str) -> None:
    def misled(route: Route) -> None:
        route.fulfill(response=route.fetch(), body=f"Date.now = () => 0;\n{route.fetch().text()}")

    visit = new_visit()
    visit.page.clock.set_fixed_time("2099-01-01")
    visit.page.route("**/worker.mjs", misled)
    visit.page.goto(f"{address}calculator/")

    assert visit.asked("labelled_examples", "5000")
    assert visit.complaints == []


def replace_calculator(page: Page, source: str) -> None:
    """Serves a package that answers with this instead of the calculator."""
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("calculator/faces/web.py", source)
        archive.writestr("quick.py", "")
    page.route("**/calculator.zip.txt", lambda route: route.fulfill(body=content.getvalue()))
