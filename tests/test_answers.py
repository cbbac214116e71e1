"""The golden answers: every scenario's ranking, in words that a reviewer can read. The diff is the review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from calculator.catalog.records import Example
from calculator.door import Knowledge, Reply, answer
from calculator.terms import COST_PARTS, Option
from calculator.units import in_gib, percent, rounded, usd

GOLDEN = Path(__file__).parent / "answers.txt"


def test_no_answer_changes_unseen(known: Knowledge, request: pytest.FixtureRequest) -> None:
    actual = "\n".join(line for example in known.catalog.examples.values() for line in told(example, known)) + "\n"
    if request.config.getoption("--accept"):
        GOLDEN.write_text(actual, encoding="utf-8")

    assert GOLDEN.read_text(encoding="utf-8") == actual


@pytest.mark.parametrize(
    "example",
    ["support-tickets", "legal-drafting", "tone-of-voice", "invoice-extraction", "text-to-sql", "on-device-assistant"],
)
def test_the_promised_scenarios_are_there(known: Knowledge, example: str) -> None:
    assert not answer(known.catalog.examples[example].query, known, "point").problems


def told(example: Example, known: Knowledge) -> Iterator[str]:
    """One scenario: its query, its ranking, its flips."""
    reply = answer(example.query, known)
    yield f"# {example.title}: {example.asks}"
    yield " ".join(f"{name}={value}" for name, value in example.query.items())
    yield from (line(rank, option) for rank, option in enumerate(reply.options, start=1))
    yield from flips(reply)
    yield ""


def line(rank: int, option: Option) -> str:
    """One option: cost, quality, memory, hours, chance, what blocks it."""
    parts = " ".join(f"{name} {usd(rounded(option.cost.part(name), 3))}" for name in COST_PARTS)
    quality = f"{percent(option.assumed_quality.expected)}{'' if option.quality else ' (guess)'}"
    memory = f", {rounded(in_gib(option.memory.peak_bytes.expected), 3)} GiB" if option.memory else ""
    chance = f", best in {percent(rounded(option.win_probability, 2))}" if option.win_probability is not None else ""
    blocks = "".join(f"\n    blocked: {reason.text}" for reason in option.reasons if reason.kind == "blocks")
    return f"{rank:2} {option.id}: {usd(option.cost.total)} ({parts}), {quality} acceptable{memory}{chance}{blocks}"


def flips(reply: Reply) -> Iterator[str]:
    """What would change the winner."""
    for flip in reply.findings.flips if reply.findings else ():
        yield f"   {flip.field}={flip.value} -> {flip.winner}"
