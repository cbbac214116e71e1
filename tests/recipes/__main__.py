"""`python3 dev.py test-recipes`: makes .venv-recipes from its two lock files, and runs the guide's recipes in it."""

from __future__ import annotations

import os
import venv
from pathlib import Path

import dev

VENV = dev.ROOT / ".venv-recipes"
PYTHON = VENV / "bin" / "python"
OVERLAY = VENV / "adapters"


def main() -> None:
    """Both sets of packages, then the tests in this process's place."""
    if not PYTHON.exists():
        dev.say(f"virtual environment in {VENV.name}")
        venv.create(VENV, clear=True, symlinks=True)
    install("requirements-recipes.txt")
    OVERLAY.mkdir(exist_ok=True)
    install("requirements-adapters.txt", "--no-deps", "--upgrade", "--target", str(OVERLAY))
    dev.say("recipes")
    tests = ["-m", "pytest", "--quiet", "--confcutdir=tests/recipes", "-W", "ignore", "--durations=3", "tests/recipes"]
    os.execv(PYTHON, [str(PYTHON), *tests])  # noqa: S606 - no shell is wanted


def install(lock_file: str, *options: str) -> None:
    """Every package of a lock file; the project's own pip does it, so that this environment needs none."""
    pip: list[str | Path] = [
        dev.PYTHON,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--python",
        PYTHON,
        "install",
        "--require-hashes",
    ]
    folder = OVERLAY if options else VENV
    dev.once(folder, lock_file, "Python packages", *pip, *options, "--requirement", lock_file)


if __name__ == "__main__":
    main()
