"""Every page of the built site can be reached, leads somewhere, and says in words what it shows."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html
from lxml.html import HtmlElement

from press.chapter import SCENARIO
from press.nav import chapters, settings

ROOT = Path(__file__).parents[2]
CONFIG = settings(ROOT / "mkdocs.yml")
ADDRESSES = [each.address for each in chapters(CONFIG["nav"]) if each.address is not None]
CARD = (1200, 630)
HERE = "https://site.invalid/"  # stands for the site's root while addresses are resolved


def test_a_link_that_leads_nowhere_is_seen(site: Path) -> None:
    assert leads(site, "approaches/lora/", "how-to-do-it")
    assert not leads(site, "approaches/lora/", "no-such-section")
    assert not leads(site, "no/such/page/", "")


def test_every_page_is_in_the_navigation(site: Path) -> None:
    built = {file.relative_to(site).as_posix().removesuffix("index.html") for file in site.rglob("index.html")}
    assert built == set(ADDRESSES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_of_a_page_leads_to_a_file_and_its_anchor_to_a_place(site: Path, address: str) -> None:
    dead = set()
    for element in document(site, address).iter("a", "img", "link", "script"):
        target = element.get("href") or element.get("src") or ""
        url = urlsplit(urljoin(f"{HERE}{address}", target))
        anchor = "" if url.fragment.startswith(SCENARIO) else unquote(url.fragment)
        if url.netloc == urlsplit(HERE).netloc and not leads(site, unquote(url.path).lstrip("/"), anchor):
            dead.add(target)

    assert not dead


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_picture_of_a_page_is_told_in_words(site: Path, address: str) -> None:
    (article,) = document(site, address).findall(".//article")
    silent = [each for each in article.iter("img") if not each.get("alt")]
    silent += [each for each in article.iter("svg", "{*}svg") if not told(each)]

    assert not [html.tostring(each)[:120] for each in silent]


def test_every_page_can_be_shown_by_other_sites(site: Path) -> None:
    image = f"{CONFIG['site_url']}img/card.png"
    wanted = {"og:title", "og:description", "og:url", "og:image", "og:image:alt"}
    for address in ADDRESSES:
        found = {each.get("property"): each.get("content") for each in document(site, address).iter("meta")}
        assert all(found.get(name) for name in wanted), address
        assert found["og:image"] == image
        assert found["og:url"] == f"{CONFIG['site_url']}{address}"
    assert struct.unpack(">II", (site / "img" / "card.png").read_bytes()[16:24]) == CARD


def test_every_page_can_be_changed_by_its_readers(site: Path) -> None:
    assert not [each for each in ADDRESSES if not document(site, each).findall(".//a[@rel='edit']")]


@cache
def document(site: Path, address: str) -> HtmlElement:
    return html.parse(site / address / "index.html").getroot()


@cache
def anchors(file: Path) -> frozenset[str]:
    return frozenset(element.get("id") for element in html.parse(file).getroot().iter("*") if element.get("id"))


def leads(site: Path, path: str, fragment: str) -> bool:
    """The path is a file of the site, or a folder with a page; an anchor is an id of that page."""
    file = site / path
    file = file / "index.html" if file.is_dir() else file
    return file.is_file() and (not fragment or file.suffix != ".html" or fragment in anchors(file))


def told(picture: HtmlElement) -> bool:
    """The picture has words of its own, or is none to those who do not see it."""
    hidden = any(each.get("aria-hidden") == "true" for each in (picture, *picture.iterancestors()))
    within = any(each.tag in ("a", "button") and each.get("title") for each in picture.iterancestors())
    return hidden or within or bool(picture.get("aria-label") or picture.findall(".//title"))
