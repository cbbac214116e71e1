"""The zip opens from a folder: no server, no network, and everything works."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from press import archive
from tests.browser.conftest import PATIENCE_MS, ROOT, Open, Visit

MOST_BYTES = 16_000_000  # with the book


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    packed = folder / "site.zip"
    archive.main(ROOT / "site", packed)
    assert packed.stat().st_size < MOST_BYTES
    with ZipFile(packed) as content:
        content.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def visit(new_visit: Open, unpacked: Path) -> Visit:
    found = new_visit()
    found.page.goto((unpacked / "index.html").as_uri())
    return found


def test_from_a_folder_the_calculator_answers(visit: Visit) -> None:
    visit.page.locator("a[href*='calculator/']:visible").first.click()

    assert visit.asked("labelled_examples", "5000")
    visit.page.reload()
    assert visit.page.input_value("[name=labelled_examples]") == "5000"
    assert visit.complaints == []
    assert [url for url in visit.requests if not url.startswith(("file:", "data:", "blob:"))] == []


def test_from_a_folder_search_leads_to_a_page(visit: Visit) -> None:
    visit.page.locator(".md-search__input").press_sequentially("adapter")
    found = visit.page.locator(".md-search-result__link").first
    expect(found).to_be_visible(timeout=PATIENCE_MS)

    found.click()

    expect(visit.page.locator("h1")).to_contain_text("dapter", timeout=PATIENCE_MS)
    assert visit.complaints == []


def test_no_link_of_the_zip_leads_to_a_folder_or_nowhere(unpacked: Path) -> None:
    lost = set()
    for page in unpacked.rglob("*.html"):
        for _, name in archive.LINK.findall(page.read_text(encoding="utf-8")):
            if name and not name.startswith("/") and not (page.parent / name).is_file():
                lost.add(f"{page.relative_to(unpacked)}: {name}")
    assert not lost
