"""`python -m press.bundle SITE`: puts Python, the calculator and its data into the built site.

Everything that the browser loads lies in one folder named after its content, `runtime/HASH/`.
The pages name that folder, so a page never meets the Python of another version.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from calculator.data import tables
from press.spared import SPARED

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "calculator"
PYODIDE = ROOT / "node_modules" / "pyodide"
SCRIPTS = ROOT / "docs" / "js"
ESBUILD = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
RUNTIME_FILES = ("pyodide.mjs", "pyodide.asm.wasm")
COUNTED_FILES = ("pyodide.asm.wasm", "standard-library.zip.txt", "calculator.zip.txt")  # what the progress bar counts
SCRIPT = re.compile(
    r'((?:<(?:script|link)\b[^>]*\b(?:src|href)=|new Worker\()"(?:[^"]*/)?)(?:js|runtime/[0-9a-f]+)/(\w+\.mjs)"'
)
FORM = re.compile(r'(<form\b[^>]*\bid="question")(?: data-runtime="[0-9a-f]*")?')


class BundleError(Exception):
    """Something that the bundle needs is not there; the message names where."""


def main(site: Path) -> None:
    """Adds `runtime/HASH/` to the built site and points every page at it."""
    if not (site / "index.html").exists():
        raise BundleError(f"{site}/index.html: missing; run `python -m mkdocs build` first")
    with tempfile.TemporaryDirectory() as private:
        folder = Path(private) / "runtime"  # readable for the host, unlike the one around it
        folder.mkdir()
        version = _gather(folder)
        shutil.rmtree(site / "runtime", ignore_errors=True)
        shutil.copytree(folder, site / "runtime" / version)
    # The pages run the scripts beside the Python they were made for.
    shutil.rmtree(site / "js", ignore_errors=True)
    _point_pages(site, version)
    print(f"runtime/{version}")


def _gather(folder: Path) -> str:
    """Fills the folder with everything the browser loads; returns the content's hash."""
    _freeze(folder)
    for name in RUNTIME_FILES:
        shutil.copyfile(_existing(PYODIDE / name, "run `npm ci`"), folder / name)
    outputs = [f"--outdir={folder}", "--out-extension:.js=.mjs", "--format=esm", "--minify"]
    manifest = f"--define:MANIFEST={json.dumps(_manifest(folder))}"
    esbuild(SCRIPTS / "site.mjs", SCRIPTS / "worker.mjs", *outputs, "--bundle", manifest)
    esbuild(_existing(PYODIDE / "pyodide.asm.mjs", "run `npm ci`"), *outputs)
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _freeze(folder: Path) -> None:
    """Writes `calculator.zip.txt` and `standard-library.zip.txt`, compiled by Pyodide's own Python under Node."""
    node = shutil.which("node")
    if node is None:
        raise BundleError("node: not on the PATH; `python3 dev.py setup` brings it")
    with tempfile.TemporaryDirectory() as staging:
        package, library = Path(staging) / "package.zip", Path(staging) / "library.zip"
        _stage(package)
        _stage_library(library)
        command = [node, *map(str, (Path(__file__).with_name("freeze.mjs"), PYODIDE, package, library, folder))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundleError(f"press/freeze.mjs: {done.stderr.strip() or done.stdout.strip()}")


def _stage(package: Path) -> None:
    """The package's sources as one zip, its data already parsed: nothing reads TOML in the browser."""
    with ZipFile(package, "w") as archive:
        for path in sorted(PACKAGE.rglob("*.py")):
            name = path.relative_to(PACKAGE.parent).as_posix()
            source = _data_module() if name == "calculator/data/__init__.py" else path.read_text(encoding="utf-8")
            archive.writestr(ZipInfo(name), source)
        for name in ("quick.py", "ready.py"):
            archive.writestr(ZipInfo(name), Path(__file__).with_name(name).read_text(encoding="utf-8"))


def _stage_library(library: Path) -> None:
    """The standard library without what the calculator never uses."""
    with ZipFile(_existing(PYODIDE / "python_stdlib.zip", "run `npm ci`")) as stock, ZipFile(library, "w") as archive:
        for name in stock.namelist():
            archive.writestr(ZipInfo(name), SPARED.get(name) or stock.read(name))


def _data_module() -> str:
    """The source of a `calculator.data` that carries the tables as JSON: a third of the size of a literal."""
    return (
        '"""The data files, parsed when the site was built."""\n'
        "import json\n"
        "def tables():\n"
        f"    return json.loads({json.dumps(tables(), ensure_ascii=False)!r})\n"
        "def prepared():\n"
        '    return b""\n'
    )


def esbuild(*arguments: Path | str) -> None:
    """Runs the bundler of scripts."""
    command = ["node", str(_existing(ESBUILD, "run `npm ci`")), *map(str, arguments), "--log-level=error"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundleError(f"esbuild: {done.stderr.strip()}")


def _manifest(folder: Path) -> dict[str, object]:
    """The sizes that the worker counts progress by, and for Pyodide which interpreter this is."""
    lock = json.loads(_existing(PYODIDE / "pyodide-lock.json", "run `npm ci`").read_text(encoding="utf-8"))
    sizes = {name: (folder / name).stat().st_size for name in COUNTED_FILES}
    return {"sizes": sizes, "lock": {"info": lock["info"], "packages": {}}}


def _point_pages(site: Path, version: str) -> None:
    """Names the version in every page: in the script's address, and in the form that it answers."""
    pointed = 0
    for page in sorted(site.rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        html, count = SCRIPT.subn(rf'\g<1>runtime/{version}/\g<2>"', html)
        html = FORM.sub(rf'\g<1> data-runtime="{version}"', html)
        page.write_text(html, encoding="utf-8")
        pointed += count
    if not pointed:
        raise BundleError(f"{site}: no page loads js/site.mjs; name it under extra_javascript in mkdocs.yml")


def _existing(path: Path, remedy: str) -> Path:
    if not path.exists():
        raise BundleError(f"{path}: missing; {remedy}")
    return path


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except BundleError as fault:
        sys.exit(f"press.bundle: {fault}")
