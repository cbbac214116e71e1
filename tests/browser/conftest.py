"""The built site on a local server, and Chromium to read it with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from press.offline import write_service_worker
from press.serve import Handler, serving

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOK_MS = 50
PATIENCE_MS = 60_000  # a busy machine starts Python in ten seconds; an idle one in one
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Visit:
    """A page and everything it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def answered(self) -> str:
        """The answer's text, once it belongs to what the form says."""
        self.page.wait_for_selector("#answer[data-depth]:not([data-stale])")
        return self.page.inner_text("#answer")

    def asked(self, name: str, value: str) -> str:
        """The answer's text after a field has been filled in."""
        self.page.fill(f"[name={name}]", value)
        self.page.wait_for_function(f"location.hash.includes({f'{name}={value}'!r})")
        return self.answered()


def until(page: Page, expression: str, arg: object = None, timeout: float = PATIENCE_MS) -> None:
    """Waits until a JavaScript expression holds in the page."""
    end = monotonic() + timeout / 1000
    while not page.evaluate(expression, arg):
        assert monotonic() < end, f"{expression}: not within {timeout / 1000:.0f} s at {page.url}"
        page.wait_for_timeout(LOOK_MS)


def watched(page: Page) -> Visit:
    """A visit that hears everything which the page asks for or complains of, refusals of its policy included."""
    visit = Visit(page)
    page.set_default_timeout(PATIENCE_MS)
    # Playwright's own way looks again by `eval`, which the site's policy forbids.
    page.wait_for_function = partial(until, page)  # type: ignore[method-assign, assignment]
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
    return visit


Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    built = ROOT / "site"
    assert (built / "runtime").exists(), "run `python3 dev.py site` first"
    with serving(built) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_visit(chromium: Browser) -> Iterator[Open]:
    """Makes a visit in a browser that has seen nothing yet and keeps nothing; options are those of Playwright's contexts."""
    contexts = []

    def make(**options: object) -> Visit:
        context = chromium.new_context(**{"service_workers": "block", **options})  # type: ignore[arg-type]  # passed on
        contexts.append(context)
        return watched(context.new_page())

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def calculator(new_visit: Open, address: str) -> Visit:
    """A visit to the calculator's page."""
    visit = new_visit()
    visit.page.goto(f"{address}calculator/")
    return visit


@dataclass
class Keeper:
    """A browser that may keep the site, the site's address, and what stops its server."""

    context: BrowserContext
    address: str
    stop: Callable[[], None]

    def visit(self, page: str | None = None) -> Visit:
        """A window, at a page of the site or still empty."""
        visit = watched(self.context.new_page())
        if page is not None:
            visit.page.goto(f"{self.address}{page}")
        return visit

    def keep(self, page: str = "") -> Visit:
        """A visit that lasts until the site is kept; the browser's own cache, which would hide a gap, is emptied."""
        visit = self.visit(page)
        expect_foot(visit, "Available offline")
        self.context.new_cdp_session(visit.page).send("Network.clearBrowserCache")
        return visit


def expect_foot(visit: Visit, words: str) -> None:
    """The foot of the page comes to say this about reading offline."""
    expect(visit.page.locator("[data-offline]")).to_contain_text(words, timeout=PATIENCE_MS)


@contextmanager
def keeper(chromium: Browser, site: Path, handler: type[Handler] = Handler) -> Iterator[Keeper]:
    """A browser that has seen nothing yet, and a server of its own."""
    with ExitStack() as server, chromium.new_context() as context:
        yield Keeper(context, server.enter_context(serving(site, handler=handler)), server.close)


@pytest.fixture(scope="session")
def bare_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site without its book and its compressed copies, to be changed by nobody."""
    leave = shutil.ignore_patterns("*.br", "*.gz", "*.pdf", "*.map")
    site = shutil.copytree(ROOT / "site", tmp_path_factory.mktemp("bare") / "site", ignore=leave)
    (site / "guide.pdf").write_bytes(b"%PDF-1.4")
    write_service_worker(site)
    return site
