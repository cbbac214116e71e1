"""The programs that the guide shows run; one that cannot run here says why in its first line."""

from __future__ import annotations

import json
import re
import shlex
import sys
import tomllib
from io import StringIO
from pathlib import Path

import pytest

import dev
from calculator.faces.cli import main
from tests.guide.blocks import CONTINUED, DOCS, FENCE, RECIPE, Block, blocks, pages, program
from tests.guide.samples import write_samples

ROOT = DOCS.parent
SHELLS = ("sh", "bash")
KNOWN = {"python", *SHELLS, "json", "toml", "bibtex", "text"}
OWN = "python -m calculator "
COMMANDS = {command.__name__.replace("_", "-") for command in dev.COMMANDS}

# Only a program that asks one of these for work may be marked.
LIBRARIES = ("dspy", "torch", "transformers", "trl", "peft", "datasets", "adapters")


def own_commands() -> list[tuple[Block, str]]:
    """Every call of the calculator in a block of shell."""
    return [(block, line) for block in blocks(*SHELLS) for line in block.text.splitlines() if line.startswith(OWN)]


def test_every_block_of_code_names_a_language_we_check() -> None:
    openings = {
        f"{page.relative_to(ROOT)}: {found['language'] or 'no language'}"
        for page in DOCS.rglob("*.md")
        for found in FENCE.finditer(page.read_text(encoding="utf-8"))
        if found["language"] not in KNOWN
    }
    assert not openings


@pytest.mark.parametrize("page", pages("python", marks=("",)))
def test_every_program_without_a_mark_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_samples(tmp_path)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "guide"}
    for block in blocks("python"):
        if block.page == page and not block.mark:
            exec(program(block), names)  # noqa: S102 - the guide's own programs


@pytest.mark.parametrize("block", [each for each in blocks("python") if each.mark], ids=lambda each: each.address)
def test_a_program_with_a_mark_is_python_and_needs_what_it_says(block: Block) -> None:
    program(block)
    needs = {line for line in block.text.splitlines() if "cuda" in line or "BitsAndBytes" in line or "api_" in line}

    assert block.mark != RECIPE or not needs, "the recipes are run without a card and without a provider"


def test_no_program_is_marked_that_the_gate_could_run() -> None:
    imports = re.compile(rf"^(?:from|import) (?:{'|'.join(LIBRARIES)})\b", re.MULTILINE)
    asking = {block.page for block in blocks("python") if imports.search(block.text)}
    asking |= {page for page, before in CONTINUED.items() if before in asking}
    assert not {block.address for block in blocks("python") if block.mark and block.page not in asking}


@pytest.mark.parametrize(("block", "command"), own_commands(), ids=lambda each: each if isinstance(each, str) else "")
def test_every_command_of_the_calculator_answers_as_shown(
    block: Block, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = shlex.split(command.removeprefix(OWN), comments=True)
    if "<" in words:
        (run,) = (each.text for each in blocks("json") if each.page == block.page)
        monkeypatch.setattr(sys, "stdin", StringIO(run))
        words = words[: words.index("<")]
    monkeypatch.chdir(ROOT)
    status = main(words)
    said, complained = capsys.readouterr()
    shown = blocks("text", *SHELLS)
    below = shown[shown.index(block) + 1]
    follows = below.page == block.page and below.line == block.line + block.text.count("\n") + 3

    assert (said + complained == below.text) if follows else (status == 0 and said)


def test_every_command_of_the_project_exists() -> None:
    shown = {
        name
        for page in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
        for name in re.findall(r"python3 dev\.py ([a-z][a-z-]*)", page.read_text(encoding="utf-8"))
    }
    assert shown <= COMMANDS


def test_every_sample_of_data_parses() -> None:
    for block in blocks("json"):
        json.loads(block.text)
    for block in blocks("toml"):
        tomllib.loads(block.text)
    assert blocks("json")
    assert blocks("toml")
