"""The same question asked again with one input moved, as cheaply as what the input reaches allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from calculator.advise import Memory, Recall, advise, contestants, least_cost, ranked, situation, weigh
from calculator.catalog import Catalog
from calculator.method import Case, Method
from calculator.quality import Evidence
from calculator.task import Task
from calculator.terms import Option


class Asker:
    """A task with its weighed options, and what they become when one input is moved."""

    def __init__(self, task: Task, known: Catalog, evidence: Evidence) -> None:
        self.task, self.known = task, known
        self._evidence = evidence
        self._memory = Memory(task)
        self._contest = {
            f"{method.id}@{model.id}": (method, model) for method, model in contestants(self._memory.task, known)
        }
        self.options = advise(self._memory.task, known, evidence, self._memory)
        self._places = {option.id: place for place, option in enumerate(self.options)}

    @property
    def read(self) -> frozenset[str]:
        """The inputs that some option depends on: no other changes the answer."""
        return self._memory.read | {"prompt_model", "better_model", "tune_model"}

    def moved(self, name: str, value: object) -> tuple[Task, Recall]:
        """The task with that input moved, and the recall of what it does not reach; only sorting has classes."""
        changes = {name: value} if name != "task_kind" else {name: value, "classes": None}
        task = replace(self.task, **changes)  # type: ignore[arg-type]  # the field's own kind of value
        return task, self._memory.moved(*changes)

    def best_at(self, name: str, value: object) -> Option | None:
        """The best option with one input moved; None where nothing is feasible.

        Asked in today's order; an option whose wrong answers alone cost more than the best so far is not weighed.
        """
        task, recall = self.moved(name, value)
        asked, best = recall("", situation, task, self.known), None
        cases = ((method, Case(task, model, self.known)) for method, model in contestants(task, self.known))
        for method, case in sorted(cases, key=lambda pair: self._place(*pair)):
            if best and least_cost(method, case, asked, self._evidence, recall) > best.cost.total:
                continue
            option = weigh(method, case, asked, self._evidence, recall)
            if option.feasible and (best is None or (option.cost.total, option.id) < (best.cost.total, best.id)):
                best = option
        return best

    def _place(self, method: Method, case: Case) -> int:
        return self._places.get(f"{method.id}@{case.target.id}", len(self._places))

    def some_at(self, name: str, value: object, ids: Iterable[str]) -> tuple[Option, ...]:
        """Only these options with an input moved that names no model, in order."""
        task, recall = self.moved(name, value)
        asked = recall("", situation, task, self.known)
        pairs = (self._contest[each] for each in ids)
        return ranked(
            weigh(method, Case(task, model, self.known), asked, self._evidence, recall) for method, model in pairs
        )
