"""`python -m press.pdf SITE`: binds the whole built site into one PDF, `SITE/tune-or-prompt.pdf`.

`--only reasoning` binds those chapters alone, into `SITE/excerpt.pdf`; `--paper letter` is for other printers.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import distribution
from itertools import product
from pathlib import Path
from xml.etree.ElementTree import Element

import cssselect2  # type: ignore[import-untyped]  # ships no types
import pydyf  # type: ignore[import-untyped]  # ships no types
import weasyprint
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import FontConfiguration

from press.book import ROOT, book, edition
from press.captions import number_captions
from press.chapter import BookError, article, link
from press.fonts import MissingFaceError, face
from press.nav import Chapter, chapters, settings
from press.sources import gather, note_addresses

HANGS_PIXELS = 2 / 25.4 * 96
BOOK, EXCERPT = "tune-or-prompt.pdf", "excerpt.pdf"
PAPERS = {
    "a4": ("210mm", "297mm", "22mm 21mm 20mm 23mm"),
    "letter": ("215.9mm", "279.4mm", "20mm 24.4mm 19mm 25.5mm"),
}
FACES = {
    "Source Serif 4": "source-serif-4-{subset}-wght-{style}.woff2",
    "Inter": "inter-{subset}-wght-{style}.woff2",
    "JetBrains Mono": "jetbrains-mono-{subset}-400-{style}.woff2",
}
SUBSETS = {"latin": "", "latin-ext": " latin-ext", "greek": " greek"}
SYMBOLS = Path(str(distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")))


def main(site: Path, only: Sequence[str] = (), paper: str = "a4") -> None:
    """Writes the book into the built site; raises `BookError` when something in it cannot be printed."""
    order = [each for each in chapters(settings(ROOT / "mkdocs.yml")["nav"]) if _is_wanted(each, only)]
    if not order:
        raise BookError(f"no chapter's address begins with {' or '.join(only)}")
    target = site / (EXCERPT if only else BOOK)
    if paper != "a4":
        target = target.with_stem(f"{target.stem}-{paper}")
    bind(site, order, target, paper)
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")


def bind(site: Path, order: Sequence[Chapter], target: Path, paper: str = "a4") -> None:
    """Writes these chapters of the built site as one PDF."""
    about = edition(settings(ROOT / "mkdocs.yml"))
    articles = {chapter: article(site, chapter) for chapter in order}
    number_captions(articles)
    link(articles, about.address)
    gather(articles.values())
    for found in articles.values():
        note_addresses(found, about.address)
    style = _paper(paper) + _font_faces() + Path(__file__).with_name("print.css").read_text(encoding="utf-8")
    # Subsets of type faces carry the time they were made at, unless told another.
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    with _complaints() as complaints, _without_collector(), _pages_listed_once():
        fonts = FontConfiguration()
        css = weasyprint.CSS(string=style, font_config=fonts)
        document = _Parsed(book(about, articles)).render(fonts, stylesheets=[css], pdf_variant="pdf/ua-1")
        complaints.extend(_overflows(document))
        document.write_pdf(target, pdf_variant="pdf/ua-1")
    if complaints:
        raise BookError("\n".join(complaints))


def _is_wanted(chapter: Chapter, only: Sequence[str]) -> bool:
    return not only or (chapter.address is not None and chapter.address.startswith(tuple(only)))


class _Parsed(weasyprint.HTML):  # type: ignore[misc]  # of unknown type, as above
    """A document that is a tree already: to write it out and parse it again would take seconds."""

    def __init__(self, tree: Element) -> None:
        self.base_url = ROOT.as_uri()
        self.url_fetcher = _local
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def _paper(paper: str) -> str:
    width, height, margin = PAPERS[paper]
    return (
        f"@page {{ size: {width} {height}; margin: {margin} }}\n"
        f":root {{ --page-width: {width}; --page-height: {height} }}\n"
    )


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


def _overflows(document: weasyprint.Document) -> Iterator[str]:
    """Text that reaches into the right margin: a table too wide, a word too long."""
    for number, page in enumerate(document.pages, start=1):
        box = page._page_box  # noqa: SLF001 - nothing public tells where a text stands
        right = box.content_box_x() + box.width + HANGS_PIXELS
        for each in box.descendants():
            if isinstance(each, TextBox) and each.position_x + each.width > right and each.text.strip():
                yield f"page {number}: {each.text!r} reaches beyond the margin"


@contextmanager
def _pages_listed_once() -> Iterator[None]:
    """Lets pydyf keep its list of pages: it makes it anew for each of a hundred thousand tags, a fifth of all time."""
    lists: dict[int, tuple[bytes, ...]] = {}
    slow = pydyf.PDF.page_references

    def page_references(document: pydyf.PDF) -> tuple[bytes, ...]:
        count = document.pages["Count"]
        if count not in lists:
            lists[count] = slow.fget(document)
        return lists[count]

    pydyf.PDF.page_references = property(page_references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = slow


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
    parser = argparse.ArgumentParser(prog="python -m press.pdf", description=__doc__)
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument(
        "--only", action="append", default=[], metavar="ADDRESS", help="bind chapters below this address"
    )
    parser.add_argument("--paper", choices=PAPERS, default="a4")
    chosen = parser.parse_args()
    try:
        main(chosen.site, chosen.only, chosen.paper)
    except (BookError, MissingFaceError) as fault:
        sys.exit(f"press.pdf: {fault}")
