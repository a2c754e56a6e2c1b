"""The network between clients and workers: lines that are slow, break, swallow, or repeat what was sent.

To the server a line is an ASGI websocket under the real endpoint, to the client it is what `websockets` would give.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace
from typing import Any, cast

from starlette.websockets import WebSocket
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close

from app.web.socket import live
from app.web.wire import WIRE
from tests.simulation.loop import RUNS_IN, Pause, Process, SimLoop

WINDOW = 24
"""Messages that fit between two ends; then the sender waits."""
PING_SECONDS = (20.0, 40.0)
"""When a server finds out that a line is dead, by pings of its own below what is said."""
KINDS = ("cut", "cut_hello", "black_hole", "double", "slow_reader", "refused")


@dataclass
class Weather:
    """How the network is now: chances of each fault, for a line or for a message, and a usual delay in seconds."""

    cut: float = 0.0
    cut_hello: float = 0.0
    black_hole: float = 0.0
    double: float = 0.0
    slow_reader: float = 0.0
    delay: float = 0.02


@dataclass(eq=False)
class Pipe:
    """One direction of a line: in order, each message later than it was sent."""

    line: "Line"
    end: Process
    """Where it leads to: who is dead takes nothing in, who stands still does so later."""
    ear: Callable[[str], bool] | None = None
    """Hears what arrives while nothing waits, as the real wire does; False when it cannot now."""
    arrived: deque[Any] = field(default_factory=deque[Any])
    underway: int = 0
    clear_at: float = 0.0
    swallows: bool = False
    reader: "asyncio.Future[None] | None" = None
    writer: "asyncio.Future[None] | None" = None

    @property
    def full(self) -> bool:
        return self.underway >= WINDOW

    def put(self, message: Any) -> None:
        """On its way."""
        loop, line = self.line.network.loop, self.line
        self.underway += 1
        if self.swallows:
            return
        self.clear_at = max(self.clear_at, loop.time() + line.network.delay())
        loop.call_at(self.clear_at, self._arrive, message, context=self.end.context)

    def _arrive(self, message: Any) -> None:
        if self.line.broken or self.swallows:
            return
        if self.ear is not None and not self.arrived and self.ear(message):
            self._taken()
            return
        self.arrived.append(message)
        _wake(self.reader)

    async def send(self, message: Any) -> None:
        """Wait while too much is on its way. Raises OSError when the line is gone."""
        while self.full and not self.line.gone_for(self):
            self.writer = asyncio.get_running_loop().create_future()
            await self.writer
        if self.line.gone_for(self):
            raise OSError("gone")
        self.put(message)

    async def take(self) -> Any:
        """The next message. Raises OSError when the line is gone."""
        while not self.arrived:
            if self.line.gone_for(self):
                raise OSError("gone")
            self.reader = asyncio.get_running_loop().create_future()
            await self.reader
        self._taken()
        return self.arrived.popleft()

    def _taken(self) -> None:
        self.underway -= 1
        _wake(self.writer)


def _wake(waiting: "asyncio.Future[None] | None") -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(None)


class Line:
    """One connection of a client to a worker."""

    def __init__(self, network: "Network", weather: Weather, client: Process, server: Process) -> None:
        self.network = network
        self.up, self.down = Pipe(self, server), Pipe(self, client)
        self.broken = False
        self.ends = client, server
        self._weather = weather
        self._ends: dict[str, bool] = {"client": False, "server": False}
        self._left = network.chance.randrange(5, 60) if network.strikes("black_hole", weather.black_hole) else None
        network.lines.append(self)

    def gone_for(self, pipe: Pipe) -> bool:
        return self.broken and all(self._ends.values())

    def cut(self, soonest: float = 0.0) -> None:
        """What is on its way is lost; both ends hear of it, each in its time."""
        if self.broken:
            return
        self.broken = True
        self.network.lines.remove(self)
        for end in self._ends:
            self.network.loop.later(soonest + self.network.chance.expovariate(5), self._tell, end)

    def _tell(self, end: str) -> None:
        self._ends[end] = True
        for pipe in (self.up, self.down):
            _wake(pipe.reader)
            _wake(pipe.writer)

    def swallow(self) -> None:
        """It stays open, and nothing passes any more; the server's own pings find it out."""
        self.up.swallows = self.down.swallows = True
        self.network.loop.later(self.network.chance.uniform(*PING_SECONDS), self.cut)

    def passes(self) -> None:
        """One more message: it may be the last."""
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self.swallow()
        elif self.network.strikes("cut", self._weather.cut):
            self.cut()


