"""The live connection over plain requests, for networks that block websockets: the same frames, in the same order.

A line is opened with a hello. From then on its id goes along in a header: a secret that stands in no address.
"""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response, StreamingResponse

from app.live.frames import Closing
from app.web import answers
from app.web.conversation import Refused, begin
from app.web.forms import TooLarge, body
from app.web.headers import check_origin
from app.web.lines import UNBUFFERED, Gone, Line, gone, lines
from app.web.problems import Problem, busy
from app.web.protocol import MOST_BYTES
from app.web.services import services

router = APIRouter(prefix="/api/v1/lines/{code}")

POLL_SECONDS = 20
"""How long a poll waits for news at most: less than proxies do."""
MOST_BODY = 8 * (MOST_BYTES + 1)
"""What one request may bring; each frame in it has the limit that frames have."""
FRAMES = "application/x-ndjson"

LineId = Annotated[str, Header(alias="Maatwerk-Line", max_length=64, description="As the hello was answered.")]


def refusal(why: Closing) -> Problem:
    """A hello that is not taken, told with the same word as over a websocket."""
    match why:
        case Closing.UNAUTHORISED:
            return Problem(401, "unauthorised", "Je hebt hier geen toegang. Open de link van de spelleider.")
        case Closing.REMOVED:
            return Problem(410, "removed", "Deze plek is weggehaald. Vraag de spelleider om een nieuwe.")
        case Closing.ENDED:
            return Problem(410, "ended", "Deze sessie bestaat niet meer.")
        case Closing.RESTARTING:
            return busy()
        case Closing.FLOOD:
            return Problem(429, "flood", "Er zijn nu te veel verbindingen. Wacht even en probeer het nog eens.")
        case _:
            return Problem(400, "protocol", "Dit bericht klopt niet. Ververs de pagina en doe het opnieuw.")


def _takes(what: str) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {FRAMES: {"schema": {"type": "string", "description": what}}}}}


@router.post("", status_code=201, responses=answers.json(answers.Line, 201), openapi_extra=_takes("The hello."))
async def open_line(request: Request, code: str) -> dict[str, str]:
    """Say hello. Cookie, bearer or the token in the hello count, as over a websocket."""
    check_origin(request)
    try:
        talk = await begin(request, code, await _body(request, MOST_BYTES))
    except Refused as refused:
        raise refusal(refused.why) from None
    except (TooLarge, TimeoutError):
        raise refusal(Closing.PROTOCOL) from None
    return {"line": lines(request).open(talk)}


async def _body(request: Request, most: int) -> bytes:
    async with asyncio.timeout(services(request).settings.hello_seconds):
        return await body(request, most)


@router.post("/frames", status_code=204, openapi_extra=_takes("Frames, one a line; the answers come where one reads."))
async def say(request: Request, code: str, line_id: LineId) -> None:
    """Send frames. One request at a time keeps them in order."""
    check_origin(request)
    line = _line(request, code, line_id)
    try:
        body = await _body(request, MOST_BODY)
    except (TooLarge, TimeoutError):
        line.talk.outbox.close(Closing.PROTOCOL)
        raise refusal(Closing.PROTOCOL) from None
    for text in body.removesuffix(b"\n").split(b"\n"):
        await line.talk.hear(text)


@router.get("/events", response_class=StreamingResponse, responses=answers.text("text/event-stream"))
async def events(request: Request, code: str, line_id: LineId) -> Response:
    """Everything that the server says, one frame an event. Once for each line."""
    try:
        return _line(request, code, line_id).stream()
    except Gone:
        raise gone() from None


@router.get("/poll", response_class=Response, responses=answers.text(FRAMES))
async def poll(
    request: Request,
    code: str,
    line_id: LineId,
    got: Annotated[int, Query(ge=0, description="Number of the batch that was heard last.")] = 0,
    wait: Annotated[float, Query(ge=0, le=POLL_SECONDS, description="Seconds to wait for news.")] = POLL_SECONDS,
) -> Response:
    """What the server said since batch `got`: frames, one a line, and the number of this batch in a header."""
    line = _line(request, code, line_id)
    try:
        batch, said = await line.poll(got, wait)
    except Gone:
        raise gone() from None
    if not await request.is_disconnected():  # an answer that nobody takes is no sign of life
        line.heard()
    return Response("\n".join(said), media_type=FRAMES, headers={**UNBUFFERED, "Maatwerk-Batch": str(batch)})


@router.delete("", status_code=204)
async def hang_up(request: Request, code: str, line_id: LineId) -> None:
    """Leave at once; who just stops is missed a little later."""
    check_origin(request)
    _line(request, code, line_id).leave()


def _line(request: Request, code: str, line_id: str) -> Line:
    try:
        return lines(request).find(code, line_id)
    except Gone:
        raise gone() from None
