from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from press.links import links, verdict, verdicts


class Host(BaseHTTPRequestHandler):
    """Answers each path with the status that it names, and knows no HEAD."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_only_a_page_that_its_host_denies_is_dead(host: str) -> None:
    found = verdicts([f"{host}/{status}" for status in (200, 403, 404, 410, 503)], pause_s=0)

    assert [kind for kind, _ in found.values()] == ["alive", "unsure", "dead", "dead", "unsure"]


def test_a_host_that_nobody_knows_is_dead_and_a_silent_one_is_not() -> None:
    assert verdict("http://nowhere.invalid/")[0] == "dead"
    assert verdict("http://127.0.0.1:9/")[0] == "unsure"


def test_only_foreign_addresses_are_asked(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<link rel="canonical" href="https://example.org/guide/"><a href="https://example.org/guide/a/">own</a>'
        '<a class="x" href="https://example.com/?a=1&amp;b=2#here">foreign</a><a href="other/">near</a>'
        '<a href="https://github.com/one/two/edit/main/docs/a.md">edit</a>'
    )

    assert links(tmp_path) == ["https://example.com/?a=1&b=2"]
