"""From a built page to a chapter of the book: what only a screen needs goes, what paper needs comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]  # ships no types

from press.columns import MEASURE_POINTS, set_columns
from press.nav import Chapter

SVG = "{http://www.w3.org/2000/svg}svg"
SCENARIO = "v="  # how the fragment of the calculator's address begins where it asks something
HERE = "https://book.invalid/"  # stands for the site's root while addresses are resolved
SCREEN_TAGS = frozenset(
    {"button", "dialog", "form", "input", "nav", "noscript", "progress", "script", "select", "style", "template"}
    | {"textarea"}
)
SCREEN_IDS = frozenset(
    {"comparison", "loading", "paper-address", "paper-sources", "question", "starts", "steps", "tools"}
)
SCREEN_CLASSES = frozenset(
    {
        "chart-narrow",
        "footnote-backref",
        "headerlink",
        "md-content__button",
        "md-source-file",
        "screen-only",
        "tabbed-labels",
        "to-answer",
    }
)
DRAWING_FACES = "Inter, Inter latin-ext, Inter greek, Symbols"
INDENTED = frozenset({"ul", "ol", "dd", "blockquote"})
INDENT_POINTS = 16  # what print.css takes off on the left
ARTICLE = '<article class="md-content__inner'
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class BookError(Exception):
    """Something in the built site that cannot be printed; the message names the page."""


def article(site: Path, chapter: Chapter) -> Element:
    """The article of a built page, made ready for paper; its ids begin with the chapter's slug."""
    found = _article(site, chapter)
    _label_tabs(found)
    _drop(found, _is_for_screens)
    for details in found.iter("details"):
        _open(details)
    _prepare_drawings(found, chapter)
    _set_tables(found, MEASURE_POINTS)
    for code in found.iter("code"):
        if not len(code) and "\n" not in (code.text or ""):
            _soften(code)
    _place_images(found, site, chapter)
    _head(found, chapter)
    for element in _outside_drawings(found):
        if anchor := element.get("id"):
            element.set("id", f"{chapter.slug}--{anchor}")
    return found


def link(articles: dict[Chapter, Element], site_url: str) -> None:
    """Points links between pages into the book, and those to anything else of the site at the site itself."""
    by_address = {chapter.address: chapter for chapter in articles}
    anchors = {element.get("id") for found in articles.values() for element in found.iter()}
    for chapter, found in articles.items():
        for element in found.iter("a"):
            if href := element.get("href"):
                _link(element, urljoin(f"{HERE}{chapter.address or ''}", href), by_address, anchors, site_url)


def _link(
    element: Element,
    address: str,
    by_address: dict[str | None, Chapter],
    anchors: set[str | None],
    site_url: str,
) -> None:
    if not address.startswith(HERE):
        return
    parts = urlsplit(address)
    target = by_address.get(parts.path.lstrip("/"))
    if target is None or parts.fragment.startswith(SCENARIO):
        element.set("href", site_url + address.removeprefix(HERE))
        return
    anchor = f"{target.slug}--{unquote(parts.fragment)}"
    is_elsewhere = not (element.get("href") or "").startswith("#")
    element.set("href", f"#{anchor if anchor in anchors else target.slug}")
    if is_elsewhere:
        element.set("class", f"{element.get('class', '')} cross-reference".strip())


def _article(site: Path, chapter: Chapter) -> Element:
    if chapter.address is None:
        return Element("article")
    file = site / chapter.address / "index.html"
    if not file.exists():
        raise BookError(f"{file}: missing, although mkdocs.yml names the page; run `python -m mkdocs build` first")
    _, opening, rest = file.read_text(encoding="utf-8").partition(ARTICLE)
    if not opening:
        raise BookError(f"{file}: holds no article")
    # Only the article is parsed: the navigation around it is the greater part of a page.
    content, closing, _ = rest.rpartition("</article>")
    tree: Element = tinyhtml5.parse(opening + content + closing, namespace_html_elements=False)
    return next(tree.iter("article"))


def _drop(parent: Element, is_unwanted: Callable[[Element], bool]) -> None:
    """Removes elements and keeps the text that follows them."""
    previous: Element | None = None
    for child in list(parent):
        if not is_unwanted(child):
            _drop(child, is_unwanted)
            previous = child
            continue
        tail = child.tail or ""
        if previous is None:
            parent.text = (parent.text or "") + tail
        else:
            previous.tail = (previous.tail or "") + tail
        parent.remove(child)


