"""A real server, a session on it, bots for the people, and browsers to look with."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
import orjson
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from app.bots.client import Client
from app.bots.pace import Pace
from app.bots.player import Player
from app.content.loader import load_pack
from app.content.render import localise, samples
from bench.server import free_port
from tests.support.chromium import HOW, find_light

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LAPTOP = {"width": 1366, "height": 768}
PROJECTOR = {"width": 1920, "height": 1080}
TABLET = {"width": 1024, "height": 768}
MOVING: dict[str, Any] = {"reduced_motion": "no-preference"}
STILL: dict[str, Any] = {"reduced_motion": "reduce"}
"""As most tests look: drawing what moves takes a fifth of their time. Those of what moves ask for it."""
AT_REST = """async () => {
    const moves = (one) => one.playState === 'running' && one.effect.getTiming().iterations !== Infinity;
    await document.fonts.ready;
    do await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    while (document.documentElement.matches('[data-fetching], [data-behind]') || document.getAnimations().some(moves));
}"""
"""What was heard is drawn, no page of it is on its way, and what moves has come to its place."""


def maatwerk(*words: str, data: Path, base: str) -> Any:
    """Run the command line and read its JSON."""
    command = [sys.executable, "-m", "app", *words, "--data", str(data), "--json"]
    environment = {**os.environ, "MAATWERK_BASE_URL": base}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return orjson.loads(done.stdout)


@dataclass(slots=True)
class Server:
    """`maatwerk serve` as a process of its own."""

    data: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it and wait until it answers."""
        words = ["serve", "--host", "127.0.0.1", "--port", str(self.port), "--data", str(self.data)]
        self.process = await asyncio.to_thread(
            subprocess.Popen, [sys.executable, "-m", "app", *words], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        async with httpx.AsyncClient() as http, asyncio.timeout(30):
            while True:
                with contextlib.suppress(httpx.TransportError):
                    if (await http.get(f"{self.url}/readyz")).status_code == 200:
                        return
                await asyncio.sleep(0.05)

    async def stop(self, *, kill: bool = False) -> None:
        """End it: politely, or as a power cut would."""
        if self.process is None:
            return
        self.process.kill() if kill else self.process.terminate()
        await asyncio.to_thread(self.process.wait, 20)
        self.process = None


class Ear:
    """Hears what the server tells one page."""

    def __init__(self, page: Page) -> None:
        self._frames: list[str] = []
        self._before: list[str] = []
        self._more = asyncio.Event()
        page.on("websocket", lambda line: line.on("framereceived", self._heard))

    def _heard(self, frame: str | bytes) -> None:
        self._frames.append(frame if isinstance(frame, str) else frame.decode())
        self._more.set()

    @property
    def heard(self) -> str:
        """All of it."""
        return "".join([*self._before, *self._frames])

    async def hear(self, words: str) -> None:
        """Wait until words came by that were not waited for before."""
        async with asyncio.timeout(15):
            while not any(words in frame for frame in self._frames):
                self._more.clear()
                await self._more.wait()
        self._before += self._frames
        self._frames.clear()


@dataclass(slots=True)
class Stage:
    """One session with its links and tokens."""

    server: Server
    browser: Browser
    made: dict[str, str]
    stack: AsyncExitStack
    complaints: list[str] = field(default_factory=list[str])
    """What any browser said went wrong: errors of scripts, refused resources."""
    ears: dict[Page, Ear] = field(default_factory=dict[Page, Ear])
    forgiven: tuple[str, ...] = ()
    """Parts of complaints that belong to the test: a server that was killed cannot be reached."""

    @property
    def code(self) -> str:
        return self.made["code"]

    def _complain(self, text: str) -> None:
        if not any(part in text for part in self.forgiven):
            self.complaints.append(text)

    @asynccontextmanager
    async def another(self, **wanted: Any) -> AsyncGenerator["Stage"]:
        """Another session on this server; its browsers and bots leave when it ends, and none may have complained."""
        async with httpx.AsyncClient(base_url=self.server.url, timeout=30) as http:
            headers = {"Authorization": f"Bearer {self.made['facilitator_token']}"}
            answer = await http.post("/api/v1/sessions", json={"pack": "po", **wanted}, headers=headers)
            answer.raise_for_status()
        async with AsyncExitStack() as stack:
            stage = Stage(self.server, self.browser, answer.json(), stack)
            yield stage
            assert not stage.complaints, stage.complaints

    async def context(self, size: dict[str, int] | None = None, language: str = "nl", **options: Any) -> BrowserContext:
        """A browser of its own, with its own cookies, of somebody who reads this language."""
        viewport, locale = cast(Any, size or LAPTOP), {"nl": "nl-NL", "en": "en-GB"}[language]
        options = STILL | options
        context = await self.browser.new_context(viewport=viewport, locale=locale, **options)
        context.set_default_timeout(15_000)
        context.on("weberror", lambda error: self._complain(str(error.error)))
        context.on("console", lambda said: self._complain(said.text) if said.type == "error" else None)
        self.stack.push_async_callback(context.close)
        return context

    async def open(self, path: str, size: dict[str, int] | None = None, **options: Any) -> Page:
        """A page in a browser of its own."""
        page = await self._page(await self.context(size, **options))
        await page.goto(path if path.startswith("http") else f"{self.server.url}{path}")
        return page

    async def console(self, **options: Any) -> Page:
        """The facilitator's console."""
        token = self.made["facilitator_token"]
        return await self._with_cookie("facilitator", token, f"/s/{self.code}/facilitate", **options)

    async def screen(self, **options: Any) -> Page:
        """The projector."""
        token = self.made["projector_token"]
        return await self._with_cookie("screen", token, f"/s/{self.code}/screen", **{"size": PROJECTOR, **options})

    async def seat(self, token: str, **options: Any) -> Page:
        """A seat that was taken before."""
        return await self._with_cookie("seat", token, f"/s/{self.code}", **options)

    async def review(self, query: str = "", **options: Any) -> Page:
        """Looking back, as the facilitator; at a moment, if the query leads there."""
        token = self.made["facilitator_token"]
        return await self._with_cookie("facilitator", token, f"/s/{self.code}/review{query}", **options)

    async def look_back(self, token: str, **options: Any) -> Page:
        """Looking back, as a seat."""
        return await self._with_cookie("seat", token, f"/s/{self.code}/review", **options)

    async def _with_cookie(self, role: str, token: str, path: str, **options: Any) -> Page:
        context = await self.context(**options)
        name = f"maatwerk_{role}_{self.code}"
        await context.add_cookies([{"name": name, "value": token, "url": self.server.url, "sameSite": "Strict"}])
        page = await self._page(context)
        await page.goto(f"{self.server.url}{path}")
        return page

    async def _page(self, context: BrowserContext) -> Page:
        page = await context.new_page()
        self.ears[page] = Ear(page)
        return page

    async def take_seat(self, team: int) -> str:
        """A seat token over HTTP."""
        async with httpx.AsyncClient() as http:
            answer = await http.post(f"{self.server.url}/api/v1/sessions/{self.code}/seats", json={"team": team})
            answer.raise_for_status()
            return answer.json()["token"]

    async def facilitator(self) -> Client:
        """A facilitator without a browser."""
        token = self.made["facilitator_token"]
        return await self.stack.enter_async_context(Client(self.server.url, self.code, token, "facilitator", "lead"))

    async def hand(self, token: str, name: str) -> Client:
        """A seat without a browser."""
        return await self.stack.enter_async_context(Client(self.server.url, self.code, token, "seat", name))

    async def bot(self, team: int, token: str | None = None, people: int = 4) -> "asyncio.Task[None]":
        """A bot that plays a team."""
        token = token or await self.take_seat(team)
        client = await self.hand(token, f"bot-{team}")
        pack = load_pack(ROOT / "game_content" / "po")
        player = Player(client, samples(pack, "nl"), localise(pack, "nl"), Pace(1000, team), people)
        task = asyncio.create_task(player.play())
        self.stack.callback(task.cancel)
        return task


@asynccontextmanager
async def set_up(data: Path, *options: str) -> AsyncGenerator[Stage]:
    """A server with one session, and a Chromium."""
    chromium = find_light()
    assert chromium, HOW
    server = Server(data)
    async with AsyncExitStack() as stack, async_playwright() as playwright:
        await server.start()
        stack.push_async_callback(server.stop)
        made = maatwerk("session", "create", *options, data=data, base=server.url)
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield Stage(server, browser, made, stack)
        finally:
            await stack.aclose()
            await browser.close()
