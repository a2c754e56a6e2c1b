"""The plain pages: the start, joining, making a session, the choices of a browser, and what people may want to know."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import TypeAdapter, ValidationError

from app import bringing_in, hosting, ids
from app.content.library import find_packs
from app.content.loader import read_about
from app.content.types import About
from app.game.agenda import plan
from app.game.text import Nickname
from app.i18n import LANGUAGES
from app.review.reading import BadFile
from app.store import SessionRecord
from app.version import VERSION
from app.web import assets, look
from app.web.access import find_access, find_session
from app.web.api import host, seat_down, who_asks
from app.web.auditing import mark, note
from app.web.cookies import set_cookie
from app.web.forms import form, see, see_again, uploaded
from app.web.headers import check_origin
from app.web.languages import language_of, remember
from app.web.live_pages import page_catalogue
from app.web.owners import find_owners, need_owner, sessions_of
from app.web.problems import Problem
from app.web.rendering import day, days, render, studied
from app.web.services import services
from app.web.signed_in import find_account, may_study

router = APIRouter(include_in_schema=False)

MOST_SESSION = 8 * 1024 * 1024
"""Of a session that is brought back; the command line takes more."""
_PLAN = {f"{item.id}:{item.round}" if item.round else item.id: item for item in plan({}) if item.minutes}
"""The phases that take time, by what settings call them: `work:3` is the work of camp 3."""
_NICKNAME = TypeAdapter[str](Nickname)
SECTORS = get_args(About.model_fields["sector"].annotation)


@router.get("/")
async def home(request: Request) -> Response:
    """One box for the join code, and the way in for facilitators."""
    return await home_page(request)


async def home_page(request: Request, status: int = 200, **more: Any) -> Response:
    """The start page; `more` is what went wrong with signing in."""
    store, owners = services(request).store, await find_owners(request)
    return render(
        request,
        "home.html",
        status,
        own=newest_first(await sessions_of(request, owners)),
        account=await find_account(request),
        studies=await studies(request),
        studied=studied,
        can_sign_in=await store.accounts.any(),
        leads=bool(owners),
        school=services(request).settings.oidc_name if services(request).school else None,
        show_code=ids.show_code,
        day=day,
        assets=assets.of("join"),
        **more,
    )


async def studies(request: Request) -> list[SessionRecord]:
    """What a researcher may look back at, the newest first."""
    account = await find_account(request)
    if account is None or account.role != "researcher":
        return []
    records = await services(request).store.sessions.list()
    return newest_first([record for record in records if await may_study(request, account, record)])


def newest_first(records: list[SessionRecord]) -> list[SessionRecord]:
    """As people look for them."""
    return sorted(records, key=lambda record: -record.played_at)


@router.get("/language")
async def sentences(page: str = "", language: str = "", sector: str = "") -> Response:
    """All that a live screen can say, for when it has drawn what it says first; nothing is chosen by it."""
    return _sentences(page, language if language in LANGUAGES else LANGUAGES[0], sector)


def _sentences(page: str, language: str, sector: str) -> Response:
    known = page_catalogue(page, language, sector if sector in SECTORS else SECTORS[0])
    return JSONResponse({"language": language, "catalog": known})


@router.post("/language")
async def set_language(request: Request) -> Response:
    """Dutch or English for this device. A live screen gets the sentences themselves, in the words of its sector."""
    fields = await form(request)
    chosen = fields.get("language", "")
    if chosen not in LANGUAGES:
        raise Problem(422, "invalid", "Deze gegevens kloppen niet.", field="language")
    if "application/json" in request.headers.get("accept", ""):
        response = _sentences(fields.get("page", ""), chosen, fields.get("sector", ""))
    else:
        response = see_again(fields)
    remember(response, request, chosen)
    return response


@router.post("/theme")
async def set_theme(request: Request) -> Response:
    """Light, dark or as the system says, for this browser; back to the page that asked."""
    fields = await form(request)
    response = see_again(fields)
    look.keep_theme(response, fields.get("theme", ""))
    return response


def listed(pack_dirs: Sequence[Path]) -> list[dict[str, Any]]:
    """Installed packs with their sector, as pages list them: in the order of a school career, own ones last."""
    packs = find_packs(*pack_dirs)
    places = {info.id: info.directory for info in packs}
    fields = ("id", "version", "title", "languages", "own", "extends")
    found = [
        {name: getattr(info, name) for name in fields} | {"sector": read_about(info.directory, places).sector}
        for info in packs
    ]
    return sorted(found, key=lambda pack: (pack["own"], SECTORS.index(pack["sector"])))


@router.get("/sessions/new")
async def new_session(request: Request) -> Response:
    """A form for a facilitator."""
    await need_owner(request)
    return await _new_page(request)


async def _new_page(request: Request, status: int = 200, **more: Any) -> Response:
    packs = await asyncio.to_thread(listed, services(request).settings.pack_dirs)
    chosen = request.query_params.get("pack", "po")
    return render(request, "new.html", status, packs=packs, chosen=chosen, plan=_PLAN, **more)


@router.post("/sessions/new")
async def make_session(request: Request) -> Response:
    fields = await form(request)
    owner = await need_owner(request)
    try:
        wanted = hosting.NewSession.model_validate(
            {
                "pack": fields.get("pack", "po"),
                "language": fields.get("language", "nl"),
                "teams": int(fields.get("teams", "4")),
                "title": fields.get("title", "").strip() or None,
                "settings": {"devices": fields.get("devices", "team"), "minutes": _own_minutes(fields)},
                "rehearsal": "rehearsal" in fields,
            }
        )
    except ValueError:
        raise Problem(422, "invalid", "Deze gegevens kloppen niet.") from None
    hosted = await host(request, wanted, owner)
    response = see(f"/s/{hosted.code}/facilitate")
    set_cookie(response, request, "facilitator", hosted.code, hosted.facilitator_token)
    return response


def _own_minutes(fields: Mapping[str, str]) -> dict[str, int]:
    """What was changed in the plan. Raises ValueError."""
    typed = {name: int(fields.get(f"minutes.{name}") or item.minutes) for name, item in _PLAN.items()}
    return {name: minutes for name, minutes in typed.items() if minutes != _PLAN[name].minutes}


@router.post("/sessions/import")
async def import_session(request: Request) -> Response:
    """An exported session comes back to be looked back at, as one of whoever sends it."""
    check_origin(request)
    found, owner = services(request), await need_owner(request)
    data, _ = await uploaded(
        request, MOST_SESSION, Problem(413, "too_large", "Dit bestand is te groot voor een sessie.")
    )
    try:
        record, token = await bringing_in.bring_in(
            found.settings, found.store, data, owner=owner, now=found.clock.now()
        )
    except BadFile as wrong:
        return await _new_page(request, 422, refused=wrong.text(language_of(request)))
    who = await who_asks(request, record)
    await note(request, "imported", who, mark(request, record.code))
    if record.consent != "not recorded":
        await note(request, "consent_noted", who, mark(request, record.code))
    response = see(f"/s/{record.code}/review")
    set_cookie(response, request, "facilitator", record.code, token)
    return response


@router.get("/join/{code}")
async def join(request: Request, code: str) -> Response:
    """What the QR opens. Looking takes no seat: link scanners exist."""
    record = await find_session(request, code)
    access = await find_access(request, record.code, looks_as="seat")
    room = await services(request).rooms.get(record.code)
    seated = access is not None and room.has_seat(access.seat or "")
    return render(
        request,
        "join.html",
        record=record,
        # Researchers know the code of what is over, and may not know what it is called.
        title="" if room.closed and not seated else record.title,
        seated=seated,
        teams={} if room.closed else room.teams(),
        takes_seats=room.takes_seats,
        assets=assets.of("join"),
        show_code=ids.show_code,
    )


@router.post("/join/{code}")
async def take_seat(request: Request, code: str) -> Response:
    fields = await form(request)
    team = fields.get("team", "")
    try:
        name = _NICKNAME.validate_python(fields.get("name", "").strip()[:40]) or None
    except ValidationError:
        raise Problem(422, "invalid", "Deze naam kan niet. Gebruik 1 tot 40 letters op één regel.") from None
    _, token, record = await seat_down(request, code, int(team) if team in ("1", "2", "3", "4") else None, name)
    response = see(f"/s/{record.code}")
    set_cookie(response, request, "seat", record.code, token)
    return response


@router.get("/privacy")
async def privacy(request: Request) -> Response:
    """What is kept until when, in ten lines."""
    settings = services(request).settings
    school = settings.oidc_name if services(request).school else None
    told = _contact(settings.contact)
    return render(request, "privacy.html", settings=settings, school=school, days=days, **told)


@router.get("/toegankelijkheid")
async def accessibility(request: Request) -> Response:
    """What works for whom, how that is known, what does not, and whom to tell; the same as docs/toegankelijkheid.md."""
    return render(request, "accessibility.html", version=VERSION, **_contact(services(request).settings.contact))


def _contact(contact: str) -> dict[str, Any]:
    """Whom to tell, and where a link to them leads, if anywhere."""
    is_mail = re.fullmatch(r"[^@\s/:]+@[^@\s/:]+", contact) is not None
    link = f"mailto:{contact}" if is_mail else contact if contact.startswith(("https://", "http://")) else ""
    return {"contact": contact, "contact_link": link}
