from __future__ import annotations

from datetime import date

from press.ages import aged

TODAY = date(2026, 12, 1)
DATA = {
    "gpus": {"h100": {"checked": "2026-11-30"}, "k80": {"checked": "2026-01-01"}},
    "prices": {
        "api": {
            "old": {"checked": "2025-01-01", "status": "historical"},
            "dear": {"checked": "2025-12-01", "status": "current"},
        }
    },
}


def test_what_was_not_looked_up_for_half_a_year_is_named_with_its_place() -> None:
    assert aged(DATA, TODAY) == [(365, "prices api dear"), (334, "gpus k80")]


def test_a_day_within_the_limit_is_no_matter() -> None:
    assert aged({"one": {"checked": "2026-06-04"}}, TODAY) == []
    assert aged({"one": {"checked": "2026-06-03"}}, TODAY) == [(181, "one")]


def test_a_price_kept_for_the_record_never_ages() -> None:
    assert "prices api old" not in {place for _, place in aged(DATA, TODAY, days=0)}
