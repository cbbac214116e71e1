"""One colour for each family of methods, one tone for each part of a total.

The colours here are those of paper; the style sheet has them again for light and dark screens (`--family-…`).
They follow Okabe and Ito's palette, darkened until each stands out from white by at least 4.5 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from calculator.method.kind import Family
from calculator.show.tree import Attribute

FAMILY_COLOURS: dict[Family, str] = {
    "prompting": "#00785a",
    "soft_prompts": "#a4457c",
    "adapters": "#00639c",
    "weights": "#b84a00",
    "hybrid": "#4d525c",
}


@dataclass(frozen=True, slots=True)
class Tone:
    """How one part of a bar is drawn: the strength of its family's colour, an outline, and light or dark writing on it."""

    part: str
    strength: str
    outlined: bool = False
    ink: str = "dark"


COST_TONES = (
    Tone("build", "1", ink="light"),
    Tone("serving", "0.74"),
    Tone("upkeep", "0.54"),
    Tone("delay", "0.36"),
    Tone("errors", "0.16", outlined=True),
    Tone("regressions", "0.05", outlined=True),
)
MEMORY_TONES = (
    Tone("weights", "1", ink="light"),
    Tone("trained part", "0.74"),
    Tone("activations", "0.54"),
    Tone("logits", "0.34"),
    Tone("overhead", "0.14", outlined=True),
)


def filled(family: Family) -> dict[str, Attribute]:
    """Attributes of a mark in a family's colour."""
    return {"class": f"family-{family}", "fill": FAMILY_COLOURS[family]}


def stroked(family: Family) -> dict[str, Attribute]:
    """Attributes of a line in a family's colour."""
    return {"class": f"family-{family}-line", "stroke": FAMILY_COLOURS[family], "fill": "none"}


def outlined(family: Family) -> dict[str, Attribute]:
    """Attributes of a mark in a family's colour with a thin outline of the same."""
    colour = FAMILY_COLOURS[family]
    return {
        "class": f"family-{family} family-{family}-line",
        "fill": colour,
        "stroke": colour,
        "stroke-opacity": "0.55",
    }
