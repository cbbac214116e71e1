"""What a test does in the one window of a browser, whichever protocol drives it."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from time import monotonic, sleep
from typing import Any

PATIENCE_S = 90.0
LOOK_S = 0.05


class Window(ABC):
    """The one window of a browser."""

    @abstractmethod
    def open(self, url: str) -> None:
        """Goes to an address and waits until its page is loaded."""

    @abstractmethod
    def back(self) -> None:
        """One step back in the history."""

    @abstractmethod
    def text(self, expression: str) -> str | None:
        """The value of a JavaScript expression in the page that gives text or nothing."""

    def value(self, expression: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The value of a JavaScript expression in the page."""
        text = self.text(f"JSON.stringify({expression})")
        return None if text is None else json.loads(text)

    def click(self, selector: str) -> None:
        """Clicks the first element that fits."""
        self.value(f"document.querySelector({selector!r}).click()")

    def until(self, expression: str) -> None:
        """Waits until an expression holds."""
        end = monotonic() + PATIENCE_S
        while not self.value(expression):
            assert monotonic() < end, f"{expression}: not within {PATIENCE_S:.0f} s"
            sleep(LOOK_S)

    def fill(self, name: str, value: str) -> None:
        """Types a value into a field of the form."""
        self.value(
            f"""(() => {{
                const control = document.querySelector("[name={name}]");
                control.focus();
                control.value = {json.dumps(value)};
                for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, {{ bubbles: true }}));
            }})()"""
        )

    def answered(self, part: str = "#answer") -> str:
        """The text of the answer, once it is complete and belongs to what the form says."""
        self.until("!!document.querySelector('#answer[data-depth=full]:not([data-stale])')")
        return str(self.value(f"document.querySelector({part!r}).innerText"))
