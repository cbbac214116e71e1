"""What would change the answer: the nearest value of an input at which another option wins."""

from __future__ import annotations

from math import copysign, floor, log10

import pytest

from calculator.door import Knowledge, answer
from calculator.sensitivity import Asker, Flip
from calculator.sensitivity.flips import flips, outward
from calculator.task import FIELDS, parse

EXAMPLES = ["support-tickets", "clinical-coding", "text-to-sql", "on-device-assistant", "product-facts"]
NEARER = 0.2  # of the way back, and at least one step of the second digit: further than halving and rounding leave


def found(example: str, known: Knowledge) -> tuple[dict[str, str], str, tuple[Flip, ...]]:
    query = dict(known.catalog.examples[example].query)
    asker = Asker(parse(query, known.offered)[0], known.catalog, known.evidence)
    return query, asker.options[0].id, flips(asker)


def winner(query: dict[str, str], known: Knowledge) -> str:
    best = answer(query, known, "point").best
    return best.id if best else "none"


@pytest.mark.parametrize("example", EXAMPLES)
def test_at_the_value_that_a_flip_names_its_winner_wins(example: str, known: Knowledge) -> None:
    query, _, changes = found(example, known)
    assert changes

    for flip in changes:
        only_sorting_has = {"classes": "unknown"} if flip.field == "task_kind" else {}
        assert winner({**query, **only_sorting_has, flip.field: flip.value}, known) == flip.winner, flip


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_little_nearer_to_the_users_value_the_answer_stands(example: str, known: Knowledge) -> None:
    query, best, changes = found(example, known)
    task = parse(query, known.offered)[0]

    for flip in changes:
        now = getattr(task, flip.field)
        if flip.side == "at" or now is None:
            continue
        value, way = float(flip.value), float(now) - float(flip.value)
        step = max(
            NEARER * abs(way), 10.0 ** (floor(log10(value)) - 1), 1.0 if FIELDS[flip.field].kind == "count" else 0.0
        )
        if step >= abs(way):
            continue
        nearer = value + copysign(step, way)
        text = str(round(nearer)) if FIELDS[flip.field].kind == "count" else f"{nearer:.12g}"
        assert winner({**query, flip.field: text}, known) == best, flip


def test_every_input_that_matters_is_tried(known: Knowledge) -> None:
    _, _, changes = found("clinical-coding", known)

    assert {"task_gap", "labelled_examples", "error_cost_usd", "training_on", "prompt_tokens", "measured_few_shot"} <= {
        flip.field for flip in changes
    }


def test_a_flip_is_rounded_away_from_the_users_value() -> None:
    assert outward(317.0, 300.0) == 320.0
    assert outward(283.0, 300.0) == 280.0


def test_a_flip_at_zero_is_told_as_zero() -> None:
    assert outward(0.0, 20.0) == 0.0
