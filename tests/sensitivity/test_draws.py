"""How sure the ranking is: chances follow the intervals."""

from __future__ import annotations

from dataclasses import replace
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from calculator.sensitivity.draws import drawn, with_win_probability
from calculator.terms import Breakdown, Interval, Option, Part


def option(name: str, fixed_usd: float, *, spread_usd: float = 0.0, share: Interval | None = None) -> Option:
    accepted = share or Interval(0.9, 0.85, 0.94)
    parts = (
        Part(f"work of {name}", fixed_usd, "", "build", fixed_usd - spread_usd, fixed_usd + spread_usd),
        Part("unacceptable outputs", 1000 * (1 - accepted.expected), "", "errors"),
    )
    return Option(
        name, "model", feasible=True, reasons=(), cost=Breakdown("USD", parts), quality=None, assumed_quality=accepted
    )


def chances(*options: Option) -> list[float]:
    return [each.win_probability or 0.0 for each in with_win_probability(options, drawn(options, 0.5))]


def test_a_clear_winner_is_certain() -> None:
    assert chances(option("cheap", 100), option("dear", 100_000)) == [1.0, 0.0]


def test_twins_share_the_chance() -> None:
    first, second = chances(option("a", 1000, spread_usd=300), option("b", 1000, spread_usd=300))

    assert 0.4 < first < 0.6
    assert isclose(first + second, 1.0)


def test_more_doubt_gives_the_loser_a_better_chance() -> None:
    winner = option("a", 1000)
    little, much = (chances(winner, option("b", 1300, spread_usd=spread))[1] for spread in (50, 900))

    assert little < much


def test_what_all_options_share_does_not_decide() -> None:
    def with_shared_part(name: str, fixed_usd: float) -> Option:
        found = option(name, fixed_usd)
        shared = Part("an engineer's pace", 5000, "", "build", 1000, 9000)
        return replace(found, cost=Breakdown("USD", (*found.cost.parts, shared)))

    certain = Interval(0.9, 0.9, 0.9)
    first, second = with_shared_part("a", 1000), with_shared_part("b", 1100)

    assert chances(replace(first, assumed_quality=certain), replace(second, assumed_quality=certain)) == [1.0, 0.0]


def test_a_blocked_option_has_no_chance() -> None:
    options = (option("a", 10), replace(option("b", 1), feasible=False))
    found = with_win_probability(options, drawn(options, 0.5))

    assert [each.win_probability for each in found] == [1.0, None]


@given(st.lists(st.floats(1, 1e9), min_size=1, max_size=6))
def test_chances_add_up_to_one(costs: list[float]) -> None:
    options = tuple(option(str(index), cost) for index, cost in enumerate(costs))
    found = with_win_probability(options, drawn(options, 0.5, count=50))

    assert isclose(sum(each.win_probability or 0.0 for each in found), 1.0)
