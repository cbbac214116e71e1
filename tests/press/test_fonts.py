from __future__ import annotations

from pathlib import Path

import pytest

from press.fonts import MissingFaceError, face


def test_every_face_that_the_style_sheet_names_lies_in_the_site(site: Path) -> None:
    sheet = (site / "css" / "fonts.css").read_text()
    named = {part.split('"')[0] for part in sheet.split('url("../fonts/')[1:]}

    assert named == {path.name for path in (site / "fonts").iterdir()}


def test_a_face_that_no_package_brings_is_named() -> None:
    with pytest.raises(MissingFaceError, match="comic-sans"):
        face("comic-sans.woff2")
