"""`python -m tests.recipes.run_page PAGE …`: runs the programs of pages of the guide, one after another, in the present folder.

A tiny model lies where a program asks for one by its name on the model hub.
All pages share their names, as they do for a reader who goes through them in this order.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from transformers import TrainingArguments

from tests.guide.blocks import HOSTED, OUT_OF_REACH, blocks, program
from tests.recipes.tiny import save_tiny_model

QUEUES = ("billing", "access", "bug")
MOST_ANSWERS = 1000
MODEL = re.compile(r'"(Qwen/[\w.-]+)"')


def main(pages: list[str]) -> None:
    """Runs every block that needs no card."""
    stay_on_the_processor()
    names: dict[str, object] = {"__name__": "__main__"}
    shown = [each for page in pages for each in blocks("python") if each.page == page and each.mark != OUT_OF_REACH]
    for name in {name for block in shown for name in MODEL.findall(block.text)}:
        save_tiny_model(Path(name))
    if any(block.mark == HOSTED for block in shown):
        answer_in_the_provider_s_place()
    for block in shown:
        exec(program(block), names)  # noqa: S102 - the guide's own programs


def stay_on_the_processor() -> None:
    """Every trainer uses the processor: the one setting that a machine without a card needs beside the guide's own."""
    settle = TrainingArguments.__post_init__

    def on_the_processor(settings: TrainingArguments) -> None:
        settings.use_cpu = True
        settle(settings)

    TrainingArguments.__post_init__ = on_the_processor


def answer_in_the_provider_s_place() -> None:
    """Every model that DSPy would ask over the network gives the queues in turn."""
    import dspy  # noqa: PLC0415 - two seconds that other pages need not wait

    answers = [{"queue": queue} for queue in QUEUES] * MOST_ANSWERS
    dspy.LM = lambda *_, **__: dspy.utils.DummyLM(answers)


if __name__ == "__main__":
    main(sys.argv[1:])
