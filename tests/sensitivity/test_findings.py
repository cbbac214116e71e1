"""What matters most, where things break even, and what finding out is worth."""

from __future__ import annotations

from math import isclose
from random import Random

import pytest

from calculator.door import Knowledge, answer
from calculator.sensitivity import Asker, Findings, findings, front
from calculator.sensitivity.draws import column, quantiles
from calculator.sensitivity.worth import perfect, worth
from calculator.task import parse

EXAMPLES = ["support-tickets", "clinical-coding", "text-to-sql"]


@pytest.fixture(scope="module", params=EXAMPLES)
def asked(request: pytest.FixtureRequest, known: Knowledge) -> tuple[dict[str, str], Findings]:
    query = dict(known.catalog.examples[request.param].query)
    return query, findings(Asker(parse(query, known.offered)[0], known.catalog, known.evidence))


def total(query: dict[str, str], option_id: str, known: Knowledge) -> float:
    return next(each for each in answer(query, known, "point").options if each.id == option_id).cost.total


def test_a_swing_is_the_lead_when_the_question_is_asked_that_way(
    asked: tuple[dict[str, str], Findings], known: Knowledge
) -> None:
    query, found = asked
    best, second = (option.id for option in found.options[:2])
    assert found.swings

    for swing in found.swings:
        moved = {**query, swing.name: f"{swing.high:.15g}"}
        assert swing.high_usd is not None
        assert isclose(swing.high_usd, total(moved, second, known) - total(moved, best, known), rel_tol=1e-6)


def test_the_widest_swing_comes_first(asked: tuple[dict[str, str], Findings]) -> None:
    _, found = asked
    lead = found.options[1].cost.total - found.options[0].cost.total
    for swings in (found.swings, found.doubts):
        widths = [swing.width(lead) for swing in swings]
        assert widths == sorted(widths, reverse=True)


def test_where_things_break_even_both_cost_the_same(asked: tuple[dict[str, str], Findings], known: Knowledge) -> None:
    query, found = asked
    for each in found.break_evens:
        if each.value is not None:
            moved = {**query, each.field: f"{each.value:.15g}"}
            first, second = (total(moved, option, known) for option in each.ids)
            assert first == pytest.approx(second, rel=0.02)


def test_no_inquiry_is_worth_more_than_knowing_everything(asked: tuple[dict[str, str], Findings]) -> None:
    _, found = asked
    *tried, everything = found.inquiries
    assert tried
    assert all(0 <= each.worth_usd <= everything.worth_usd for each in tried)


def test_what_was_measured_is_not_proposed_again(known: Knowledge) -> None:
    query = {"measured_zero_shot": "0.8", "measured_few_shot": "0.85"}
    reply = answer(query, known)
    assert reply.findings is not None

    assert not {"zero_shot@gpt-5-mini", "few_shot@gpt-5-mini"} & {each.what for each in reply.findings.inquiries}


def test_seeing_what_decides_is_worth_as_much_as_knowing_everything() -> None:
    seen = quantiles(2000)
    costs = [[0.0] * 2000, list(seen)]

    assert worth(costs, seen) == pytest.approx(perfect(costs), rel=0.1)


def test_seeing_what_has_nothing_to_do_with_it_is_worth_nothing() -> None:
    costs = [[0.0] * 2000, list(column("cost", 2000))]

    assert worth(costs, column("weather", 2000)) < 0.05 * perfect(costs)


def test_a_noisier_look_is_worth_less() -> None:
    truth = quantiles(2000)
    noise = column("noise", 2000)
    costs = [[0.0] * 2000, list(truth)]

    def looked(share: float) -> float:
        mixed = [share * one + (1 - share**2) ** 0.5 * other for one, other in zip(truth, noise, strict=True)]
        return worth(costs, tuple(mixed))

    assert looked(0.3) < looked(0.6) < looked(0.9)


def test_a_column_is_the_standard_normal_distribution_whatever_its_name() -> None:
    for name in ("people", "waiting"):
        deviates = sorted(column(name, 500))
        assert deviates == list(quantiles(500))
    assert column("people", 500) != column("waiting", 500)


def test_nothing_on_the_front_is_beaten_on_both_counts(known: Knowledge) -> None:
    options = [option for option in answer({}, known, "point").options if option.feasible]
    best = front(options)
    Random(1).shuffle(options)  # noqa: S311 - any order

    for one in best:
        assert not any(
            other.without_errors_usd < one.without_errors_usd
            and other.assumed_quality.expected > one.assumed_quality.expected
            for other in options
        )
    assert [each.id for each in front(options)] == [each.id for each in best]
