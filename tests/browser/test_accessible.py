"""axe-core finds nothing, whatever is unfolded, in light and in dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.test_pages import ADDRESSES

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# One page of each kind; `pytest -m audit` takes all the others.
KINDS = (
    "", "calculator/", "approaches/", "approaches/lora/", "cases/support-tickets/", "guides/first-lora/",
    "reasoning/memory/", "reference/models/", "reference/inputs/", "reference/glossary/", "reference/bibliography/",
)  # fmt: skip
OTHERS = [pytest.param(page, marks=pytest.mark.audit) for page in ADDRESSES if page not in KINDS]
SETTLED = "!!document.querySelector('.md-code__nav') || !document.querySelector('.md-typeset pre > code')"
FAULTS = """axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
        [id, target.join(" "), ...[...any, ...all, ...none].map(({ message }) => message)].join(" | "))))"""


@pytest.mark.parametrize("page", [*KINDS, *OTHERS])
def test_axe_finds_nothing(new_visit: Open, address: str, page: str) -> None:
    visit = new_visit(bypass_csp=True, reduced_motion="reduce", color_scheme="light")
    visit.page.route("**/*.wasm", lambda route: route.abort())
    visit.page.goto(f"{address}{page}")
    visit.page.wait_for_function(SETTLED)
    visit.page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))

    light = visit.page.evaluate(FAULTS)
    visit.page.emulate_media(color_scheme="dark")
    visit.page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
    dark = visit.page.evaluate(FAULTS)

    assert light == []
    assert dark == []
