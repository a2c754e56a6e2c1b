"""The live connection over a websocket: one task that reads and one that writes. What is said is in `conversation`."""

import asyncio
import contextlib

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from app.live import frames
from app.live.frames import Closing
from app.web import protocol
from app.web.conversation import Conversation, Refused, begin
from app.web.headers import from_here
from app.web.services import services
from app.web.wire import door_of

router = APIRouter()
CLOSE_SECONDS = 5


@router.websocket("/ws/{code}")
async def live(websocket: WebSocket, code: str) -> None:
    """One client, from hello to goodbye."""
    if not from_here(websocket, services(websocket).settings.allowed_origins):
        await websocket.close(Closing.UNAUTHORISED.code)
        return
    offered = websocket.scope.get("subprotocols", [])
    await websocket.accept(protocol.SUBPROTOCOL if protocol.SUBPROTOCOL in offered else None)
    try:
        talk = await begin(websocket, code, await _first(websocket))
    except Refused as refused:
        await _goodbye(websocket, refused.why)
        return
    except WebSocketDisconnect:
        return
    await _talk(websocket, talk)


async def _first(websocket: WebSocket) -> str | bytes:
    try:
        return await asyncio.wait_for(_receive(websocket), services(websocket).settings.hello_seconds)
    except TimeoutError:
        raise Refused(Closing.PROTOCOL) from None


async def _receive(websocket: WebSocket) -> str | bytes:
    got = await websocket.receive()
    if got["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(got.get("code", 1005))
    return got.get("text") or got.get("bytes") or ""


async def _talk(websocket: WebSocket, talk: Conversation) -> None:
    talk.outbox.write_now = door_of(websocket)
    writer = asyncio.create_task(_write(websocket, talk))
    try:
        await _read(websocket, talk)
    except (WebSocketDisconnect, RuntimeError):  # gone, or closed by the writer while we waited
        pass
    finally:
        talk.leave()
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
        while not isinstance(said := await talk.next(), Closing):
            await websocket.send({"type": "websocket.send", "text": said})
        await _goodbye(websocket, said)


async def _goodbye(websocket: WebSocket, why: Closing) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
        if websocket.application_state is WebSocketState.CONNECTED:
            await websocket.send_text(frames.closing(why))
            await websocket.close(why.code)
