"""A release says first which answers it changes, and every file agrees on its number."""

from __future__ import annotations

import json
import re
import tomllib

import yaml  # type: ignore[import-untyped]  # ships no types

import calculator
from tests.house.tree import ROOT


def test_every_release_opens_with_the_answers_that_change() -> None:
    releases = re.split(r"^## ", text("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    assert releases
    openings = {release.splitlines()[0]: re.search(r"^### (.+)$", release, re.MULTILINE) for release in releases}
    assert not {name for name, opening in openings.items() if not opening or opening[1] != "Answers that change"}


def test_every_file_names_the_same_version() -> None:
    python = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    node = json.loads(text("package.json"))["version"]
    locked = json.loads(text("package-lock.json"))["version"]
    cited = yaml.safe_load(text("CITATION.cff"))["version"]
    assert {python, node, locked, cited} == {calculator.__version__}


def test_the_guide_and_its_citation_file_say_the_same() -> None:
    cited = yaml.safe_load(text("CITATION.cff"))
    page = text("docs/reference/cite.md")

    assert f"title = {{{cited['title']}}}" in page
    assert f"author = {{{{{cited['authors'][0]['name']}}}}}" in page
    assert f"\\url{{{cited['url']}}}" in page
    assert f"site_url: {cited['url']}\n" in text("mkdocs.yml")
    assert cited["authors"][0]["name"] in text("LICENSE")


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    commands = [line for line in text(".ci/run").splitlines() if not line.startswith("#")]
    assert commands[-1] == "python3 dev.py test"
    assert commands[-1] in text("README.md")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
