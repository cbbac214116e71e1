"""Firefox as a reader's browser, driven over WebDriver BiDi (W3C), which it speaks by itself."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from subprocess import PIPE, Popen
from time import monotonic, sleep
from typing import IO, Any, cast

from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 90.0
LOOK_S = 0.05
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


@dataclass
class Window:
    """The one window of a Firefox."""

    socket: ClientConnection
    context: str = ""
    numbers: Iterator[int] = field(default_factory=count)

    def command(self, method: str, **params: object) -> dict[str, Any]:
        """What the browser answers to a command; events in between are left unheard."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            said = json.loads(self.socket.recv(timeout=PATIENCE_S))
            if said.get("id") == number:
                assert said["type"] == "success", f"{method}: {said.get('message')}"
                return cast("dict[str, Any]", said["result"])

    def open(self, url: str) -> None:
        """Goes to an address and waits until its page is loaded."""
        self.command("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def back(self) -> None:
        """One step back in the history."""
        self.command("browsingContext.traverseHistory", context=self.context, delta=-1)

    def value(self, expression: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The value of a JavaScript expression in the page."""
        target = {"context": self.context}
        found = self.command(
            "script.evaluate", expression=f"JSON.stringify({expression})", target=target, awaitPromise=True
        )
        assert found["type"] == "success", f"{expression}: {found['exceptionDetails']['text']}"
        text = found["result"].get("value")
        return None if text is None else json.loads(text)

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


@contextmanager
def firefox(path: str) -> Iterator[Window]:
    """A window of a Firefox that has seen nothing yet."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"]
        with Popen(command, stderr=PIPE, stdout=PIPE, text=True) as process:
            try:
                with connect(f"{_address(cast('IO[str]', process.stderr))}/session", max_size=None) as socket:
                    window = Window(socket)
                    window.command("session.new", capabilities={})
                    window.context = window.command("browsingContext.getTree")["contexts"][0]["context"]
                    yield window
            finally:
                process.terminate()


def _address(said: IO[str]) -> str:
    """Where Firefox listens, as it tells on its standard error."""
    for line in said:
        if found := LISTENING.search(line):
            return found[1]
    raise AssertionError("Firefox ended without a word on where it listens")
