from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from press.serve import SUB_PATH, serving

Address = tuple[str, int]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Address]:
    site = tmp_path / "site"
    runtime = site / "runtime" / "0123abcd"
    runtime.mkdir(parents=True)
    (tmp_path / "secret").write_text("not for the web")
    (site / "index.html").write_text("start")
    (site / "index.html.br").write_bytes(b"packed")
    (site / "404.html").write_text("nothing here")
    (site / "sitemap.xml").write_text("<loc>https://example.org/tune-or-prompt/a/</loc>")
    for name in ("worker.mjs", "python.wasm"):
        (runtime / name).write_text("x")
    with serving(site) as url:
        yield str(urlsplit(url).hostname), int(urlsplit(url).port or 0)


def get(served: Address, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(*served)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_the_site_lives_under_a_sub_path_as_on_its_host(served: Address) -> None:
    assert get(served, "/")[0].headers["Location"] == SUB_PATH
    assert get(served, SUB_PATH)[1] == b"start"
    assert get(served, f"{SUB_PATH}runtime")[0].headers["Location"] == f"{SUB_PATH}runtime/"


@pytest.mark.parametrize(("name", "kind"), [("worker.mjs", "text/javascript"), ("python.wasm", "application/wasm")])
def test_browsers_accept_the_types(served: Address, name: str, kind: str) -> None:
    assert get(served, f"{SUB_PATH}runtime/0123abcd/{name}")[0].headers["Content-Type"] == kind


def test_only_what_is_named_after_its_content_is_kept_for_ever(served: Address) -> None:
    assert "immutable" in get(served, f"{SUB_PATH}runtime/0123abcd/worker.mjs")[0].headers["Cache-Control"]
    assert get(served, SUB_PATH)[0].headers["Cache-Control"] == "no-cache"
    assert get(served, f"{SUB_PATH}runtime/0123abcd/late.mjs")[0].headers["Cache-Control"] == "no-cache"


def test_compressed_copies_go_to_those_who_can_read_them(served: Address) -> None:
    response, body = get(served, SUB_PATH, Accept_Encoding="gzip, br")

    assert (response.headers["Content-Encoding"], body) == ("br", b"packed")
    assert get(served, SUB_PATH)[0].headers["Content-Encoding"] is None


def test_an_unknown_address_gets_the_site_s_own_page(served: Address) -> None:
    response, body = get(served, f"{SUB_PATH}gone/")

    assert (response.status, body) == (404, b"nothing here")


def test_nothing_outside_the_site_is_served(served: Address) -> None:
    assert get(served, f"{SUB_PATH}../secret")[0].status == 404
    assert get(served, f"{SUB_PATH}%2e%2e/secret")[0].status == 404


def test_the_list_of_pages_names_this_server(served: Address) -> None:
    host, port = served

    assert get(served, f"{SUB_PATH}sitemap.xml")[1] == f"<loc>http://{host}:{port}/tune-or-prompt/a/</loc>".encode()
