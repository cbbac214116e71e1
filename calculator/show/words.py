"""What the page may say of what the reader does: JavaScript shows one of these and fills its braces."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.show.tree import Node, el


def told(says: Mapping[str, Node]) -> Node:
    """Room for one message, announced when it comes, with everything that may stand there."""
    templates = [el("template", {"data-say": name}, words) for name, words in says.items()]
    return el("div", {"class": "told"}, el("p", {"role": "status"}), templates)
