"""Whatever is typed, pasted, piped in or put into a link: an answer, or every fault in words, and soon."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
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


@given(QUERIES)
def test_a_hostile_question_is_answered_or_told_all_its_faults(query: dict[str, str]) -> None:
    code, told = said(
        ["advise", "--json", "--", *(f"{name}={value}" for name, value in query.items() if "=" not in name)]
    )
    reply = json.loads(told)

    assert code == (2 if reply["problems"] else 0)
    assert bool(reply["problems"]) != bool(reply["options"])
    assert all(problem["text"].strip() for problem in reply["problems"])
    assert "NaN" not in told
    assert "Infinity" not in told


@given(QUERIES)
@settings(max_examples=50)
def test_a_hostile_link_shows_no_markup_of_its_own(query: dict[str, str]) -> None:
    shown = json.loads(page(json.dumps(query), "point"))["html"]

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


@given(VALUES)
def test_a_run_that_is_none_is_told_so(given_: object) -> None:
    code, told = said(["estimate"], json.dumps(given_))

    assert code in (0, 2)
    json.loads(told)


@pytest.mark.parametrize("what", ["runs", "outcomes"])
@given(data=st.data())
@settings(max_examples=30)
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
