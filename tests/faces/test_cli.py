"""The command line answers, or says what is wrong with the question, and never shows a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from calculator.faces.cli import main
from calculator.task import FIELDS


def test_advice_in_words_names_the_winner_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "labelled_examples=50"]) == 0
    assert capsys.readouterr().out.startswith("Use ")


def test_advice_in_json_is_the_whole_reply(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "--json", "task_kind=rewriting"]) == 0
    reply = json.loads(capsys.readouterr().out)

    assert reply["task"]["task_kind"] == "rewriting"
    assert [option["rank"] for option in reply["options"]] == list(range(1, len(reply["options"]) + 1))


def test_every_fault_is_listed_with_its_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "gpu=abacus", "budget_usd=much", "nonsense"]) == 2
    told = capsys.readouterr().out

    assert all(f"{name}: " in told for name in ("gpu", "budget_usd", "nonsense"))


def test_faults_are_told_in_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "--json", "gpu=abacus"]) == 2
    assert [each["field"] for each in json.loads(capsys.readouterr().out)["problems"]] == ["gpu"]


def test_every_input_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fields"]) == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)] == list(FIELDS)


def test_a_file_that_is_not_there_is_a_fault_with_its_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["backtest", "runs", str(tmp_path / "absent.json")]) == 2
    assert "absent.json" in json.loads(capsys.readouterr().out)["problems"][0]["text"]


@pytest.mark.parametrize("what", ["runs", "outcomes"])
@pytest.mark.parametrize("text", ["null", "1", '"x"', '{"runs": []}', "[" * 100_000])
def test_a_file_without_records_is_a_fault(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, what: str, text: str
) -> None:
    (tmp_path / "strange.json").write_text(text, encoding="utf-8")

    assert main(["backtest", what, str(tmp_path / "strange.json")]) == 2
    assert [each["field"] for each in json.loads(capsys.readouterr().out)["problems"]] == ["file"]


def test_a_question_in_which_nothing_costs_anything_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    free = ("engineer_usd_per_hour=0", "week_value_usd=0", "requests_per_month=0", "label_cost_usd=0")

    assert main(["advise", *free]) == 0
    assert "level with" in capsys.readouterr().out
