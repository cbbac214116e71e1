"""`python -m press.serve SITE`: serves the built site as a static host does, under a sub-path, and prints its address."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from socket import SHUT_RDWR, socket
from threading import Thread
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from press.hosts import Rules
from press.policy import headers, page_policy, rules

SUB_PATH = "/tune-or-prompt/"
PORT = 8000
ENCODINGS = {"br": ".br", "gzip": ".gz"}
TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".bib": "text/plain"}


class Handler(SimpleHTTPRequestHandler):
    """Static files below `SUB_PATH`: compressed where a copy lies beside them, with the headers that hosts are told to send."""

    protocol_version = "HTTP/1.1"
    rules_of: Callable[[Path], Rules] = staticmethod(lambda _: {})
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}  # noqa: RUF012 - as the base class declares it

    def send_head(self) -> BinaryIO | None:
        """The file to send, or None when the headers say all."""
        path = urlsplit(self.path).path
        if path in ("/", SUB_PATH.rstrip("/")):
            return self._redirect(SUB_PATH)
        if not path.startswith(SUB_PATH):
            return self._open(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html")
        file = Path(self.translate_path("/" + path.removeprefix(SUB_PATH)))
        if file.is_dir() and not path.endswith("/"):
            return self._redirect(f"{path}/")
        file = file / "index.html" if file.is_dir() else file
        if file.name == "sitemap.xml":
            return self._sitemap(file)
        if file.is_file():
            return self._open(HTTPStatus.OK, file)
        return self._open(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html")

    def _sitemap(self, file: Path) -> BinaryIO:
        """The list of pages with this server as their host: the theme changes pages in place only on the site's own."""
        content = re.sub(rb"(?<=<loc>)https?://[^/]+", f"http://{self.headers['Host']}".encode(), file.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def _redirect(self, path: str) -> BinaryIO | None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def _open(self, status: HTTPStatus, file: Path) -> BinaryIO:
        accepted = self.headers.get("Accept-Encoding", "")
        copies = {name: file.with_name(file.name + suffix) for name, suffix in ENCODINGS.items() if name in accepted}
        encoding = next((name for name, copy in copies.items() if copy.exists()), None)
        sent = copies[encoding] if encoding else file
        named = {
            "Cache-Control": "no-cache",
            **headers(self._below_root(), self.rules_of(Path(self.directory).resolve())),
        }
        if status != HTTPStatus.OK:
            named["Cache-Control"] = "no-cache"  # what is missing may come
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(sent.stat().st_size))
        self.send_header("Vary", "Accept-Encoding")
        for name, value in named.items():
            self.send_header(name, value)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        return cast("BinaryIO", sent.open("rb"))

    def _below_root(self) -> str:
        return "/" + urlsplit(self.path).path.removeprefix(SUB_PATH)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing: the address is all that this server has to say."""


class QuietServer(ThreadingHTTPServer):
    """A server that does not mind a browser hanging up, and hangs up itself when it is closed."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: Callable[..., Handler]) -> None:
        self._lines: set[socket] = set()
        super().__init__(address, handler)

    def process_request(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Remembers the line while it is open."""
        if isinstance(request, socket):
            self._lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket | tuple[bytes, socket]) -> None:
        """Forgets the line."""
        self._lines -= {request}
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Ends what browsers keep open for their next request."""
        super().server_close()
        for line in list(self._lines):
            with suppress(OSError):
                line.shutdown(SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing."""


@contextmanager
def serving(site: Path, port: int = 0, handler: type[Handler] = Handler) -> Iterator[str]:
    """The address of the served site, for as long as the block runs; port 0 takes any free one."""
    with _server(site, port, handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield _address(server)
        finally:
            server.shutdown()


def main(site: Path, port: int = PORT) -> None:
    """Serves until interrupted, on the next free port where the wanted one is taken."""
    with _server(site, port) as server:
        print(f"{_address(server)}  (Ctrl+C stops)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def _server(site: Path, port: int, handler: type[Handler] = Handler) -> ThreadingHTTPServer:
    # By the folder itself: behind a link that is turned to a newer version stand other rules.
    rules_of = cache(lambda folder: rules(page_policy(folder)))
    rules_of(site.resolve())
    told = type(handler.__name__, (handler,), {"rules_of": staticmethod(rules_of)})
    try:
        return QuietServer(("127.0.0.1", port), partial(told, directory=str(site)))
    except OSError:
        return _server(site, port + 1, handler)


def _address(server: ThreadingHTTPServer) -> str:
    return f"http://localhost:{server.server_address[1]}{SUB_PATH}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--port", type=int, default=PORT)
    given = parser.parse_args()
    main(given.site, given.port)
