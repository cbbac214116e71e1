"""What every macro needs: what is known, the page it stands on, and the answer to a scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from functools import cache
from typing import Protocol

from calculator.door import Depth, Reply, answer
from calculator.faces.web import known
from calculator.show.site import Site
from calculator.task import as_text

Change = str | float | bool | None


class Page(Protocol):
    """A page of the site that is being built."""

    url: str


class Environment(Protocol):
    """What mkdocs-macros hands to `define_env`."""

    @property
    def page(self) -> Page:
        """The page that is being built."""

    @property
    def conf(self) -> MutableMapping[str, dict[str, object]]:
        """The settings of mkdocs.yml, which the theme reads too."""

    def macro(self, v: Callable[..., str], name: str = "") -> object:
        """Registers a macro."""


class Guide:
    """The guide as a macro sees it."""

    def __init__(self, env: Environment) -> None:
        self._env = env

    @property
    def page(self) -> str:
        """Address of the page that is being built, from the site's root."""
        return self._env.page.url

    @property
    def site(self) -> Site:
        """Names and links as seen from the page that is being built."""
        address = self.page.strip("/")
        return Site(known().catalog, "../" * len(address.split("/")) if address else "./")

    def query(self, preset: str, changes: Mapping[str, Change]) -> dict[str, str]:
        """The flat text map of an example with changes; no example is the default question."""
        start = known().catalog.examples[preset].query if preset else {}
        return {**start, **{name: as_text(value) for name, value in changes.items()}}

    def reply(self, preset: str, changes: Mapping[str, Change], depth: Depth = "point") -> Reply:
        """The answer to an example with changes; ValueError where the question is faulty."""
        return asked(tuple(sorted(self.query(preset, changes).items())), depth)


@cache
def asked(query: tuple[tuple[str, str], ...], depth: Depth) -> Reply:
    """The answer to a query, computed once per build; ValueError with every fault."""
    reply = answer(dict(query), known(), depth)
    if reply.problems:
        raise ValueError("; ".join(f"{problem.field}: {problem.text}" for problem in reply.problems))
    return reply
