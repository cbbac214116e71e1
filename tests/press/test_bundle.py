from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path
from stat import S_IROTH, S_IXOTH
from zipfile import ZipFile

import brotli
import pytest

from press import bundle
from press.compress import PACK
from press.offline import first_load_bytes

ARCHIVES = ("calculator.zip.txt", "standard-library.zip.txt")
MOST_BYTES_OF_A_FIRST_VISIT = 3_900_000  # beside the page, its faces and styles: 4.2 MB in all
ASK_FOR_MAGIC_NUMBER = """
const { loadPyodide } = await import(process.argv[1]);
const python = await loadPyodide();
console.log(python.runPython("import importlib.util; importlib.util.MAGIC_NUMBER.hex()"));
"""

COUNT_COMPILED = """
import { readFile } from "node:fs/promises";
const folder = process.argv[1];
const { loadPyodide } = await import(`${folder}/pyodide.mjs`);
const { info } = JSON.parse(await readFile(process.argv[2]));
const file = (name) => new URL(`${folder}/${name}`);
const python = await loadPyodide({ stdLibURL: file("standard-library.zip.txt").pathname, lockFileContents: { info, packages: {} } });
python.FS.writeFile("/calculator.zip", await readFile(file("calculator.zip.txt")));
console.log(python.runPython(`
import sys; sys.path.insert(0, "/calculator.zip"); import dataclasses, json, quick
found = dataclasses.exec
asked = []
dataclasses.exec = lambda text, names, local: (asked.append(text), found(text, names, local))
import calculator.faces.web
json.dumps([len(asked), sum(text not in quick.KNOWN for text in asked)])
`));
"""

LIST_MODULES = (
    COUNT_COMPILED.partition("console.log")[0]
    + """
console.log(python.runPython(`
import sys; sys.path.insert(0, "/calculator.zip"); import json, quick, sitecustomize
json.dumps([*sitecustomize.MODULES])
`));
"""
)


def test_every_page_runs_the_scripts_that_lie_beside_its_python(site: Path, runtime: Path) -> None:
    pages = list(site.rglob("*.html"))
    scripts = {found for page in pages for found in re.findall(r'src="([^"]*\.mjs)"', page.read_text())}

    named = {script.split("runtime/")[-1] for script in scripts}
    assert named == {f"{runtime.name}/site.mjs"}
    assert {name.partition("/")[0] for name in named} == {runtime.name}
    assert not (site / "js").exists()


def test_what_a_page_runs_is_asked_for_in_its_head(site: Path, runtime: Path) -> None:
    for path, up in (("calculator", "../"), ("reasoning/memory", "../../"), ("", "")):
        head = (site / path / "index.html").read_text().partition("<body")[0]

        assert f'new Worker("{up}runtime/{runtime.name}/worker.mjs"' in head
        assert f'<link rel="modulepreload" href="{up}runtime/{runtime.name}/site.mjs">' in head


def test_no_dataclass_is_compiled_in_the_browser(runtime: Path) -> None:
    lock = bundle.PYODIDE / "pyodide-lock.json"
    command = ["node", "--input-type=module", "--eval", COUNT_COMPILED, runtime.as_uri(), str(lock)]
    known, compiled = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    assert known > 50
    assert compiled == 0


def test_the_form_names_the_version_that_answers_it(site: Path, runtime: Path) -> None:
    assert f'data-runtime="{runtime.name}"' in (site / "calculator" / "index.html").read_text()


def test_building_again_gives_the_same_bytes(site: Path, runtime: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(site, tmp_path / "site")

    bundle.main(copy)

    (again,) = (copy / "runtime").iterdir()
    assert again.name == runtime.name
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in runtime.iterdir() if path.suffix not in PACK
    }


def test_whoever_serves_the_site_may_read_all_of_it(site: Path) -> None:
    assert not [path for path in site.rglob("*") if not path.stat().st_mode & S_IROTH]
    assert not [path for path in site.rglob("*") if path.is_dir() and not path.stat().st_mode & S_IXOTH]


@pytest.mark.parametrize("archive", ARCHIVES)
def test_archives_hold_nothing_that_must_be_compiled_first(runtime: Path, archive: str) -> None:
    with ZipFile(runtime / archive) as entries:
        assert {Path(name).suffix for name in entries.namelist()} == {".pyc"}


def test_compiled_python_fits_the_interpreter_it_travels_with(runtime: Path) -> None:
    stock = bundle.PYODIDE.resolve() / "pyodide.mjs"
    command = ["node", "--input-type=module", "--eval", ASK_FOR_MAGIC_NUMBER, stock.as_uri()]
    magic = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert (runtime / "pyodide.asm.wasm").read_bytes() == stock.with_name("pyodide.asm.wasm").read_bytes()
    for archive in ARCHIVES:
        with ZipFile(runtime / archive) as entries:
            assert {entries.read(name)[:4].hex() for name in entries.namelist()} == {magic}


def test_the_browser_gets_what_an_answer_needs_and_no_more(runtime: Path) -> None:
    command = [
        "node",
        "--input-type=module",
        "--eval",
        LIST_MODULES,
        runtime.as_uri(),
        str(bundle.PYODIDE / "pyodide-lock.json"),
    ]
    names = set(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))

    assert names >= {"json.decoder", "dataclasses", "calculator.faces.web"}
    assert not names & {"tomllib", "asyncio.events", "zipfile", "ssl", "logging", "subprocess", "unittest"}
    assert not [name for name in names if "backtest" in name]


def test_a_first_visit_to_the_calculator_stays_light(site: Path) -> None:
    assert first_load_bytes(site) < MOST_BYTES_OF_A_FIRST_VISIT


def test_compressed_copies_hold_what_lies_beside_them(site: Path) -> None:
    page = site / "calculator" / "index.html"

    assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == page.read_bytes()
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()


def test_a_site_that_was_not_built_is_named(tmp_path: Path) -> None:
    with pytest.raises(bundle.BundleError, match=r"index\.html: missing"):
        bundle.main(tmp_path)


def test_a_page_that_asks_for_no_calculator_is_no_site_of_ours(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Nothing here</p>")

    with pytest.raises(bundle.BundleError, match="extra_javascript"):
        bundle.main(tmp_path)


def test_a_machine_without_node_is_told_what_brings_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text("<p>Nothing here</p>")
    monkeypatch.setenv("PATH", "")

    with pytest.raises(bundle.BundleError, match=r"dev\.py setup"):
        bundle.main(tmp_path)
