"""A table of measurements: printed, and kept in bench/results for the guide."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def keep(name: str, machine: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a table and writes it to bench/results; `#` at the beginning of a column's head sets it to the right."""
    print(machine)
    heads = [column.removeprefix("#") for column in columns]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for line in (heads, *rows):
        cells = zip(line, widths, columns, strict=True)
        print(
            "  ".join(cell.rjust(width) if head.startswith("#") else cell.ljust(width) for cell, width, head in cells)
        )
    found = {"machine": machine, "measured": datetime.now(UTC).date().isoformat(), "columns": columns, "rows": rows}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
