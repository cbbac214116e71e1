"""`python -m press.fonts SITE`: lays the type faces that docs/css/fonts.css names into the built site.

Of their weights only those between regular and bold, of their features only those that text asks for: a third less.
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # fontTools ships no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / "node_modules"
STYLE = ROOT / "docs" / "css" / "fonts.css"
WEIGHTS = (400, 700)
FEATURES = ["calt", "ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"]
NAMED = re.compile(r'url\("\.\./fonts/([^"]+)"\)')


class MissingFaceError(Exception):
    """A type face that no package brings; the message names it."""


def main(site: Path) -> None:
    """Writes every named file, from the package that holds it."""
    folder = site / "fonts"
    folder.mkdir(exist_ok=True)
    for name in NAMED.findall(STYLE.read_text(encoding="utf-8")):
        (folder / name).write_bytes(slim(face(name)))


def face(name: str) -> Path:
    """The file of a type face, in the package that brings it; raises `MissingFaceError`."""
    found = next(PACKAGES.glob(f"@fontsource*/*/files/{name}"), None)
    if found is None:
        raise MissingFaceError(f"{name}: in no package of node_modules; run `npm ci`")
    return found


def slim(file: Path) -> bytes:
    """The face without the weights and features that no style sheet asks for, the same bytes for the same file."""
    font = TTFont(file, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=FEATURES, recalc_timestamp=False))
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font = TTFont(BytesIO(_saved(font)), recalcTimestamp=False)
    if "fvar" in font:
        instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
    font.flavor = "woff2"
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    content = BytesIO()
    font.save(content)
    return content.getvalue()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except MissingFaceError as fault:
        sys.exit(f"press.fonts: {fault}")
