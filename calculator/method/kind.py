"""What a method is: how it changes the prompt, what it trains, and the rules that speak for or against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from calculator.catalog import Catalog, Target
from calculator.task import Task
from calculator.terms import Figure, Reason, Recipe

Family = Literal["prompting", "soft_prompts", "adapters", "weights", "hybrid"]
Adapter = Literal["none", "lora", "vectors", "modules", "weights"]

FAMILIES: dict[Family, str] = {
    "prompting": "Prompting: weights untouched",
    "soft_prompts": "Soft prompts: trained vectors before the input",
    "adapters": "Adapters: a small trained part beside frozen weights",
    "weights": "Full fine-tuning: every weight trained",
    "hybrid": "Hybrids: prompting and training together",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One method's situation: the task, the model it would be used on, and what is known."""

    task: Task
    target: Target
    known: Catalog

    def figure(self, figure_id: str) -> Figure:
        """The figure of that id; KeyError where the data has none."""
        return self.known.figures[figure_id]

    def value(self, figure_id: str) -> float:
        """Value of the figure of that id, in its own unit."""
        return self.known.figures[figure_id].value


@dataclass(frozen=True, slots=True)
class Prompt:
    """Tokens of one request: what is the same every time, what is new, what is written, and the examples within."""

    fixed_tokens: float
    fresh_tokens: float
    output_tokens: float
    shots: int = 0

    @property
    def input_tokens(self) -> float:
        """Tokens read per request."""
        return self.fixed_tokens + self.fresh_tokens


Rule = Callable[[Case], Reason]


@dataclass(frozen=True, slots=True)
class Method:
    """One way to make a model do a task.

    `saves` says what is kept after training (what has to be loaded to serve it); `recipe` is None for prompting.
    `parts` names the methods it is made of, none where it is not a combination;
    `teacher` the prompting method whose outputs are the training data.
    """

    id: str
    name: str
    family: Family
    says: str
    prompt: Callable[[Case], Prompt]
    rules: tuple[Rule, ...]
    recipe: Callable[[Case], Recipe] | None = None
    saves: Adapter = "none"
    parts: tuple[str, ...] = ()
    teacher: str = ""

    @property
    def trains(self) -> bool:
        """Some weights or vectors are trained."""
        return self.recipe is not None

    @property
    def efforts(self) -> tuple[str, ...]:
        """Ids of the methods whose work goes into this one."""
        return self.parts or (self.id,)

    @property
    def page(self) -> str:
        """Path of the method's page in the docs, without ending."""
        return f"approaches/{self.id.replace('_', '-').replace('+', '-then-')}"
