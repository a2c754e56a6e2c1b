"""The live connection: handshake, one task that reads and one that writes.

Policy is in `access`, format in `protocol`.
"""

import asyncio
import contextlib
import time

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from app.game.rejected import Code
from app.ids import read_code
from app.live import frames
from app.live.frames import Closing
from app.live.room import Room
from app.live.showing import Connection
from app.store.errors import UnknownSession
from app.store.records import Outcome
from app.web import protocol
from app.web.access import find_access, who_and_audience
from app.web.headers import from_here
from app.web.limits import Bucket
from app.web.messages import message
from app.web.services import services
from app.web.wire import door_of

router = APIRouter()
CLOSE_SECONDS = 5


class Refused(Exception):
    """The handshake failed."""

    def __init__(self, why: Closing) -> None:
        super().__init__(why.word)
        self.why = why


@router.websocket("/ws/{code}")
async def live(websocket: WebSocket, code: str) -> None:
    """One client, from hello to goodbye."""
    if not from_here(websocket, services(websocket).settings.allowed_origins):
        await websocket.close(Closing.UNAUTHORISED.code)
        return
    offered = websocket.scope.get("subprotocols", [])
    await websocket.accept(protocol.SUBPROTOCOL if protocol.SUBPROTOCOL in offered else None)
    try:
        room, connection, after = await _handshake(websocket, code)
    except Refused as refused:
        await _goodbye(websocket, refused.why)
        return
    except WebSocketDisconnect:
        return
    room.join(connection, after)
    await _talk(websocket, room, connection)


async def _handshake(websocket: WebSocket, code: str) -> tuple[Room, Connection, int | None]:
    hello = await _hello(websocket)
    found, read = services(websocket), read_code(code)
    access = await find_access(websocket, read or "", hello.token, hello.as_)
    if access is None or read is None:
        raise Refused(Closing.UNAUTHORISED)
    try:
        room = await found.rooms.get(read)
    except UnknownSession:
        raise Refused(Closing.ENDED) from None
    if access.seat is not None and not room.has_seat(access.seat):
        raise Refused(Closing.REMOVED)
    who, audience = who_and_audience(access, hello.as_)
    if audience.kind == "review" and access.role != "facilitator" and not room.closed:
        raise Refused(Closing.UNAUTHORISED)
    if room.connections >= found.settings.connections_per_session:
        raise Refused(Closing.FLOOD)
    return room, Connection(who, audience, key=access.key, rank=access.rank), hello.after


async def _hello(websocket: WebSocket) -> protocol.Hello:
    try:
        text = await asyncio.wait_for(_receive(websocket), services(websocket).settings.hello_seconds)
        hello = protocol.parse(text)
    except (TimeoutError, protocol.BadFrame):
        raise Refused(Closing.PROTOCOL) from None
    if not isinstance(hello, protocol.Hello):
        raise Refused(Closing.PROTOCOL)
    return hello


async def _receive(websocket: WebSocket) -> str | bytes:
    got = await websocket.receive()
    if got["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(got.get("code", 1005))
    return got.get("text") or got.get("bytes") or ""


async def _talk(websocket: WebSocket, room: Room, connection: Connection) -> None:
    connection.outbox.write_now = door_of(websocket)
    writer = asyncio.create_task(_write(websocket, room, connection))
    try:
        await _read(websocket, room, connection)
    except (WebSocketDisconnect, RuntimeError):  # gone, or closed by the writer while we waited
        pass
    finally:
        room.leave(connection)
        writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writer


async def _read(websocket: WebSocket, room: Room, connection: Connection) -> None:
    settings = services(websocket).settings
    bucket = Bucket(settings.frames_per_second, settings.frames_burst, time.monotonic)
    while connection.outbox.closing is None:
        text = await _receive(websocket)
        if not bucket.take():
            connection.outbox.close(Closing.FLOOD)
        elif protocol.too_large(text):
            connection.outbox.close(Closing.PROTOCOL)
        else:
            await _take(websocket, room, connection, text)
    with contextlib.suppress(TimeoutError):  # the client's side of the close; one that never reads is cut off
        await asyncio.wait_for(_receive(websocket), CLOSE_SECONDS)


async def _take(websocket: WebSocket, room: Room, connection: Connection, text: str | bytes) -> None:
    outbox = connection.outbox
    try:
        frame = protocol.parse(text)
    except protocol.BadFrame as bad:
        outbox.answer(frames.reject(bad.id, room.seq, bad.code, _message(room, bad.code, bad.field), bad.field))
        return
    match frame:
        case protocol.Ping():
            outbox.answer(frames.pong(frame.id, services(websocket).clock.now()))
        case protocol.Resync():
            room.refresh(connection)
        case protocol.Hello():
            text = _message(room, Code.INVALID, "type")
            outbox.answer(frames.reject(None, room.seq, Code.INVALID, text, "type"))
        case protocol.Sent():
            await _command(room, connection, frame)


def _message(room: Room, code: str, field: str | None) -> str:
    return message(code, field, room.language, room.sector)


async def _command(room: Room, connection: Connection, sent: protocol.Sent) -> None:
    def reply(outcome: Outcome) -> None:
        if outcome.code is None:
            connection.outbox.answer(frames.ack(sent.id, outcome.seq))
            return
        text = _message(room, outcome.code, outcome.field)
        connection.outbox.answer(frames.reject(sent.id, outcome.seq, outcome.code, text, outcome.field))

    if connection.who.role == "screen":  # looks on; nothing of it is worth keeping
        reply(Outcome(room.seq, Code.NOT_ALLOWED))
        return
    await room.submit(connection.who, sent.id, sent.command, reply)


async def _write(websocket: WebSocket, room: Room, connection: Connection) -> None:
    outbox = connection.outbox
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
        while True:
            frame = await outbox.next()
            if frame is not None:
                await websocket.send({"type": "websocket.send", "text": frame})
            elif outbox.closing is not None:
                await _goodbye(websocket, outbox.closing)
                return
            elif outbox.stale:
                room.refresh(connection)


async def _goodbye(websocket: WebSocket, why: Closing) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
        if websocket.application_state is WebSocketState.CONNECTED:
            await websocket.send_text(frames.closing(why))
            await websocket.close(why.code)
