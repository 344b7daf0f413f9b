"""A real Chromium without a network, driven by its own chromedriver over HTTP (W3C WebDriver)."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DRIVER, CHROMIUM = shutil.which("chromedriver"), shutil.which("chromium")
MISSING = DRIVER is None or CHROMIUM is None
_ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--window-size=1280,1000"),
)


class Browser:
    """One window. Scripts are those of a test: the page's own policy does not hold for them."""

    def __init__(self, session: str) -> None:
        self._session = session

    def open(self, url: str) -> None:
        """Ends when the page is loaded and its scripts have run."""
        self._ask("url", {"url": url})

    def run(self, script: str, *arguments: object) -> Any:
        """The value that `script` returns; `arguments` are its `arguments`."""
        return self._ask("execute/sync", {"script": script, "args": list(arguments)})

    def click(self, selector: str) -> None:
        """As a hand does: what is covered or invisible is refused."""
        self._ask(f"element/{self._find(selector)}/click", {})

    def type(self, selector: str, text: str) -> None:
        self._ask(f"element/{self._find(selector)}/value", {"text": text})

    def resize(self, width: int, height: int) -> None:
        self._ask("window/rect", {"width": width, "height": height})

    def printed(self) -> bytes:
        """The page as PDF, on the paper that its style sheet asks for."""
        return base64.b64decode(self._ask("print", {"background": False, "shrinkToFit": False}))

    def _find(self, selector: str) -> str:
        found = self._ask("element", {"using": "css selector", "value": selector})
        return str(next(iter(found.values())))

    def _ask(self, what: str, body: object) -> Any:
        return _post(f"{self._session}/{what}", body)


@contextmanager
def browser(profile: Path, *, script: bool = True) -> Iterator[Browser]:
    """A browser with the empty folder `profile` for its own; without `script` pages run none of theirs."""
    assert DRIVER and CHROMIUM
    process = subprocess.Popen(
        [DRIVER, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )
    try:
        root = f"http://127.0.0.1:{_port(process)}/session"
        options: dict[str, Any] = {"binary": CHROMIUM, "args": [*_ARGUMENTS, f"--user-data-dir={profile}"]}
        if not script:
            options["prefs"] = {"profile.managed_default_content_settings.javascript": 2}
        wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
        session = f"{root}/{_post(root, wanted)['sessionId']}"
        try:
            yield Browser(session)
        finally:
            urllib.request.urlopen(urllib.request.Request(session, method="DELETE"), timeout=60).close()
    finally:
        process.terminate()
        process.wait(timeout=30)


def _port(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"started successfully on port (\d+)", line):
            return found[1]
    raise AssertionError("chromedriver 没有启动")


def _post(url: str, body: object) -> Any:
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read().decode()) from error
