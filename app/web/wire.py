"""uvicorn's websocket with one door more: a frame for many is encoded once and written to each without waiting.

Other servers, and the clients of tests, have no such door; then every frame goes through the connection's own task.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import cast

from starlette.websockets import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

DOOR = "maatwerk.write_now"


@lru_cache(maxsize=32)
def encoded(text: str) -> bytes:
    """The whole websocket frame: what a server sends carries no mask, so it is the same for everyone."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


class Wire(WebSocketsSansIOProtocol):
    """`write_now` is offered to the app as an extension of the connection's scope."""

    async def run_asgi(self) -> None:
        self.scope.setdefault("extensions", {})[DOOR] = {"write": self.write_now}
        await super().run_asgi()

    def write_now(self, text: str) -> bool:
        """Send a text; False when the client does not keep up or is leaving, and nothing was sent."""
        if self.close_sent or not self.writable.is_set() or self.transport.is_closing():
            return False
        self.transport.write(encoded(text))
        return True


def door_of(websocket: WebSocket) -> Callable[[str], bool] | None:
    """The connection's `write_now`, where there is one."""
    door = websocket.scope.get("extensions", {}).get(DOOR)
    return cast(Callable[[str], bool], door["write"]) if door else None
