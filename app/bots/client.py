"""A client of the live connection as docs/protocol.md describes it: resumes, resends, never loses a command."""

import asyncio
import contextlib
import itertools
from collections.abc import Callable
from typing import Any

import orjson
import websockets
from websockets.asyncio.client import ClientConnection, connect

from app.game.merging import apply

Frame = dict[str, Any]
SUBPROTOCOL = "maatwerk.v1"
FINAL = (4001, 4002, 4003, 4005)
"""Close codes after which coming back makes no sense: replaced, removed, ended, unauthorised."""
FIRST_WAIT = 0.05
LONGEST_WAIT = 2.0


class Gone(Exception):
    """The server ended this client's part for good."""


class Client:
    """One connection that comes back by itself. `view` is the newest view, `seq` its number."""

    def __init__(self, url: str, code: str, token: str, looks_as: str | None = None, name: str = "bot") -> None:
        self.view: Frame = {}
        self.seq = 0
        self.rejects: list[Frame] = []
        self.acks = 0
        self._url = f"{url.replace('http', 'ws', 1).rstrip('/')}/ws/{code}"
        self._token = token
        self._looks_as = looks_as
        self._name = name
        self._numbers = itertools.count(1)
        self._waiting: dict[str, tuple[Frame, asyncio.Future[Frame]]] = {}
        self._changed = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Client":
        self._task = asyncio.create_task(self._stay(), name=self._name)
        await self.until(lambda view: bool(view))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Gone):
                await self._task

    # --- for the bots -------------------------------------------------------------------------------------------------

    async def send(self, kind: str, /, **fields: Any) -> Frame:
        """Send a command and wait for its ack or reject, over as many connections as it takes."""
        frame: Frame = {"type": kind, "id": f"{self._name}-{next(self._numbers)}", **fields}
        future: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._waiting[frame["id"]] = (frame, future)
        await self._transmit(frame)
        return await future

    async def until(self, met: Callable[[Frame], bool]) -> Frame:
        """Wait until the view meets a condition.

        Raises:
            Gone: the server let us go first.
        """
        while not (self.view and met(self.view)):
            if self._task is not None and self._task.done():
                self._task.result()
                raise Gone
            self._changed.clear()
            await self._changed.wait()
        return self.view

    # --- the connection -----------------------------------------------------------------------------------------------

    async def _transmit(self, frame: Frame) -> None:
        if self._socket is not None:
            with contextlib.suppress(websockets.ConnectionClosed):
                await self._socket.send(orjson.dumps(frame).decode())

    async def _stay(self) -> None:
        wait = FIRST_WAIT
        try:
            while True:
                try:
                    async with connect(self._url, subprotocols=[websockets.Subprotocol(SUBPROTOCOL)]) as socket:
                        await self._converse(socket)
                        wait = FIRST_WAIT
                except websockets.ConnectionClosed as closed:
                    if closed.rcvd is not None and closed.rcvd.code in FINAL:
                        raise Gone(closed.rcvd.code) from None
                except (OSError, websockets.InvalidHandshake):
                    pass
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
        async for text in socket:
            self._take(orjson.loads(text))
            if self._socket is None:  # welcome or resumed: send again what was never answered
                self._socket = socket
                for frame, _ in list(self._waiting.values()):
                    await self._transmit(frame)

    def _take(self, frame: Frame) -> None:
        match frame["type"]:
            case "welcome":
                self.view, self.seq = frame["view"], frame["seq"]
            case "patch" if frame["prev"] == self.seq:
                self.view, self.seq = apply(self.view, frame["merge"]), frame["seq"]
            case "patch":
                self._soon({"type": "resync"})
            case "ack" | "reject":
                self._answered(frame)
            case _:
                return
        self._changed.set()

    def _soon(self, frame: Frame) -> None:
        task = asyncio.create_task(self._transmit(frame))
        task.add_done_callback(lambda done: done.exception())

    def _answered(self, frame: Frame) -> None:
        _, future = self._waiting.pop(frame["id"], (None, None))
        if frame["type"] == "reject":
            self.rejects.append(frame)
        else:
            self.acks += 1
        if future is not None and not future.done():
            future.set_result(frame)