class Socket:
    """The client's end, with what the bots use of `ClientConnection`."""

    def __init__(self, line: Line, weather: Weather) -> None:
        self._line = line
        self._weather = weather

    async def send(self, text: str) -> None:
        self._line.passes()
        try:
            await self._line.up.send(text)
            if self._line.network.strikes("double", self._weather.double):
                await self._line.up.send(text)
        except OSError:
            raise ConnectionClosedError(None, None) from None

    async def recv(self) -> str:
        network = self._line.network
        if network.strikes("slow_reader", self._weather.slow_reader):
            await asyncio.sleep(network.chance.uniform(5, 60))
        try:
            said = await self._line.down.take()
        except OSError:
            raise ConnectionClosedError(None, None) from None
        if isinstance(said, int):
            raise ConnectionClosedError(Close(said, ""), None)
        return said


class Network:
    """Takes clients to workers. `faults` counts what it did to them."""

    def __init__(self, loop: SimLoop, chance: Random, faults: Counter[str]) -> None:
        self.loop = loop
        self.chance = chance
        self.faults = faults
        self.weather = Weather()
        self.lines: list[Line] = []
        self.unexpected: list[str] = []

    def lines_of(self, process: Process) -> list[Line]:
        """The lines that begin or end there."""
        return [line for line in self.lines if process in line.ends]

    def strikes(self, kind: str, likely: float) -> bool:
        if likely == 0.0 or self.chance.random() >= likely:
            return False
        self.faults[kind] += 1
        return True

    def delay(self) -> float:
        return self.weather.delay * (0.2 + self.chance.expovariate(1))

    @asynccontextmanager
    async def knock(self, process: Process | None, app: Any, code: str) -> AsyncGenerator[ClientConnection]:
        """A new connection to a worker's process. Raises OSError when it is not there."""
        await Pause(self.loop, self.delay())
        if process is None or not process.alive:
            self.faults["refused"] += 1
            raise ConnectionRefusedError
        weather = self.weather
        line = Line(self, weather, RUNS_IN.get(), process)
        serving = self.loop.start(process, self._serve(line, app, code))
        serving.set_name("serve")
        if self.strikes("cut_hello", weather.cut_hello):
            self.loop.later(self.chance.expovariate(20), line.cut)
        try:
            yield cast(ClientConnection, Socket(line, weather))
        finally:
            line.cut()

    async def _serve(self, line: Line, app: Any, code: str) -> None:
        """What uvicorn does with one websocket."""
        greeted = False

        async def receive() -> dict[str, Any]:
            nonlocal greeted
            if not greeted:
                greeted = True
                return {"type": "websocket.connect"}
            try:
                while True:
                    text = await line.up.take()
                    if not heard(text):
                        return {"type": "websocket.receive", "text": text}
            except OSError:
                return {"type": "websocket.disconnect", "code": 1006}

        async def send(message: dict[str, Any]) -> None:
            match message["type"]:
                case "websocket.send":
                    line.passes()
                    await line.down.send(message["text"])
                case "websocket.close":
                    await line.down.send(message["code"])
                case _:
                    pass

        def write_now(text: str) -> bool:
            if line.down.full or line.gone_for(line.down):
                return False
            line.passes()
            line.down.put(text)
            return True

        def heard(text: str) -> bool:
            return wire.ear is not None and wire.ear(text)

        line.up.ear = heard
        wire: Any = SimpleNamespace(write_now=write_now, settle=lambda: None, ear=None)
        scope: dict[str, Any] = {
            "type": "websocket", "path": f"/ws/{code}", "path_params": {"code": code}, "headers": [],
            "query_string": b"", "app": app,
            "subprotocols": [], "client": ("192.0.2.1", 1), "extensions": {WIRE: {"wire": wire}},
        }  # fmt: skip
        try:
            await live(WebSocket(scope, receive, cast(Callable[..., Any], send)))
        except Exception as error:
            self.unexpected.append(f"endpoint failed: {error!r}")
        line.cut(0.5)
