"""The Content-Security-Policy and the other headers of safety, in the pages themselves and in files for hosts.

The policy names every inline script of the theme by its hash.
Pages of different depth hold different ones, and a page that the theme fetches in place of another lives under
the policy of the first, so all pages share one policy with all hashes.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from fnmatch import fnmatchcase
from hashlib import sha256
from html import escape
from pathlib import Path

from press.hosts import write_settings

INLINE_SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=\"application/)[^>]*>(.*?)</script>", re.DOTALL)
HEAD = re.compile(
    r'(<meta charset="utf-8">)(?:\s*<meta http-equiv="Content-Security-Policy"[^>]*>\s*<meta name="referrer"[^>]*>)?'
)
DIRECTIVES: Mapping[str, str] = {
    "default-src": "'self'",  # Firefox asks for the next page ahead of time, under this directive
    "script-src": "'self' 'wasm-unsafe-eval'",  # Pyodide compiles WebAssembly, and no text
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's icons are data in its style sheets
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'self'",
    "object-src": "'none'",
}
NOT_IN_PAGES: Mapping[str, str] = {"frame-ancestors": "'none'"}  # browsers heed it in a header only
REFERRER = "no-referrer"
UNUSED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
LASTING = "public, max-age=31536000, immutable"


def pin(site: Path) -> None:
    """Writes the policy into every page, and the settings that make hosts send it too."""
    policy = page_policy(site)
    tags = (
        rf'\1<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'
        rf'<meta name="referrer" content="{REFERRER}">'
    )
    for page in site.rglob("*.html"):
        page.write_text(HEAD.sub(tags, page.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    write_settings(site, rules(policy))


def page_policy(site: Path) -> str:
    """The policy that all pages share, as their meta tag states it."""
    pages = (page.read_text(encoding="utf-8") for page in site.rglob("*.html"))
    hashes = sorted({_hash(script) for page in pages for script in INLINE_SCRIPT.findall(page)})
    scripts = " ".join((DIRECTIVES["script-src"], *hashes))
    return _written({**DIRECTIVES, "script-src": scripts})


def rules(policy: str) -> Mapping[str, Mapping[str, str]]:
    """Headers by path, `*` for anything; a path gets those of every pattern that fits."""
    return {
        "/*": {
            "Content-Security-Policy": f"{policy}; {_written(NOT_IN_PAGES)}",
            "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
            "Referrer-Policy": REFERRER,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
        "/runtime/*": {"Cache-Control": LASTING},
    }


def headers(path: str, given: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The headers that a path gets; a later pattern overrules an earlier one."""
    fitting = (named for pattern, named in given.items() if fnmatchcase(path, pattern))
    return {name: value for named in fitting for name, value in named.items()}


def _written(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
