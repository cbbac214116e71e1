"""What the page says about Python: idle, loading, ready, failed. JavaScript fills the braces and shows one of them."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.show.tree import Child, Node, el, group, render

PROGRESS = el("progress", {"aria-label": "Download"})
SAYS: Mapping[str, tuple[Child, ...]] = {
    "idle": ("Change anything: the answer is computed in your browser. Nothing you type leaves it.",),
    "loading": ("Loading the calculator, {loaded} of {total} MB. ", PROGRESS),
    "ready": ("The calculator is ready; answers follow what you change. Nothing you type leaves your browser.",),
    "failed-wasm": (
        el("strong", None, "This browser cannot run the calculator."),
        " It lacks WebAssembly or module workers ({reason}). Try a current browser, or the command line. The answer below is to the default question.",
    ),
    "failed-download": (
        el("strong", None, "The calculator could not be loaded."),
        " {reason}. Check the connection and try again; what you typed is kept.",
    ),
    "failed-memory": (
        el("strong", None, "The browser has no memory left for the calculator."),
        " {reason}. Close other tabs or programs and try again; what you typed is kept.",
    ),
    "failed-silence": (
        el("strong", None, "The calculator does not answer any more."),
        " Nothing came for {reason} seconds. Try again; what you typed is kept.",
    ),
    "failed-python": (
        el("strong", None, "The calculator stopped with an error of ours."),
        " {reason}. Try again; what you typed is kept. If it happens again, please report it with the address of this page.",
    ),
}
# Shown after a while, by the style sheet, to a reader whose browser did not get the page's program.
# The button sends the form, which the head of the page turns into an address that holds what was typed.
BEFORE_SCRIPT = el(
    "p",
    {"data-before-script": True},
    "The calculator's program has not arrived. ",
    el("button", {"type": "submit", "form": "question"}, "Load this page again"),
    " What you typed is kept.",
)


def loading_html() -> str:
    """The notice with all it may say, and a button to try again."""
    return render(
        el(
            "div",
            {"id": "loading", "data-state": "idle"},
            el("div", {"role": "status"}, el("p", None, SAYS["idle"])),
            BEFORE_SCRIPT,
            [_template(state, said) for state, said in SAYS.items()],
            el("button", {"type": "button", "data-retry": True, "hidden": True}, "Try again"),
            el(
                "noscript",
                None,
                el(
                    "p",
                    None,
                    "Without JavaScript the form cannot answer. Below is the whole answer to the default question.",
                ),
            ),
        )
    )


def _template(state: str, said: tuple[Child, ...]) -> Node:
    return el("template", {"data-say": state}, el("p", None, group(said)))
