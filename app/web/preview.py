"""What the projector would show after a step, for consoles. Nothing is stored or counted, and nobody else sees it."""

from typing import Any

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.game.rejected import Code, Rejected
from app.web import answers, protocol
from app.web.access import need_access
from app.web.api import STATUS
from app.web.forms import TooLarge, body
from app.web.headers import check_origin
from app.web.languages import language_of
from app.web.live_pages import live_page
from app.web.messages import message
from app.web.problems import Problem
from app.web.services import services

router = APIRouter()
A_COMMAND = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "description": "A command, as over a line."}}},
    }
}


@router.get("/s/{code}/preview", include_in_schema=False)
async def page(request: Request, code: str) -> Response:
    """The projector's parts in a frame of the console, which tells it what to show."""
    record, _ = await need_access(request, code, "facilitator")
    return await live_page(request, record, "preview")


@router.post("/api/v1/sessions/{code}/preview", responses=answers.json(answers.Preview), openapi_extra=A_COMMAND)
async def preview(request: Request, code: str) -> Response:
    """The projector's view as if the command in the body had been given; `held` is what stays covered in it."""
    check_origin(request)
    record, _ = await need_access(request, code, "facilitator")
    room = await services(request).rooms.get(record.code)
    try:
        sent = await _command(request)
        shown = room.preview(sent.command)
    except (Rejected, protocol.BadFrame) as refused:
        text = message(refused.code, refused.field, language_of(request), room.sector)
        raise Problem(STATUS.get(refused.code, 422), refused.code, text, field=refused.field) from None
    found: dict[str, Any] = {"seq": room.seq, "view": shown.view}
    return Response(orjson.dumps(found | ({"held": shown.held} if shown.held else {})), media_type="application/json")


async def _command(request: Request) -> protocol.Sent:
    """The body, held to what a frame of a client may be."""
    try:
        sent = await body(request, protocol.MOST_BYTES)
    except TooLarge:
        raise Problem(413, "too_large", "Dit bericht is te groot.") from None
    frame = protocol.parse(sent)
    if not isinstance(frame, protocol.Sent):
        raise protocol.BadFrame(Code.INVALID, "type")
    return frame
