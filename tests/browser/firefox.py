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
from typing import IO, Any, cast

from websockets.sync.client import ClientConnection, connect

from tests.browser.window import PATIENCE_S, Window

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


@dataclass
class FirefoxWindow(Window):
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

    def text(self, expression: str) -> str | None:
        """The value of a JavaScript expression in the page that gives text or nothing."""
        target = {"context": self.context}
        found = self.command("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert found["type"] == "success", f"{expression}: {found['exceptionDetails']['text']}"
        return cast("str | None", found["result"].get("value"))


@contextmanager
def firefox(path: str) -> Iterator[Window]:
    """A window of a Firefox that has seen nothing yet."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"]
        with Popen(command, stderr=PIPE, stdout=PIPE, text=True) as process:
            try:
                with connect(f"{_address(cast('IO[str]', process.stderr))}/session", max_size=None) as socket:
                    window = FirefoxWindow(socket)
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
