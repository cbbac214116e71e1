"""Settings for common hosts, made from the one list of headers in press/policy.py.

The policy names hashes that change with the theme, so every build brings its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

Rules = Mapping[str, Mapping[str, str]]

NGINX = """\
# nginx: include this inside `server { root /path/to/site; … }`.
# gzip_static and brotli_static send the copies that the build lays beside the files;
# brotli_static needs the module ngx_brotli.
absolute_redirect off;
error_page 404 /404.html;
gzip_static on;
# brotli_static on;
location ~ \\.mjs$ { types { } default_type text/javascript; }
location ~ \\.wasm$ { types { } default_type application/wasm; }
set $cache_control "no-cache";
if ($uri ~ "^/runtime/") { set $cache_control "{lasting}"; }
add_header Cache-Control $cache_control;
"""
CADDY = """\
# Caddy: import this inside `example.org { root * /path/to/site … }`.
file_server {
	precompressed br gzip
}
handle_errors {
	rewrite * /404.html
	file_server
}
@lasting {
	path /runtime/*
	file
}
@passing not path /runtime/*
header @lasting Cache-Control "{lasting}"
header @passing Cache-Control no-cache
header *.mjs Content-Type text/javascript
"""


def write_settings(site: Path, rules: Rules) -> None:
    """Writes `_headers` for Netlify and Cloudflare Pages, and what nginx and Caddy include, under `host-settings/`."""
    folder = site / "host-settings"
    folder.mkdir(exist_ok=True)
    (site / "_headers").write_text(headers_file(rules), encoding="utf-8")
    lasting = rules["/runtime/*"]["Cache-Control"]
    for name, opening, line in (
        ("nginx.conf", NGINX, 'add_header {} "{}" always;'),
        ("Caddyfile", CADDY, 'header {} "{}"'),
    ):
        lines = [line.format(header, value) for header, value in rules["/*"].items()]
        text = opening.replace("{lasting}", lasting) + "\n".join(lines) + "\n"
        (folder / name).write_text(text, encoding="utf-8")


def headers_file(rules: Rules) -> str:
    """The rules as Netlify and Cloudflare Pages read them from `_headers`."""
    blocks = (
        "\n".join([path, *(f"  {name}: {value}" for name, value in named.items())]) for path, named in rules.items()
    )
    return "\n\n".join(blocks) + "\n"
