"""The built site on a local server, and Chromium to read it with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from press.serve import serving

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
        self.page.wait_for_function(f"location.search.includes({f'{name}={value}'!r})")
        return self.answered()


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
    """Makes a visit in a browser that has seen nothing yet; options are those of Playwright's contexts."""
    contexts = []

    def make(**options: object) -> Visit:
        context = chromium.new_context(**options)  # type: ignore[arg-type]  # passed on as given
        contexts.append(context)
        visit = Visit(context.new_page())
        visit.page.set_default_timeout(PATIENCE_MS)
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
        return visit

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def calculator(new_visit: Open, address: str) -> Visit:
    """A visit to the calculator's page."""
    visit = new_visit()
    visit.page.goto(f"{address}calculator/")
    return visit
