from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from press import pdf
from press.chapter import BookError, article
from press.nav import Chapter, chapters, settings

ROOT = Path(__file__).parents[2]
OUR_FACES = ("Source-Serif-4", "Inter", "JetBrains-Mono", "Symbols")
POINTS = 72 / 25.4  # a millimetre
RIGHT_MARGIN, FOOT = (210 - 21) * POINTS, 20 * POINTS
TITLE_AND_A_LINE = 25
FRONT = 2  # cover and imprint
NUMBER = r"[\d.]+(?=\N{EN SPACE})"  # of a chapter, as its heading and its bookmark begin
MOST_BYTES = 15_000_000


class Mark(NamedTuple):
    """A bookmark, the page that it opens counted from 0, and its height there in points."""

    title: str
    page: int
    top: float


@pytest.fixture(scope="module")
def book(site: Path) -> PdfReader:
    return PdfReader(site / pdf.BOOK)


@pytest.fixture(scope="module")
def marks(book: PdfReader) -> list[Mark]:
    """The bookmarks from first to last."""
    numbers = {page.indirect_reference: number for number, page in enumerate(book.pages)}
    return [Mark(str(each.title), numbers[each.page], float(each.top or 0)) for each in bookmarks(book.outline)]


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


class Piece(NamedTuple):
    """A piece of text and where it begins, in points from the lower left corner; drawings are left out."""

    x: float
    y: float
    text: str


@pytest.fixture(scope="module")
def pages(site: Path) -> list[list[Piece]]:
    """The text of every page, read once."""
    found: list[list[Piece]] = []
    for page in PdfReader(site / pdf.BOOK).pages:
        resources: Any = page["/Resources"]
        resources.pop("/XObject", None)  # drawings have a measure of their own
        pieces: list[Piece] = []

        def see(text: str, now: list[float], line: list[float], *_: object, into: list[Piece] = pieces) -> None:
            x, y = (line[4] * now[k] + line[5] * now[k + 2] + now[k + 4] for k in (0, 1))
            if text.strip():
                into.append(Piece(x, y, text))

        page.extract_text(visitor_text=see)
        found.append(pieces)
    return found


def body(pieces: list[Piece]) -> list[Piece]:
    """A page's text between its running heads and its number."""
    return [each for each in pieces if FOOT < each.y < (297 - 19) * POINTS]


def text(pieces: list[Piece]) -> str:
    """A page's text, its lines parted by a space."""
    parts = (f"{' ' * (round(last.y) != round(each.y))}{each.text}" for last, each in pairwise([pieces[0], *pieces]))
    return re.sub(r"\s+", " ", "".join(parts))


def test_every_page_of_the_site_begins_a_chapter_in_the_order_of_the_navigation(
    marks: list[Mark], order: list[Chapter]
) -> None:
    numbers = [match[0] for mark in marks if (match := re.match(NUMBER, mark.title))]

    assert numbers == [".".join(map(str, chapter.number)) for chapter in order]


def test_the_book_is_a_book_and_not_a_library(book: PdfReader, order: list[Chapter]) -> None:
    assert len(order) < len(book.pages) < 4 * len(order)


def test_no_page_is_nearly_empty_unless_the_next_opens_a_part(
    book: PdfReader, pages: list[list[Piece]], marks: list[Mark]
) -> None:
    parts = {mark.page for mark in marks if re.match(r"\d+\N{EN SPACE}", mark.title)}
    for number in range(FRONT, len(pages)):
        lines = {round(each.y) for each in body(pages[number])}
        content = book.pages[number].get_contents()
        has_drawing = content is not None and b" Do" in content.get_data()
        is_last = number + 1 in parts or number == len(pages) - 1
        assert has_drawing or len(lines) >= (3 if is_last else 12), f"page {number + 1} has {len(lines)} lines"


def test_no_heading_stands_at_the_foot_of_a_page(pages: list[list[Piece]], marks: list[Mark]) -> None:
    alone = [
        (mark.page + 1, mark.title)
        for mark in marks
        if not any(each.y < mark.top - TITLE_AND_A_LINE for each in body(pages[mark.page]))
    ]

    assert alone == []


def test_nothing_is_written_beyond_the_right_margin(pages: list[list[Piece]]) -> None:
    beyond = [(number, each) for number, page in enumerate(pages[1:], 2) for each in page if each.x > RIGHT_MARGIN]

    assert beyond == []


def test_contents_name_the_page_that_each_bookmark_opens(
    pages: list[list[Piece]], marks: list[Mark], order: list[Chapter]
) -> None:
    opened = {
        match[0]: (mark.page + 1, mark.title.partition("\N{EN SPACE}")[2])
        for mark in marks
        if (match := re.match(NUMBER, mark.title))
    }
    first = min(page for page, _ in opened.values())
    contents = " ".join(text(page) for page in pages[FRONT : first - 1])
    for chapter in order:
        number = ".".join(map(str, chapter.number))
        page, heading = opened[number]
        entry = rf"(?<![\d.]){number} ?{re.escape(chapter.title or heading)}[ .]*{page}(?!\d)"
        assert re.search(entry, contents), f"{number} is on page {page}"


def test_captions_are_numbered_through_each_part(pages: list[list[Piece]]) -> None:
    whole = " ".join(text(page) for page in pages)
    for kind in ("Figure", "Table"):
        for part in "2345678":
            numbers = [int(each) for each in re.findall(rf"{kind} {part}\.(\d+)\N{{EN SPACE}}?", whole)]
            assert numbers == list(range(1, len(numbers) + 1)), f"{kind} {part}"


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
    pages = {f"{site_url}{chapter.address}" for chapter in order if chapter.address}  # the imprint leads to the site

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
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert book.metadata
    assert book.metadata.title == "Tune or Prompt"
    assert book.metadata.author == "The Tune or Prompt project"
    assert "field guide" in str(book.metadata.subject)
    assert "LoRA" in str(book.metadata.keywords)


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


def test_another_paper_gets_another_page_and_the_same_words(site: Path, order: list[Chapter], tmp_path: Path) -> None:
    excerpt = [chapter for chapter in order if chapter.address == "approaches/lora/"]
    pdf.bind(site, excerpt, tmp_path / "letter.pdf", "letter")
    letter = PdfReader(tmp_path / "letter.pdf")

    assert [round(float(side) / 72, 2) for side in letter.pages[0].mediabox[2:]] == [8.5, 11.0]
    assert "low-rank adaptation" in " ".join(page.extract_text() for page in letter.pages)


def test_an_excerpt_without_chapters_is_refused(site: Path) -> None:
    with pytest.raises(BookError, match="nowhere"):
        pdf.main(site, only=["nowhere/"])


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


def test_what_a_script_would_show_later_is_left_out(tmp_path: Path) -> None:
    found = article(
        tmp_path, page_of(tmp_path, "<h1>A</h1><p hidden>wait</p><nav>go</nav><textarea>type</textarea><p>read</p>")
    )

    assert "".join(found.itertext()) == "1\N{EN SPACE}Aread"


def test_a_table_in_a_list_leaves_room_for_the_indent(tmp_path: Path) -> None:
    wide = f"<table><tr><td>{'word ' * 60}</td><td>{'more ' * 60}</td></tr></table>"
    found = article(tmp_path, page_of(tmp_path, f"<h1>A</h1>{wide}<ul><li>{wide}</li></ul>"))

    free, listed = (
        sum(float(col.get("style", "")[7:-2]) for col in table.iter("col")) for table in found.iter("table")
    )
    assert free - listed == pytest.approx(16, abs=1)
