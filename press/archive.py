"""`python -m press.archive SITE OUT.zip`: the site as a zip that opens from a folder, without any server.

A browser lets a page from a folder load classic scripts and little else: no modules, no workers, no fetching.
So what the calculator needs travels inside scripts, packed; press/archive-page.js and press/archive-worker.js unpack it.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from press.bundle import PYODIDE, esbuild
from press.compress import PACK, pack

HERE = Path(__file__).parent
NEEDLESS = (
    *(f"*{suffix}" for suffix in PACK),
    "*.map",
    "_headers",
    "host-settings",
    "service-worker.js",
    "sitemap.xml",
)
CARRIED = ("pyodide.asm.wasm", "standard-library.zip.txt", "calculator.zip.txt", "worker.js")
PRELOAD = re.compile(r'\s*<link rel="(?:module)?preload"[^>]*>')  # which a folder may not serve
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
INSTANT = re.compile(r'"navigation\.instant[.\w]*", ')  # from a folder the theme's program would stop at it
MODULE = re.compile(r'\s*<script\b[^>]*\btype="module"[^>]*></script>')
LINK = re.compile(r'(<a\b[^>]*?\bhref=")([^"#?:]*)(?=[?#"])')
THEME = re.compile(r'<script src="[^"]*assets/javascripts/bundle')  # which starts the worker of the search
PAGE_SCRIPT = "archive/page.js"


def main(site: Path, target: Path) -> None:
    """Writes the zip; the site itself stays as it is."""
    with tempfile.TemporaryDirectory() as private:
        folder = shutil.copytree(site, Path(private) / "site", ignore=shutil.ignore_patterns(*NEEDLESS))
        (runtime,) = (folder / "runtime").iterdir()
        (folder / "archive").mkdir()
        _carry(runtime, folder)
        shutil.rmtree(folder / "runtime")
        index = (folder / "search" / "search_index.json").read_text(encoding="utf-8")
        (folder / "search" / "search_index.js").write_text(f"var __index = {index};\n", encoding="utf-8")
        for page in folder.rglob("*.html"):
            page.write_text(opened_from_folder(page, folder), encoding="utf-8")
        target.parent.mkdir(parents=True, exist_ok=True)
        pack(folder, target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


def opened_from_folder(page: Path, folder: Path) -> str:
    """A page whose links name files and whose scripts are classic."""
    html = INSTANT.sub("", PRELOAD.sub("", POLICY.sub("", page.read_text(encoding="utf-8"))))
    script = f'<script src="{"../" * (len(page.relative_to(folder).parts) - 1)}{PAGE_SCRIPT}"></script>'
    html = THEME.sub(lambda theme: script + theme[0], MODULE.sub("", html), count=1)

    def named(link: re.Match[str]) -> str:
        place = page.parent / link[2]
        is_folder = link[2] and (place / "index.html").is_file()
        return f"{link[1]}{link[2].rstrip('/')}/index.html" if is_folder else link[0]

    return LINK.sub(named, html)


def _carry(runtime: Path, folder: Path) -> None:
    """Writes `archive/page.js` and a script for each file that the worker needs."""
    (runtime / "worker.js").write_text(_worker(runtime), encoding="utf-8")
    for name in CARRIED:
        packed = b64encode(gzip.compress((runtime / name).read_bytes(), 9, mtime=0)).decode()
        (folder / "archive" / f"{name}.js").write_text(f'carry("{name}", "{packed}");\n', encoding="utf-8")
    search = next((folder / "assets" / "javascripts" / "workers").glob("search.*.js")).read_text(encoding="utf-8")
    carried = {
        "SEARCH": json.dumps(search.rpartition("//# sourceMappingURL")[0] or search),
        "STARTER": json.dumps((HERE / "archive-worker.js").read_text(encoding="utf-8")),
        "CARRIED": json.dumps(CARRIED),
        "RUNTIME": json.dumps(f"file:///runtime/{runtime.name}/"),
    }
    consts = "".join(f"const {name} = {value};\n" for name, value in carried.items())
    opening = (HERE / "archive-page.js").read_text(encoding="utf-8")
    program = _classic(runtime / "site.mjs")
    text = f"(() => {{\n{consts}{opening}addEventListener('DOMContentLoaded', () => {{\n{program}}});\n}})();\n"
    (folder / PAGE_SCRIPT).write_text(text, encoding="utf-8")


def _worker(runtime: Path) -> str:
    """Pyodide and our worker as one classic script."""
    loader = (runtime / "pyodide.mjs").read_text(encoding="utf-8")
    loader = re.sub(r"export\{(\w+) as loadPyodide,.*?\};", r"self.loadPyodide = \1;", loader)
    program = (PYODIDE / "pyodide.asm.mjs").read_text(encoding="utf-8").replace("import.meta.url", "RUNTIME")
    program = program.replace("export default _createPyodideModule", "self.createPyodideModule = _createPyodideModule")
    ours = re.sub(r"\bimport\(", "carriedModule(", _classic(runtime / "worker.mjs"))
    return "".join(f"(() => {{\n{part}\n}})();\n" for part in (loader, program, ours))


def _classic(module: Path) -> str:
    """A module as a classic statement."""
    classic = module.with_suffix(".classic.js")
    esbuild(module, f"--outfile={classic}", "--format=iife", "--define:import.meta.url=RUNTIME")
    return classic.read_text(encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
