"""`python -m press.pdf SITE`: binds the whole built site into one PDF, `SITE/tune-or-prompt.pdf`."""

from __future__ import annotations

import gc
import logging
import os
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.metadata import distribution
from itertools import product
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from calculator.catalog import read
from calculator.data import tables
from press.chapter import BookError, article, link
from press.fonts import MissingFaceError, face
from press.nav import Chapter, chapters, settings

ROOT = Path(__file__).parent.parent
BOOK = "tune-or-prompt.pdf"
FACES = {
    "Source Serif 4": "source-serif-4-{subset}-wght-{style}.woff2",
    "Inter": "inter-{subset}-wght-{style}.woff2",
    "JetBrains Mono": "jetbrains-mono-{subset}-400-{style}.woff2",
}
SUBSETS = {"latin": "", "latin-ext": " latin-ext", "greek": " greek"}
SYMBOLS = Path(str(distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")))


def main(site: Path) -> None:
    """Writes the book into the built site; raises `BookError` when something in it cannot be printed."""
    bind(site, chapters(settings(ROOT / "mkdocs.yml")["nav"]), site / BOOK)
    print(f"{BOOK}: {(site / BOOK).stat().st_size / 1e6:.1f} MB")


def bind(site: Path, order: Sequence[Chapter], target: Path) -> None:
    """Writes these chapters of the built site as one PDF."""
    config = settings(ROOT / "mkdocs.yml")
    articles = {chapter: article(site, chapter) for chapter in order}
    link(articles, str(config["site_url"]))
    book = _book(str(config["site_name"]), str(config["site_description"]), articles)
    style = _font_faces() + Path(__file__).with_name("print.css").read_text(encoding="utf-8")
    # Subsets of type faces carry the time they were made at, unless told another.
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    with _complaints() as complaints, _without_collector():
        html = weasyprint.HTML(string=book, base_url=str(ROOT), url_fetcher=_local)
        fonts = FontConfiguration()
        css = weasyprint.CSS(string=style, font_config=fonts)
        html.write_pdf(target, stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")
    if complaints:
        raise BookError("\n".join(complaints))


def _book(title: str, subtitle: str, articles: dict[Chapter, Element]) -> str:
    """The whole book as one HTML document."""
    html = Element("html", {"lang": "en"})
    head = SubElement(html, "head")
    SubElement(head, "title").text = title
    for key, content in (("author", f"The {title} project"), ("description", subtitle)):
        SubElement(head, "meta", {"name": key, "content": content})
    body = SubElement(html, "body")
    titles = {chapter: chapter.title or _heading(found) for chapter, found in articles.items()}
    body.append(_cover(title, subtitle))
    body.append(_contents(titles))
    for chapter, found in articles.items():
        kind = "" if chapter.address is not None else " heading-only"
        section = SubElement(body, "section", {"id": chapter.slug, "data-title": titles[chapter]})
        section.set("class", f"depth-{len(chapter.number)}{kind}")
        section.append(found)
    for element in html.iter():
        # The parser that WeasyPrint uses finds the name spaces of drawings itself.
        element.tag = element.tag.split("}")[-1]
    return "<!doctype html>" + tostring(html, encoding="unicode", method="html")


def _cover(name: str, subtitle: str) -> Element:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    prices = date.fromisoformat(read(tables()).as_of)
    cover = Element("header", {"id": "cover"})
    cover.append(fromstring(Path(__file__).with_name("cover.svg").read_text(encoding="utf-8")))  # noqa: S314 - our own file
    SubElement(cover, "p", {"class": "cover-title"}).text = name
    SubElement(cover, "p", {"class": "cover-subtitle"}).text = subtitle
    edition = f"Version {version}, with prices as of {prices.day} {prices:%B %Y}"
    SubElement(cover, "p", {"class": "cover-edition"}).text = edition
    return cover


def _contents(titles: dict[Chapter, str]) -> Element:
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


def _font_faces() -> str:
    """The rules that bring the site's own type faces.

    Each subset is a family of its own: WeasyPrint mixes up the letters of files that share a name.
    """
    rules = [f"@font-face {{ font-family: Symbols; src: url({SYMBOLS.as_uri()}) }}\n"]
    for (family, pattern), (subset, suffix), style in product(FACES.items(), SUBSETS.items(), ("normal", "italic")):
        file = face(pattern.format(subset=subset, style=style)).resolve()
        weight = "200 900" if "wght" in pattern else "400"
        rules.append(
            f'@font-face {{ font-family: "{family}{suffix}"; src: url({file.as_uri()}); '
            f"font-style: {style}; font-weight: {weight} }}\n"
        )
    return "".join(rules)


def _local(address: str) -> object:
    """Fetches files only: a book that is built without a network has no gaps."""
    if not address.startswith(("file:", "data:")):
        raise BookError(f"{address}: not part of the built site")
    return weasyprint.default_url_fetcher(address)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keeps everything until the book is written: nearly nothing of it is garbage, and looking takes a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collects what WeasyPrint only logs: images that it could not load, links that lead nowhere."""
    complaints: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    listener = Listener(logging.ERROR)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(listener)
    try:
        yield complaints
    finally:
        logger.removeHandler(listener)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except (BookError, MissingFaceError) as fault:
        sys.exit(f"press.pdf: {fault}")
