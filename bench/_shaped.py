"""The built site behind a slow line, and with files of one's own in place of some of the browser's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedIOBase
from pathlib import Path
from threading import Lock
from typing import Any, cast

from press.serve import Handler, serving

CHUNK_BYTES = 16_384
BITS = 8


@dataclass
class Line:
    """A line that carries so much a second and takes so long there and back; it counts what it carried.

    The rate is a token bucket that all connections share. A round trip is waited for each request, and one more for
    each new connection. There is no TLS and no slow start.
    """

    mbit_per_s: float | None = None
    round_trip_s: float = 0.0
    carried_bytes: int = 0
    _free_at: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def carry(self, size: int) -> None:
        """Returns when so many bytes have gone over the line."""
        with self._lock:
            self.carried_bytes += size
            if self.mbit_per_s is None:
                return
            self._free_at = max(time.monotonic(), self._free_at) + size * BITS / (self.mbit_per_s * 1e6)
            wait = self._free_at - time.monotonic()
        time.sleep(max(0.0, wait))


@dataclass(frozen=True)
class Host:
    """How a server treats the site: over which line, with which files replaced, and whether as GitHub Pages does."""

    line: Line
    replaced: Path | None = None
    is_plain: bool = False


@contextmanager
def hosted(site: Path, host: Host) -> Iterator[str]:
    """The address of the site as this host serves it."""

    class Shaped(_Shaped):
        treatment = host

    with serving(site, handler=Shaped) as address:
        yield address


class _Shaped(Handler):
    """A static host at the other end of a line."""

    treatment: Host

    def setup(self) -> None:
        """A new connection: the round trip of its handshake."""
        super().setup()
        time.sleep(self.treatment.line.round_trip_s)
        self.wfile = cast("Any", _Carried(self.wfile, self.treatment.line))

    def parse_request(self) -> bool:
        """The request; one that GitHub Pages gets asks for gzip, since that is all it has."""
        is_sound = super().parse_request()
        if is_sound and self.treatment.is_plain and "Accept-Encoding" in self.headers:
            self.headers.replace_header("Accept-Encoding", "gzip")
        return is_sound

    def translate_path(self, path: str) -> str:
        """The file to send: of the browser's files, one of our own where there is one of that name."""
        folder = self.treatment.replaced
        if folder is not None and "/runtime/" in path and (own := folder / Path(path).name).is_file():
            return str(own)
        return super().translate_path(path)

    def send_header(self, keyword: str, value: str) -> None:
        """A header, but for those on keeping a file, which GitHub Pages lets nobody set."""
        if not (self.treatment.is_plain and keyword == "Cache-Control"):
            super().send_header(keyword, value)

    def end_headers(self) -> None:
        """The headers, a round trip after the request."""
        time.sleep(self.treatment.line.round_trip_s)
        super().end_headers()


@dataclass(frozen=True)
class _Carried:
    """Where a response is written, as fast as the line goes."""

    out: BufferedIOBase
    line: Line

    def write(self, content: bytes) -> int:
        for start in range(0, len(content), CHUNK_BYTES):
            chunk = content[start : start + CHUNK_BYTES]
            self.line.carry(len(chunk))
            self.out.write(chunk)
        return len(content)

    def __getattr__(self, name: str) -> object:
        return getattr(self.out, name)
