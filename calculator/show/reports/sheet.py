"""The options as a table for a spreadsheet: CSV as in RFC 4180, in plain ASCII, safe to open."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from calculator.door import Knowledge, Reply
from calculator.terms import COST_PARTS, Option
from calculator.units import in_gib, rounded

Cell = str | float | bool | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
PARTS = tuple(f"{part}_usd" for part in COST_PARTS)
COLUMNS = (
    *("rank", "method", "model", "feasible", "total_usd", "low_usd", "high_usd", "without_errors_usd"),
    *PARTS,
    *("quality", "quality_low", "quality_high", "studies"),
    *("memory_gib", "memory_low_gib", "memory_high_gib", "training_hours", "weeks", "win_probability", "blocked_by"),
)


def sheet(reply: Reply, _: Knowledge) -> str:
    """One line for each option, a line of headings above; for a faulty question its faults."""
    if reply.problems:
        rows: list[Sequence[Cell]] = [("field", "problem"), *((each.field, each.text) for each in reply.problems)]
    else:
        rows = [COLUMNS, *(_row(rank, option) for rank, option in enumerate(reply.options, start=1))]
    return "\r\n".join(",".join(map(_written, row)) for row in rows)


def _row(rank: int, option: Option) -> Sequence[Cell]:
    cost, quality = option.cost_usd, option.assumed_quality
    peak = option.memory.peak_bytes if option.memory else None
    blocked = dict.fromkeys(reason.source for reason in option.reasons if reason.kind == "blocks")
    return (
        *(rank, option.method, option.model, option.feasible),
        *(cost.expected, cost.low, cost.high, option.without_errors_usd),
        *(option.cost.part(part) for part in COST_PARTS),
        *(
            quality.expected,
            quality.low,
            quality.high,
            " ".join(option.quality.studies) if option.quality else "no study",
        ),
        *((in_gib(peak.expected), in_gib(peak.low), in_gib(peak.high)) if peak else (None, None, None)),
        option.training_hours.expected if option.training_hours else None,
        *(option.weeks, option.win_probability, " ".join(blocked)),
    )


def _written(cell: Cell) -> str:
    """A cell as written: a text that a spreadsheet would take for a formula begins with an apostrophe (OWASP ASVS 1.2.10)."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if not isinstance(cell, str):
        return f"{rounded(cell):.15g}" if isfinite(cell) else ""
    safe = f"'{cell}" if cell.startswith(FORMULA) else cell
    return '"' + safe.replace('"', '""') + '"' if any(sign in safe for sign in ',"\r\n') else safe
