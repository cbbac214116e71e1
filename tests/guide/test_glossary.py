"""A reader never meets an abbreviation that nobody explains."""

from __future__ import annotations

import re

from markdown import Markdown

from press.abbreviations import ABBREVIATION, GLOSSARY, TERM, glossary
from tests.guide.prose import paragraphs, words

WORD = re.compile(r"(?<![\w/-])[A-Z][A-Za-z]*[A-Z][A-Za-z]*[³\d]*\b")
LEFT_OUT = ("contributing/", "reference/glossary.md")

# What needs no explanation: the sentence it stands in says what it is, or it is a name.
NAMES = {
    "programs and their makers": {
        "BibTeX",
        "DSPy",
        "DeepSpeed",
        "LitGPT",
        "MosaicML",
        "OpenAI",
        "PyTorch",
        "TensorFlow",
        "AMD",
        "NVIDIA",
    },
    "models and data sets": {"ChatGPT", "LLaMA", "HotpotQA", "PubMedQA"},
    "methods in one table of errors": {"AdaMSS", "BOFT", "HiRA", "LoHa", "LoKr", "OSF", "RandLoRA", "FM"},
    "licences": {"BY", "CC", "MIT"},
    "everyday": {"CPU", "MB", "US"},
}


def test_every_abbreviation_is_in_the_glossary_or_is_a_name() -> None:
    known = explained().keys() | set().union(*NAMES.values())
    used = {
        (word.removesuffix("s"), page[0].page)
        for page in paragraphs(*LEFT_OUT)
        for paragraph in page
        for word in WORD.findall(words(paragraph.text))
    }
    assert not {f"{page}: {word}" for word, page in used if word not in known}


def test_no_name_is_excepted_that_nobody_uses() -> None:
    text = "".join(paragraph.text for page in paragraphs(*LEFT_OUT) for paragraph in page)
    assert not {name for names in NAMES.values() for name in names if not re.search(rf"\b{name}s?\b", text)}


def test_the_glossary_is_in_alphabetical_order() -> None:
    terms = [found["names"] for found in TERM.finditer(GLOSSARY.read_text(encoding="utf-8"))]
    plain = [re.sub(r"[^a-z0-9 ]", "", term.lower().replace("³", "3")) for term in terms]

    assert plain == sorted(plain)


def test_an_abbreviation_explains_itself_at_its_first_use_only() -> None:
    html = Markdown(extensions=["press.abbreviations"]).convert("# LoRA\n\n[LoRA](x) and LoRA, then LoRA and `LoRA`.")

    assert html.count("<abbr title=") == 1
    assert html.index('<a href="x"><span>LoRA</span></a> and <abbr') > 0


def test_a_link_that_a_macro_made_explains_nothing_and_hides_nothing() -> None:
    written = 'From <span><a href="x" title="LoRA">PEFT team</a></span> on, <em>PEFT</em> and PEFT.'
    html = Markdown(extensions=["press.abbreviations"]).convert(written)

    assert html.count("<abbr title=") == 1
    assert "<em><abbr title=" in html


def test_an_explanation_holds_no_markup() -> None:
    meanings = explained()

    assert {"LoRA", "PEFT", "RAG", "VRAM", "IA³", "ICL"} <= meanings.keys()
    assert not {name for name, meaning in meanings.items() if re.search(r"[\[\]`*<{]", meaning)}


def explained() -> dict[str, str]:
    found = glossary(GLOSSARY.read_text(encoding="utf-8"))
    rms = {part for term in TERM.finditer(GLOSSARY.read_text(encoding="utf-8")) for part in term["names"].split()}
    return found | {part: "" for part in rms if ABBREVIATION.fullmatch(part.strip(",")) and part not in found}
