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
    ("calculator/costs/ownership.py", 168): "hours in a week",
    ("calculator/quality/expected.py", 1.6448536269514722): "95th percentile of the normal distribution",
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
