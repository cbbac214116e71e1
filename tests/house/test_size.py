"""A reader can hold every function and every module in one view."""

from __future__ import annotations

import ast

from tests.house.tree import PROGRAMS, ROOT, modules

LONGEST_FUNCTION = 30
LONGEST_MODULE = 250


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = {
        f"{path}:{node.lineno} {node.name}": lines
        for path, tree in (modules(*PROGRAMS) | {"dev.py": dev()}).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := code_lines(node)) > LONGEST_FUNCTION
    }
    assert not too_long


def test_no_module_is_longer_than_a_few_screens() -> None:
    paths = [*modules(*PROGRAMS), "dev.py"]
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in paths}
    assert not {path: length for path, length in lengths.items() if length > LONGEST_MODULE}


def dev() -> ast.Module:
    return ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    assert function.end_lineno
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None and first.end_lineno:
        lines -= first.end_lineno - first.lineno + 1
    return lines
