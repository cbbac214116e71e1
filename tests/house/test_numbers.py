"""A number that someone could dispute stands in calculator/data/ with its source; code holds arithmetic only."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.tree import modules

# Counting, halving, squaring, powers of ten and of two, and the digits of decimal and binary units.
ARITHMETIC = {*range(11), 12, 100, 1000, 1024, 1_000_000, 1_000_000_000, 1_000_000_000_000, 0.5}
ARITHMETIC |= {2**power for power in range(4, 10)}

DECLARED = {
    "calculator/data/": "the home of numbers",
    "calculator/show/": "sizes and places on a page",
    "calculator/task/question.py": "defaults and ranges of the inputs stand beside their labels and are shown with them",
    "calculator/units.py": "definitions of units",
}

EXPLAINED = {
    ("calculator/backtest/errors.py", 0.1): "what a 90% interval may miss",
    ("calculator/backtest/errors.py", 0.2): "the ±20% within which peers are judged too",
    ("calculator/backtest/judging.py", 2000): "draws of the bootstrap",
    ("calculator/backtest/judging.py", 20240406): "seed: the day of the article",
    ("calculator/backtest/pairs.py", 0.02): "the tie of the published rule",
    ("calculator/advise/fitting.py", 4096): "the largest micro-batch that is tried",
    ("calculator/catalog/own_model.py", 40): "characters of a wrong description that are quoted back",
    ("calculator/catalog/own_model.py", 20_000): "characters that a description may have",
    ("calculator/catalog/own_model.py", 10_000_000): "the largest size of a layer or a vocabulary",
    ("calculator/costs/bills.py", 4096): "runs kept in a cache",
    ("calculator/costs/lengths.py", 0.25): "Blom's rank of the longest of n",
    ("calculator/costs/lengths.py", 0.375): "Blom's rank of the longest of n",
    ("calculator/costs/lengths.py", 0.99): "the 99th percentile, which the measurements report",
    ("calculator/costs/storage.py", 0.3125): "2 bits and two bytes of scale per 32 weights",
    ("calculator/costs/storage.py", 0.4375): "3 bits and two bytes of scale per 32 weights",
    ("calculator/costs/storage.py", 0.5625): "4 bits and two bytes of scale per 32 weights",
    ("calculator/costs/storage.py", 1.03125): "8 bits and one byte of scale per 32 weights",
    ("calculator/costs/ownership.py", 168): "hours in a week",
    ("calculator/costs/time.py", 2.5): "five matrix products of attention's backward pass for the forward pass's two",
    ("calculator/door/run.py", 40): "characters of a wrong entry that are quoted back",
    ("calculator/quality/ability.py", 0.01): "keeps a score at the level of chance off minus infinity",
    ("calculator/quality/ability.py", 0.25): "chance on four choices",
    ("calculator/quality/ability.py", 2022): "the year from which age is counted",
    ("calculator/quality/expected.py", 1.6448536269514722): "95th percentile of the normal distribution",
    ("calculator/sensitivity/draws.py", 0.000001): "keeps a share off minus and plus infinity",
    ("calculator/sensitivity/draws.py", 1.6448536269514722): "95th percentile of the normal distribution",
    ("calculator/sensitivity/draws.py", 2000): "draws",
    ("calculator/sensitivity/draws.py", 20240406): "seed: the day of the article",
    ("calculator/sensitivity/break_even.py", 30.0): "a place on the curve, half-way between ten and a hundred",
    ("calculator/sensitivity/flips.py", 0.000000001): "rounding within which two costs are even",
    ("calculator/sensitivity/starts.py", 60.0): "seconds of a minute, where the search for a wait begins",
    ("calculator/sensitivity/swings.py", 0.01): "of the widest swing: less would not be seen beside it",
    ("calculator/sensitivity/worth.py", 0.005): "options that win more rarely are not weighed in an inquiry",
    ("calculator/sensitivity/worth.py", 200): "steps in which what may be seen is averaged",
    ("calculator/task/parse.py", 40): "characters of a wrong entry that are quoted back",
    ("calculator/task/parse.py", 200): "characters that an entry may have",
}


def test_no_bare_opinion_stands_in_code() -> None:
    opinions = {
        f"{path}:{line} {value!r}"
        for path, value, line in numbers()
        if value not in ARITHMETIC and (path, value) not in EXPLAINED and not path.startswith(tuple(DECLARED))
    }
    assert not opinions


def test_no_explanation_outlives_its_number() -> None:
    present = {(path, value) for path, value, _ in numbers()}
    assert not EXPLAINED.keys() - present


def numbers() -> Iterator[tuple[str, float, int]]:
    """Path, value and line of every number written in the calculator's code."""
    for path, tree in modules("calculator").items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, int | float)
                and not isinstance(node.value, bool)
            ):
                yield path, node.value, node.lineno
