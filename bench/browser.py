"""`python -m bench.browser`: how long a reader waits for the built site in Chromium, as a table.

Beside our page stand the same page on Pyodide as it comes, and the same page with answers made beforehand: what is left
when nothing is computed. All are served from this machine, over lines as wide and as long as the heads of the table say.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from zipfile import ZIP_DEFLATED, ZipFile

from playwright.sync_api import Playwright, sync_playwright

from bench._results import keep
from bench._shaped import Host, Line, hosted
from bench._visit import Times, visit
from bench.answer import processor
from calculator.faces.web import page
from press.compress import compress_folder

ROOT = Path(__file__).parents[1]
PYODIDE = ROOT / "node_modules" / "pyodide"
REPEATS = 7
QUESTIONS = ('{"labelled_examples": "5000"}', '{"labelled_examples": "300"}')


@dataclass(frozen=True)
class Network:
    """A line, and whether the server at its end does as GitHub Pages does."""

    name: str
    mbit_per_s: float | None = None
    round_trip_s: float = 0.0
    is_plain: bool = False


NETWORKS = {
    "local": Network("this machine"),
    "50": Network("50 Mbit/s, 20 ms", 50, 0.020),
    "10": Network("10 Mbit/s, 40 ms", 10, 0.040),
    "pages": Network("this machine, gzip, no cache headers", is_plain=True),
}
VARIANTS = ("ours", "stock Pyodide", "plain JavaScript")
# name, unit, digits, limit by network
ROWS: tuple[tuple[str, str, int, Mapping[str, float]], ...] = (
    ("static answer visible", "s", 2, {"local": 1.0, "50": 1.0, "10": 1.0, "pages": 1.0}),
    ("first live answer, cold", "s", 2, {"local": 1.4, "50": 2.0, "10": 4.4}),
    ("full answer, cold", "s", 2, {}),
    ("first live answer, warm", "s", 2, {"local": 1.0, "50": 1.0, "10": 1.0}),
    ("click on another page to live answer", "s", 2, {"local": 0.3, "50": 0.3, "10": 0.3, "pages": 0.3}),
    ("later answer, median", "ms", 0, dict.fromkeys(NETWORKS, 30.0)),
    ("later answer, 95th percentile", "ms", 0, dict.fromkeys(NETWORKS, 60.0)),
    ("transferred until the live answer", "MB", 2, {"local": 4.2, "50": 4.2, "10": 4.2}),
)


def main() -> None:
    """Measures every variant over every network, prints and keeps the table."""
    asked = _parser().parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        head, rows = _head(asked.repeats), list[tuple[str, ...]]()
        replacements = _replacements(Path(folder))
        for key in asked.networks:
            network = NETWORKS[key]
            found = {
                variant: _measured(playwright, asked.site, network, replacements[variant], asked.repeats)
                for variant in asked.variants
            }
            rows += _rows(key, found)
            keep("browser", head, ("Line", "What", *(f"#{name}" for name in asked.variants), "#Target"), rows)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.browser", description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--networks", nargs="*", choices=NETWORKS, default=list(NETWORKS))
    parser.add_argument("--variants", nargs="*", choices=VARIANTS, default=list(VARIANTS))
    return parser


def _head(repeats: int) -> str:
    """What the figures hold for."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
    version = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    pyodide = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    load = os.getloadavg()[0]
    return (
        f"{processor()}, {os.cpu_count()} cores, {platform.system()}; load {load:.1f} at the start; "
        f"{version}, Pyodide {pyodide}; median of {repeats}, every visit with a profile of its own"
    )


def _measured(playwright: Playwright, site: Path, network: Network, own: Path | None, repeats: int) -> list[Times]:
    line = Line(network.mbit_per_s, network.round_trip_s)
    with hosted(site, Host(line, own, network.is_plain)) as address:
        return [visit(playwright, address, line) for _ in range(repeats)]


def _replacements(folder: Path) -> dict[str, Path | None]:
    """For each variant the folder of files that take the place of ours."""
    stock, plain = folder / "stock", folder / "plain"
    for own, worker in ((stock, "stock_worker.mjs"), (plain, "plain_worker.mjs")):
        own.mkdir()
        shutil.copyfile(Path(__file__).with_name(worker), own / "worker.mjs")
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip"):
        shutil.copyfile(PYODIDE / name, stock / name)
    with ZipFile(stock / "sources.zip", "w", ZIP_DEFLATED) as archive:
        for path in sorted((ROOT / "calculator").rglob("*")):
            if path.suffix in {".py", ".toml"}:
                archive.write(path, path.relative_to(ROOT))
    replies = [json.loads(page(question, "point")) for question in QUESTIONS]
    (plain / "replies.mjs").write_text(f"export const replies = {json.dumps(replies)};\n", encoding="utf-8")
    for own in (stock, plain):
        compress_folder(own, ROOT / "build" / "compressed")
    return {"ours": None, "stock Pyodide": stock, "plain JavaScript": plain}


def _rows(key: str, found: Mapping[str, list[Times]]) -> Iterator[tuple[str, ...]]:
    """A line for each of `ROWS`: every variant's median, how many times ours it is, and the target."""
    medians = {variant: _row_values(times) for variant, times in found.items()}
    for index, (name, unit, digits, limits) in enumerate(ROWS):
        ours = medians["ours"][index] if "ours" in medians else None
        cells = (f"{values[index]:.{digits}f} {unit}{_ratio(values[index], ours)}" for values in medians.values())
        yield NETWORKS[key].name, name, *cells, f"{limits[key]:g} {unit}" if key in limits else ""


def _ratio(value: float, ours: float | None) -> str:
    return f" ({value / ours:.2f}×)" if ours and value != ours else ""


def _row_values(times: list[Times]) -> tuple[float, ...]:
    """The value of each of `ROWS`."""
    points = [1000 * point for each in times for point in each.points]
    return (
        *(median(getattr(each, name) for each in times) for name in ("shown", "cold", "full", "warm", "elsewhere")),
        median(points),
        quantiles(points, n=20)[-1],
        median(each.megabytes for each in times),
    )


if __name__ == "__main__":
    main()
