"""Numbers for figures and tables, counted through each part of the book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from press.chapter import SVG
from press.nav import Chapter


def number_captions(articles: Mapping[Chapter, Element]) -> None:
    """Writes `Figure 3.12` or `Table 3.4` before every caption; what has no caption gets no number."""
    counts: Counter[tuple[str, int]] = Counter()
    for chapter, found in articles.items():
        for kind, caption in _captions(found):
            part = chapter.number[0]
            counts[kind, part] += 1
            label = Element("span", {"class": "label"})
            label.text = f"{kind} {part}.{counts[kind, part]}"
            label.tail = f"\N{EN SPACE}{caption.text or ''}"
            caption.text = None
            caption.insert(0, label)


def _captions(found: Element) -> list[tuple[str, Element]]:
    """Captions in the order of the page: those of tables, and those of figures that hold a drawing."""
    captions = []
    for element in found.iter():
        if element.tag == "table" and len(element) and element[0].tag == "caption":
            captions.append(("Table", element[0]))
        elif element.tag == "figure" and any(True for _ in element.iter(SVG)):
            caption = next(element.iter("figcaption"), None)
            if caption is not None:
                captions.append(("Figure", next((e for e in caption if e.get("class") == "caption"), caption)))
    return captions
