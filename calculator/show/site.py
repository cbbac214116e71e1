"""Names and links, as seen from the page that shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calculator.catalog import OWN_NAME, Catalog, target
from calculator.method.kind import Family
from calculator.methods import METHODS
from calculator.show.tree import Node, el
from calculator.terms import OWN, Option

PAGES: Mapping[str, tuple[str, str]] = {
    "convention": ("reference/figures", "our convention"),
    "gpus": ("reference/gpus", "graphics cards"),
    "inputs": ("reference/inputs", "your input"),
    "memory": ("reasoning/memory", "how memory is estimated"),
    "models": ("reference/models", "models"),
    "money": ("reasoning/money", "how money is counted"),
    "prices": ("reference/prices", "prices"),
    "quality": ("reasoning/quality", "how quality is expected"),
    "serving": ("reasoning/money", "how serving is counted"),
    "time": ("reasoning/time", "how time is estimated"),
}
HOME = "https://tune-or-prompt.github.io/tune-or-prompt/"  # where a text that leaves the site leads back to
LINKS = "1"  # the version of links that this calculator writes and reads
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Site:
    """The guide around a piece of markup: what is known, and the way from the page to the site's root."""

    catalog: Catalog
    root: str = "../"

    def address(self, page: str, anchor: str = "") -> str:
        """Relative address of a page of the guide, given by its path without ending."""
        return f"{self.root}{page}/{'#' if anchor else ''}{anchor}"

    def link(self, page: str, text: str, anchor: str = "") -> Node:
        """A link to a page of the guide."""
        return el("a", {"href": self.address(page, anchor)}, text)

    def calculator(self, query: Mapping[str, str], pinned: Iterable[Mapping[str, str]] = ()) -> str:
        """Relative address of the calculator with a scenario in it, and others pinned beside it.

        They stand in the fragment, which a browser sends to nobody.
        """
        compared = (("compare", _pairs(each.items())) for each in pinned)
        return f"{self.root}calculator/#{_pairs((('v', LINKS), *query.items(), *compared))}"

    def source(self, source_id: str) -> Node:
        """Where a statement comes from: an entry of the bibliography, a sourced figure, or a page on how we count.

        KeyError where nothing has that id.
        """
        says, address = self.cited(source_id)
        if source_id not in self.catalog.sources:
            return el("a", {"href": address}, says)
        return el("a", {"href": address, "class": "cite", "title": self.catalog.sources[source_id].title}, says)

    def cited(self, source_id: str) -> tuple[str, str]:
        """How a source is named within a sentence, and its address in the guide; KeyError where nothing has that id."""
        if source_id in PAGES:
            page, says = PAGES[source_id]
            return says, self.address(page)
        if source_id in self.catalog.figures:
            return self.catalog.figures[source_id].says, self.address("reference/figures", source_id)
        source = self.catalog.sources[source_id]
        says = f"{source.authors}, {source.year}" if source.year else source.authors
        return says, self.address("reference/bibliography", source_id)

    def method(self, method_id: str, text: str = "") -> Node:
        """A link to the page of a method, by default with its name."""
        method = METHODS[method_id]
        return self.link(method.page, text or method.name)

    def method_name(self, method_id: str) -> str:
        """The name of a method."""
        return METHODS[method_id].name

    def short_name(self, method_id: str) -> str:
        """The name of a method where there is little room: what stands in brackets and the word for prompting are left out."""
        return METHODS[method_id].name.partition(" (")[0].removesuffix(" prompting")

    def model_name(self, model_id: str) -> str:
        """The name of an open or a hosted model."""
        return OWN_NAME.lower() if model_id == OWN else target(model_id, self.catalog).name

    def option_name(self, option: Option) -> str:
        """An option within a sentence: method and model."""
        return f"{method_in_sentence(option.method)} on {self.model_name(option.model)}"

    def named(self, option_id: str) -> str:
        """The name of an option from `method@model`."""
        method, _, model = option_id.partition("@")
        return f"{method_in_sentence(method)} on {self.model_name(model)}"


def method_in_sentence(method_id: str) -> str:
    """The name of a method within a sentence: small first letter, unless it is an abbreviation; no comma to trip over."""
    name = METHODS[method_id].name
    name = name.replace(",", "").replace(" ", "-") if "," in name else name
    return small(name)


def family(method_id: str) -> Family:
    """The family a method belongs to, which gives it its colour."""
    return METHODS[method_id].family


def small(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation."""
    first = text.split(maxsplit=1)[0]
    is_word = len(first) == 1 or (first[1].islower() and first[1:] == first[1:].lower())
    return text[0].lower() + text[1:] if is_word else text


def capital(sentence: str) -> str:
    """The sentence with a large first letter."""
    return sentence[:1].upper() + sentence[1:]


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values as the query of an address."""
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs)


def quoted(text: str) -> str:
    """Text as it may stand in the query of an address (RFC 3986, UTF-8)."""
    return "".join(letter if letter in PLAIN else _percent(letter) for letter in text)


def _percent(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))
