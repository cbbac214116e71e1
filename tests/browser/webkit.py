"""WebKitGTK's small browser, driven over WebDriver (W3C) by the driver that Debian packs as webkit2gtk-driver."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from signal import SIGTERM
from socket import create_server
from subprocess import Popen
from time import monotonic, sleep
from typing import Any

from tests.browser.window import LOOK_S, PATIENCE_S, Window

BINARIES = "usr/lib/*/webkit2gtk-4.*/MiniBrowser"
# In a container it has no graphics card, and may not build a sandbox of its own.
CONTAINED = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}


@dataclass
class WebKitWindow(Window):
    """The one window of a MiniBrowser."""

    port: int
    session: str = ""

    def command(self, method: str, path: str, **body: object) -> Any:  # noqa: ANN401 - whatever JSON holds
        """What the driver answers to a command."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)) as driver:
            driver.request(method, f"{self.session}{path}", json.dumps(body) if method == "POST" else None)
            answer = driver.getresponse()
            found = json.load(answer)["value"]
        assert answer.status == HTTPStatus.OK, f"{path}: {found}"
        return found

    def open(self, url: str) -> None:
        """Goes to an address and waits until its page is loaded."""
        self.command("POST", "/url", url=url)

    def back(self) -> None:
        """One step back in the history."""
        self.command("POST", "/back")

    def click(self, selector: str) -> None:
        """Clicks as a reader does: WebKit steps over pages in its history that no reader asked for."""
        found = self.command("POST", "/element", using="css selector", value=selector)
        (element,) = found.values()
        self.command("POST", f"/element/{element}/click")

    def text(self, expression: str) -> str | None:
        """The value of a JavaScript expression in the page that gives text or nothing."""
        found = self.command("POST", "/execute/sync", script=f"return {expression}", args=[])
        assert found is None or isinstance(found, str), f"{expression}: {found}"
        return found


def is_here() -> bool:
    """This machine has the driver, and a display for those who have none."""
    return bool(_binary() and all(map(shutil.which, ("WebKitWebDriver", "xvfb-run"))))


def _binary() -> str:
    return next((str(path) for path in Path("/").glob(BINARIES)), "")


@contextmanager
def webkit() -> Iterator[Window]:
    """A window of a WebKit that has seen nothing yet."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["xvfb-run", "--auto-servernum", "WebKitWebDriver", f"--port={port}"]
    with Popen(command, env={**os.environ, **CONTAINED}, start_new_session=True) as process:
        try:
            window = WebKitWindow(port)
            window.session = f"/session/{_started(window)['sessionId']}"
            yield window
            window.command("DELETE", "")
        finally:
            os.killpg(process.pid, SIGTERM)


def _started(window: WebKitWindow) -> dict[str, Any]:
    """The session, once the driver listens."""
    options = {"binary": _binary(), "args": ["--automation"]}
    end = monotonic() + PATIENCE_S
    while True:
        try:
            capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
            return dict(window.command("POST", "/session", capabilities=capabilities))
        except ConnectionError:
            assert monotonic() < end, "WebKitWebDriver does not listen"
            sleep(LOOK_S)
