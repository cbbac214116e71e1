"""`python -m press.ages`: names every entry of the data that nobody has looked up for half a year."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from calculator.data import tables

OLD_DAYS = 180


def aged(data: Mapping[str, object], today: date, days: int = OLD_DAYS) -> list[tuple[int, str]]:
    """Age in days and address of every entry that was checked more than so many days ago, the oldest first.

    What is marked as historical stays as it was and is left out.
    """
    ages = (((today - date.fromisoformat(checked)).days, place) for place, checked in _checked(data, ()))
    return sorted(((age, place) for age, place in ages if age > days), key=lambda each: (-each[0], each[1]))


def _checked(entry: Mapping[str, object], path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Address and day of every dated entry, however deep it lies."""
    if "checked" in entry and entry.get("status") != "historical":
        yield " ".join(path), str(entry["checked"])
    for name, value in entry.items():
        if isinstance(value, Mapping):
            yield from _checked(value, (*path, name))


def main(days: int, today: date) -> None:
    """Prints a line for each entry; exit status 1 when there is any."""
    found = aged(tables(), today, days)
    for age, place in found:
        print(f"{age} days  {place}")
    print(f"{len(found)} entries were checked more than {days} days before {today}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m press.ages", description=__doc__)
    parser.add_argument("--days", type=int, default=OLD_DAYS)
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date())
    given = parser.parse_args()
    main(given.days, given.today)
