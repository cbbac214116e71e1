"""`python -m press.release SITE OUT TAG`: what a release attaches, with checksums; prints the release's notes."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import calculator
from press import archive
from press.compress import PACK, pack

ROOT = Path(__file__).parent.parent
CHANGELOG = ROOT / "CHANGELOG.md"


class ReleaseError(Exception):
    """The tag, the version and the changelog do not agree; the message says how."""


def main(site: Path, out: Path, tag: str) -> None:
    """Fills `out` with the site as a zip for hosts and as one for folders, the book, and the sums of all."""
    version = calculator.__version__
    if tag != f"v{version}":
        raise ReleaseError(f"the tag is {tag}, the version {version}")
    said = notes(CHANGELOG.read_text(encoding="utf-8"), version)
    out.mkdir(parents=True, exist_ok=True)
    name = f"tune-or-prompt-{version}"
    pack(site, out / f"{name}-site.zip")
    archive.main(site, out / f"{name}-folder.zip")
    for book in site.glob("*.pdf"):
        shutil.copyfile(book, out / f"{name}.pdf")
    (out / "SHA256SUMS").write_text(sums(sorted(out.glob(f"{name}*"))), encoding="utf-8")
    print(said)


def notes(changelog: str, version: str) -> str:
    """The part of the changelog on one version."""
    found = re.search(rf"^## \[?{re.escape(version)}\]?.*?\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ReleaseError(f"CHANGELOG.md: no section for {version}")
    return found[1].strip()


def sums(files: Iterable[Path]) -> str:
    """A line for each file, as `sha256sum --check` reads it."""
    return "".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    except ReleaseError as fault:
        sys.exit(f"press.release: {fault}")
