"""Runs in the browser while Python starts, as `sitecustomize`: hands out modules that travel together in one file.

From an archive each module would be looked for, opened and read by itself, in Python that has only begun to run.
"""

from __future__ import annotations

import sys
from _frozen_importlib import ModuleSpec

TYPE_CHECKING = False  # not from `typing`, which is among what is handed out
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import CodeType, ModuleType

MODULES: dict[str, tuple[bool, CodeType]] = {}


class Ready:
    """A finder and loader of `MODULES`."""

    @staticmethod
    def find_spec(name: str, *_: object) -> ModuleSpec | None:
        """The specification of a module that is here."""
        return ModuleSpec(name, Ready, is_package=MODULES[name][0]) if name in MODULES else None  # type: ignore[arg-type]

    @staticmethod
    def create_module(spec: ModuleSpec) -> None:
        """Nothing but the usual module."""

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        """Runs the module's code."""
        exec(MODULES[module.__name__][1], module.__dict__)  # noqa: S102 - what an import does


def add(found: Iterable[tuple[str, bool, CodeType]]) -> None:
    """Has modules handed out: each with its name, whether it is a package, and its code."""
    MODULES.update({name: (is_package, code) for name, is_package, code in found})


add("MODULES")  # type: ignore[arg-type]  # press/freeze.py puts the standard library in this constant's place
sys.meta_path.insert(0, Ready)
