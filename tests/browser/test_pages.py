from __future__ import annotations

from pathlib import Path

from press.nav import chapters, settings
from tests.browser.conftest import Open

ROOT = Path(__file__).parents[2]
PHONE = {"width": 390, "height": 844}
ADDRESSES = [each.address for each in chapters(settings(ROOT / "mkdocs.yml")["nav"]) if each.address is not None]


def test_no_page_asks_another_host_or_complains(new_visit: Open, address: str) -> None:
    visit = new_visit()
    for page in ADDRESSES:
        visit.page.goto(f"{address}{page}", wait_until="load")

    assert len(visit.requests) > len(ADDRESSES)
    assert [url for url in visit.requests if not url.startswith((address, "data:", "blob:"))] == []
    assert visit.complaints == []


def test_no_page_scrolls_sideways_on_a_phone(new_visit: Open, address: str) -> None:
    visit = new_visit(viewport=PHONE)
    wide = []
    for page in ADDRESSES:
        visit.page.goto(f"{address}{page}")
        if visit.page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(page)

    assert wide == []
