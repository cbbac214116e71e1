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


def main(site: Path) -> None:
    """Copies every named file from the package that holds it; a file that no package has ends with its name."""
    folder = site / "fonts"
    folder.mkdir(exist_ok=True)
    for name in NAMED.findall(STYLE.read_text(encoding="utf-8")):
        found = next(PACKAGES.glob(f"@fontsource*/*/files/{name}"), None)
        if found is None:
            sys.exit(f"press.fonts: {name}: in no package of node_modules; run `npm ci`")
        shutil.copyfile(found, folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
