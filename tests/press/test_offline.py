"""The list that the service worker carries is the site, and every page states the one policy."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from press import offline
from press.policy import INLINE_SCRIPT, headers, page_policy, rules


@pytest.fixture(scope="module")
def listed(site: Path) -> dict[str, dict[str, str]]:
    first, _, _ = (site / offline.SCRIPT).read_text(encoding="utf-8").partition("\n")
    found: dict[str, dict[str, str]] = json.loads(first.removeprefix("const SITE = ").removesuffix(";"))
    return found


def test_every_page_and_everything_that_it_loads_is_kept(site: Path, listed: dict[str, dict[str, str]]) -> None:
    for page in site.rglob("*.html"):
        assert offline.address(page, site) in listed["files"]
        for name in re.findall(r'<(?:script|link|img)\b[^>]*?(?:src|href)="([^":?#]+\.\w+)"', page.read_text()):
            target = (site / name.removeprefix("/tune-or-prompt/")) if name.startswith("/") else page.parent / name
            assert offline.address(target.resolve(), site.resolve()) in listed["files"], f"{page}: {name}"


def test_every_digest_is_the_file_s_own(site: Path, listed: dict[str, dict[str, str]]) -> None:
    stated = {name: digest for name, digest in listed["files"].items() if digest}
    held = {name: site / name / "index.html" if name == "" or name.endswith("/") else site / name for name in stated}

    assert {name: offline.digest(path) for name, path in held.items()} == stated
    assert set(listed["files"]) - set(stated) == offline.UNVERIFIED


def test_the_book_waits_until_it_is_asked_for(listed: dict[str, dict[str, str]]) -> None:
    assert set(listed["books"]) == {"tune-or-prompt.pdf"}
    assert "tune-or-prompt.pdf" not in listed["files"]


def test_every_page_states_the_policy_that_the_host_sends(site: Path) -> None:
    policy = page_policy(site)
    stated = [
        re.findall(r'Content-Security-Policy" content="([^"]*)"', page.read_text()) for page in site.rglob("*.html")
    ]

    assert {tuple(each) for each in stated} == {(policy,)}
    assert f"{policy}; frame-ancestors 'none'" in (site / "_headers").read_text()
    assert headers("/calculator/", rules(policy))["Content-Security-Policy"].startswith(policy)


def test_the_policy_is_strict(site: Path) -> None:
    policy = page_policy(site)

    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert "'unsafe-hashes'" not in policy
    assert not re.search(r"https?:|\*", policy)
    assert policy.count("'sha256-") == len({each for page in site.rglob("*.html") for each in scripts_of(page)})


def test_no_page_writes_its_style_into_an_attribute_or_runs_one(site: Path) -> None:
    inline = re.compile(r"<\w[^>]*\s(?:style|on\w+)=")
    assert not {str(page): found[0] for page in site.rglob("*.html") if (found := inline.search(page.read_text()))}


def test_a_header_line_is_short_enough_for_its_host(site: Path) -> None:
    """Cloudflare Pages reads up to 2,000 characters a line."""
    assert max(map(len, (site / "_headers").read_text().splitlines())) <= 2000


def scripts_of(page: Path) -> list[str]:
    found: list[str] = INLINE_SCRIPT.findall(page.read_text())
    return found
