"""The files that the guide's programs read, filled with a few made-up support tickets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

TICKETS = {
    "billing": ("I was charged twice.", "Where is my invoice?", "My refund never came.", "The price is wrong."),
    "access": ("The reset link has expired.", "My password is not accepted.", "I am locked out.", "No code arrives."),
    "bug": ("Every export stops half way.", "The page stays white.", "The total is wrong.", "Search finds nothing."),
}
LABELLED = [{"text": text, "label": queue} for queue, texts in TICKETS.items() for text in texts]


def write_samples(folder: Path) -> None:
    """Data as the guide describes them, and what DSPy saves of an optimised prompt."""
    conversations = [_conversation(row["text"], row["label"]) for row in LABELLED]
    _write(folder / "labelled.jsonl", LABELLED)
    _write(folder / "inputs.jsonl", ({"text": row["text"]} for row in LABELLED))
    _write(folder / "taught.jsonl", [*conversations, _conversation("Hello?", "I cannot say.")])
    _write(folder / "train.jsonl", conversations)
    _write(folder / "valid.jsonl", conversations[::3])
    (folder / "router.json").write_text(json.dumps({"signature": {"instructions": "Name the queue."}}))


def _conversation(text: str, queue: str) -> dict[str, list[dict[str, str]]]:
    return {"prompt": [{"role": "user", "content": text}], "completion": [{"role": "assistant", "content": queue}]}


def _write(file: Path, rows: Iterable[Mapping[str, object]]) -> None:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
