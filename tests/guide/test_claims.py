"""A number that claims something is computed or cited where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tests.guide.prose import MACRO, Paragraph, paragraphs, words

# Percentages, dollars, scores, and counts of what studies count.
COUNTED = r"examples?|labels?|points?|times|seeds?|tasks?|outputs?|requests?|hours?|weeks?|GiB"
FIGURE = re.compile(rf"(?<![\w.,])(?:\$\d[\d,.]*|\d[\d,.]*\s?(?:%|(?:{COUNTED})\b)|\.\d{{3}}\b|\d\d\.\d\b)")
SUM = re.compile(r"\d\s*[×/=]\s*\d|\d × |[=≈] ")  # arithmetic that the reader can check on the spot

# The rules of the house and the lists that a macro prints.
LEFT_OUT = ("contributing/", "reference/glossary.md", "reference/changelog.md")

ADVICE = "what to do, not what was found"
SUPPOSED = "a case that the sentence supposes, to reason about it"
GIVEN = "what the linked scenario asks, changed or as it is"
DEFINED = "what a name or a unit means"

EXPLAINED = {
    ("considerations/accuracy.md", "before asking for 95%"): "read off the table of intervals below it",
    ("considerations/accuracy.md", "A floor of 99%"): SUPPOSED,
    ("considerations/accuracy.md", "right in 90%"): SUPPOSED,
    ("considerations/accuracy.md", "for the middle 95%"): DEFINED,
    ("considerations/accuracy.md", "Measured 90% on"): SUPPOSED,
    ("considerations/accuracy.md", "A share of 90%"): SUPPOSED,
    ("considerations/data.md", "a measurement of 72%"): GIVEN,
    ("guides/evaluation-set.md", "19 times in 20"): DEFINED,
    ("guides/evaluation-set.md", "If about 70%"): SUPPOSED,
    ("guides/evaluation-set.md", "A difference of two points"): "read off the table of intervals above it",
    ("guides/evaluation-set.md", "judge 100 outputs"): ADVICE,
    ("guides/evaluation-set.md", "to 50 outputs"): ADVICE,
    ("guides/label-well.md", "agree on 85%"): SUPPOSED,
    ("hybrids/prompting-within-fine-tuning.md", "With 50,000 examples"): SUPPOSED,
    ("hybrids/retrieval.md", "Recall is 95%"): SUPPOSED,
    ("reasoning/limits.md", "wrong on 5%"): SUPPOSED,
    ("reasoning/memory.md", "which is 25.8 GB"): DEFINED,
    ("reasoning/quality.md", "the 90% interval is"): DEFINED,
    ("reasoning/sensitivity.md", "within 4%"): "half of a tenfold step, halved six times: 10 to the power of 1/64",
    ("reasoning/validation.md", "below 90%"): DEFINED,
    ("reasoning/validation.md", "errors above 100%"): "computed in the table of that section",
    ("reasoning/validation.md", "more than 2%"): DEFINED,
    ("reference/models.md", "within 0.03%"): "the tolerance of tests/catalog/test_architecture.py",
    ("when/accuracy-is-paramount.md", "at $0.01 a mistake"): SUPPOSED,
    ("when/preserving-capabilities.md", "Collect 100 requests"): ADVICE,
}


def test_every_figure_of_a_claim_is_computed_or_cited() -> None:
    bare = [f"{page}: {line}" for page, line in claims() if not explained(page, line)]
    assert not bare


def test_no_explanation_is_left_over() -> None:
    found = list(claims())
    assert not {
        (page, start) for page, start in EXPLAINED if not any(page == on and start in line for on, line in found)
    }


def test_the_rule_sees_a_bare_claim_and_none_that_is_sourced() -> None:
    def bare(*texts: str) -> list[str]:
        return list(unsourced([Paragraph("page.md", text) for text in texts]))

    assert bare("LoRA won by 5 points.") == ["LoRA won by 5 points."]
    assert bare("| LoRA | 91.7 |") == ["| LoRA | 91.7 |"]
    assert not bare('LoRA won by 5 points [[= cite("lora2021") =]].')
    assert not bare('LoRA won by 5 points.\nSo it was found [[= cite("lora2021") =]].')
    assert not bare("| LoRA | 91.7 |", 'All rows: [[= cite("lora2021") =]].')
    assert not bare("24 hours × 30 days = 720 hours.")


def claims() -> Iterator[tuple[str, str]]:
    """Page and line of every figure that has no source where it stands."""
    for page in paragraphs(*LEFT_OUT):
        yield from ((page[0].page, line) for line in unsourced(page))


def unsourced(page: Sequence[Paragraph]) -> Iterator[str]:
    """Lines with a figure in a paragraph without citation, computed value or arithmetic; a table may lean on its neighbours."""
    for place, paragraph in enumerate(page):
        near = page[max(place - 1, 0) : place + 2] if paragraph.is_table else [paragraph]
        if any("cite(" in each.text for each in near):
            continue
        for line in paragraph.text.splitlines():
            if FIGURE.search(words(line)) and not MACRO.search(line) and not SUM.search(line):
                yield line


def explained(page: str, line: str) -> bool:
    """Somebody said why this figure needs no source."""
    return any(page == on and start in line for on, start in EXPLAINED)
