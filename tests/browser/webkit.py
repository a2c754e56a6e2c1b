"""WebKit, which every iPad and Safari draws with: the system's own, driven over the W3C's WebDriver."""

import asyncio
import contextlib
import os
import subprocess
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from bench.server import free_port
from tests.support.services import missing, program

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""What WebDriver calls a thing on a page: https://www.w3.org/TR/webdriver2/#elements"""
LISTEN = """window.complaints = [];
const why = ({ message, reason, violatedDirective }) => String(message ?? reason ?? violatedDirective);
for (const kind of ['error', 'unhandledrejection', 'securitypolicyviolation'])
  addEventListener(kind, (event) => complaints.push(`${kind}: ${why(event)}`));"""
UNCONFINED = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "NO_AT_BRIDGE": "1"}
"""Its own sandbox asks for more than a container gives; it opens nothing but our server."""
PATIENCE = 30


class PageGone(Exception):
    """The page on which a script ran made place for another."""


class WebKit:
    """One window. What cannot be found in half a minute ends the test."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def go(self, url: str) -> None:
        """Open a page, and listen to what goes wrong on it from then on."""
        await self._ask("url", url=url)
        await self.run(LISTEN)

    async def run(self, script: str, *given: Any) -> Any:
        """Run a script on the page and give what it returns."""
        return await self._ask("execute/sync", script=script, args=list(given))

    async def until(self, script: str, *given: Any) -> Any:
        """Wait until a script returns something."""
        look = "const look = () => { const it = (() => { SCRIPT })(); it ? found(it) : requestAnimationFrame(look); };"
        waiting = f"return new Promise((found) => {{ {look.replace('SCRIPT', script)} look(); }})"
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(PageGone):  # then on the next
                    return await self.run(waiting, *given)

    async def press(self, words: str) -> None:
        """Press what begins with these words."""
        look = """return [...document.querySelectorAll('button:enabled, label, a')]
            .find((one) => one.innerText.trim().startsWith(arguments[0]) && one.checkVisibility())"""
        await self._ask(f"element/{(await self.until(look, words))[ELEMENT]}/click")

    async def type(self, field: str, words: str) -> None:
        """Write in the first field that fits the selector."""
        found = await self.until("return document.querySelector(arguments[0])", field)
        await self._ask(f"element/{found[ELEMENT]}/value", text=words)

    async def tap(self, field: str, right: float, down: float) -> None:
        """Press with the mouse at a place of what fits the selector, in parts of its size."""
        found = await self.until("return document.querySelector(arguments[0])?.getBoundingClientRect().toJSON()", field)
        x, y = found["x"] + found["width"] * right, found["y"] + found["height"] * down
        steps: list[dict[str, Any]] = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        await self._ask("actions", actions=[{"type": "pointer", "id": "mouse", "actions": steps}])

    async def _ask(self, what: str, **body: Any) -> Any:
        answer = await self._http.post(what, json=body)
        if answer.status_code == 404 and answer.json()["value"]["error"] == "no such frame":
            raise PageGone
        assert answer.status_code == 200, answer.text
        return answer.json()["value"]


@asynccontextmanager
async def webkit() -> AsyncGenerator[WebKit]:
    """A window on a screen of its own. Skipped loudly where there is no WebKit; with CI=true the test fails."""
    driver, screen = program("WebKitWebDriver"), program("Xvfb")
    if driver is None or screen is None:
        missing("WebKit", "install webkit2gtk-driver and xvfb")
    port = free_port()
    with _screen(screen) as display, _process([driver, f"--port={port}"], {**UNCONFINED, "DISPLAY": display}):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
            http.base_url = http.base_url.join(f"/session/{await _session(http)}/")
            yield WebKit(http)
            await http.delete("")


async def _session(http: httpx.AsyncClient) -> str:
    async with asyncio.timeout(PATIENCE):
        while True:
            with contextlib.suppress(httpx.ConnectError):  # the driver comes up
                answer = await http.post("session", json={"capabilities": {}})
                assert answer.status_code == 200, answer.text
                return answer.json()["value"]["sessionId"]
            await asyncio.sleep(0.1)


@contextlib.contextmanager
def _screen(program: str) -> Generator[str]:
    """The name of a screen that nobody sees."""
    ready, tell = os.pipe()
    words = [program, "-displayfd", str(tell), "-screen", "0", "1500x1000x24", "-nolisten", "tcp"]
    try:
        with _process(words, {}, pass_fds=(tell,)):
            yield f":{os.read(ready, 16).decode().strip()}"
    finally:
        os.close(ready)
        os.close(tell)


@contextlib.contextmanager
def _process(words: list[str], more: dict[str, str], **options: Any) -> Generator[None]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(words, env={**os.environ, **more}, **quiet, **options)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)
