"""A bad network: stands between clients and server, speaks websockets on both sides, and spoils what passes.

Which faults a connection meets is drawn from the proxy's seed and the connection's number. The hello and its answer
pass whole, or the line is cut. What no TCP connection can do to a client without being noticed (frames in another
order) is followed by a cut, as a line that is found broken is.
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random
from typing import Self

import websockets
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.frames import Frame, Opcode

SUBPROTOCOL = websockets.Subprotocol("maatwerk.v1")
CHANCES = {"delay": 0.06, "duplicate": 0.05, "reorder": 0.03, "cut": 0.012, "half": 0.008, "garble": 0.006}
"""For each frame. `half`: part of a frame on the wire, then nothing; `garble`: a whole frame with half of its text."""
MOODS = {"throttle": 0.1, "black_hole": 0.06, "cut_hello": 0.04}
"""For each connection. `throttle`: slow all along; `black_hole`: from some frame on nothing passes any more."""
KINDS = (*CHANCES, *MOODS)
DELAY = 0.3
"""Longest delay of one frame, in seconds."""
SLOWEST = 20_000
"""Bytes per second of a throttled connection."""


class Cut(Exception):
    """The line is gone, without a goodbye."""


class Proxy:
    """Use as an async context; `url` is what clients take for the server's. `faults` counts what was done, by kind."""

    def __init__(self, url: str, seed: int) -> None:
        self.faults: Counter[str] = Counter()
        self._target = url.replace("http", "ws", 1)
        self._seed = seed
        self._numbers = itertools.count()
        self._healed = False
        self._server: Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await serve(
            self._serve, "127.0.0.1", 0, subprotocols=[SUBPROTOCOL], compression=None, ping_interval=None
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close(close_connections=True)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        """Address for clients."""
        assert self._server is not None
        return f"http://127.0.0.1:{next(iter(self._server.sockets)).getsockname()[1]}"

    def heal(self) -> None:
        """No more faults. Lines that swallow go on doing so: to notice is the clients' part."""
        self._healed = True

    def _strikes(self, chance: Random, kind: str, likely: float) -> bool:
        if self._healed or chance.random() >= likely:
            return False
        self.faults[kind] += 1
        return True

    # --- one connection -----------------------------------------------------------------------------------------------

    async def _serve(self, near: ServerConnection) -> None:
        chance = Random(f"{self._seed}/{next(self._numbers)}")
        assert near.request is not None
        address = self._target + near.request.path
        try:
            async with connect(address, subprotocols=[SUBPROTOCOL], compression=None, ping_interval=None) as far:
                await self._between(near, far, chance)
        except (OSError, websockets.InvalidHandshake, websockets.ConnectionClosed):
            _abort(near)

    async def _between(self, near: ServerConnection, far: ClientConnection, chance: Random) -> None:
        try:
            await far.send(await near.recv())
            if self._strikes(chance, "cut_hello", MOODS["cut_hello"]):
                raise Cut
            await near.send(await far.recv())
            line = _Line(self, chance)
            ways = [asyncio.create_task(line.carry(near, far)), asyncio.create_task(line.carry(far, near))]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        except (Cut, websockets.ConnectionClosed):
            pass
        if far.close_code is not None and far.close_code >= 4000:  # the server's own goodbye
            await near.close(far.close_code)
        _abort(near)
        _abort(far)

    def fate(self, chance: Random, kind: str) -> bool:
        """Whether this fault strikes now; counts it."""
        return self._strikes(chance, kind, CHANCES.get(kind) or MOODS[kind])

    def count(self, kind: str, number: int) -> None:
        """Fewer or more of a kind than were counted so far."""
        self.faults[kind] += number


class _Line:
    """What happens on one connection, both ways."""

    def __init__(self, proxy: Proxy, chance: Random) -> None:
        self._fate: Callable[[str], bool] = lambda kind: proxy.fate(chance, kind)
        self._count = proxy.count
        self._chance = chance
        self._slow = self._fate("throttle")
        self._swallows_after = chance.randrange(30) if self._fate("black_hole") else None
        self._passed = 0

    async def carry(self, source: Connection, sink: Connection) -> None:
        """Until the line is gone."""
        to_client = isinstance(sink, ServerConnection)
        faults: dict[str, Callable[[Connection, Connection, str, bool], Awaitable[None]]] = {
            "cut": self._cut, "half": self._half, "garble": self._garble,
            "delay": self._delay, "duplicate": self._duplicate, "reorder": self._reorder,
        }  # fmt: skip
        async for text in source:
            assert isinstance(text, str)
            if self._swallows_after is not None and self._passed >= self._swallows_after:
                continue
            self._passed += 1
            if self._slow:
                await asyncio.sleep(len(text) / SLOWEST)
            struck = next((kind for kind in faults if self._fate(kind)), None)
            if struck is None:
                await sink.send(text)
            else:
                await faults[struck](source, sink, text, to_client)

    async def _cut(self, source: Connection, sink: Connection, text: str, to_client: bool) -> None:
        raise Cut

    async def _half(self, source: Connection, sink: Connection, text: str, to_client: bool) -> None:
        whole = Frame(Opcode.TEXT, text.encode()).serialize(mask=not to_client)
        sink.transport.write(whole[: self._chance.randrange(1, len(whole))])
        raise Cut

    async def _garble(self, source: Connection, sink: Connection, text: str, to_client: bool) -> None:
        await sink.send(text[: self._chance.randrange(len(text))])
        if not to_client:  # a client has to end such a line by itself
            raise Cut

    async def _delay(self, source: Connection, sink: Connection, text: str, to_client: bool) -> None:
        await asyncio.sleep(self._chance.random() * DELAY)
        await sink.send(text)

    async def _duplicate(self, source: Connection, sink: Connection, text: str, to_client: bool) -> None:
        await sink.send(text)
        await sink.send(text)

    async def _reorder(self, source: Connection, sink: Connection, text: str, to_client: bool) -> None:
        try:
            await sink.send(await asyncio.wait_for(source.recv(), DELAY))
        except TimeoutError:  # nothing came after it: it was only late
            self._count("reorder", -1)
            self._count("delay", 1)
            await sink.send(text)
            return
        await sink.send(text)
        if to_client:
            raise Cut


def _abort(connection: Connection) -> None:
    connection.transport.abort()
