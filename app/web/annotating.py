"""What reviewers write beside a moment. All who may look back read it; who wrote it is not told, only what they are."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field, TypeAdapter, ValidationError

from app.asked import WHOLE, Asked
from app.game.commands import Remark
from app.store import Annotation, SessionRecord, TooManyAnnotations, UnknownSession
from app.web import answers
from app.web.access import MAY_ANNOTATE, Access
from app.web.api import MOST_SEQ, need_log
from app.web.headers import check_origin
from app.web.problems import Problem
from app.web.services import services

router = APIRouter(prefix="/api/v1/sessions/{code}/annotations")

MOST = 200
"""Of one session: a wall of notes is read by nobody, and a token that leaks must not fill the disk."""
_TEXT = TypeAdapter[str](Remark)


class Words(Asked):
    """What is written."""

    text: str


class NewAnnotation(Words):
    """Beside which moment."""

    seq: Annotated[int, Field(ge=1, le=MOST_SEQ), WHOLE]


@router.get("", responses=answers.json(list[answers.Annotation]))
async def read(request: Request, code: str) -> list[dict[str, Any]]:
    """All of them, in the order of their moments."""
    record, access = await need_log(request, code)
    return [_told(one, access) for one in await services(request).store.annotations.of(record.code)]


@router.post("", status_code=201, responses=answers.json(answers.Annotation, 201))
async def write(request: Request, code: str, wanted: NewAnnotation) -> dict[str, Any]:
    """Write one beside an event."""
    record, access = await _need_writer(request, code)
    found = services(request)
    text = _good(wanted.text)
    if wanted.seq > (await found.rooms.get(record.code)).seq:
        raise Problem(422, "unknown_seq", "Dit moment bestaat niet in deze sessie.", field="seq")
    try:
        made = await found.store.annotations.add(record.code, wanted.seq, text, access.author, access.role, most=MOST)
    except TooManyAnnotations:
        raise Problem(409, "too_many", "Er staan al 200 kanttekeningen. Verwijder er eerst een.") from None
    except UnknownSession:
        raise Problem(404, "unknown_code", "Deze code bestaat niet. Kijk nog eens op het grote scherm.") from None
    return _told(made, access)


@router.patch("/{id}", status_code=204)
async def change(request: Request, code: str, id: str, wanted: Words) -> Response:
    """Put other words in an own one."""
    record, access = await _need_writer(request, code)
    if not await services(request).store.annotations.change(record.code, id, access.author, _good(wanted.text)):
        raise _gone()
    return Response(status_code=204)


@router.delete("/{id}", status_code=204)
async def drop(request: Request, code: str, id: str) -> Response:
    """Remove an own one; who leads the session may remove any, for what stands there is theirs to answer for."""
    record, access = await _need_writer(request, code)
    author = None if access.leads else access.author
    if not await services(request).store.annotations.drop(record.code, id, author):
        raise _gone()
    return Response(status_code=204)


async def _need_writer(request: Request, code: str) -> tuple[SessionRecord, Access]:
    check_origin(request)
    record, access = await need_log(request, code)
    if access.role not in MAY_ANNOTATE:
        raise Problem(403, "forbidden", "Kanttekeningen schrijven alleen de spelleider en onderzoekers.")
    return record, access


def _gone() -> Problem:
    return Problem(404, "unknown_id", "Deze kanttekening is er niet meer, of iemand anders schreef haar.")


def _good(text: str) -> str:
    try:
        return _TEXT.validate_python(text)
    except ValidationError:
        sentence = "Een kanttekening heeft 1 tot 500 tekens. Maak haar korter, of haal vreemde tekens weg."
        raise Problem(422, "invalid", sentence, field="text") from None


def _told(one: Annotation, access: Access) -> dict[str, Any]:
    mine = one.author == access.author
    told = {"id": one.id, "seq": one.seq, "at": one.at, "text": one.text, "by": one.role}
    return told | {"mine": mine, "removable": mine or access.leads}
