"""What can be done with a scenario and its answer: step back, compare, keep, take along."""

from __future__ import annotations

from calculator.door import Knowledge, Reply
from calculator.show.reports import title
from calculator.show.site import Site
from calculator.show.tree import Attribute, Node, el, group, render
from calculator.show.verdict import sentence
from calculator.show.words import told

FILE = "tune-or-prompt"
INSTEAD = "The link holds the whole scenario: copy that instead."


def steps_html() -> str:
    """Undo, redo and start over."""
    return render(
        el(
            "div",
            {"id": "steps", "class": "tools", "role": "group", "aria-label": "Your changes"},
            _button("undo", "Undo", {"aria-keyshortcuts": "Control+Z Meta+Z", "aria-disabled": "true"}),
            _button("redo", "Redo", {"aria-keyshortcuts": "Control+Shift+Z Meta+Shift+Z", "aria-disabled": "true"}),
            _button("start-over", "Start over"),
        )
    )


def tools_html(reply: Reply, known: Knowledge, root: str = "../") -> str:
    """What can be done with the answer, and what is said when it is done."""
    site = Site(known.catalog, root)
    shown: dict[str, Attribute] = {"data-title": title(reply.task, site), "data-spoken": sentence(reply, site)}
    return render(
        el(
            "div",
            {"id": "tools", **shown},
            el("div", {"class": "tools", "role": "group", "aria-label": "Keep and compare"}, _keep()),
            el("div", {"class": "tools", "role": "group", "aria-label": "Take it with you"}, _take_along()),
            told(_messages()),
            el("p", {"id": "announcement", "class": "unseen", "role": "status"}),
        )
    )


def _keep() -> Node:
    return group(
        _button("pin", "Pin to compare"),
        _button("save", "Save"),
    )


def _take_along() -> Node:
    return group(
        _button("link", "Copy link"),
        _button("markdown", "Copy as Markdown"),
        _button("csv", "CSV", {"aria-label": "Download the options as CSV", "data-file": f"{FILE}.csv"}),
        _button("json", "JSON", {"aria-label": "Download the whole answer as JSON", "data-file": f"{FILE}.json"}),
        _button("print", "Print"),
    )


def _button(does: str, says: str, more: dict[str, Attribute] | None = None) -> Node:
    return el("button", {"type": "button", "data-do": does, **(more or {})}, says)


def _messages() -> dict[str, Node]:
    rename = el("button", {"type": "button", "data-do": "rename"}, "Rename it")
    return {
        "working": group("Working it out …"),
        "copied-link": group("The link is copied."),
        "copied-markdown": group("Copied: a decision record in Markdown, with numbers, alternatives and sources."),
        "downloaded": group("{name} is in your downloads."),
        "copy-refused": group(
            "This browser does not let pages copy. Select the text and copy it yourself:",
            el("textarea", {"readonly": True, "rows": "6", "aria-label": "Text to copy", "data-text": True}, ""),
        ),
        "saved": group("Saved in this browser as “{name}”. ", rename),
        "saved-already": group("It is saved already, as “{name}”."),
        "save-refused": group(f"This browser does not let pages keep anything, as in a private window. {INSTEAD}"),
        "save-full": group(f"There is no more room in this browser: delete a saved scenario. {INSTEAD}"),
        "pinned": group("Pinned. Change anything: the two stand side by side below."),
        "pinned-already": group("This scenario is pinned already."),
        "pins-full": group("Four scenarios side by side are the most: remove one first."),
        "undone": group("Undone."),
        "redone": group("Done again."),
        "started-over": group("All answers are back to their defaults. Undo brings yours back."),
    }
