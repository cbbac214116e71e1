"""Runs inside Pyodide under Node: compiles what the browser loads, with the very Python that will load it."""

from __future__ import annotations

import builtins
import dataclasses
import importlib
import importlib.util
import json
import marshal
import pickle
import sys
from collections.abc import Iterable, Mapping
from types import CodeType
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

UNCHECKED_HASH = (1).to_bytes(4, "little")
IN_TIME = "site"  # which looks for `sitecustomize`
EARLY = "__future__.py"  # which `sitecustomize` itself loads
DATA = "calculator/data/__init__.py"


def freeze(package: str, library: str, loaded: str, package_out: str, library_out: str) -> None:
    """Writes both archives of `.pyc` files.

    `package` and `library` are zips of sources, of which only what an answer loads is kept: `loaded`, as
    press/loaded.py gives it.
    """
    sys.path.insert(0, package)
    generated = _generated()
    catalog = importlib.import_module("calculator.faces.web").known().catalog
    # Level 2 drops docstrings and asserts, which nobody reads in the browser;
    # dataclasses of the package would make up for theirs, at the reader's cost.
    origins = dict(json.loads(loaded))
    before, after = _by_time(origins, library)
    early, late = _compiled(library, before, 2), _compiled(library, after, 2)
    ours = _compiled(package, _inside(package, origins.values()), 0) | {DATA: _prepared(catalog)}
    quick = _filled(package, "quick.py", MODULES=_modules(ours), CODE=tuple(generated.items()))
    _write(package_out, {"quick.py": quick})
    _write(library_out, early | {"sitecustomize.py": _filled(package, "ready.py", MODULES=_modules(late))})


def _generated() -> dict[str, CodeType]:
    """The methods that the dataclasses imported from now on write themselves: their text and its code."""
    found: dict[str, CodeType] = {}

    def execute(text: str, names: dict[str, Any], local: dict[str, Any]) -> None:
        found[text] = compile(text, "<dataclass>", "exec", dont_inherit=True, optimize=2)
        builtins.exec(found[text], names, local)  # noqa: S102 - what dataclasses asks for

    dataclasses.exec = execute  # type: ignore[attr-defined]  # found before the built-in one
    return found


def _by_time(origins: Mapping[str, str], library: str) -> tuple[list[str], list[str]]:
    """The files that Python loads before it looks for `sitecustomize`, and those that come later."""
    before = [*_inside(library, list(origins.values())[: list(origins).index(IN_TIME)]), EARLY]
    return before, [name for name in _inside(library, origins.values()) if name not in before]


def _inside(archive: str, origins: Iterable[str]) -> list[str]:
    """The names inside an archive of what was loaded from it."""
    return sorted({origin.removeprefix(f"{archive}/") for origin in origins if origin.startswith(f"{archive}/")})


def _compiled(archive: str, names: list[str], optimise: int) -> dict[str, CodeType]:
    with ZipFile(archive) as sources:
        return {name: _code(sources.read(name), name, optimise) for name in names}


def _code(source: bytes | str, name: str, optimise: int) -> CodeType:
    return compile(source, name, "exec", dont_inherit=True, optimize=optimise)


def _prepared(catalog: object) -> CodeType:
    """The module `calculator.data` with the catalog read, its other half left out."""
    packed = pickle.dumps(catalog, protocol=5)
    return _code(f"def tables():\n    return {{}}\ndef prepared():\n    return {packed!r}\n", DATA, 0)


def _modules(compiled: dict[str, CodeType]) -> tuple[tuple[str, bool, CodeType], ...]:
    """Modules as press/ready.py takes them: name, whether it is a package, code."""
    named = ((file.removesuffix(".py").replace("/", "."), code) for file, code in compiled.items())
    return tuple((name.removesuffix(".__init__"), name.endswith(".__init__"), code) for name, code in named)


def _filled(package: str, name: str, **constants: object) -> CodeType:
    """A module of press/ whose constants that name something are replaced by it."""
    (code,) = _compiled(package, [name], 2).values()
    filled = (constants.get(each, each) if isinstance(each, str) else each for each in code.co_consts)
    return code.replace(co_consts=tuple(filled))


def _write(path: str, entries: dict[str, CodeType]) -> None:
    """An archive that is not packed: the server packs it as a whole, a third smaller than file by file.

    The validity of what it holds hangs on no clock (PEP 552, unchecked hash).
    """
    head = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, code in entries.items():
            content = marshal.dumps(code)
            archive.writestr(ZipInfo(f"{name}c"), head + importlib.util.source_hash(content) + content)
