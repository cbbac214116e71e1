"""What would change the answer: the nearest value of an input at which another option wins."""

from __future__ import annotations

from calculator.sensitivity.flips import outward


def test_a_flip_is_rounded_away_from_the_users_value() -> None:
    assert outward(317.0, 300.0) == 320.0
    assert outward(283.0, 300.0) == 280.0


def test_a_flip_at_zero_is_told_as_zero() -> None:
    assert outward(0.0, 20.0) == 0.0
