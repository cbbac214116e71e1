"""The guide's macros: what a page prints is computed when the site is built.

mkdocs-macros calls `define_env`; every public method of the classes below is a macro of that name.
A macro that makes a block stands on a line of its own, without indentation.
"""

from __future__ import annotations

from inspect import getmembers, ismethod

from calculator.faces.docs.guide import Environment, Guide
from calculator.faces.docs.machinery import Machinery
from calculator.faces.docs.page import CalculatorPage
from calculator.faces.docs.reference import Reference
from calculator.faces.docs.scenarios import Scenarios
from calculator.show.offline import offline_html


def define_env(env: Environment) -> None:
    """Registers every macro."""
    guide = Guide(env)
    for section in (Scenarios(guide), Machinery(guide), Reference(guide), CalculatorPage(guide)):
        for name, macro in getmembers(section, ismethod):
            if not name.startswith("_"):
                env.macro(macro, name)
    env.conf["extra"]["offline"] = offline_html()  # the foot of a page is the theme's, which knows no macros
