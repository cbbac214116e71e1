from __future__ import annotations

import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

import calculator
from press import archive, release
from press.compress import pack

CHANGELOG = """# Changelog

## Unreleased

## 1.2.0 – 2026-12-01

### Answers that change

- One.

## 1.1.0 – 2026-11-01

- Older.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("start")
    (folder / "index.html.br").write_bytes(b"packed")
    (folder / "tune-or-prompt.pdf").write_bytes(b"%PDF-1.7")
    return folder


def test_a_release_holds_site_book_and_sums_that_check(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(release, "CHANGELOG", tmp_path / "CHANGELOG.md")
    monkeypatch.setattr(archive, "main", lambda _, target: target.write_bytes(b"PK"))
    release.CHANGELOG.write_text(CHANGELOG.replace("1.2.0", calculator.__version__))
    out = tmp_path / "out"

    release.main(site, out, f"v{calculator.__version__}")

    name = f"tune-or-prompt-{calculator.__version__}"
    assert sorted(path.name for path in out.iterdir()) == [
        "SHA256SUMS",
        f"{name}-folder.zip",
        f"{name}-site.zip",
        f"{name}.pdf",
    ]
    assert capsys.readouterr().out == "### Answers that change\n\n- One.\n"
    with ZipFile(out / f"{name}-site.zip") as archive:
        assert archive.namelist() == ["index.html", "tune-or-prompt.pdf"]
    assert subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=out, check=False).returncode == 0  # noqa: S607 - as the guide says


def test_the_same_site_gives_the_same_zip(site: Path, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        pack(site, tmp_path / name)
        (site / "index.html").touch()

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_tag_that_is_not_the_version_is_refused(site: Path, tmp_path: Path) -> None:
    with pytest.raises(release.ReleaseError, match="v9"):
        release.main(site, tmp_path / "out", "v9.9.9")


def test_a_version_without_notes_is_refused() -> None:
    assert release.notes(CHANGELOG, "1.1.0") == "- Older."
    with pytest.raises(release.ReleaseError, match=r"no section for 1\.0\.0"):
        release.notes(CHANGELOG, "1.0.0")
