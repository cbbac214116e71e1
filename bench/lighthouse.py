"""`python -m bench.lighthouse`: what Lighthouse thinks of the built site, desktop and mobile, as a table.

Lighthouse comes from bench/lighthouse/package-lock.json, apart from what the tests need.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from bench.answer import processor
from press.serve import serving

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "bench" / "lighthouse"
PAGES = {"first page": "", "text page": "approaches/lora/", "calculator": "calculator/"}
FORMS = {"desktop": ("--preset=desktop",), "mobile": ()}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LEAST_OF_THE_CALCULATOR = {**LEAST, "performance": 90}
METRICS = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


def main() -> None:
    """Prints a line for each page and form, and what cost it points."""
    parser = argparse.ArgumentParser(prog="python -m bench.lighthouse", description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument("--pages", nargs="*", choices=PAGES, default=list(PAGES))
    asked = parser.parse_args()
    _install()
    print(f"{processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    print(f"{'':24}" + "".join(f"{name:>18}" for name in (*CATEGORIES, "LCP", "blocking", "layout shift")))
    with serving(asked.site) as address:
        for page in asked.pages:
            for form, options in FORMS.items():
                report = _report(f"{address}{PAGES[page]}", options)
                least = LEAST_OF_THE_CALCULATOR if page == "calculator" else LEAST
                print("\n".join(_lines(f"{page}, {form}", report, least)), flush=True)


def _install() -> None:
    if not (TOOL / "node_modules" / "lighthouse").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=TOOL, check=True)  # noqa: S607 - as the reader's PATH has it


def _report(url: str, options: tuple[str, ...]) -> Mapping[str, Any]:
    """Lighthouse's own report on one page."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    command = [
        str(TOOL / "node_modules" / ".bin" / "lighthouse"),
        url,
        "--output=json",
        "--quiet",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless --no-sandbox",
        *options,
    ]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "CHROME_PATH": chromium})
    return cast("Mapping[str, Any]", json.loads(done.stdout))


def _lines(name: str, report: Mapping[str, Any], least: Mapping[str, int]) -> Iterator[str]:
    """The scores, each beside the least that is wanted, and the audits that a category but for performance lost by."""
    categories, audits = report["categories"], report["audits"]
    scores = {each: round(100 * (categories[each]["score"] or 0)) for each in CATEGORIES}
    cells = [f"{scores[each]} (≥ {least[each]})" for each in CATEGORIES]
    yield f"{name:24}" + "".join(
        f"{cell:>18}" for cell in (*cells, *(audits[each]["displayValue"] for each in METRICS))
    )
    for category in CATEGORIES[1:]:
        for reference in categories[category]["auditRefs"]:
            audit = audits[reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                details = [
                    item.get("description") or item.get("text") for item in audit.get("details", {}).get("items", [])
                ]
                yield f"    {category}: {audit['title']} {sorted({str(each) for each in details if each})}"


if __name__ == "__main__":
    main()
