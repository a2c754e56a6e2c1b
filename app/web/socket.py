"""The live connection over a websocket: a task that reads what could not be heard at once, and one that writes while
something has to wait.

What is said is in `conversation`.
"""

import asyncio
import contextlib

from fastapi import APIRouter, FastAPI
from starlette.routing import Match
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from structlog.contextvars import bind_contextvars

from app.live import frames
from app.live.frames import Closing
from app.web import protocol
from app.web.access import address
from app.web.conversation import Conversation, Refused, begin
from app.web.headers import from_here
from app.web.request_ids import give_id
from app.web.services import services
from app.web.wire import wire_of

router = APIRouter()
CLOSE_SECONDS = 5


async def live(websocket: WebSocket) -> None:
    """One client, from hello to goodbye."""
    code: str = websocket.path_params["code"]
    if not from_here(websocket):
        await websocket.close(Closing.UNAUTHORISED.code)
        return
    offered = websocket.scope.get("subprotocols", [])
    if any(offered) and protocol.SUBPROTOCOL not in offered:  # it speaks something else, or a later version
        await websocket.close(Closing.PROTOCOL.code)
        return
    await websocket.accept(protocol.SUBPROTOCOL if any(offered) else None)
    try:
        talk = await begin(websocket, code, await _first(websocket))
    except Refused as refused:
        await _goodbye(websocket, refused.why)
        return
    except WebSocketDisconnect:
        return
    await _talk(websocket, talk)


# Not `router.websocket`: what FastAPI keeps for each open one, to find dependencies that there are none of, is 4 KiB.
router.add_websocket_route("/ws/{code}", live)


class Server(FastAPI):
    """An app in which a live connection goes straight to its code.

    What is there for pages would only lie below it, a dozen calls deep, for as long as it is open.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match, found = router.routes[0].matches(scope)
        if match is Match.NONE:
            await super().__call__(scope, receive, send)
        else:
            scope.update(found, app=self)
            bind_contextvars(request=give_id(scope))
            await live(WebSocket(scope, receive, send))


async def _first(websocket: WebSocket) -> str | bytes:
    found = services(websocket)
    with found.hellos.one(address(websocket)) as place:
        if not place:
            raise Refused(Closing.FLOOD)
        try:
            return await asyncio.wait_for(_receive(websocket), found.settings.hello_seconds)
        except TimeoutError:
            raise Refused(Closing.PROTOCOL) from None


async def _receive(websocket: WebSocket) -> str | bytes:
    got = await websocket.receive()
    if got["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(got.get("code", 1005))
    return got.get("text") or got.get("bytes") or ""


async def _talk(websocket: WebSocket, talk: Conversation) -> None:
    writer: asyncio.Task[None] | None = None

    def send_later() -> None:
        nonlocal writer
        writer = asyncio.create_task(_write(websocket, talk))
        writer.add_done_callback(forget)

    def forget(_: object) -> None:
        nonlocal writer
        writer = None

    wire = wire_of(websocket)
    talk.outbox.open(wire.write_now if wire else None, send_later)
    if wire is not None:
        wire.settle()
        wire.ear = talk.hear_now
    try:
        await _read(websocket, talk)
    except (WebSocketDisconnect, RuntimeError):  # gone, or closed by the writer while we waited
        pass
    finally:
        if wire is not None:
            wire.ear = None
        talk.leave()
        if writer is not None:
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer


async def _read(websocket: WebSocket, talk: Conversation) -> None:
    while talk.outbox.closing is None:
        await talk.hear(await _receive(websocket))
    with contextlib.suppress(TimeoutError):  # the client's side of the close; one that never reads is cut off
        await asyncio.wait_for(_receive(websocket), CLOSE_SECONDS)


async def _write(websocket: WebSocket, talk: Conversation) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
        while talk.outbox.more():
            said = await talk.next()
            if isinstance(said, Closing):
                await _goodbye(websocket, said)
                return
            await websocket.send({"type": "websocket.send", "text": said})


async def _goodbye(websocket: WebSocket, why: Closing) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
        if websocket.application_state is WebSocketState.CONNECTED:
            await websocket.send_text(frames.closing(why))
            await websocket.close(why.code)
