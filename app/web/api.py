"""The HTTP interface under /api/v1. Every route gets its session and rights from `access`."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from app import hosting, ids, leaving
from app.asked import WHOLE, Asked
from app.content.library import find_packs
from app.content.pack import Pack
from app.content.pinned import parse_dump
from app.content.problems import PackError
from app.content.render import localise_for, starters
from app.game.commands import TakeSeat
from app.game.context import Who
from app.game.pseudonyms import data_without_names
from app.game.text import Nickname
from app.game.viewing import Audience
from app.review.exports import FORMS, Kind, file_name, pieces
from app.review.log import log_line, visible
from app.review.replay import replay
from app.store import AccountRole, Role, SessionRecord, StoredEvent
from app.version import VERSION
from app.web import answers
from app.web.access import Access, bearer, find_access, find_session, need_access, need_look_back
from app.web.auditing import mark, note
from app.web.cookies import set_cookie
from app.web.headers import check_origin
from app.web.languages import language_of
from app.web.messages import message
from app.web.owners import OWNERS, find_owner, need_owner, need_owners, sessions_of
from app.web.problems import Problem
from app.web.services import Services, base_url, services
from app.web.signed_in import find_account, in_scope

router = APIRouter(prefix="/api/v1")

STATUS = {
    "team_full": 409,
    "taken": 409,
    "too_many": 409,
    "closed": 410,
    "unknown_id": 422,
    "busy": 503,
}
AUDIENCES = r"^(review|screen|facilitator|team:[1-4])$"
HOUR_MS = 3_600_000
UNCHANGED: answers.Said = {304: {"description": "As the `If-None-Match` says."}}
FILES = answers.file(*{form.media_type.partition(";")[0]: None for form in FORMS.values()})
MOST_SEQ = 2**53
"""What every client can count to, and every database."""


Language = Annotated[str, Query(max_length=35, description="What the reader reads; without it the session's.")]


class NewSeat(Asked):
    """Who asks for a seat: all parts may be left out. `bot`: no person, which only a rehearsal allows."""

    team: Annotated[int, Field(ge=1, le=4), WHOLE] | None = None
    name: Nickname | None = None
    bot: bool = False


@router.get("/packs", responses=answers.json(list[answers.Pack]))
async def packs(request: Request) -> list[dict[str, Any]]:
    """The installed content packs."""
    found = find_packs(*services(request).settings.pack_dirs)
    return [{"id": p.id, "version": p.version, "title": p.title, "languages": p.languages} for p in found]


@router.post("/sessions", status_code=201, responses=answers.json(answers.NewlyMade, 201))
async def create_session(request: Request, wanted: hosting.NewSession) -> Response:
    """Make a session; its facilitator is whoever holds the facilitator's token or cookie of an earlier one."""
    check_origin(request)
    owner = await need_owner(request)
    hosted = await host(request, wanted, owner)
    body = {"code": hosted.code, "facilitator_token": hosted.facilitator_token}
    body |= {"projector_token": hosted.projector_token} | await addresses(request, hosted.code, owner)
    response = JSONResponse(body, 201)
    set_cookie(response, request, "facilitator", hosted.code, hosted.facilitator_token)
    return response


async def host(request: Request, wanted: hosting.NewSession, owner: str) -> hosting.Hosted:
    """Make a session, with problems instead of exceptions."""
    found = services(request)
    try:
        return await hosting.host_session(
            found.store,
            found.settings.pack_dirs,
            wanted,
            owner=owner,
            now=found.clock.now(),
            retention_days=found.settings.retention_days,
        )
    except hosting.UnknownPack:
        raise Problem(422, "unknown_pack", "Dit pakket is niet geïnstalleerd, of niet in deze taal.") from None
    except PackError:
        sentence = "Dit pakket kan zo niet gespeeld worden. Bij Pakketten staat wat eraan mankeert."
        raise Problem(422, "broken_pack", sentence) from None
    except hosting.NotOffered:
        raise Problem(
            422, "unknown_id", "Dit pakket heeft geen kaarten voor dit instrument.", field="instruments"
        ) from None


async def addresses(request: Request, code: str, owner: str) -> dict[str, str]:
    """Where to join, and one-time links for projector and console."""
    base = base_url(request)
    return {
        "join_url": f"{base}/join/{code}",
        "screen_url": await one_time_link(request, code, "screen", owner),
        "facilitate_url": await one_time_link(request, code, "facilitator", owner),
    }


async def one_time_link(request: Request, code: str, role: Role, owner: str | None) -> str:
    """The address of a new link that opens a screen on another device, once."""
    found = services(request)
    lasts = found.settings.link_hours * HOUR_MS
    secret = await found.store.tokens.issue_link(code, role, owner=owner, lasts_ms=lasts)
    return f"{base_url(request)}/link/{secret}"


@router.get("/sessions", responses=answers.json(list[answers.Session]))
async def list_sessions(request: Request) -> list[dict[str, Any]]:
    """The facilitator's own sessions, the oldest first."""
    return [describe(record) for record in await sessions_of(request, await need_owners(request))]


