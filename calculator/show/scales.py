"""The values that a slider runs through, and the words for what an error costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log

from calculator.show.site import Site
from calculator.show.values import input_value
from calculator.task import FIELDS, Task, as_text

SERIES = (1, 2, 3, 5)  # the steps of a decade, near enough to even on a logarithmic scale


def decades(first: int, last: int) -> Iterator[float]:
    """1, 2, 3 and 5 times each power of ten from 10^first on, up to 10^last itself."""
    for power in range(first, last):
        yield from (step * 10**power if power >= 0 else step / 10**-power for step in SERIES)
    yield float(10**last)


SCALES: Mapping[str, tuple[float, ...]] = {
    "labelled_examples": (0.0, *decades(1, 5)),
    "error_cost_usd": (0.0, *decades(-2, 3)),
    "requests_per_month": tuple(decades(2, 8)),
}
ERROR_COSTS: Mapping[str, str] = {  # figure -> what a reader calls it
    "error_shrug_usd": "Nothing much",
    "error_support_usd": "A support minute",
    "error_refund_usd": "A refund",
    "error_lawyer_usd": "A lawyer’s hour",
}


def nearest(field: str, value: float) -> int:
    """Index of the value of the scale that is nearest in proportion; the first for what is not above zero."""
    values = SCALES[field]
    if value <= 0:
        return 0
    ratios = {index: abs(log(each / value)) for index, each in enumerate(values) if each > 0}
    return min(ratios, key=lambda index: (ratios[index], index))


def place(field: str, task: Task, site: Site) -> tuple[str, str]:
    """Where the slider of a field stands, as an index, and what it says there; the middle of the figure where unknown."""
    value = getattr(task, field)
    number = site.catalog.figures["unknown_error_usd"].value if value is None else float(value)
    return str(nearest(field, number)), input_value(FIELDS[field], value, site)


def places(task: Task, site: Site) -> dict[str, tuple[str, str]]:
    """Where every slider stands."""
    return {field: place(field, task, site) for field in SCALES}


def steps(field: str, site: Site) -> Iterator[tuple[str, str]]:
    """The values of a scale, each as typed and as said."""
    for value in SCALES[field]:
        yield as_text(value), input_value(FIELDS[field], value, site)
