"""Keeping the site is a gift to those who can have it: whoever cannot loses nothing, and what goes bad is mended."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE_MS, Keeper, Open, Visit, expect_foot, keeper

SLOW = "Object.defineProperty(navigator, 'connection', { value: { saveData: false, effectiveType: '3g' } })"
ABSENT = "delete Navigator.prototype.serviceWorker"
REFUSED = "ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('', 'SecurityError'))"
NO_LOCAL_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
)
NO_CACHES = "caches.open = () => Promise.reject(new DOMException('denied', 'SecurityError'));\n"
SMALL_BYTES = 2_000_000
DAMAGE = """async (address) => {
    const [key] = (await caches.keys()).filter((each) => !each.endsWith("notes"));
    await (await caches.open(key)).put(address, new Response("gone bad", { headers: { "content-type": "text/html" } }));
}"""


@pytest.mark.parametrize("denial", [ABSENT, REFUSED])
def test_a_browser_that_keeps_nothing_works_online_and_is_told_nothing(
    new_visit: Open, address: str, denial: str
) -> None:
    visit = new_visit(service_workers="allow")
    visit.page.add_init_script(denial)
    visit.page.add_init_script(NO_LOCAL_STORAGE)
    visit.page.goto(f"{address}calculator/")

    assert visit.asked("labelled_examples", "5000")
    assert visit.page.inner_text("[data-offline]") == ""


def test_a_slow_line_is_asked_before_anything_is_kept(chromium: Browser, bare_site: Path) -> None:
    with keeper(chromium, bare_site) as reader:
        visit = reader.visit()
        visit.page.add_init_script(SLOW)
        visit.page.goto(reader.address, wait_until="networkidle")
        expect_foot(visit, "Keep for offline reading")
        assert not [url for url in visit.requests if "service-worker" in url or "pyodide" in url]

        visit.page.click("[data-offline] [data-keep]")

        expect_foot(visit, "Available offline")


def test_a_full_store_is_told_and_the_calculator_answers(chromium: Browser, bare_site: Path) -> None:
    with keeper(chromium, bare_site) as reader:
        visit = reader.visit()
        protocol = reader.context.new_cdp_session(visit.page)
        origin = reader.address.removesuffix("/tune-or-prompt/")
        protocol.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": SMALL_BYTES})
        visit.page.goto(f"{reader.address}calculator/")
        expect_foot(visit, "no room left")

        assert visit.asked("labelled_examples", "5000")


def test_a_store_that_denies_itself_later_changes_nothing(chromium: Browser, bare_site: Path, tmp_path: Path) -> None:
    site = shutil.copytree(bare_site, tmp_path / "site")
    script = site / "service-worker.js"
    denial = f"self.addEventListener('activate', () => {{ {NO_CACHES} }});\n"
    script.write_text(script.read_text(encoding="utf-8") + denial, encoding="utf-8")
    with keeper(chromium, site) as reader:
        reader.visit("").page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        visit = reader.visit("calculator/")
        assert visit.page.evaluate("navigator.serviceWorker.controller !== null")

        assert visit.asked("labelled_examples", "5000")
        assert visit.complaints == []


def test_what_goes_bad_is_mended_from_the_network(chromium: Browser, bare_site: Path) -> None:
    (runtime,) = (bare_site / "runtime").iterdir()
    with keeper(chromium, bare_site) as reader:
        kept = reader.keep()
        for name in ("reasoning/memory/", f"runtime/{runtime.name}/calculator.zip.txt"):
            kept.page.evaluate(DAMAGE, f"{reader.address}{name}")

        visit = reader.visit("reasoning/memory/")
        expect(visit.page.locator("h1")).to_contain_text("Memory")
        visit.page.goto(f"{reader.address}calculator/")
        assert visit.asked("labelled_examples", "5000")

        kept.page.evaluate(DAMAGE, f"{reader.address}reasoning/time/")
        lost_without_a_network(reader, visit)


def lost_without_a_network(reader: Keeper, visit: Visit) -> None:
    """What went bad and cannot be mended is said to be missing; the rest reads on."""
    reader.stop()
    visit.page.goto(f"{reader.address}reasoning/time/")
    expect(visit.page.locator("h1")).to_contain_text("Not kept on this device", timeout=PATIENCE_MS)
    visit.page.goto(f"{reader.address}reasoning/memory/")
    expect(visit.page.locator("h1")).to_contain_text("Memory")
