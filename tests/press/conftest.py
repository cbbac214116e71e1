"""The built site, which `python3 dev.py test` makes before these tests run."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site() -> Path:
    built = ROOT / "site"
    assert (built / "tune-or-prompt.pdf").exists(), "run `python3 dev.py site` first"
    return built


@pytest.fixture(scope="session")
def runtime(site: Path) -> Path:
    """The one folder that holds everything the browser loads."""
    (folder,) = (site / "runtime").iterdir()
    return folder
