"""Every number has a birth certificate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from calculator.data import tables

DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")

# Files whose entries vouch for themselves in another way.
OWN_RULES = {
    "examples": "scenarios are made up, and say so",
    "outcomes": "an outcome names its study: tested below",
    "sources": "a source is what others cite; it has a title and an address",
}


def test_every_entry_has_a_source_and_the_day_it_was_checked() -> None:
    faults = {
        f"{address}: {key}"
        for address, entry in entries()
        for key, fine in (("source", bool(entry.get("source"))), ("checked", DAY.fullmatch(str(entry.get("checked")))))
        if not fine
    }
    assert not faults


def test_every_outcome_names_a_study_of_the_bibliography() -> None:
    data = tables()
    studies = {name: of(outcome).get("study") for name, outcome in data.get("outcomes", {}).items()}
    assert not {name: study for name, study in studies.items() if study not in data.get("sources", {})}


def test_every_source_has_a_title_an_address_and_the_day_it_was_checked() -> None:
    sources = {name: of(source) for name, source in tables().get("sources", {}).items()}
    assert not {
        name
        for name, source in sources.items()
        if not (source.get("title") and source.get("url") and DAY.fullmatch(str(source.get("checked"))))
    }


def test_every_licence_is_used_and_says_of_what_we_could_not_read_what_we_did_read() -> None:
    data = tables()
    licences = {name: of(licence) for name, licence in data["licences"].items()}

    assert set(licences) == {of(model)["licence"] for model in data["models"].values()}
    assert not {name for name, licence in licences.items() if not licence.get("verified") and not licence.get("note")}
    assert not {name for name, licence in licences.items() if not str(licence["url"]).startswith("https://")}


def entries() -> Iterator[tuple[str, Mapping[str, object]]]:
    """Address and keys of every entry that must vouch for itself."""
    for stem, table in tables().items():
        if stem not in OWN_RULES:
            yield from leaves(stem, table)


def leaves(address: str, table: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The innermost tables: those that hold something else than tables."""
    if table and all(isinstance(value, Mapping) for value in table.values()):
        for name, inner in table.items():
            yield from leaves(f"{address} [{name}]", of(inner))
    else:
        yield address, table


def of(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value
