"""Runs inside Pyodide under Node: compiles what the browser loads, with the very Python that will load it."""

from __future__ import annotations

import builtins
import dataclasses
import importlib
import importlib.util
import marshal
import sys
import traceback
from types import CodeType
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

UNCHECKED_HASH = (1).to_bytes(4, "little")


def freeze(package: str, standard_library: str, package_out: str, standard_library_out: str) -> None:
    """Writes both archives of `.pyc` files.

    `package` and `standard_library` are zips of sources, of which only what an answer loads is kept.
    """
    sys.path.insert(0, package)
    generated = _generated()
    _answer()
    entries = _compiled(package, optimise=0)
    entries["quick.pyc"] = _quick(package, generated)
    # Level 2 drops docstrings and asserts, which nobody reads in the browser;
    # dataclasses of the package would make up for theirs, at the reader's cost.
    library = _compiled(standard_library, optimise=2)
    _write(package_out, entries)
    _write(standard_library_out, library)


def _generated() -> dict[str, CodeType]:
    """The methods that the dataclasses imported from now on write themselves: their text and its code."""
    found: dict[str, CodeType] = {}

    def execute(text: str, names: dict[str, Any], local: dict[str, Any]) -> None:
        found[text] = compile(text, "<dataclass>", "exec", dont_inherit=True, optimize=2)
        builtins.exec(found[text], names, local)  # noqa: S102 - what dataclasses asks for

    dataclasses.exec = execute  # type: ignore[attr-defined]  # found before the built-in one
    return found


def _quick(package: str, generated: dict[str, CodeType]) -> bytes:
    """The module `quick`, its constant `CODE` filled in."""
    with ZipFile(package) as sources:
        source = sources.read("quick.py")
    code = compile(source, "quick.py", "exec", dont_inherit=True, optimize=2)
    constants = tuple(tuple(generated.items()) if each == "CODE" else each for each in code.co_consts)
    return _packed(source, code.replace(co_consts=constants))


def _answer() -> None:
    """Loads every module that answers, faults and fault reports need."""
    web = importlib.import_module("calculator.faces.web")
    web.page("{}", "full")
    try:
        web.page("no JSON", "full")
    except ValueError:
        traceback.format_exc()


def _loaded_from(archive: str) -> set[str]:
    """The names inside `archive` of the modules loaded so far, but for those that the interpreter carries itself."""
    specs = [module.__spec__ for module in list(sys.modules.values()) if getattr(module, "__spec__", None)]
    origins = [spec.origin for spec in specs if spec is not None and spec.origin]
    return {origin.removeprefix(f"{archive}/") for origin in origins if origin.startswith(f"{archive}/")}


def _compiled(archive: str, optimise: int) -> dict[str, bytes]:
    with ZipFile(archive) as sources:
        return {f"{name}c": _pyc(sources.read(name), name, optimise) for name in sorted(_loaded_from(archive))}


def _pyc(source: bytes, name: str, optimise: int) -> bytes:
    return _packed(source, compile(source, name, "exec", dont_inherit=True, optimize=optimise))


def _packed(source: bytes, code: CodeType) -> bytes:
    """A compiled file whose validity hangs on no clock (PEP 552, unchecked hash)."""
    return importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(source) + marshal.dumps(code)


def _write(path: str, entries: dict[str, bytes]) -> None:
    """An archive that is not packed: the server packs it as a whole, a third smaller than file by file."""
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(ZipInfo(name), content)
