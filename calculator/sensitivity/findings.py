"""Everything found by moving things, in one record."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.sensitivity.asking import Asker
from calculator.sensitivity.break_even import break_evens
from calculator.sensitivity.draws import drawn, with_win_probability
from calculator.sensitivity.flips import flips
from calculator.sensitivity.records import BreakEven, Flip, Inquiry, Swing
from calculator.sensitivity.rivals import rivals, sides
from calculator.sensitivity.swings import doubts, input_swings
from calculator.sensitivity.worth import inquiries
from calculator.terms import Option


@dataclass(frozen=True, slots=True)
class Findings:
    """The options with their win probabilities, the flips, and what matters most.

    `swings` move the lead of the best option by an input, `doubts` by what is not known; `inquiries` could be made.
    """

    options: tuple[Option, ...]
    flips: tuple[Flip, ...] = ()
    swings: tuple[Swing, ...] = ()
    doubts: tuple[Swing, ...] = ()
    break_evens: tuple[BreakEven, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()


def chances(asker: Asker) -> Findings:
    """How sure the answer is."""
    return Findings(with_win_probability(asker.options, drawn(asker.options, shared(asker))))


def findings(asker: Asker) -> Findings:
    """How sure the answer is, what would change it, what matters most and what finding out is worth."""
    draws = drawn(asker.options, shared(asker))
    pair, both = rivals(asker.options), sides(asker.options)
    return Findings(
        options=with_win_probability(asker.options, draws),
        flips=flips(asker),
        swings=input_swings(asker, pair) if pair else (),
        doubts=doubts(pair, shared(asker)) if pair else (),
        break_evens=break_evens(asker, both) if both else (),
        inquiries=inquiries(asker, asker.options, draws),
    )


def shared(asker: Asker) -> float:
    """Share of the variance of quality that all options have in common."""
    return asker.known.figures["shared_uncertainty"].value
