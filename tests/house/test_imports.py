"""The calculator starts fast in a browser because it needs nothing but Python."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from tests.house.tree import modules


def test_calculator_imports_only_the_standard_library_and_itself() -> None:
    known = sys.stdlib_module_names | {"calculator"}
    foreign = {
        f"{path}: {name}"
        for path, tree in modules("calculator").items()
        for name in imported(tree)
        if name.split(".")[0] not in known
    }
    assert not foreign


def test_calculator_imports_by_full_name() -> None:
    relative = {
        path
        for path, tree in modules("calculator").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    }
    assert not relative


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
