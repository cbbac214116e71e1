"""`python -m press.offline SITE`: the last step. It states the policy, writes the service worker and lays compressed copies.

The service worker carries the list of the site's files with their digests: that list is one version of the site.
"""

from __future__ import annotations

import json
import sys
import zlib
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from press.compress import PACK, compress_folder
from press.policy import pin

ROOT = Path(__file__).parent.parent
SOURCE = Path(__file__).with_name("service-worker.js")
SCRIPT = "service-worker.js"
SIZE = "{megabytes}"  # stands in the pages for what a reader would download at most
# Nobody asks for these offline: the theme's search in other languages, what only hosts read.
LEFT_OUT = (
    "*.map",
    "_headers",
    "hosting/*",
    "assets/javascripts/lunr/*",
    "assets/javascripts/lunr/*/*",
    "img/*",
    SCRIPT,
)
UNVERIFIED = frozenset({"sitemap.xml"})  # names its host, which a mirror may change


class OfflineError(Exception):
    """The site is not built so far; the message says what is missing."""


def main(site: Path) -> None:
    """Makes the built site whole: nothing may change in it afterwards."""
    if not (site / "runtime").exists():
        raise OfflineError(f"{site}/runtime: missing; run `python -m press.bundle` first")
    pin(site)
    # Deflate as a bound: Brotli takes half a minute and gives less.
    megabytes = sum(len(zlib.compress(path.read_bytes())) for path in kept_files(site)) / 1e6
    for page in site.rglob("*.html"):
        page.write_text(page.read_text(encoding="utf-8").replace(SIZE, f"{megabytes:.0f}"), encoding="utf-8")
    write_service_worker(site)
    compress_folder(site, ROOT / "build" / "compressed")
    print(
        f"offline: {len(list(kept_files(site)))} files; Python for the browser: {first_load_bytes(site) / 1e6:.2f} MB with Brotli"
    )


def write_service_worker(site: Path) -> None:
    """Writes the service worker with the list of what it keeps; the version is the digest of the list."""
    files = {address(path, site): "" if path.name in UNVERIFIED else digest(path) for path in kept_files(site)}
    books = {book.name: digest(book) for book in sorted(site.glob("*.pdf"))}
    version = sha256(json.dumps([files, books]).encode()).hexdigest()[:12]
    listed = json.dumps({"version": version, "files": files, "books": books}, separators=(",", ":"))
    (site / SCRIPT).write_text(f"const SITE = {listed};\n{SOURCE.read_text(encoding='utf-8')}", encoding="utf-8")


def kept_files(site: Path) -> Iterator[Path]:
    """Every file that makes the site work without a network: all but the book, which is kept once it was opened."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site)
        is_copy = path.suffix in PACK or path.suffix == ".pdf"
        if path.is_file() and not is_copy and not any(name.match(pattern) for pattern in LEFT_OUT):
            yield path


def first_load_bytes(site: Path) -> int:
    """What the calculator loads beyond its page, from a server that sends the Brotli copies, in bytes."""
    originals = [path for path in (site / "runtime").rglob("*") if path.is_file() and path.suffix not in PACK]
    copies = [path.with_name(f"{path.name}.br") for path in originals]
    return sum((copy if copy.exists() else path).stat().st_size for path, copy in zip(originals, copies, strict=True))


def address(path: Path, site: Path) -> str:
    """What a page is asked for by, relative to the site's root: a folder for its `index.html`."""
    return path.relative_to(site).as_posix().removesuffix("index.html")


def digest(path: Path) -> str:
    """The content's SHA-256 as an `integrity` attribute states it."""
    return f"sha256-{b64encode(sha256(path.read_bytes()).digest()).decode()}"


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except OfflineError as fault:
        sys.exit(f"press.offline: {fault}")
