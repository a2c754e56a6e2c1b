"""The page on which any device sees whether it can take part, and what that page asks. No seat, and nothing is kept."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.live.frames import Closing, encode
from app.web.access import address
from app.web.headers import from_here
from app.web.limits import Allowance
from app.web.lines import UNBUFFERED
from app.web.problems import Problem
from app.web.protocol import SUBPROTOCOL
from app.web.rendering import render
from app.web.services import services

router = APIRouter(prefix="/check", include_in_schema=False)

PER_MINUTE = "900/minute"
"""Requests from one address: a room of thirty devices behind one router, each checked twice."""
MOST_PINGS = 20
SOCKET_SECONDS = 15
BEATS = 3
BEAT_SECONDS = 0.4


@router.get("")
async def page(request: Request) -> Response:
    """What this device can and cannot, with what to do about it; its script asks the rest."""
    return render(request, "check.html", host=request.headers.get("host", ""))


@router.get("/now")
async def now(request: Request) -> dict[str, int]:
    """The server's time: an answer to measure."""
    await _need_allowance(request)
    return {"now": services(request).clock.now()}


@router.get("/events")
async def events(request: Request) -> Response:
    """A short stream with pauses. A network that holds streams up lets all of it come at once, or nothing."""
    await _need_allowance(request)
    return StreamingResponse(_beats(), media_type="text/event-stream", headers=UNBUFFERED)


async def _beats() -> AsyncGenerator[str]:
    for n in range(1, BEATS + 1):
        yield f'data: {{"n":{n}}}\n\n'
        if n < BEATS:
            await asyncio.sleep(BEAT_SECONDS)


@router.websocket("/socket")
async def socket(websocket: WebSocket) -> None:
    """Answers whatever it hears with the server's time, for a short while."""
    if not from_here(websocket):
        await websocket.close(Closing.UNAUTHORISED.code)
        return
    if not await _allowance(websocket).take(address(websocket)):
        await websocket.close(Closing.FLOOD.code)
        return
    await websocket.accept(SUBPROTOCOL if SUBPROTOCOL in websocket.scope.get("subprotocols", []) else None)
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
        async with asyncio.timeout(SOCKET_SECONDS):
            for _ in range(MOST_PINGS):
                if (await websocket.receive())["type"] == "websocket.disconnect":
                    return
                await websocket.send_text(encode({"now": services(websocket).clock.now()}))
    with contextlib.suppress(RuntimeError):
        await websocket.close()


async def _need_allowance(request: Request) -> None:
    if not await _allowance(request).take(address(request)):
        raise Problem(429, "too_many", "Vanaf dit netwerk wordt nu erg veel getest. Wacht een minuut.")


def _allowance(connection: HTTPConnection) -> Allowance:
    state = connection.app.state
    if not hasattr(state, "checks"):
        state.checks = Allowance(PER_MINUTE, services(connection).windows, "check")
    return state.checks
