"""The runner-up is told with what separates it from the recommendation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calculator.door import Knowledge, answer
from calculator.show.separation import separation
from calculator.show.site import Site
from calculator.terms import COST_PARTS, Breakdown, Part
from calculator.units import usd


def test_the_largest_difference_is_told_with_its_amount(known: Knowledge, site: Site) -> None:
    for example in known.catalog.examples.values():
        reply = answer(example.query, known, "point")
        best, second = reply.best, reply.runner_up
        if best is None or second is None:
            continue
        differences = {part: second.cost.part(part) - best.cost.part(part) for part in COST_PARTS}
        largest = max(differences.values(), key=abs)
        assert usd(abs(largest)) in separation(reply, site)
        assert site.option_name(second) in separation(reply, site)


def test_a_dearer_part_is_told_as_more_and_a_cheaper_one_as_less(known: Knowledge, site: Site) -> None:
    reply = answer({}, known, "point")
    best, second, *rest = reply.options
    costs = Breakdown("USD", (Part("a", 100.0, group="build"), Part("b", 900.0, group="errors")))
    other = Breakdown("USD", (Part("a", 400.0, group="build"), Part("b", 700.0, group="errors")))
    moved = replace(reply, options=(replace(best, cost=costs), replace(second, cost=other), *rest))

    assert "at $100 more: $300 more to build, but $200 less for wrong answers." in separation(moved, site)


@pytest.mark.parametrize("query", [{"budget_usd": "1"}, {"gpu": "no such card"}])
def test_without_a_runner_up_nothing_is_told(query: dict[str, str], known: Knowledge, site: Site) -> None:
    assert separation(answer(query, known, "point"), site) == ""


def test_twins_are_told_to_be_level(known: Knowledge, site: Site) -> None:
    reply = answer({}, known, "point")
    best = reply.options[0]
    twins = replace(reply, options=(best, replace(best, model="gpt-5-mini")))

    assert "level with it." in separation(twins, site)
    assert "as many accepted outputs" in separation(twins, site)
