"""Whatever is typed, pasted, piped in or put into a link: an answer, or every fault in words, and soon."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess, run
from time import perf_counter
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculator.backtest.comparisons import raw_of
from calculator.catalog.reader import shipped
from calculator.faces.cli import main
from calculator.faces.web import page
from calculator.task import FIELDS

ROOT = Path(__file__).parents[2]
RUN = {"model": "llama-3.1-8b", "gpu": "a100-80gb", "method": "lora", "rank": 16, "sequence_length": 2048}
RUNS = json.loads((ROOT / "tests/published/runs.json").read_text(encoding="utf-8"))
OUTCOMES = [raw_of(outcome, shipped()) for outcome in shipped().outcomes.values()]
SEVERAL_S = 5.0  # a megabyte takes well under one; a busy machine gets some room

WORDS = st.sampled_from([
    "", " ", "0", "-0", "-1", "1e308", "-1e308", "1e-308", "1e400", "NaN", "nan", "inf", "-Infinity", "9" * 400, "0x10", "1_000",
    "١٢٣", "½", "1,5", "12%", "50 %", "$5", "1e5%", "unknown", "UNKNOWN", "yes", "None", "null", "{}", "[]", "__proto__",
    "constructor", "toString", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'>", "\u202e123", "1\u200b0",
    "\ufeff5", "\x00", "\ud800", "a\ud83d", "\u202e" * 50, "${7*7}", "{{7*7}}", "%s%n", "../../etc/passwd", "own", "layers=1",
    '{"num_hidden_layers": 1e999}', "{" * 5000, "[" * 5000, "=" * 50, "model_type=bert", "x" * 5000,
])  # fmt: skip
TEXTS = WORDS | st.text(max_size=60) | st.floats().map(str) | st.integers().map(str)
NAMES = st.sampled_from(sorted(FIELDS)) | TEXTS
QUERIES = st.dictionaries(NAMES, TEXTS, max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def said(arguments: list[str], stdin: str = "") -> tuple[int, str]:
    """The exit code and the output; whatever is written must be text that a terminal can be sent."""
    out = io.StringIO()
    with redirect_stdout(out), patch.object(sys, "stdin", io.StringIO(stdin)):
        code = main(arguments)
    out.getvalue().encode()
    return code, out.getvalue()


def sound(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The value of a JSON text, which must not hold what JSON has no word for."""
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


@given(QUERIES)
@settings(max_examples=10)
def test_a_hostile_question_is_answered_or_told_all_its_faults(query: dict[str, str]) -> None:
    code, told = said(
        ["advise", "--json", "--", *(f"{name}={value}" for name, value in query.items() if "=" not in name)]
    )
    reply = sound(told)

    assert code == (2 if reply["problems"] else 0)
    assert bool(reply["problems"]) != bool(reply["options"])
    assert all(problem["text"].strip() for problem in reply["problems"])


@given(QUERIES)
@settings(max_examples=40)
def test_a_hostile_link_shows_no_markup_of_its_own(query: dict[str, str]) -> None:
    answered = sound(page(json.dumps(query), "point"))
    shown = answered["html"]
    assert bool(shown["answer"]) != bool(shown["problems"])
    for html in (shown["answer"], shown["sentence"], *shown["problems"].values()):
        html.encode()
        assert "<script" not in html
        assert "<img" not in html


@given(
    st.dictionaries(
        st.sampled_from([*RUN, "target_modules", "quantization", "memory", "gpus", "sharding"]) | TEXTS, VALUES
    )
)
def test_a_hostile_run_is_estimated_or_told_all_its_faults(changes: dict[str, Any]) -> None:
    code, told = said(["estimate", "--json"], json.dumps({**RUN, **changes}))
    reply = json.loads(told)

    assert code == (2 if "problems" in reply else 0)
    assert ("problems" in reply) != ("memory_gib" in reply)


@settings(max_examples=40)
@given(VALUES)
def test_a_run_that_is_none_is_told_so(given_: object) -> None:
    code, told = said(["estimate"], json.dumps(given_))

    assert code in (0, 2)
    json.loads(told)


@pytest.mark.parametrize("what", ["runs", "outcomes"])
@given(data=st.data())
@settings(max_examples=15)
def test_hostile_records_are_judged_or_left_unread(
    what: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = RUNS if what == "runs" else OUTCOMES
    record = dict(data.draw(st.sampled_from(source)))
    for name in data.draw(st.lists(st.sampled_from(sorted(record)), max_size=3)):
        record[name] = data.draw(VALUES)
    file = tmp_path_factory.mktemp("hostile") / "records.json"
    file.write_text(json.dumps([record, record, data.draw(VALUES)]), encoding="utf-8")

    code, told = said(["backtest", what, str(file), "--rows"])

    assert code in (0, 2)
    json.loads(told)


MEGABYTE = 1_000_000
LONG = ("x" * MEGABYTE, "9" * MEGABYTE, "a b " * (MEGABYTE // 4), "[" * MEGABYTE, "{" * MEGABYTE, "\u202e" * MEGABYTE)


@pytest.mark.parametrize("name", ["labelled_examples", "tune_model", "own_model", "task_kind", "no_such_field"])
@pytest.mark.parametrize("value", LONG, ids=lambda value: value[:2])
def test_a_megabyte_is_refused_soon(name: str, value: str) -> None:
    started = perf_counter()
    told = page(json.dumps({name: value}), "point")

    assert perf_counter() - started < SEVERAL_S
    assert json.loads(told)["html"]["problems"]
    assert len(told) < MEGABYTE


def test_a_long_name_is_refused_soon() -> None:
    started = perf_counter()
    told = page(json.dumps({"labelled_example" * 60_000: "1"}), "point")

    assert perf_counter() - started < SEVERAL_S
    assert len(told) < MEGABYTE


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "9" * 10_000, '{"model": "a", "model": "b"}', "\ufeff{}", ""]
)
def test_json_that_none_can_read_is_a_fault(text: str) -> None:
    code, told = said(["estimate"], text)

    assert code == 2
    assert json.loads(told)


def shell(arguments: list[str | bytes], stdin: str = "", **environment: str) -> CompletedProcess[bytes]:
    """The command as a shell runs it."""
    command = [sys.executable, "-m", "calculator", *arguments]
    return run(
        command, input=stdin.encode(), capture_output=True, check=False, cwd=ROOT, env={**os.environ, **environment}
    )


@pytest.mark.parametrize(
    "arguments", [[b"gpu=\xff"], [b"\xff=1"], [b"own_model=\xff"], ['own_model={"hidden_size": "\\ud800"}']]
)
def test_bytes_that_are_no_text_are_a_fault_like_any_other(arguments: list[str | bytes]) -> None:
    done = shell(["advise", "--json", *arguments], LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    assert (done.returncode, done.stderr) == (2, b"")
    assert sound(done.stdout.decode())["problems"]


def test_half_a_letter_is_a_fault_like_any_other() -> None:
    done = shell(["estimate"], json.dumps([{"model": "\ud800"}]))

    assert (done.returncode, done.stderr) == (2, b"")
    assert sound(done.stdout.decode())[0]["problems"]


def test_a_reader_who_has_read_enough_hears_no_complaint() -> None:
    command = f"{sys.executable} -m calculator fields | head -n 1"
    done = run(["/bin/sh", "-c", command], capture_output=True, check=True, cwd=ROOT)

    assert (done.stdout, done.stderr) == (b"[\n", b"")
