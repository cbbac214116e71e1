from __future__ import annotations

import json
import tomllib
from pathlib import Path
from random import Random

import pytest

from calculator.faces.web import known, page
from calculator.task import FIELDS, Field, as_text, choices
from tests.browser.conftest import Open

EXAMPLES = Path(__file__).parents[2] / "calculator" / "data" / "examples.toml"
SEED = 20261125
MOST_CHANGED = 8
MANY = 500
FEW = 60
FULL_ONE_IN = 20  # a full answer takes fifty times as long as a point one
ASK_THE_WORKER = """async (questions) => {
    const entry = document.querySelector("script[src*='site.mjs']").src;
    const worker = new Worker(new URL("worker.mjs", entry), { type: "module" });
    const heard = (state) => new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => {
            if (data.state === state) resolve(data);
            if (data.state.startsWith("failed")) reject(new Error(data.reason));
        };
    });
    await heard("ready");
    const answers = [];
    for (const [query, depth] of questions) {
        worker.postMessage({ query, depth });
        answers.push((await heard("answer")).answer);
    }
    worker.terminate();
    return answers;
}"""
Question = tuple[str, str]


def compare(new_visit: Open, address: str, questions: list[Question]) -> None:
    """The worker's answer to each question is the native one, letter for letter."""
    visit = new_visit()
    visit.page.goto(f"{address}calculator/")
    for question, answer in zip(questions, visit.page.evaluate(ASK_THE_WORKER, questions), strict=True):
        native = json.loads(page(*question))
        for part in native:
            assert answer[part] == native[part], (part, question)


def scenarios(count: int) -> list[Question]:
    """Questions drawn over all fields, each within what it takes, some of them contradictory."""
    random = Random(SEED)  # noqa: S311 - the same questions every time
    drawn = []
    for number in range(count):
        fields = random.sample(
            [field for field in FIELDS.values() if field.kind != "text"], random.randint(1, MOST_CHANGED)
        )
        query = {field.name: value(field, random) for field in fields}
        drawn.append((json.dumps(query), "point" if number % FULL_ONE_IN else "full"))
    return drawn


def value(field: Field, random: Random) -> str:
    """A value that the field takes: a choice, or a number spread evenly over its orders of magnitude."""
    offered = choices(field, known().offered)
    if offered:
        return random.choice(offered)[0]
    low, high = field.low or 0.0, field.high or 1.0
    drawn = min(high, max(low, (low + 1e-3) * ((high + 1) / (low + 1e-3)) ** random.random()))
    return as_text(int(drawn) if field.kind == "count" else float(f"{drawn:.3g}"))


def test_the_browser_gives_the_very_text_of_the_command_line(new_visit: Open, address: str) -> None:
    examples = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))

    compare(new_visit, address, [(json.dumps(example["query"]), "full") for example in examples.values()])


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.audit)])
def test_the_browser_gives_the_same_text_for_drawn_scenarios(new_visit: Open, address: str, count: int) -> None:
    compare(new_visit, address, scenarios(count))