def _is_for_screens(element: Element) -> bool:
    is_line_anchor = element.tag == "a" and (element.get("id") or "").startswith("__codelineno")
    return (
        element.tag in SCREEN_TAGS
        or element.get("hidden") is not None
        or element.get("id") in SCREEN_IDS
        or bool(SCREEN_CLASSES & _classes(element))
        or is_line_anchor
    )


def _set_tables(element: Element, measure: float) -> None:
    """Sets every table within what lists and boxes around it leave of the measure, in points."""
    for child in element:
        if child.tag == "table":
            set_columns(child, measure)
        else:
            _set_tables(child, measure - INDENT_POINTS * (child.tag in INDENTED or "admonition" in _classes(child)))


def _open(details: Element) -> None:
    """Lays folded content open; a summary that its table repeats as a caption goes."""
    details.set("open", "")
    summary, caption = details.find("summary"), next(details.iter("caption"), None)
    if summary is not None and caption is not None and "".join(summary.itertext()) == "".join(caption.itertext()):
        details.remove(summary)


def _soften(code: Element) -> None:
    """Lets a long name break after its low lines, where it must break."""
    first, *rest = (code.text or "").split("_")
    for place, part in enumerate(rest):
        chance = Element("wbr")
        chance.tail = part + "_" * (place < len(rest) - 1)
        code.insert(place, chance)
    code.text = first + "_" * bool(rest)


def _label_tabs(found: Element) -> None:
    """Puts each tab's label over its content: on paper all tabs lie open."""
    for tabs in (each for each in found.iter("div") if "tabbed-set" in _classes(each)):
        labels = ["".join(label.itertext()).strip() for label in tabs.iter("label")]
        blocks = [block for block in tabs.iter("div") if "tabbed-block" in _classes(block)]
        for label, block in zip(labels, blocks, strict=True):
            heading = Element("p", {"class": "tab-label"})
            heading.text = label
            block.insert(0, heading)


def _prepare_drawings(found: Element, chapter: Chapter) -> None:
    """Gives every drawing the book's letters, and the size of its view box: without one WeasyPrint leaves it out."""
    for drawing in found.iter(SVG):
        box = drawing.get("viewBox")
        if box is None:
            raise BookError(f"{chapter.address}: an <svg> has no viewBox")
        _, _, width, height = box.replace(",", " ").split()
        drawing.set("width", drawing.get("width", width))
        drawing.set("height", drawing.get("height", height))
        drawing.set("font-family", DRAWING_FACES)


def _place_images(found: Element, site: Path, chapter: Chapter) -> None:
    for image in found.iter("img"):
        path = unquote(urlsplit(urljoin(f"{HERE}{chapter.address}", image.get("src") or "")).path).lstrip("/")
        file = site / path
        if not file.is_file():
            raise BookError(f"{chapter.address}: image {image.get('src')} is not in the built site")
        image.set("src", file.resolve().as_uri())


def _head(found: Element, chapter: Chapter) -> None:
    """Lowers the headings by the chapter's depth and numbers the first."""
    depth = len(chapter.number)
    for element in found.iter():
        if element.tag in HEADINGS:
            element.set("class", f"level-{element.tag[1]}")
            element.tag = HEADINGS[min(HEADINGS.index(element.tag) + depth, len(HEADINGS)) - 1]
    first = next((each for each in found.iter() if each.tag in HEADINGS), None)
    if first is None:
        first = Element(HEADINGS[depth - 1])
        first.text = chapter.title
        found.insert(0, first)
    first.set("class", f"title title-{depth}")
    number = Element("span", {"class": "number"})
    number.text = ".".join(map(str, chapter.number)) + "\N{EN SPACE}"
    number.tail, first.text = first.text, None
    first.insert(0, number)


def _outside_drawings(element: Element) -> Iterator[Element]:
    """Every element but those of drawings, whose ids are their own affair."""
    if element.tag != SVG:
        yield element
        for child in element:
            yield from _outside_drawings(child)


def _classes(element: Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())
