"""What would make a training run fit its card, or use it better."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.advise import Fitting
from calculator.advise.fitting import Lever
from calculator.show.site import Site
from calculator.show.table import table
from calculator.show.tree import Child, Node, el, group
from calculator.task import FIELDS
from calculator.units import gib_text, number, percent


def fitting_node(fitting: Fitting, site: Site) -> Node:
    """The smallest card, the longest sequence, the largest micro-batch, and the settings that save memory."""
    levers = None
    if fitting.levers:
        columns = ("Switch on", "#Peak then", "#Time", "Fits")
        levers = table(
            columns,
            (_lever(each, site) for each in fitting.levers),
            "Settings that save memory, and what they cost in time",
        )
    return group(el("p", None, " ".join(_sizes(fitting, site))), levers)


def _sizes(fitting: Fitting, site: Site) -> Iterator[str]:
    yield f"For {site.named(fitting.option_id)}:"
    if fitting.smallest_card is None:
        yield "no card in our list holds it."
    else:
        yield f"the smallest card that holds it is {site.catalog.gpus[fitting.smallest_card].name}."
    if fitting.longest_sequence:
        yield f"On your card it takes sequences of up to {number(fitting.longest_sequence)} tokens,"
        yield f"or up to {number(fitting.largest_micro_batch)} examples at a time."


def _lever(lever: Lever, site: Site) -> tuple[Child, ...]:
    return (
        site.link("reference/inputs", lever.says, lever.field) if lever.field in FIELDS else lever.says,
        gib_text(lever.peak_bytes.expected),
        hours_change(lever.hours_ratio),
        "yes" if lever.fits else "no",
    )


def hours_change(ratio: float) -> str:
    """How much longer or shorter training takes."""
    change = ratio - 1
    if abs(change) < 0.005:
        return "the same"
    return f"{percent(abs(change))} {'longer' if change > 0 else 'shorter'}"
