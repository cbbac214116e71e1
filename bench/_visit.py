"""One reader's visit in Chromium, timed: cold, warm, from another page, and while inputs move."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from playwright.sync_api import BrowserContext, Page, Playwright

from bench._shaped import Line

PATIENCE_MS = 120_000
ARGUMENTS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
STARTING_MS = 3000  # a browser that has just been started is still busy with itself
SETTLING_MS = 1000
STEP_MS = 100
POINTS = 60
LINK = "a[href*='calculator/#v=1']:visible"
# Times are those of the page's own clock, which starts with the navigation (and, for `clicked`, with the click).
STAMPS = """(() => {
    const stamps = (globalThis.stamps = {});
    const paint = (name) => requestAnimationFrame(() => requestAnimationFrame((now) => (stamps[name] ??= now)));
    const watch = () => {
        if (!document.querySelector("#answer > *")) return;
        if (document.querySelector("#sentence")) paint("shown");
        const { depth } = document.querySelector("#answer").dataset;
        if (depth) stamps.live ??= performance.now();
        if (depth === "full") stamps.full ??= performance.now();
    };
    const whole = { subtree: true, childList: true, attributes: true, attributeFilter: ["data-depth"] };
    new MutationObserver(watch).observe(document, whole);
    addEventListener("click", () => (stamps.clicked = performance.now()), { capture: true });
})()"""
MOVE = """async (counts) => {
    const answer = document.querySelector("#answer");
    const input = document.querySelector("[name=labelled_examples]");
    const took = [];
    for (const count of counts) {
        const asked = performance.now();
        await new Promise((resolve) => {
            const fresh = () => !answer.hasAttribute("data-stale") && answer.dataset.depth && resolve();
            const observer = new MutationObserver(() => fresh() !== false && observer.disconnect());
            input.value = count;
            input.dispatchEvent(new Event("change", { bubbles: true }));
            observer.observe(answer, { attributes: true });
        });
        took.push(performance.now() - asked);
    }
    return took;
}"""


@dataclass(frozen=True)
class Times:
    """What one reader waited for, in seconds, and what came over the line until the first live answer, in megabytes."""

    shown: float
    cold: float
    full: float
    warm: float
    elsewhere: float
    points: tuple[float, ...]
    megabytes: float


def visit(playwright: Playwright, address: str, line: Line) -> Times:
    """The times of a reader who has never been here."""
    with _profile(playwright) as context:
        line.carried.clear()
        first = context.new_page()
        cold = _arrival(first, f"{address}calculator/#v=1&labelled_examples=5000")
        megabytes = line.megabytes_until((cold["origin"] + cold["live"]) / 1000)
        _until_kept(first)
        page = context.new_page()
        first.close()
        page.wait_for_timeout(SETTLING_MS)
        warm = _arrival(page, f"{address}calculator/#v=1&labelled_examples=4000")
        points = page.evaluate(MOVE, [str(1000 + step) for step in range(POINTS)])
    with _profile(playwright) as context:
        elsewhere = _from_another_page(context.new_page(), address)
    seconds = {name: milliseconds / 1000 for name, milliseconds in cold.items()}
    return Times(
        shown=seconds["shown"],
        cold=seconds["live"],
        full=seconds["full"],
        warm=warm["live"] / 1000,
        elsewhere=elsewhere,
        points=tuple(point / 1000 for point in points),
        megabytes=megabytes,
    )


def _arrival(page: Page, url: str) -> dict[str, float]:
    """The page's stamps once the full answer is there; `origin` is the start of its clock since the epoch."""
    page.goto(url, wait_until="commit")
    page.wait_for_function("globalThis.stamps?.full && stamps.shown", timeout=PATIENCE_MS)
    return cast("dict[str, float]", page.evaluate("({ ...stamps, origin: performance.timeOrigin })"))


def _until_kept(page: Page) -> None:
    """Returns when the site is kept in the browser, so that the next visit is that of a reader who comes back.

    A site with other files than it was built with is not kept: then the browser's own cache holds what it has seen.
    """
    page.wait_for_function("document.querySelector('[data-offline]').innerText.trim()", timeout=PATIENCE_MS)


def _from_another_page(page: Page, address: str) -> float:
    """Seconds from the click on a scenario in a text page to its live answer, when the page was read for a while."""
    page.goto(f"{address}cases/support-tickets/")
    for _ in range(PATIENCE_MS // STEP_MS):
        workers = [worker for worker in page.workers if worker.url.endswith("/worker.mjs")]
        if workers and workers[0].evaluate("self.onmessage !== null"):
            break
        page.wait_for_timeout(STEP_MS)
    page.wait_for_timeout(SETTLING_MS)
    page.locator(LINK).first.click()
    page.wait_for_function("stamps.live", timeout=PATIENCE_MS)
    stamps = page.evaluate("stamps")
    return cast("float", stamps["live"] - stamps["clicked"]) / 1000


@contextmanager
def _profile(playwright: Playwright) -> Iterator[BrowserContext]:
    """Chromium as one who has seen nothing yet, with a disk cache of its own."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder:
        # Playwright looks again and again by `eval`, which the site's policy forbids.
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=path, args=list(ARGUMENTS), bypass_csp=True
        )
        context.add_init_script(STAMPS)
        context.pages[0].wait_for_timeout(STARTING_MS)
        yield context
        context.close()
