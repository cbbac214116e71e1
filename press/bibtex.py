"""The bibliography in BibTeX, for those who cite a source of the guide."""

from __future__ import annotations

import re
from collections.abc import Iterable

from calculator.catalog.records import Source

SPECIAL = re.compile(r"[&%$#_{}]")
HEADING = """\
% The bibliography of “Tune or Prompt”: every source that the guide and the calculator rest on.
% Authors are named as the guide names them; the address of each entry leads to the full list.
"""


def bibtex(sources: Iterable[Source]) -> str:
    """Every source as an entry of a BibTeX file, by key."""
    return "\n".join([HEADING, *(entry(each) for each in sorted(sources, key=lambda each: each.id))])


def entry(source: Source) -> str:
    """One source; its key is the one that the guide's own citations use."""
    scheme, _, name = source.identifier.partition(":")
    fields = {
        "author": authors(source.authors),
        "title": f"{{{escaped(source.title)}}}",
        "year": str(source.year),
        "howpublished": escaped(source.venue),
        "eprint": name if scheme == "arXiv" else "",
        "archiveprefix": scheme if scheme == "arXiv" else "",
        "doi": name if scheme == "doi" else "",
        "url": source.url,
        "urldate": source.checked,
    }
    lines = (f"  {field} = {{{value}}},\n" for field, value in fields.items() if value)
    return f"@misc{{{source.id},\n{''.join(lines)}}}\n"


def authors(names: str) -> str:
    """“Li and Liang”, “Hu and others”; a name of several words is kept whole in braces."""
    listed = names.replace(" et al.", " and others").split(" and ")
    return " and ".join(f"{{{escaped(name)}}}" if " " in name or "," in name else escaped(name) for name in listed)


def escaped(text: str) -> str:
    """Text in which the characters that mean something to BibTeX stand for themselves."""
    return SPECIAL.sub(lambda found: f"\\{found[0]}", text)
