"""`python -m bench.answer`: how long a reply takes in CPython on this machine, for every example.

Prints the table and keeps it in bench/results, where the guide reads it.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import cast

from bench._results import keep
from calculator.catalog import shipped
from calculator.data import tables
from calculator.door import Depth, Knowledge, answer, knowledge

REPEATS: dict[Depth, int] = {"point": 40, "full": 7}
LIMIT_MS: dict[Depth, float] = {"point": 10.0, "full": 150.0}
COLUMNS = ("Example", "Reply", "#First, ms", "#Median, ms", "#95%, ms", "#Target, ms")


def main() -> None:
    """Measures, prints and keeps a line for each depth of each example."""
    machine = f"{processor()}, {platform.system()}, Python {platform.python_version()}"
    known = knowledge(shipped())
    examples = cast("Mapping[str, Mapping[str, Mapping[str, str]]]", tables()["examples"])
    rows = []
    for name, example in examples.items():
        for depth, limit in LIMIT_MS.items():
            first, *later = durations(example["query"], depth, known)
            cells = (first, median(later), quantiles(later, n=20)[-1])
            rows.append((name, depth, *(f"{value:.1f}" for value in cells), f"{limit:.0f}"))
    keep("answer", machine, COLUMNS, rows)


def durations(query: Mapping[str, str], depth: Depth, known: Knowledge) -> list[float]:
    """Milliseconds of each reply; every question differs a little from the one before, as when a slider moves."""
    found = []
    for step in range(REPEATS[depth]):
        moved = {**query, "requests_per_month": str(20_000 + step)}
        started = perf_counter()
        answer(moved, known, depth)
        found.append((perf_counter() - started) * 1000)
    return found


def processor() -> str:
    """Name of the processor, as the system tells it."""
    described = Path("/proc/cpuinfo")
    if described.exists():
        names = [line for line in described.read_text().splitlines() if line.startswith("model name")]
        return names[0].partition(": ")[2] if names else platform.machine()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
