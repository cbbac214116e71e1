"""Runs inside Pyodide under Node: names the files that an answer loads, in order, and nothing that naming them would load."""

from __future__ import annotations

import json  # as the calculator does
import sys
import traceback  # as Pyodide does once something fails


def loaded() -> str:
    """Name and origin of every module that the calculator needs for answers, faults and fault reports, as JSON."""
    sys.path.insert(0, "/package.zip")
    from calculator.faces import web  # noqa: PLC0415 - only now it can be found

    web.page("{}", "full")
    try:
        web.page("no JSON", "full")
    except ValueError:
        traceback.format_exc()
    specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
    return json.dumps([(spec.name, spec.origin or "") for spec in specs if spec is not None])
