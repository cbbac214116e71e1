"""`python -m press.texts SITE`: lays the guide beside its pages in forms for other programs.

`reference/bibliography.bib` is the bibliography in BibTeX, `llms.txt` a list of the pages with what each answers
(llmstxt.org), `llms-full.txt` their whole text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from calculator.catalog import shipped
from press.bibtex import bibtex
from press.nav import Chapter, chapters, settings
from press.plain import line, plain

ROOT = Path(__file__).parent.parent
OPTIONAL = "contributing/"


def main(site: Path) -> None:
    """Writes the three files."""
    config = settings(ROOT / "mkdocs.yml")
    pages = [Page(site, str(config["site_url"]), chapter) for chapter in chapters(config["nav"])]
    heading = f"# {config['site_name']}\n\n> {config['site_description']}\n"
    (site / "reference" / "bibliography.bib").write_text(bibtex(shipped().sources.values()), encoding="utf-8")
    (site / "llms.txt").write_text("\n".join([heading, *index(pages)]), encoding="utf-8")
    full = (f"Source: {page.url}\n\n{page.text()}\n" for page in pages if page.url)
    (site / "llms-full.txt").write_text("\n---\n\n".join([heading, *full]), encoding="utf-8")


class Page:
    """One entry of the navigation, as built."""

    def __init__(self, site: Path, root: str, chapter: Chapter) -> None:
        self.chapter = chapter
        self.url = "" if chapter.address is None else root + chapter.address
        self._document = (
            None if chapter.address is None else html.parse(site / chapter.address / "index.html").getroot()
        )

    @property
    def title(self) -> str:
        """As the navigation says, else as the page's own heading."""
        return self.chapter.title or (line(self._document.find(".//h1")) if self._document is not None else "")

    @property
    def description(self) -> str:
        """What the page answers, in a sentence."""
        told = self._document.find(".//meta[@name='description']") if self._document is not None else None
        return "" if told is None else told.get("content", "")

    def text(self) -> str:
        """Everything that stands on the page."""
        return "" if self._document is None else plain(self._document.find(".//article"))


def index(pages: list[Page]) -> Iterator[str]:
    """A heading for each part of the guide, and a line for each page; what a reader may skip stands last."""
    optional = [page for page in pages if OPTIONAL in page.url]
    for page in pages:
        if len(page.chapter.number) == 1:
            yield f"\n## {page.title}\n"
        if page.url and page not in optional:
            yield entry(page)
    yield "\n## Optional\n"
    yield from map(entry, optional)


def entry(page: Page) -> str:
    """A link and what it answers."""
    return f"- [{page.title}]({page.url}): {page.description}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
