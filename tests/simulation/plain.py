"""Clients whose network blocks websockets: what they say is posted, what they hear polled for, over real lines."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, NoReturn, TypeVar, cast

import orjson
from starlette.requests import HTTPConnection
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close

from app.live.frames import Closing
from app.store.errors import StoreError
from app.web.conversation import Refused, begin
from app.web.lines import Gone, Lines
from tests.simulation.loop import Pause, Process
from tests.simulation.network import Network

T = TypeVar("T")
POLL_SECONDS = 20
REQUEST_SECONDS = 30
"""After which a client gives up on a request."""
TRIES = 4
CODES = {why.word: why.code for why in Closing}


def closed(code: int | None = None) -> NoReturn:
    """The line has ended; with the server's code if it said one."""
    raise ConnectionClosedError(Close(code, "") if code else None, None)


class PlainSocket:
    """The client's end, with what the bots use of `ClientConnection`."""

    def __init__(self, network: Network, process: Process, app: Any, code: str) -> None:
        self._network = network
        self._process = process
        self._app = app
        self._code = code
        self._id = ""
        self._got = 0
        self._turn = asyncio.Lock()
        self._heard: deque[str] = deque()

    @property
    def _lines(self) -> Lines:
        return self._app.state.lines

    async def send(self, text: str) -> None:
        async with self._turn:
            if self._id:
                await self._ask(lambda: self._say(text))
            else:
                self._id = await self._ask(lambda: self._open(text))

    async def recv(self) -> str:
        while not self._heard:
            batch, said = await self._ask(self._poll)
            if batch > self._got:
                self._got = batch
                self._heard.extend(said)
        text = self._heard.popleft()
        frame = orjson.loads(text)
        if frame["type"] == "closing":
            closed(CODES[frame["code"]])
        return text

    # --- requests -----------------------------------------------------------------------------------------------------

    async def _ask(self, work: Callable[[], Awaitable[T]]) -> T:
        """One request and its answer. Either may get lost; then it is made once more, whatever became of the first."""
        network = self._network
        for _ in range(TRIES):
            await Pause(network.loop, network.delay())
            if not self._process.alive:
                closed()
            if network.strikes("request_lost", network.weather.cut):
                continue
            task = network.loop.start(self._process, self._work(work))
            task.add_done_callback(lambda over: over.cancelled() or over.exception())  # its answer may get lost
            done, _ = await asyncio.wait((task,), timeout=REQUEST_SECONDS)
            await Pause(network.loop, network.delay())
            if not done or network.strikes("response_lost", network.weather.cut):
                continue
            return task.result()
        closed()

    async def _work(self, work: Callable[[], Awaitable[T]]) -> T:
        """In the worker's process: what the routes of `app.web.detour` do."""
        try:
            return await work()
        except Refused as refused:
            closed(refused.why.code)
        except Gone:
            closed()
        except StoreError:
            self._network.faults["turned_away"] += 1
            closed()

    async def _open(self, text: str) -> str:
        scope: dict[str, Any] = {
            "type": "http", "path": "/", "headers": [], "query_string": b"", "app": self._app,
            "client": ("192.0.2.1", 1),
        }  # fmt: skip
        return self._lines.open(await begin(HTTPConnection(scope), self._code, text))

    async def _say(self, text: str) -> None:
        await self._lines.find(self._code, self._id).talk.hear(text)

    async def _poll(self) -> tuple[int, list[str]]:
        line = self._lines.find(self._code, self._id)
        said = await line.poll(self._got, POLL_SECONDS)
        line.heard()
        return said


@asynccontextmanager
async def plain_line(
    network: Network, process: Process | None, app: Any, code: str
) -> AsyncGenerator[ClientConnection]:
    """A new line of plain requests. Nobody ends it: the server misses a client that asks nothing any more."""
    if process is None or not process.alive:
        await Pause(network.loop, network.delay())
        network.faults["refused"] += 1
        raise ConnectionRefusedError
    network.faults["plain_line"] += 1
    yield cast(ClientConnection, PlainSocket(network, process, app, code))
