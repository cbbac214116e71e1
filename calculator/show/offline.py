"""What the foot of every page says about reading offline. JavaScript shows one of these and fills in nothing."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.show.tree import Child, el, group, render

MEGABYTES = "{megabytes}"  # press/offline.py knows the size once the site is built


def _button(act: str, words: str) -> Child:
    return el("button", {"type": "button", f"data-{act}": True}, words)


SAYS: Mapping[str, tuple[Child, ...]] = {
    "offer": (
        _button("keep", "Keep for offline reading"),
        f" The guide and the calculator, up to {MEGABYTES} MB to load.",
    ),
    "keeping": ("Loading the guide and the calculator for offline reading.",),
    "kept": ("Available offline.",),
    "update": ("A new version is ready. ", _button("reload", "Reload")),
    "no-room": (
        "Not available offline: the browser has no room left for it. Free some space, then load this page again.",
    ),
    "not-kept": ("Not available offline: a file did not arrive. The next visit tries again.",),
}
UNASKED = frozenset({"kept"})  # no news to a screen reader on every page


def offline_html() -> str:
    """The place at the foot of a page with all it may say."""
    templates = (
        el("template", {"data-say": state}, el("p", {"role": None if state in UNASKED else "status"}, group(said)))
        for state, said in SAYS.items()
    )
    return render(el("div", {"data-offline": True}, templates, el("div", {"data-said": True})))
