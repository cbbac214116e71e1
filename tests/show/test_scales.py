"""A slider runs evenly through what can be meant, and stands where the typed value lies."""

from __future__ import annotations

from itertools import pairwise

import pytest

from calculator.door import Knowledge
from calculator.show.scales import SCALES, nearest, places, steps
from calculator.show.site import Site
from calculator.task import FIELDS, Task, parse


@pytest.mark.parametrize("field", list(SCALES))
def test_every_value_of_a_scale_can_be_typed(field: str, known: Knowledge, site: Site) -> None:
    values = [value for value, _ in steps(field, site)]

    assert len(set(values)) == len(values)
    for value, typed in zip(SCALES[field], values, strict=True):
        task, problems = parse({field: typed}, known.offered)
        assert not problems
        assert getattr(task, field) == value


@pytest.mark.parametrize("field", list(SCALES))
def test_the_steps_are_even_in_proportion(field: str) -> None:
    above_zero = [value for value in SCALES[field] if value]
    ratios = [after / before for before, after in pairwise(above_zero)]

    assert min(ratios) > 1.4
    assert max(ratios) < 2.1


@pytest.mark.parametrize("field", list(SCALES))
def test_a_value_of_the_scale_is_its_own_nearest(field: str) -> None:
    assert [nearest(field, value) for value in SCALES[field]] == list(range(len(SCALES[field])))


@pytest.mark.parametrize(("value", "near"), [(-1, 0), (4, 10), (4000, 5000), (1e9, 100_000), (14, 10)])
def test_any_value_has_a_place(value: float, near: float) -> None:
    assert SCALES["labelled_examples"][nearest("labelled_examples", value)] == near


def test_the_slider_says_the_typed_value_and_not_its_own(site: Site) -> None:
    told = places(Task(labelled_examples=4321, error_cost_usd=None), site)

    assert told["labelled_examples"] == (str(SCALES["labelled_examples"].index(5000)), "4,320 examples")
    assert told["error_cost_usd"][1] == "unknown"
    assert set(told) <= set(FIELDS)
