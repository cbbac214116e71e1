"""Where a printed reader finds what a link would open: the bibliography once, addresses in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from press.chapter import HEADINGS, SVG

SAYS_IN_PLACE = frozenset({"table", "figure", SVG, *HEADINGS})
SAYS_WHERE = ("arXiv:", "doi:", "RFC ")


def gather(articles: Collection[Element]) -> None:
    """Prints every source in full once, in the bibliography; elsewhere author and year lead there."""
    lists = [each for found in articles for each in found.iter("ul") if each.get("class") == "bibliography"]
    full = {_address(entry): entry for entries in lists for entry in entries if entry.get("id")}
    for entry in full.values():
        _spell_out(entry)
    for found in articles:
        for parent in list(found.iter()):
            for above, child in pairwise([None, *parent]):
                if child is not None and child.get("class") == "bibliography":
                    heading = above if above is not None and above.tag in HEADINGS else None
                    _gather(parent, heading, child, full)


def note_addresses(article: Element, site_url: str) -> None:
    """Puts the address of every outside link of the text at the foot of the page, unless the text says it."""
    for link in list(_links(article)):
        address = link.get("href") or ""
        said = "".join(link.itertext()).strip()
        if address.startswith("http") and not address.startswith(site_url) and said not in address:
            note = SubElement(link, "span", {"class": "address-note"})
            note.text = _bare(address)


def _links(element: Element) -> Iterator[Element]:
    """The links of running text: those of tables and of the bibliography say in place what they lead to."""
    for child in element:
        if child.tag in SAYS_IN_PLACE or child.get("class") == "bibliography":
            continue
        if child.tag == "a":
            yield child
        yield from _links(child)


def _gather(parent: Element, heading: Element | None, entries: Element, full: Mapping[str, Element]) -> None:
    """Shortens one list under its heading; one that names nothing goes, and its heading with it."""
    if len(entries) == 0:
        parent.remove(entries)
        if heading is not None:
            parent.remove(heading)
    elif _is_known(entries, full):
        _shorten(entries, full)
        if heading is not None:
            heading.set("class", "sources-heading")


def _is_known(entries: Element, full: Mapping[str, Element]) -> bool:
    return all(not entry.get("id") and _address(entry) in full for entry in entries)


def _shorten(entries: Element, full: Mapping[str, Element]) -> None:
    """Author and year of each entry in one paragraph; where two look alike, the title too."""
    names = [(entry.text or "").strip(" .") for entry in entries]
    seen = Counter(names)
    links = []
    for name, entry in zip(names, entries, strict=True):
        link = Element("a", {"class": "cite", "href": f"#{full[_address(entry)].get('id')}"})
        link.text = name
        if seen[name] > 1:
            SubElement(link, "cite").text = "".join(next(entry.iter("cite")).itertext())
            link.text += ", "
        link.tail = "; "
        links.append(link)
    links[-1].tail = "."
    entries[:] = links
    entries.tag = "p"
    entries.text = None
    entries.set("class", "sources")


def _spell_out(entry: Element) -> None:
    """Adds the address to an entry that no number identifies."""
    if not any(sign in "".join(entry.itertext()) for sign in SAYS_WHERE):
        address = SubElement(entry, "span", {"class": "address"})
        address.text = f" {_bare(_address(entry))}"


def _address(entry: Element) -> str:
    return next((link.get("href") or "" for link in entry.iter("a")), "")


def _bare(address: str) -> str:
    return address.partition("://")[2].rstrip("/")
