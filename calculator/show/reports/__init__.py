"""The answer to take along: as a decision record, as a table, as data."""

from collections.abc import Callable, Mapping

from calculator.door import Knowledge, Reply, as_text
from calculator.show.reports.record import record
from calculator.show.reports.sheet import sheet
from calculator.show.reports.situation import situation, title

Report = Callable[[Reply, Knowledge], str]


def data(reply: Reply, _: Knowledge) -> str:
    """The whole reply as JSON text."""
    return as_text(reply)


REPORTS: Mapping[str, Report] = {"json": data, "markdown": record, "csv": sheet}

__all__ = ["REPORTS", "record", "sheet", "situation", "title"]
