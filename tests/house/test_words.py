"""What is kept under version control reads the same everywhere and is finished."""

from __future__ import annotations

import re

from tests.house.tree import texts

MACHINE_PATH = re.compile(r"(?<![\w.~}-])/(?:home|Users|root|work|tmp|mnt)/\w")
UNFINISHED = re.compile(
    r"coming soon|lorem ipsum|to be written|placeholder page|\b(?:TBD|TODO|FIXME|XXX)\b", re.IGNORECASE
)
READ_BY_PEOPLE = ("docs/", "calculator/", "README.md", "CHANGELOG.md", "CONTRIBUTING.md")
LARGEST_CHARACTERS = 1_000_000


def test_no_path_of_one_machine_is_kept() -> None:
    assert not {f"{name}: {found[0]}" for name, text in texts().items() if (found := MACHINE_PATH.search(text))}


def test_nothing_unfinished_is_shown() -> None:
    shown = {name: text for name, text in texts().items() if name.startswith(READ_BY_PEOPLE)}
    assert not {f"{name}: {found[0]}" for name, text in shown.items() if (found := UNFINISHED.search(text))}


def test_nothing_built_is_kept() -> None:
    assert not {name for name, text in texts().items() if len(text) > LARGEST_CHARACTERS}