@router.get("/sessions/{code}", responses=answers.json(answers.Session))
async def get_session(request: Request, code: str) -> dict[str, Any]:
    """One own session."""
    record, _ = await need_own(request, code)
    return describe(record)


@router.delete("/sessions/{code}", status_code=204)
async def delete_session(request: Request, code: str) -> Response:
    """Delete a session and every trace of it now; the register keeps a line without content."""
    check_origin(request)
    await remove_session(request, code)
    return Response(status_code=204)


async def remove_session(request: Request, code: str) -> None:
    """Delete an own session, or as an admin one of the organisation, with a line in the audit log."""
    record, as_whom = await need_own(request, code, also="admin")
    found, who = services(request), await who_asks(request, record)
    await found.store.sessions.delete(record.code, as_whom)
    await note(request, "deleted", who, mark(request, record.code))
    await found.rooms.gone(record.code)


async def need_own(request: Request, code: str, also: AccountRole | None = None) -> tuple[SessionRecord, str]:
    """A session of whoever asks, or of an account of the same organisation if `also` may; and as whom that is.

    Raises:
        Problem: 404 no such session, 401 or 403 it is not theirs.
    """
    record = await find_session(request, code)
    access = await find_access(request, record.code)
    if access is not None and access.role in OWNERS and access.owner == record.owner:
        return record, "facilitator"
    account = await find_account(request) if bearer(request) is None else None
    if account is not None and account.role == also and await in_scope(request, account, record):
        return record, account.role
    if record.owner == await find_owner(request):
        return record, "facilitator"
    if access is None:
        await need_owner(request)
    raise Problem(403, "forbidden", "Dit is een sessie van een andere spelleider.")


async def who_asks(request: Request, record: SessionRecord) -> str:
    """For the audit log: the account that asks for something of this session, else that it was a token."""
    account = await find_account(request) if bearer(request) is None else None
    if account is not None:
        return account.id
    access = await find_access(request, record.code)
    known = access is not None and access.owner and await services(request).store.accounts.get(access.owner)
    return known.id if known else "token"


def describe(record: SessionRecord) -> dict[str, Any]:
    """A session in a list."""
    return {
        "code": record.code,
        "title": record.title,
        "language": record.language,
        "pack": record.pack_id,
        "pack_version": record.pack_version,
        "created_at": record.created_at,
        "closed_at": record.closed_at,
        "delete_on": record.delete_on,
        "rehearsal": record.rehearsal,
        "imported": record.imported,
        "school": record.school,
        "board": record.board,
        "consent": record.consent,
        "consent_on": record.consent_on,
    }


@router.post("/sessions/{code}/seats", status_code=201, responses=answers.json(answers.Seat, 201))
async def take_seat(request: Request, code: str, wanted: NewSeat | None = None) -> Response:
    """Anyone with the code may ask for a seat."""
    check_origin(request)
    wanted = wanted or NewSeat()
    seat, token, record = await seat_down(request, code, wanted.team, wanted.name or None, bot=wanted.bot)
    response = JSONResponse({"seat": seat, "token": token}, 201)
    set_cookie(response, request, "seat", record.code, token)
    return response


async def seat_down(
    request: Request, code: str, team: int | None, name: str | None, *, bot: bool = False
) -> tuple[str, str, SessionRecord]:
    """Take a seat and get its token.

    Raises:
        Problem: the session is full or closed, or the team is full or unknown.
    """
    record, found, seat = await find_session(request, code), services(request), ids.new_seat()
    room = await found.rooms.get(record.code)
    outcome = await room.ask(Who("system"), f"seat:{seat}", TakeSeat(seat=seat, name=name, team=team, bot=bot))
    if outcome.code is not None:
        status = STATUS.get(outcome.code, 422)
        raise Problem(
            status,
            outcome.code,
            message(outcome.code, outcome.field, language_of(request), room.sector),
            field=outcome.field,
        )
    token = await found.store.tokens.issue(record.code, "seat", seat)
    return seat, token, record


@router.get("/sessions/{code}/content", responses=answers.json(dict[str, Any]) | UNCHANGED)
async def content(request: Request, code: str, language: Language = "") -> Response:
    """The pinned pack in the session's language, or in the reader's when the pack has it; it never changes."""
    return await _pinned(request, code, language, localise_for)


@router.get("/sessions/{code}/content/starters", responses=answers.json(list[Any]) | UNCHANGED)
async def content_starters(request: Request, code: str, language: Language = "") -> Response:
    """Beginnings of sentences for who writes; an empty list when the pack has none."""
    return await _pinned(request, code, language, starters)


def same(asked: str, tag: str) -> bool:
    """Whether `If-None-Match` names the tag: one of a list, also as weak, which a proxy that packs makes of it."""
    return asked.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in asked.split(",")]


