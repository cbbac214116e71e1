from __future__ import annotations

import json
import tomllib
from pathlib import Path

from calculator.faces.web import page
from tests.browser.conftest import Open

EXAMPLES = Path(__file__).parents[2] / "calculator" / "data" / "examples.toml"
ASK_THE_WORKER = """async (queries) => {
    const entry = document.querySelector("script[src*='calculator.mjs']").src;
    const worker = new Worker(new URL("worker.mjs", entry), { type: "module" });
    const heard = (state) => new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => {
            if (data.state === state) resolve(data);
            if (data.state.startsWith("failed")) reject(new Error(data.reason));
        };
    });
    await heard("ready");
    const answers = [];
    for (const query of queries) {
        worker.postMessage({ query, depth: "full" });
        answers.push((await heard("answer")).answer);
    }
    return answers;
}"""


def test_the_browser_gives_the_very_text_of_the_command_line(new_visit: Open, address: str) -> None:
    examples = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))
    queries = [json.dumps(example["query"]) for example in examples.values()]
    visit = new_visit()
    visit.page.goto(f"{address}calculator/")

    answers = visit.page.evaluate(ASK_THE_WORKER, queries)

    for name, query, answer in zip(examples, queries, answers, strict=True):
        native = json.loads(page(query, "full"))
        assert answer["reply"] == native["reply"], name
        assert answer["html"] == native["html"], name
        assert answer["query"] == native["query"], name
        assert answer["reports"] == native["reports"], name
