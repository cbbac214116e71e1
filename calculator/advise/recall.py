"""What weighing an option read, so that a moved input asks again only what it reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Protocol, TypeVar, TypeVarTuple

from calculator.task import FIELDS, Task

T = TypeVar("T")
A = TypeVar("A")
Others = TypeVarTuple("Others")


class Recall(Protocol):
    """Carries out one step of weighing, `step(asked, *others)`, or gives back what is known of it under that name."""

    def __call__(self, where: str, step: Callable[[A, *Others], T], asked: A, *others: *Others) -> T:
        """The step's result."""
        ...


def afresh(where: str, step: Callable[[A, *Others], T], asked: A, *others: *Others) -> T:  # noqa: ARG001 - others recall by it
    """The step, carried out without any memory."""
    return step(asked, *others)


class Watched(Task):
    """A task that notes which of its inputs are read."""

    __slots__ = ("read",)

    read: set[str]

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever the input holds
        """The input, noted as read."""
        if name in FIELDS:
            object.__getattribute__(self, "read").add(name)
        return object.__getattribute__(self, name)


def watched(task: Task) -> Watched:
    """The same task, watched."""
    found = object.__new__(Watched)
    object.__setattr__(found, "read", set())
    for each in fields(Task):
        object.__setattr__(found, each.name, getattr(task, each.name))
    return found


@dataclass(frozen=True, slots=True)
class Kept:
    """The result of a step, the other arguments it was given, and the inputs it read."""

    result: Any
    others: tuple[object, ...]
    read: frozenset[str]


class Memory:
    """Keeps the steps of one task; `moved` then recalls those that a moved input does not reach.

    A step is a function of its arguments and of the inputs that it reads: where neither changed, nor does the result.
    `asked` carries the task and is the only argument that may differ without being compared.
    """

    def __init__(self, task: Task) -> None:
        self.task = watched(task)
        self._kept: dict[tuple[str, Callable[..., Any]], Kept] = {}

    @property
    def read(self) -> frozenset[str]:
        """Every input that any step read: the others change nothing."""
        return frozenset().union(*(kept.read for kept in self._kept.values()))

    def __call__(self, where: str, step: Callable[[A, *Others], T], asked: A, *others: *Others) -> T:
        """Carries out the step and keeps its result; what steps within it read, it has read."""
        before, read = set(self.task.read), self.task.read
        read.clear()
        result = step(asked, *others)
        self._kept[where, step] = Kept(result, others, frozenset(read))
        read |= before
        return result

    def moved(self, *names: str) -> Recall:
        """Recalls what depends on none of those inputs; everything else is carried out again, once."""
        kept_of, reached = self._kept.get, frozenset(names)
        again: dict[tuple[str, Callable[..., Any]], tuple[tuple[object, ...], Any]] = {}

        def recall(where: str, step: Callable[[A, *Others], T], asked: A, *others: *Others) -> T:
            kept = kept_of((where, step))
            if kept is not None and reached.isdisjoint(kept.read) and kept.others == others:
                known: T = kept.result
                return known
            found = again.get((where, step))
            if found is None or found[0] != others:
                found = again[where, step] = (others, step(asked, *others))
            renewed: T = found[1]
            return renewed

        return recall
