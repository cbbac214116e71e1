"""Nobody adds a method halfway."""

from __future__ import annotations

from dataclasses import fields

from calculator.methods import METHODS
from calculator.task import Task
from tests.house.tree import CALCULATOR, ROOT


def test_every_file_of_a_method_is_registered() -> None:
    files = {path.stem for path in (CALCULATOR / "methods").glob("[!_]*.py")}
    assert not files - METHODS.keys()


def test_every_method_has_a_page_in_the_guide() -> None:
    assert not {method.id for method in METHODS.values() if not (ROOT / "docs" / f"{method.page}.md").exists()}


def test_every_input_of_the_form_leads_to_a_page_of_the_guide() -> None:
    pages = {str(field.metadata["field"]["page"]) for field in fields(Task)}
    assert not {page for page in pages if not (ROOT / "docs" / f"{page}.md").exists()}
