"""Lays a Brotli and a gzip copy beside every text and program of the site, for servers that send such copies."""

from __future__ import annotations

import gzip
import hashlib
from functools import partial
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import brotli

# No archives: a zip is compressed already.
COMPRESSIBLE = frozenset({".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest", ".xml"})
SMALLEST_BYTES = 1024
PACK = {".br": brotli.compress, ".gz": partial(gzip.compress, mtime=0)}


def compress_folder(folder: Path, cache: Path) -> None:
    """Writes the copies, `page.html.br` and `page.html.gz` beside `page.html`.

    `cache` keeps each copy under the hash of its content: the runtime changes seldom and takes half a minute.
    """
    cache.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.rglob("*")):
        if path.suffix in COMPRESSIBLE and path.stat().st_size >= SMALLEST_BYTES:
            content = path.read_bytes()
            for suffix in PACK:
                path.with_name(path.name + suffix).write_bytes(_packed(content, suffix, cache))


def _packed(content: bytes, suffix: str, cache: Path) -> bytes:
    kept = cache / (hashlib.sha256(content).hexdigest() + suffix)
    if not kept.exists():
        kept.write_bytes(PACK[suffix](content))
    return kept.read_bytes()


def pack(site: Path, target: Path) -> None:
    """The site as a zip, the same bytes for the same files; copies for servers are left to a server's own making."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(site.rglob("*")):
            if path.is_file() and path.suffix not in PACK:
                archive.writestr(ZipInfo(path.relative_to(site).as_posix()), path.read_bytes(), ZIP_DEFLATED)
