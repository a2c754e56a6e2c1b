"""A client of the live connection as docs/protocol.md describes it: resumes, resends, never loses a command."""

import asyncio
import contextlib
import itertools
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import orjson
import websockets
from websockets.asyncio.client import ClientConnection, connect

from app.bots.follower import Follower, Frame, Gone

__all__ = ["Client", "Frame", "Gone"]

SUBPROTOCOL = "maatwerk.v1"
FINAL = (4001, 4002, 4003, 4005)
"""Close codes after which coming back makes no sense: replaced, removed, ended, unauthorised."""
FIRST_WAIT = 0.05
LONGEST_WAIT = 2.0
QUIET = 15.0
"""Seconds without a frame after which the server is asked for a sign of life, as browsers do."""
PATIENCE = 8.0
"""Seconds that it has for one; then the line is dead, whatever it looks like."""


class Client(Follower):
    """One connection that comes back by itself."""

    quiet, patience = QUIET, PATIENCE

    def __init__(self, url: str, code: str, token: str, looks_as: str | None = None, name: str = "bot") -> None:
        super().__init__(name)
        self._url = f"{url.replace('http', 'ws', 1).rstrip('/')}/ws/{code}"
        self._token = token
        self._looks_as = looks_as
        self._numbers: Iterator[int] = itertools.count(1)
        self._waiting: dict[str, tuple[Frame, asyncio.Future[Frame]]] = {}
        self._socket: ClientConnection | None = None

    async def send(self, kind: str, /, **fields: Any) -> Frame:
        """See Follower.send; over as many connections as it takes."""
        frame: Frame = {"type": kind, "id": f"{self._name}-{next(self._numbers)}", **fields}
        future: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._waiting[frame["id"]] = (frame, future)
        await self._transmit(frame)
        return await future

    # --- the connection -----------------------------------------------------------------------------------------------

    async def _transmit(self, frame: Frame) -> None:
        if self._socket is not None:
            with contextlib.suppress(websockets.ConnectionClosed):
                await self._socket.send(orjson.dumps(frame).decode())

    def _line(self) -> AbstractAsyncContextManager[ClientConnection]:
        """A new connection, open for as long as it is entered."""
        return connect(self._url, subprotocols=[websockets.Subprotocol(SUBPROTOCOL)])

    async def _stay(self) -> None:
        wait = FIRST_WAIT
        try:
            while True:
                try:
                    async with self._line() as socket:
                        await self._converse(socket)
                except websockets.ConnectionClosed as closed:
                    if closed.rcvd is not None and closed.rcvd.code in FINAL:
                        raise Gone(closed.rcvd.code) from None
                except (OSError, websockets.InvalidHandshake, orjson.JSONDecodeError):  # TimeoutError is an OSError
                    pass
                if self._socket is not None:  # we were let in: the trouble is a new one
                    wait = FIRST_WAIT
                self._socket = None
                await asyncio.sleep(wait)
                wait = min(LONGEST_WAIT, wait * 2)
        finally:
            self._socket = None
            self._changed.set()
            for _, future in self._waiting.values():
                future.cancel()

    async def _converse(self, socket: ClientConnection) -> None:
        hello: Frame = {"type": "hello", "token": self._token}
        hello |= {"as": self._looks_as} if self._looks_as else {}
        hello |= {"after": self.seq} if self.view else {}
        await socket.send(orjson.dumps(hello).decode())
        while True:
            self._take(orjson.loads(await self._heard(socket)))  # half a frame is a lost line
            if self._socket is None:  # welcome or resumed: send again what was never answered
                self._socket = socket
                for frame, _ in list(self._waiting.values()):
                    await self._transmit(frame)

    async def _heard(self, socket: ClientConnection) -> websockets.Data:
        try:
            async with asyncio.timeout(self.quiet):
                return await socket.recv()
        except TimeoutError:
            await socket.send('{"type":"ping","id":"alive"}')
            async with asyncio.timeout(self.patience):
                return await socket.recv()

    def _take(self, frame: Frame) -> None:
        if frame["type"] in ("ack", "reject"):
            self._answered(frame)
            self._changed.set()
        elif not self._follow(frame):
            self._soon({"type": "resync"})

    def _soon(self, frame: Frame) -> None:
        task = asyncio.create_task(self._transmit(frame))
        task.add_done_callback(lambda done: done.exception())

    def _answered(self, frame: Frame) -> None:
        _, future = self._waiting.pop(frame["id"], (None, None))
        self._count(frame)
        if future is not None and not future.done():
            future.set_result(frame)
