"""The guide's recipes for training run as printed, with the pinned versions of the libraries.

`python3 dev.py test-recipes` makes their environment and runs this file; the gate does not, because PyTorch is large.
A tiny model with random weights lies where a recipe asks for one by its name on the model hub.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guide.blocks import CONTINUED, HOSTED, RECIPE, pages
from tests.guide.samples import write_samples

ROOT = Path(__file__).parents[2]
APART = {"approaches/adapter.md": Path(sys.prefix) / "adapters"}  # a page whose library asks for older packages
PATIENCE_S = 600
LAST_LINES = 30


@pytest.mark.parametrize("page", pages("python", marks=(RECIPE, HOSTED)))
def test_the_recipes_of_a_page_run_as_printed(page: str, tmp_path: Path) -> None:
    write_samples(tmp_path)
    before = [CONTINUED[page]] if page in CONTINUED else []
    path = [str(ROOT), *([str(APART[page])] if page in APART else [])]
    told = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "cache"), "PYTHONPATH": os.pathsep.join(reversed(path))}
    command = [sys.executable, "-m", "tests.recipes.run_page", *before, page]
    run = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )

    assert run.returncode == 0, "\n".join(run.stderr.splitlines()[-LAST_LINES:])
