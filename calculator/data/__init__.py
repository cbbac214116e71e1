"""The data files as parsed tables; nothing else in the package touches a file."""

from __future__ import annotations

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent


def tables() -> dict[str, dict[str, object]]:
    """Every data file by its stem; those of `figures/` stand together under `figures`, again by their stem."""
    parsed = {path.stem: _parsed(path) for path in sorted(FOLDER.glob("*.toml"))}
    parsed["figures"] = {path.stem: _parsed(path) for path in sorted(FOLDER.glob("figures/*.toml"))}
    return parsed


def prepared() -> bytes:
    """The catalog as `pickle` writes it, where the site's build has read the tables beforehand; else nothing."""
    return b""


def _parsed(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"{path.relative_to(FOLDER)}: {fault}") from fault
