"""uvicorn's websocket with a shorter way in and out, and less to keep for each of thousands that are open.

A frame for many is encoded once and written to each without waiting; one that comes in is heard at once, without going
through a queue and waking the connection's task. Other servers, and the clients of tests, have no such wire; then every
frame goes through that task.
"""

import asyncio
from collections.abc import Callable
from functools import lru_cache
from math import ceil
from typing import Any, cast

from starlette.websockets import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Close, CloseCode, Frame, Opcode

from app.live import frames

WIRE = "maatwerk.wire"
TOGETHER_SECONDS = 0.125
"""Those who are due within this time are asked for a sign of life at once."""


@lru_cache(maxsize=32)
def encoded(text: str) -> bytes:
    """The whole websocket frame: what a server sends carries no mask, so it is the same for everyone."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


class Mailbox:
    """What waits for the one task that reads it. An `asyncio.Queue` keeps room for many, which is 2.5 KiB."""

    __slots__ = ("_items", "_reader")

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._reader: asyncio.Future[None] | None = None

    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self._items

    def put_nowait(self, item: Any) -> None:
        """Add something, and wake up the reader."""
        self._items.append(item)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    async def get(self) -> Any:
        """Take the oldest, once there is one."""
        while not self._items:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        return self._items.pop(0)


class Wire(WebSocketsSansIOProtocol):
    """It is offered to the app as an extension of the connection's scope."""

    ear: Callable[[str], bool] | None = None
    """Takes a text that came in; False when it cannot now, and then the text waits for the connection's task."""
    heard_at = 0.0
    """When the client said something last, on the loop's clock."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.queue = cast("asyncio.Queue[Any]", Mailbox())

    async def run_asgi(self) -> None:
        self.scope.setdefault("extensions", {})[WIRE] = {"wire": self}
        await super().run_asgi()

    def settle(self) -> None:
        """Let go of what was only needed to let the client in."""
        self.scope["headers"] = []
        self.request = self.response = cast(Any, None)

    def send_keepalive_ping(self) -> None:
        """Who spoke lately is there: only the silent are asked for a sign of life. Our own pages speak every 15 s."""
        left = self.heard_at + (self.ping_interval or 0) - self.loop.time()
        if left > 0:
            self._ping_in(left)
        else:
            super().send_keepalive_ping()

    def schedule_ping(self) -> None:
        self._ping_in(self.ping_interval or 0)

    def _ping_in(self, seconds: float) -> None:
        """Together with others: then their answers wake this process together too."""
        due = ceil((self.loop.time() + seconds) / TOGETHER_SECONDS) * TOGETHER_SECONDS
        self.ping_timer = self.loop.call_at(due, self.send_keepalive_ping)

    def send_receive_event_to_app(self) -> None:
        self.heard_at = self.loop.time()
        if not self._heard():
            super().send_receive_event_to_app()

    def _heard(self) -> bool:
        if self.ear is None or self.close_sent or self.curr_msg_data_type != "text" or not self.queue.empty():
            return False
        try:
            heard = self.ear(b"".join(self.frames).decode())
        except UnicodeDecodeError:
            return False
        if heard:
            self.frames = []
        return heard

    def handle_parser_exception(self) -> None:
        """A frame far over the limit is never taken in whole; it ends with our own word, as a smaller one does."""
        sent = self.conn.close_sent
        if sent is None or sent.code != CloseCode.MESSAGE_TOO_BIG:
            super().handle_parser_exception()
            return
        why = frames.Closing.PROTOCOL
        self.queue.put_nowait({"type": "websocket.disconnect", "code": why.code, "reason": ""})
        farewell = Frame(Opcode.CLOSE, Close(why.code, "").serialize()).serialize(mask=False)
        self.transport.write(encoded(frames.closing(why)) + farewell)
        self.close_sent = True
        self.transport.close()

    def write_now(self, text: str) -> bool:
        """Send a text; False when the client does not keep up or is leaving, and nothing was sent."""
        if self.close_sent or not self.writable.is_set() or self.transport.is_closing():
            return False
        self.transport.write(encoded(text))
        return True


def wire_of(websocket: WebSocket) -> Wire | None:
    """The wire that a connection goes over, where there is one."""
    offered = websocket.scope.get("extensions", {}).get(WIRE)
    return cast(Wire, offered["wire"]) if offered else None
