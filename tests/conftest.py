"""What all tests share: the folder names the group, and Hypothesis draws the same examples every time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from calculator.catalog import shipped
from calculator.door import Knowledge, knowledge

TESTS = Path(__file__).parent
GROUPS = ("press", "browser")

# A gate must not depend on luck or on how busy the machine is; `--hypothesis-profile=default` explores.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` writes the golden answers anew; the diff is the review."""
    parser.addoption("--accept", action="store_true", help="write tests/answers.txt anew instead of comparing with it")


@pytest.fixture(scope="session")
def known() -> Knowledge:
    """Everything an answer rests on, as shipped."""
    return knowledge(shipped())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of tests/press and tests/browser with the name of their folder."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in GROUPS:
            item.add_marker(folder)
