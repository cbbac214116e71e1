"""The guide in forms for other programs: BibTeX, llms.txt, and the whole text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from pybtex.database import parse_string

from calculator.catalog import shipped
from calculator.catalog.records import Source
from press.bibtex import bibtex
from press.nav import chapters, settings
from press.plain import plain

ROOT = Path(__file__).parents[2]
CONFIG = settings(ROOT / "mkdocs.yml")
ADDRESSES = [each.address for each in chapters(CONFIG["nav"]) if each.address is not None]


def test_the_bibliography_holds_every_source_in_sound_bibtex(site: Path) -> None:
    parsed = parse_string((site / "reference" / "bibliography.bib").read_text(encoding="utf-8"), "bibtex")

    assert set(parsed.entries) == set(shipped().sources)
    assert not {key for key, entry in parsed.entries.items() if not {"title", "year", "url"} <= entry.fields.keys()}
    assert not {key for key, entry in parsed.entries.items() if not entry.persons["author"]}


def test_authors_and_special_characters_survive_bibtex() -> None:
    source = Source(
        "key2026", "100% of {A & B}_c #1", "Le Scao and Rush et al.", 2026, "https://example.org/a_b", "2026-11-25"
    )
    (entry,) = parse_string(bibtex([source]), "bibtex").entries.values()

    assert [str(person) for person in entry.persons["author"]] == ["{Le Scao}", "Rush", "others"]
    assert re.sub(r"[\\]", "", entry.fields["title"]) == "{100% of {A & B}_c #1}"
    assert entry.fields["url"] == "https://example.org/a_b"


def test_llms_txt_lists_every_page_once_with_what_it_answers(site: Path) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[[^\]]+\]\((\S+)\): \S", text, re.MULTILINE)

    assert text.startswith(f"# {CONFIG['site_name']}\n\n> ")
    assert sorted(listed) == sorted(f"{CONFIG['site_url']}{address}" for address in ADDRESSES)


def test_the_whole_text_holds_every_page_without_markup(site: Path) -> None:
    text = (site / "llms-full.txt").read_text(encoding="utf-8")

    assert text.count(f"\nSource: {CONFIG['site_url']}") == len(ADDRESSES)
    assert not re.search(r"</?(?:p|a|div|svg|span|td)\b", text)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<h2>Why <a>¶</a></h2><p>It is <b>so</b>.</p>", "## Why\n\nIt is so."),
        ("<ul><li>one</li><li><p>two</p></li></ul>", "- one\n\ntwo"),
        ("<pre><code>a = 1\n  b</code></pre>", "```\na = 1\n  b\n```"),
        ("<table><tr><th>a</th><td>b</td></tr></table>", "| a | b |"),
        ("<svg aria-label='Two bars'><text>1</text></svg><script>x</script>", "[Picture: Two bars]"),
    ],
)
def test_a_page_becomes_plain_text(markup: str, text: str) -> None:
    assert plain(html.fragment_fromstring(markup, create_parent="div")) == text
