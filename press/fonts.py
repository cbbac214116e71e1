"""`python -m press.fonts SITE`: lays the type faces that docs/css/fonts.css names into the built site."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / "node_modules"
STYLE = ROOT / "docs" / "css" / "fonts.css"
NAMED = re.compile(r'url\("\.\./fonts/([^"]+)"\)')


class MissingFaceError(Exception):
    """A type face that no package brings; the message names it."""


def main(site: Path) -> None:
    """Copies every named file from the package that holds it."""
    folder = site / "fonts"
    folder.mkdir(exist_ok=True)
    for name in NAMED.findall(STYLE.read_text(encoding="utf-8")):
        shutil.copyfile(face(name), folder / name)


def face(name: str) -> Path:
    """The file of a type face, in the package that brings it; raises `MissingFaceError`."""
    found = next(PACKAGES.glob(f"@fontsource*/*/files/{name}"), None)
    if found is None:
        raise MissingFaceError(f"{name}: in no package of node_modules; run `npm ci`")
    return found


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except MissingFaceError as fault:
        sys.exit(f"press.fonts: {fault}")
