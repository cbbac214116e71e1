"""The order of the book: the site's navigation, read from mkdocs.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml  # type: ignore[import-untyped]  # ships no types


@dataclass(frozen=True)
class Chapter:
    """One entry of the navigation: a page of the site, or a heading over pages."""

    title: str
    """As the navigation says; "" leaves it to the page's own heading."""
    address: str | None
    """The page's folder below the site's root, "" for the front page; None for a heading without a page."""
    number: tuple[int, ...]
    """The place in the book: (3, 2) is the second chapter of the third part."""

    @property
    def slug(self) -> str:
        """What the chapter's anchors begin with."""
        if self.address is None:
            return "part-" + "-".join(map(str, self.number))
        return self.address.strip("/").replace("/", "-") or "start"


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # of unknown type, as above
    """Reads what the book needs; the tags that name Python objects belong to the site generator."""


_Loader.add_multi_constructor("", lambda *_: None)


def settings(config: Path) -> dict[str, object]:
    """What mkdocs.yml says."""
    # The loader is a safe one, made above.
    return cast("dict[str, object]", yaml.load(config.read_text(encoding="utf-8"), _Loader))  # noqa: S506


def chapters(nav: object) -> list[Chapter]:
    """Every entry of the navigation in reading order."""
    return _numbered(cast("list[object]", nav), ())


def _numbered(entries: list[object], above: tuple[int, ...]) -> list[Chapter]:
    found: list[Chapter] = []
    local = [entry for entry in map(_titled, entries) if not str(entry[1]).startswith("http")]
    for place, (title, target) in enumerate(local, start=1):
        number = (*above, place)
        if isinstance(target, str):
            found.append(Chapter(title, _folder(target), number))
        else:
            found += _section(title, cast("list[object]", target), number)
    return found


def _section(title: str, entries: list[object], number: tuple[int, ...]) -> list[Chapter]:
    """A heading and its pages; a section's index page stands under the heading itself."""
    first = _titled(entries[0])[1]
    if isinstance(first, str) and first.endswith("index.md"):
        return [Chapter(title, _folder(first), number), *_numbered(entries[1:], number)]
    return [Chapter(title, None, number), *_numbered(entries, number)]


def _titled(entry: object) -> tuple[str, object]:
    if isinstance(entry, dict):
        return cast("tuple[str, object]", next(iter(entry.items())))
    return "", entry


def _folder(source: str) -> str:
    """The folder that the site serves a source page from: `a/b.md` at `a/b/`, `a/index.md` at `a/`."""
    stem = source.removesuffix(".md")
    folder = stem.removesuffix("index") if stem.split("/")[-1] == "index" else f"{stem}/"
    return folder.lstrip("/")
