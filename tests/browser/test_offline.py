"""After one visit the site needs no network, and a newer version replaces it whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, ClassVar

import pytest
from playwright.sync_api import Browser, expect

from press.offline import write_service_worker
from press.policy import pin
from press.serve import Handler
from tests.browser.conftest import PATIENCE_MS, Keeper, expect_foot, keeper

VERSIONS = "async () => (await caches.keys()).filter((key) => !key.endsWith('notes')).length"
HEADING_ID = "async (address) => /<h1 id=.([^>]*?)[^\\w-]>/.exec(await (await fetch(address)).text())[1]"


class Counting(Handler):
    """Remembers what it was asked for."""

    asked: ClassVar[list[str]] = []

    def send_head(self) -> BinaryIO | None:
        """The file to send."""
        self.asked.append(self.path)
        return super().send_head()


@pytest.fixture(scope="module")
def newer_site(bare_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is after a change of every page and of what they run."""
    site = shutil.copytree(bare_site, tmp_path_factory.mktemp("second") / "site")
    (old,) = (site / "runtime").iterdir()
    old.rename(site / "runtime" / "0123456789ab")
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8").replace(old.name, "0123456789ab")
        page.write_text(text.replace('<h1 id="', '<h1 id="newer-'), encoding="utf-8")
    pin(site)
    write_service_worker(site)
    return site


@pytest.fixture(scope="module")
def cut_off(chromium: Browser, bare_site: Path) -> Iterator[Keeper]:
    """A browser after one visit to a text page; then the server was stopped."""
    with keeper(chromium, bare_site) as online:
        online.keep("approaches/lora/").page.close()
        online.stop()
        yield online


def test_without_a_network_a_text_page_reads_as_ever(cut_off: Keeper) -> None:
    visit = cut_off.visit()
    visit.page.goto(f"{cut_off.address}reasoning/memory/")

    expect(visit.page.locator("h1")).to_contain_text("Memory")
    assert visit.page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Source Serif 4\"'))")
    assert visit.complaints == []


def test_without_a_network_search_finds(cut_off: Keeper) -> None:
    visit = cut_off.visit()
    visit.page.goto(cut_off.address)

    visit.page.locator(".md-search__input").press_sequentially("adapter")

    expect(visit.page.locator(".md-search-result__link").first).to_be_visible(timeout=PATIENCE_MS)


def test_without_a_network_the_calculator_answers(cut_off: Keeper) -> None:
    visit = cut_off.visit()
    visit.page.goto(f"{cut_off.address}calculator/?v=1&requests_per_month=300000")
    before = visit.answered()

    assert visit.asked("labelled_examples", "5000") != before
    assert visit.complaints == []


def test_without_a_network_an_address_that_is_not_kept_is_explained(cut_off: Keeper) -> None:
    visit = cut_off.visit()
    visit.page.goto(f"{cut_off.address}nowhere/")

    expect(visit.page.locator("h1")).to_have_text("Not kept on this device")
    visit.page.goto(f"{cut_off.address}calculator?v=1")
    expect(visit.page.locator("form#question")).to_be_visible()


def test_a_newer_version_is_used_only_when_it_is_whole_and_asked_for(
    chromium: Browser, bare_site: Path, newer_site: Path, tmp_path: Path
) -> None:
    served = tmp_path / "served"
    served.symlink_to(bare_site)
    with keeper(chromium, served, Counting) as reader:
        old = reader.keep("calculator/")
        assert old.asked("labelled_examples", "4000")
        served.unlink()
        served.symlink_to(newer_site)
        (newer_site / "guides" / "index.html").rename(newer_site / "late")

        other = reader.visit()
        other.page.goto(f"{reader.address}calculator/")
        other.page.wait_for_timeout(3000)
        assert other.page.locator("h1[id^=newer]").count() == 0, "a version of which a page is missing was used"
        (newer_site / "late").rename(newer_site / "guides" / "index.html")
        other.page.reload()
        expect_foot(other, "A new version is ready")
        assert other.page.locator("h1[id^=newer]").count() == 0, "a version nobody asked for was used"

        other.page.click("[data-offline] [data-reload]")

        other.page.wait_for_selector("h1[id^=newer]")
        assert other.page.locator("form#question").get_attribute("data-runtime") == "0123456789ab"
        assert other.asked("labelled_examples", "5000")
        assert other.complaints == []
        assert not [path for path in Counting.asked if path.endswith("0123456789ab/pyodide.asm.wasm")], "loaded again"
        reader.stop()
        assert not old.page.evaluate(HEADING_ID, f"{reader.address}guides/").startswith("newer")
        assert old.asked("labelled_examples", "350"), "the older window lost its Python"
        assert old.page.evaluate(VERSIONS) == 2
        old.page.reload()
        old.page.wait_for_selector("h1[id^=newer]")
        old.page.wait_for_function(f"({VERSIONS})().then((versions) => versions === 1)")
