"""`python -m bench.answer`: how long a reply takes in CPython on this machine, for every example."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import cast

from calculator.catalog import shipped
from calculator.data import tables
from calculator.door import Depth, Knowledge, answer, knowledge

REPEATS: dict[Depth, int] = {"point": 40, "full": 7}
LIMIT_MS: dict[Depth, float] = {"point": 10.0, "full": 150.0}


def main() -> None:
    """Prints the machine, the time to read the data, and a line for each depth of each example."""
    print(f"{processor()}, {platform.system()}, Python {platform.python_version()}")
    started = perf_counter()
    known = knowledge(shipped())
    print(f"reading the data: {milliseconds(started):.1f} ms\n")
    print(f"{'example':28} {'depth':6} {'first':>9} {'median':>9} {'95%':>9} {'limit':>9}")
    examples = cast("Mapping[str, Mapping[str, Mapping[str, str]]]", tables()["examples"])
    for name, example in examples.items():
        for depth, limit in LIMIT_MS.items():
            first, *later = durations(example["query"], depth, known)
            cells = (first, median(later), quantiles(later, n=20)[-1], limit)
            print(f"{name:28} {depth:6} " + " ".join(f"{value:6.1f} ms" for value in cells))


def durations(query: Mapping[str, str], depth: Depth, known: Knowledge) -> list[float]:
    """Milliseconds of each reply; every question differs a little from the one before, as when a slider moves."""
    found = []
    for step in range(REPEATS[depth]):
        moved = {**query, "requests_per_month": str(20_000 + step)}
        started = perf_counter()
        answer(moved, known, depth)
        found.append(milliseconds(started))
    return found


def milliseconds(started: float) -> float:
    """Milliseconds since a reading of the clock."""
    return (perf_counter() - started) * 1000


def processor() -> str:
    """Name of the processor, as the system tells it."""
    described = Path("/proc/cpuinfo")
    if described.exists():
        names = [line for line in described.read_text().splitlines() if line.startswith("model name")]
        return names[0].partition(": ")[2] if names else platform.machine()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
