"""`python -m press.links SITE`: asks every address that the built site links to, and names the dead ones.

Dead is an address that its host denies, or a host that cannot be found.
A host that refuses robots or is slow says nothing about its page: such addresses are listed and do not count.
"""

from __future__ import annotations

import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPException
from pathlib import Path
from socket import gaierror
from urllib.error import HTTPError, URLError
from urllib.parse import urldefrag, urlsplit
from urllib.request import Request, urlopen

LINK = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"')
OWN = re.compile(r'<link rel="canonical" href="(https?://[^/"]+/[^/"]*)')
EDIT = re.compile(r"https://github\.com/[^/]+/[^/]+/edit/")  # needs a login
PATIENCE_S = 20.0
PAUSE_S = 1.0  # between two questions to one host
AT_ONCE = 16  # hosts
GONE = frozenset({404, 410})
AGENT = "Mozilla/5.0 (compatible; tune-or-prompt link check)"


def main(site: Path) -> None:
    """Prints what was found; exit status 1 when a link is dead."""
    asked = verdicts(links(site))
    for verdict in ("dead", "unsure"):
        for address, (found, reason) in asked.items():
            if found == verdict:
                print(f"{verdict}  {address}  {reason}")
    dead = sum(found == "dead" for found, _ in asked.values())
    print(f"{len(asked)} addresses, {dead} dead")
    sys.exit(1 if dead else 0)


def links(site: Path) -> list[str]:
    """Every foreign address that a page links to, without its fragment."""
    pages = [page.read_text(encoding="utf-8") for page in site.rglob("*.html")]
    own = {found for page in pages for found in OWN.findall(page)}
    found = {urldefrag(unescape(link)).url for page in pages for link in LINK.findall(page)}
    return sorted(link for link in found if not EDIT.match(link) and not link.startswith(tuple(own)))


def verdicts(addresses: Iterable[str], pause_s: float = PAUSE_S) -> Mapping[str, tuple[str, str]]:
    """`alive`, `dead` or `unsure` for each address, with the reason; a host is asked one question at a time."""
    by_host = defaultdict(list)
    for address in addresses:
        by_host[urlsplit(address).netloc].append(address)

    def ask(group: list[str]) -> list[tuple[str, tuple[str, str]]]:
        answers = []
        for address in group:
            answers.append((address, verdict(address)))
            time.sleep(pause_s)
        return answers

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(sorted(answer for answers in pool.map(ask, by_host.values()) for answer in answers))


def verdict(address: str) -> tuple[str, str]:
    """What one address answers; a host that knows no HEAD is asked for the page itself."""
    found = _answer(address, "HEAD")
    return found if found[0] == "alive" else _answer(address, "GET")


def _answer(address: str, method: str) -> tuple[str, str]:
    request = Request(address, method=method, headers={"User-Agent": AGENT})  # noqa: S310 - `LINK` takes http only
    try:
        with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 - as above
            return "alive", str(answer.status)
    except HTTPError as fault:
        return ("dead" if fault.code in GONE else "unsure"), f"HTTP {fault.code}"
    except URLError as fault:
        return ("dead" if isinstance(fault.reason, gaierror) else "unsure"), str(fault.reason)
    except (HTTPException, OSError) as fault:
        return "unsure", str(fault) or type(fault).__name__


if __name__ == "__main__":
    main(Path(sys.argv[1]))
