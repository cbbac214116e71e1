"""The whole book as one tree: cover, imprint, contents, and every chapter in the order of the navigation."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, fromstring

from calculator.catalog import read
from calculator.data import tables
from press.nav import Chapter

ROOT = Path(__file__).parent.parent
COVER = Path(__file__).with_name("cover.svg")
KEYWORDS = "language models, fine-tuning, prompting, prompt tuning, LoRA, cost of ownership, decision support"


@dataclass(frozen=True)
class Edition:
    """What the book says of itself."""

    title: str
    subtitle: str
    address: str
    rights: str
    version: str
    prices: date

    @property
    def author(self) -> str:
        """Who made it."""
        return f"The {self.title} project"


def edition(settings: Mapping[str, object]) -> Edition:
    """The edition that mkdocs.yml, pyproject.toml and the price list describe."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Edition(
        title=str(settings["site_name"]),
        subtitle=str(settings["site_description"]),
        address=str(settings["site_url"]),
        rights=str(settings["copyright"]),
        version=project["version"],
        prices=date.fromisoformat(read(tables()).as_of),
    )


def book(about: Edition, articles: Mapping[Chapter, Element]) -> Element:
    """The whole book as one HTML document."""
    html = Element("html", {"lang": "en"})
    head = SubElement(html, "head")
    SubElement(head, "title").text = about.title
    for key, content in (("author", about.author), ("description", about.subtitle), ("keywords", KEYWORDS)):
        SubElement(head, "meta", {"name": key, "content": content})
    body = SubElement(html, "body")
    titles = {chapter: chapter.title or _heading(found) for chapter, found in articles.items()}
    body.extend((_cover(about), _imprint(about), _contents(titles)))
    for chapter, found in articles.items():
        section = SubElement(body, "section", {"id": chapter.slug, "data-title": titles[chapter]})
        section.set("class", " ".join((f"depth-{len(chapter.number)}", *_kinds(chapter, found))))
        section.append(found)
    return html


def _kinds(chapter: Chapter, found: Element) -> list[str]:
    """What decides how a chapter is set, besides its depth."""
    terms = sum(1 for _ in found.iter("dt"))
    prose = sum(1 for _ in found.iter("p"))
    kinds = {"heading-only": chapter.address is None, "lexicon": terms > 2 * prose and terms > 40}
    return [kind for kind, holds in kinds.items() if holds]


def _cover(about: Edition) -> Element:
    cover = Element("header", {"id": "cover"})
    cover.append(fromstring(COVER.read_text(encoding="utf-8")))  # noqa: S314 - our own file
    for part, text in (
        ("title", about.title),
        ("subtitle", about.subtitle),
        ("edition", f"Version {about.version}, with prices as of {_day(about.prices)}"),
    ):
        SubElement(cover, "p", {"class": f"cover-{part}"}).text = text
    return cover


def _imprint(about: Edition) -> Element:
    imprint = Element("section", {"id": "imprint"})
    computed = (
        "Every figure, table and worked case was computed when this book was made, "
        f"with prices as of {_day(about.prices)}; every number leads to its source. "
        "The book holds what the site holds: the same pages in the same order, "
        "with the calculator’s answer to its opening question."
    )
    signs = (
        "In the text a small number after a link is the page that the link leads to, "
        "and a name with a year stands in the bibliography."
    )
    rights = f"Version {about.version}. {about.author}. {about.rights}"
    for line in (f"{about.title}. {about.subtitle}", rights, computed, signs):
        SubElement(imprint, "p").text = line
    last = SubElement(imprint, "p")
    last.text = "The calculator, newer prices and this book: "
    SubElement(last, "a", {"href": about.address}).text = about.address.partition("://")[2].rstrip("/")
    return imprint


def _contents(titles: Mapping[Chapter, str]) -> Element:
    contents = Element("nav", {"id": "contents"})
    SubElement(contents, "h1", {"class": "title title-1"}).text = "Contents"
    for chapter, title in titles.items():
        line = SubElement(contents, "p", {"class": f"entry entry-{len(chapter.number)}"})
        entry = SubElement(line, "a", {"href": f"#{chapter.slug}"})
        number = SubElement(entry, "span", {"class": "number"})
        number.text = ".".join(map(str, chapter.number))
        number.tail = title
    return contents


def _heading(found: Element) -> str:
    """The text of an article's first heading, without its number."""
    heading = next(each for each in found.iter() if "title" in (each.get("class") or "").split())
    return "".join(
        [heading[0].tail or "", *("".join(each.itertext()) + (each.tail or "") for each in heading[1:])]
    ).strip()


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
