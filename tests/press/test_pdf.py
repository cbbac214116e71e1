from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import Destination

from press import pdf
from press.chapter import BookError, article
from press.nav import Chapter, chapters, settings

ROOT = Path(__file__).parents[2]
OUR_FACES = ("Source-Serif-4", "Inter", "JetBrains-Mono", "Symbols")
RIGHT_MARGIN_POINTS = (210 - 21) / 25.4 * 72
NUMBER = r"[\d.]+(?=\N{EN SPACE})"  # of a chapter, as its heading and its bookmark begin
MOST_BYTES = 15_000_000


@pytest.fixture(scope="module")
def book(site: Path) -> PdfReader:
    return PdfReader(site / pdf.BOOK)


@pytest.fixture(scope="module")
def order() -> list[Chapter]:
    return chapters(settings(ROOT / "mkdocs.yml")["nav"])


def bookmarks(entries: list[Any]) -> Iterator[Destination]:
    for entry in entries:
        if isinstance(entry, list):
            yield from bookmarks(entry)
        else:
            yield entry


def links(book: PdfReader) -> Iterator[Any]:
    for page in book.pages:
        for reference in page.get("/Annots") or ():
            annotation = reference.get_object()
            if annotation["/Subtype"] == "/Link":
                yield annotation


def text(page: PageObject) -> str:
    return re.sub(r"\s+", " ", page.extract_text())


def test_every_page_of_the_site_begins_a_chapter_in_the_order_of_the_navigation(
    book: PdfReader, order: list[Chapter]
) -> None:
    numbers = [match[0] for mark in bookmarks(book.outline) if (match := re.match(NUMBER, str(mark.title)))]

    assert numbers == [".".join(map(str, chapter.number)) for chapter in order]


def test_the_book_has_as_many_pages_as_chapters_and_not_a_library_more(book: PdfReader, order: list[Chapter]) -> None:
    assert len(order) < len(book.pages) < 12 * len(order)


def test_no_page_is_empty(book: PdfReader) -> None:
    assert [number for number, page in enumerate(book.pages, start=1) if len(text(page)) < 20] == []


def test_nothing_is_written_beyond_the_right_margin(site: Path) -> None:
    beyond: list[tuple[int, str]] = []
    for number, page in enumerate(PdfReader(site / pdf.BOOK).pages, start=1):
        resources: Any = page["/Resources"]
        resources.pop("/XObject", None)  # drawings have a measure of their own

        def see(text: str, current: list[float], matrix: list[float], *_: object, here: int = number) -> None:
            start = matrix[4] * current[0] + matrix[5] * current[2] + current[4]
            if text.strip() and start > RIGHT_MARGIN_POINTS:
                beyond.append((here, text))

        page.extract_text(visitor_text=see)

    assert beyond == []


def test_contents_name_the_page_that_the_bookmark_opens(book: PdfReader) -> None:
    contents = " ".join(text(page) for page in book.pages[1:5])
    last = list(bookmarks(book.outline))
    chapter = [mark for mark in last if re.match(r"\d+\N{EN SPACE}", str(mark.title))][-1]
    title = re.sub(r"\s+", " ", str(chapter.title))
    page = (book.get_destination_page_number(chapter) or 0) + 1

    assert re.search(rf"{re.escape(title.split(' ', 1)[1])}[ .]*{page}\b", contents)


def test_every_internal_link_leads_somewhere(book: PdfReader) -> None:
    known = set(book.named_destinations)
    targets = [
        str(link.get("/Dest") or link.get("/A", {}).get("/D"))
        for link in links(book)
        if "/URI" not in link.get("/A", {})
    ]

    assert len(targets) > len(book.pages)
    assert [target for target in targets if target not in known] == []


def test_links_to_pages_stay_in_the_book(book: PdfReader, order: list[Chapter]) -> None:
    site_url = str(settings(ROOT / "mkdocs.yml")["site_url"])
    out = {str(link["/A"]["/URI"]) for link in links(book) if "/URI" in link.get("/A", {})}
    pages = {f"{site_url}{chapter.address}" for chapter in order if chapter.address is not None}

    assert out & pages == set()
    assert not [address for address in out if address.startswith("file:")]


def test_every_face_is_embedded_and_ours(book: PdfReader) -> None:
    resources: list[Any] = [page["/Resources"] for page in book.pages]
    fonts = [font.get_object() for each in resources for font in each.get("/Font", {}).values()]
    inner = [font["/DescendantFonts"][0].get_object() for font in fonts]

    assert inner
    assert all("/FontFile2" in each["/FontDescriptor"] or "/FontFile3" in each["/FontDescriptor"] for each in inner)
    names = {str(font["/BaseFont"]).split("+")[-1] for font in fonts}
    assert [name for name in names if not name.startswith(OUR_FACES)] == []


def test_the_book_is_tagged_and_says_what_it_is(book: PdfReader) -> None:
    root: Any = book.root_object

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert book.metadata
    assert book.metadata.title == "Tune or Prompt"


def test_the_calculator_is_printed_with_its_answer_and_without_its_form(book: PdfReader) -> None:
    assert "/AcroForm" not in book.root_object
    assert not [link for link in links(book) if link["/Subtype"] == "/Widget"]


def test_the_book_is_light_enough_to_send(site: Path) -> None:
    assert (site / pdf.BOOK).stat().st_size < MOST_BYTES


def test_binding_again_gives_the_same_bytes(site: Path, order: list[Chapter], tmp_path: Path) -> None:
    excerpt = [chapter for chapter in order if chapter.address in {"", "calculator/", "approaches/lora/"}]
    for name in ("one.pdf", "two.pdf"):
        pdf.bind(site, excerpt, tmp_path / name)

    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def page_of(site: Path, html: str) -> Chapter:
    folder = site / "page"
    folder.mkdir()
    (folder / "index.html").write_text(f'<nav></nav><article class="md-content__inner md-typeset">{html}</article>')
    return Chapter("", "page/", (1,))


def test_a_missing_image_ends_the_work_with_its_page(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"page/: image gone\.png"):
        article(tmp_path, page_of(tmp_path, '<h1>A</h1><img src="gone.png" alt="gone">'))


def test_a_page_that_was_not_built_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"missing/index\.html"):
        article(tmp_path, Chapter("", "missing/", (1,)))


def test_tabs_lie_open_under_their_labels(tmp_path: Path) -> None:
    tabs = (
        '<h1>A</h1><div class="tabbed-set"><input><div class="tabbed-labels"><label>One</label><label>Two</label></div>'
        '<div class="tabbed-content"><div class="tabbed-block"><p>first</p></div>'
        '<div class="tabbed-block"><p>second</p></div></div></div>'
    )

    read = "|".join(article(tmp_path, page_of(tmp_path, tabs)).itertext())

    assert read.endswith("One|first|Two|second")


def test_what_is_folded_on_the_screen_lies_open_on_paper(tmp_path: Path) -> None:
    found = article(tmp_path, page_of(tmp_path, "<h1>A</h1><details><summary>S</summary><p>inside</p></details>"))

    assert [details.get("open") for details in found.iter("details")] == [""]


def test_text_behind_what_is_left_out_stays(tmp_path: Path) -> None:
    found = article(
        tmp_path, page_of(tmp_path, "<h1>A<a class='headerlink'>link</a></h1><p>one<button>no</button> two</p>")
    )

    assert "".join(found.itertext()) == "1\N{EN SPACE}Aone two"
