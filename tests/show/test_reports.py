"""What is taken along says what the page says, and does no harm where it is opened."""

from __future__ import annotations

import csv
import json
import re
import shlex
from dataclasses import replace
from io import StringIO

import pytest

from calculator import __version__
from calculator.door import Knowledge, Reply, answer, as_text
from calculator.faces.cli import main, parser
from calculator.show.reports import REPORTS, record, sheet, situation, title
from calculator.show.reports.sources import cited, entry
from calculator.show.site import HOME, Site
from calculator.show.verdict import sentence
from calculator.task import DECLARED, parse
from tests.house.tree import ROOT

HOSTILE = '=HYPERLINK("https://evil.example","<b>|*_`[x](y)") \n# x'


@pytest.fixture(scope="module")
def reply(known: Knowledge) -> Reply:
    return answer(known.catalog.examples["support-tickets"].query, known, "full")


def table(reply: Reply, known: Knowledge) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(sheet(reply, known), newline="")))


def unescaped(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


def test_a_record_has_the_parts_of_a_decision_record(reply: Reply, known: Knowledge, site: Site) -> None:
    text = record(reply, known)
    parts = re.findall(r"^## (.+)$", text, re.MULTILINE)

    assert parts == [
        *(
            "Context",
            "Decision",
            "Numbers",
            "Alternatives",
            "What would change it",
            "What to find out first",
            "Next steps",
            "Sources",
            "Ask again",
        )
    ]
    assert sentence(reply, site) in unescaped(text)
    assert f"{__version__}; prices as of {reply.as_of}." in text


def test_every_table_of_a_record_has_as_many_cells_as_its_head(reply: Reply, known: Knowledge) -> None:
    for block in re.findall(r"(?:^\|.*\n?)+", record(reply, known), re.MULTILINE):
        counts = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(counts) == 1


def test_the_record_of_every_example_answers_all_six_questions(known: Knowledge, site: Site) -> None:
    for name, example in known.catalog.examples.items():
        told = answer(example.query, known, "point")
        labels = [label for label, _ in situation(told.task, site)]
        assert {field.label for field in DECLARED if field.first} <= set(labels)
        assert title(told.task, site) == example.title, name


def test_the_command_in_a_record_asks_the_same_question(reply: Reply, known: Knowledge) -> None:
    own = "layers=32 hidden_size=4096 attention_heads=32 vocab_size=128256"
    for asked in (reply, answer({"tune_model": "own", "own_model": own}, known, "point")):
        (command,) = re.findall(r"`python -m calculator (.+)`", record(asked, known))
        pairs = parser().parse_args(shlex.split(command)).pairs
        task, problems = parse(dict(pair.split("=", 1) for pair in pairs), known.offered)
        assert not problems
        assert task == asked.task


def test_every_source_named_in_an_answer_is_in_the_list(reply: Reply, known: Knowledge) -> None:
    best = reply.best
    assert best is not None
    listed = set(cited(reply))

    assert {reason.source for reason in best.reasons if reason.kind in ("supports", "warns")} <= listed
    assert best.quality is None or set(best.quality.studies) <= listed
    addresses = [entry(each, Site(known.catalog, HOME))[1] for each in listed]
    assert all(address.startswith("https://") for address in addresses)


def test_the_address_that_reports_lead_to_is_that_of_the_site() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")

    assert f"site_url: {HOME}\n" in settings


def test_a_table_says_the_numbers_of_the_json_reply(reply: Reply, known: Knowledge) -> None:
    options = json.loads(as_text(reply))["options"]
    rows = table(reply, known)

    assert len(rows) == len(options)
    for row, option in zip(rows, options, strict=True):
        assert (row["method"], row["model"]) == (option["method"], option["model"])
        assert float(row["total_usd"]) == option["cost_usd"]["total"]
        assert float(row["errors_usd"]) == option["cost_usd"]["parts"]["errors"]
        assert float(row["quality"]) == option["assumed_quality"]["expected"]
        assert row["memory_gib"] == "" or float(row["memory_gib"]) == option["memory_gib"]["expected"]
        assert (row["blocked_by"] == "") == option["feasible"]


def test_a_table_is_plain_ascii_so_that_every_spreadsheet_reads_it(known: Knowledge) -> None:
    for example in known.catalog.examples.values():
        assert sheet(answer(example.query, known, "point"), known).isascii()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_of_text_is_a_formula(start: str, reply: Reply, known: Knowledge) -> None:
    best = replace(reply.options[0], model=f'{start}cmd|"x",\n1')
    (row,) = table(replace(reply, options=(best,)), known)

    assert row["model"] == f"'{best.model}"


def test_a_negative_number_stays_a_number(reply: Reply, known: Knowledge) -> None:
    (row,) = table(replace(reply, options=(replace(reply.options[0], weeks=-1.5),)), known)

    assert row["weeks"] == "-1.5"


@pytest.mark.parametrize("kind", list(REPORTS))
def test_a_faulty_question_is_reported_as_its_faults(kind: str, known: Knowledge) -> None:
    faulty = answer({HOSTILE: "1", "gpu": HOSTILE}, known)
    text = REPORTS[kind](faulty, known)

    assert "gpu" in text
    assert not [row for row in csv.reader(StringIO(sheet(faulty, known))) for cell in row if cell.startswith("=")]


@pytest.mark.parametrize("kind", list(REPORTS))
def test_the_command_line_prints_every_report(kind: str, known: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    query = {"labelled_examples": "5000"}

    assert main(["advise", f"--{kind}", "labelled_examples=5000"]) == 0
    assert capsys.readouterr().out == REPORTS[kind](answer(query, known), known) + "\n"


def test_hostile_text_stays_text_in_a_record(known: Knowledge) -> None:
    text = record(answer({HOSTILE: "1", "gpu": HOSTILE}, known), known)

    assert not re.findall(r"(?<!\\)[<|*_`\[]", text.replace("- `", "").replace("`: ", ""))


def test_two_reports_at_once_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["advise", "--csv", "--json"])
    assert "not allowed with" in capsys.readouterr().err


def test_where_nothing_is_feasible_the_record_says_what_rules_each_option_out(known: Knowledge) -> None:
    stuck = answer({"budget_usd": "1"}, known)

    assert record(stuck, known).count("- Ruled out: ") == len(stuck.options)
    assert "## Numbers" not in record(stuck, known)
