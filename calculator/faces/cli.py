"""The command line: fields, advise, estimate, backtest."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from calculator.backtest import outcomes, runs
from calculator.backtest.comparisons import records as own_records
from calculator.door import answer
from calculator.door.estimate import estimate
from calculator.door.inputs import fields_json
from calculator.faces.web import known
from calculator.show.reports import REPORTS
from calculator.show.text import reply_text

FAULT = 2
REPORT_HELP = {
    "json": "the whole reply as JSON",
    "markdown": "a decision record in Markdown",
    "csv": "the options as a table for a spreadsheet",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 where it answered, 2 where the question was faulty."""
    asked = parser().parse_args(arguments)
    return int(asked.run(asked))


def parser() -> argparse.ArgumentParser:
    """The commands and what each takes."""
    top = argparse.ArgumentParser(
        prog="python -m calculator", description="Tune or prompt: what to do, what it costs, what would change it."
    )
    commands = top.add_subparsers(required=True, metavar="command")
    fields = commands.add_parser("fields", help="every input as JSON: label, unit, type, default, range, choices, help")
    fields.set_defaults(run=show_fields)
    advise = commands.add_parser("advise", help="rank the options for field=value …")
    form = advise.add_mutually_exclusive_group()
    for kind, says in REPORT_HELP.items():
        form.add_argument(f"--{kind}", dest="report", action="store_const", const=kind, help=says)
    advise.add_argument(
        "pairs", nargs="*", metavar="field=value", help="see the command fields; the rest keeps its default"
    )
    advise.set_defaults(run=show_advice)
    run = commands.add_parser(
        "estimate", help="memory, speed and sizes of the training run(s) given as JSON on standard input"
    )
    run.add_argument("--json", action="store_true", help="accepted for symmetry; the output is always JSON")
    run.set_defaults(run=show_estimate)
    test = commands.add_parser("backtest", help="compare with published measurements")
    test.add_argument("what", choices=("runs", "outcomes"))
    test.add_argument("file", type=Path, nargs="?", help="without one, outcomes are judged on our own comparisons")
    test.add_argument("--rows", action="store_true", help="every prediction too")
    test.set_defaults(run=show_backtest)
    return top


def show_fields(_: argparse.Namespace) -> int:
    """Prints every input."""
    return printed(fields_json(known()))


def show_advice(asked: argparse.Namespace) -> int:
    """Prints the ranked options, or every fault of the question."""
    query: dict[str, str] = {}
    for pair in asked.pairs:
        name, _, value = pair.partition("=")
        query[name] = value
    reply = answer(query, known())
    report = REPORTS.get(asked.report, reply_text)
    sys.stdout.write(report(reply, known()))
    sys.stdout.write("\n")
    return FAULT if reply.problems else 0


def show_estimate(_: argparse.Namespace) -> int:
    """Prints the estimate of each run on standard input."""
    try:
        asked = json.load(sys.stdin)
    except (ValueError, RecursionError) as fault:
        return printed({"problems": [{"field": "run", "text": f"Standard input is not JSON: {fault}."}]}, FAULT)
    found = estimate(asked, known().catalog)
    faulty = any(each.get("problems") for each in (found if isinstance(found, list) else [found]))
    return printed(found, FAULT if faulty else 0)


def show_backtest(asked: argparse.Namespace) -> int:
    """Prints the errors of our predictions on a table of measurements."""
    if asked.file is None and asked.what == "runs":
        return printed(
            {"problems": [{"field": "file", "text": "Name a file of runs, for example tests/published/runs.json."}]},
            FAULT,
        )
    try:
        found = (
            own_records(known().catalog) if asked.file is None else json.loads(asked.file.read_text(encoding="utf-8"))
        )
    except (OSError, ValueError, RecursionError) as fault:
        return printed({"problems": [{"field": "file", "text": f"{asked.file}: {fault}."}]}, FAULT)
    records = found.get("records") if isinstance(found, dict) else found
    if not isinstance(records, list):
        return printed(
            {"problems": [{"field": "file", "text": f"{asked.file}: a list of records is expected."}]}, FAULT
        )
    backtest = runs.backtest if asked.what == "runs" else outcomes.backtest
    return printed(backtest(records, known().catalog, rows=asked.rows))


def printed(found: object, code: int = 0) -> int:
    """Writes JSON to standard output and gives back the exit code."""
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    return code