async def _pinned(request: Request, code: str, language: str, part: Callable[[Pack, str, str], object]) -> Response:
    record, _ = await need_access(request, code)
    about = f"{record.pack_sha256}:{record.language}:{language}:{VERSION}"  # a newer version may show more of a pack
    tag = '"' + hashlib.sha256(about.encode()).hexdigest()[:32] + '"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=0, must-revalidate"}
    if same(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    pinned = await services(request).store.sessions.pack(record.pack_sha256)
    cards = part(parse_dump(pinned or b""), language, record.language)
    return Response(orjson.dumps(cards), media_type="application/json", headers=headers)


# --- looking back -----------------------------------------------------------------------------------------------------


async def need_log(request: Request, code: str) -> tuple[SessionRecord, Access]:
    """The facilitator may read the log at any time; the others who may look back once the session is closed."""
    record, access = await need_look_back(request, code)
    if access.role != "facilitator" and not (await services(request).rooms.get(record.code)).closed:
        raise Problem(403, "not_closed", "De sessie loopt nog. Terugkijken kan als de spelleider haar sluit.")
    return record, access


async def hidden_from(found: Services, code: str, role: str) -> frozenset[str]:
    """The insights of a session that this role does not read afterwards: the room is asked for seats only."""
    return (await found.rooms.get(code)).hidden_insights if role == "seat" else frozenset()


async def _events(found: Services, code: str, role: str, after: int = 0) -> list[StoredEvent]:
    events = await found.store.log.read(code, after)
    return visible([_nameless(event, role) for event in events], role, await hidden_from(found, code, role))


def _nameless(event: StoredEvent, role: str) -> StoredEvent:
    """Only the own subteam and the facilitator see a nickname, as the page where it is typed promises.

    A researcher sees no name at all.
    """
    if role == "researcher":
        return replace(event, data=orjson.dumps(data_without_names(event.type, orjson.loads(event.data))))
    if role == "facilitator" or event.type != "seat_taken":
        return event
    data = {key: value for key, value in orjson.loads(event.data).items() if key != "nickname"}
    return replace(event, data=orjson.dumps(data))


@router.get("/sessions/{code}/log", response_class=Response, responses=answers.text("application/x-ndjson"))
async def log(request: Request, code: str, after: Annotated[int, Query(ge=0, le=MOST_SEQ)] = 0) -> Response:
    """The events as JSON Lines, from `after` on."""
    record, access = await need_log(request, code)
    events = await _events(services(request), record.code, access.role, after)
    return Response(b"".join(map(log_line, events)), media_type="application/x-ndjson")


@router.get("/sessions/{code}/replay/{seq}", responses=answers.json(answers.Moment))
async def replay_at(
    request: Request, code: str, seq: int, audience: Annotated[str, Query(pattern=AUDIENCES)] = "review"
) -> Response:
    """What an audience saw at a moment: the view of the fold of the first `seq` events."""
    record, access = await need_log(request, code)
    if audience == "facilitator" and access.role != "facilitator":
        raise Problem(403, "forbidden", "Dit kan alleen de spelleider.")
    found = services(request)
    read = (await found.store.log.read(record.code, 0))[: max(0, seq)]
    events = [_nameless(event, access.role) for event in read]
    if not events:
        raise Problem(404, "unknown_seq", "Dit moment bestaat niet in deze sessie.")
    pack = parse_dump(await found.store.sessions.pack(record.pack_sha256) or b"")
    kind, _, team = audience.partition(":")
    looks = Audience("team", int(team)) if kind == "team" else Audience(kind)  # pyright: ignore[reportArgumentType]
    looks = looks._replace(hidden=access.role != "seat")  # neither what was hidden then, nor what is since:
    without = await hidden_from(found, record.code, access.role)
    view = await asyncio.to_thread(replay, events, looks, hosting.rules_pack(pack), without)  # nor for a long log
    return Response(
        orjson.dumps({"seq": events[-1].seq, "at": events[-1].at, "view": view}), media_type="application/json"
    )


@router.get("/sessions/{code}/export/{kind}", response_class=Response, responses=FILES)
async def export(request: Request, code: str, kind: Kind) -> Response:
    """The log as a file: `jsonl` is the events as they are, `csv` and `csv-nl` one row an event for a spreadsheet.

    `xlsx` is a workbook with a sheet for each kind of thing. `zip` holds all of them, with a codebook
    a manifest, and what reviewers wrote beside it; not `xapi`, statements for a learning record store.
    """
    record, access = await need_log(request, code)
    events = await _events(services(request), record.code, access.role)
    await note(request, "exported", await who_asks(request, record), mark(request, record.code))
    headers = {"Content-Disposition": f'attachment; filename="{file_name(kind, record.code)}"'}
    names, now = access.role == "facilitator", services(request).clock.now()
    about = await leaving.about(services(request).store, record, now, names=names)
    beside = await services(request).store.annotations.of(record.code) if kind == "zip" else []  # as read there
    body = await asyncio.to_thread(
        lambda: b"".join(pieces(kind, about, events, beside))
    )  # no room waits for a workbook
    return Response(body, media_type=FORMS[kind].media_type, headers=headers)
