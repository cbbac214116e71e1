"""`python -m tests.recipes.run_page PAGE …`: runs the programs of pages of the guide, one after another, in the present folder.

All pages share their names, as they do for a reader who goes through them in this order.
"""

from __future__ import annotations

import sys

from transformers import TrainingArguments

from tests.guide.blocks import OUT_OF_REACH, blocks, program


def main(pages: list[str]) -> None:
    """Runs every block that needs neither a card nor a provider."""
    stay_on_the_processor()
    names: dict[str, object] = {"__name__": "__main__"}
    for page in pages:
        for block in blocks("python"):
            if block.page == page and block.mark not in OUT_OF_REACH:
                exec(program(block), names)  # noqa: S102 - the guide's own programs


def stay_on_the_processor() -> None:
    """Every trainer uses the processor: the one setting that a machine without a card needs beside the guide's own."""
    settle = TrainingArguments.__post_init__

    def on_the_processor(settings: TrainingArguments) -> None:
        settings.use_cpu = True
        settle(settings)

    TrainingArguments.__post_init__ = on_the_processor


if __name__ == "__main__":
    main(sys.argv[1:])
