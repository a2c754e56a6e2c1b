"""The pages: plain ones from templates, and the first paint of the four live screens."""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qs

from babel.dates import format_date, format_datetime
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from starlette.datastructures import URL, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from app import bringing_in, hosting, ids
from app.content.library import find_packs
from app.content.loader import read_about
from app.content.types import About
from app.i18n import LANGUAGES, catalogue, translator
from app.review.reading import BadFile
from app.settings import HERE
from app.store import SessionRecord
from app.version import VERSION
from app.web import assets, look
from app.web.access import MAY_ANNOTATE, find_access, find_account, find_owner, find_session, may_study, set_cookie
from app.web.api import check_origin, host, seat_down, who_asks
from app.web.auditing import mark, note
from app.web.languages import language_of, remember
from app.web.problems import Problem
from app.web.qr import qr_svg
from app.web.services import base_url, services

LOBBIES = {"seat": ("team/phases/Lobby",), "screen": ("screen/phases/Lobby",)}
"""What a screen shows to who comes first: asked for with the document, not after the first frame."""
router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(Path(HERE).parent / "frontend" / "templates")
MOST_FORM = 16 * 1024
AROUND_FILE = 4096
"""What a browser sends around the file in a form with an upload."""
MOST_SESSION = 8 * 1024 * 1024
"""Of a session that is brought back; the command line takes more."""
SECTORS = get_args(About.model_fields["sector"].annotation)
OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x1f]{0,2000}")
"""A path on this server, and nothing that a browser would read as another one."""


def render(request: Request, name: str, status: int = 200, **values: Any) -> Response:
    """A plain page."""
    language = values.pop("language", None) or language_of(request)
    context = {
        "t": translator(language),
        "language": language,
        "assets": assets.of("page"),
        "here": _here(request),
        **look.of(request),
        **values,
    }
    return templates.TemplateResponse(request, name, context, status)


def _here(request: Request) -> str:
    """Where to come back to after a choice of language or light: this page, or the page whose form was sent."""
    if request.url.path.startswith("/sign-in/"):  # nothing there is worth seeing twice, and a code may stand in it
        return "/"
    asked = request.url if request.method == "GET" else URL(request.headers.get("referer", "/"))
    return asked.path + (f"?{asked.query}" if asked.query else "")


def problem_page(request: Request, status: int, detail: str) -> Response:
    """An error as a page: what happened and what to do."""
    return render(request, "problem.html", status, detail=detail)


async def form(request: Request, most: int = MOST_FORM, most_fields: int = 50) -> dict[str, str]:
    """The fields of a posted form, after the check that it came from our own page.

    Raises:
        Problem: 403 from another site, 413 too large, 422 not a form.
    """
    check_origin(request)
    try:
        body = b"".join([chunk async for chunk in at_most(request, most)])
    except TooLarge:
        raise Problem(413, "too_large", "Dit formulier is te groot.") from None
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=most_fields)
    except ValueError:
        raise Problem(422, "invalid", "Deze gegevens kloppen niet.") from None
    return {name: values[0] for name, values in fields.items()}


class TooLarge(MultiPartException):
    """More was sent than may be; a kind of error at which the parser of uploads closes its files."""

    def __init__(self) -> None:
        super().__init__("too large")


async def at_most(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body as it comes in. What goes over is read on and dropped: browsers show no answer before they sent all.

    Raises:
        TooLarge: at the end, or at once when it is far too much.
    """
    got = 0
    async for chunk in request.stream():
        got += len(chunk)
        if got <= most:
            yield chunk
        elif got > 4 * most:
            break
    if got > most:
        raise TooLarge


async def uploaded(request: Request, most: int, too_large: Problem) -> tuple[bytes, bool]:
    """The file in a form and whether `again` was ticked, read as it comes in and never further than it may be.

    Raises:
        Problem: no file, or `too_large`.
    """
    parts = MultiPartParser(request.headers, at_most(request, most + AROUND_FILE), max_files=1, max_fields=4)
    try:
        fields = await parts.parse()
    except TooLarge:
        raise too_large from None
    except (MultiPartException, KeyError, ValueError):
        raise Problem(422, "invalid", "Deze gegevens kloppen niet.") from None
    try:
        file = fields.get("file")
        if not isinstance(file, UploadFile):
            raise Problem(422, "invalid", "Kies eerst een bestand.")
        return await file.read(), "again" in fields
    finally:
        await fields.close()


def see(path: str) -> RedirectResponse:
    """Go on to another page."""
    return RedirectResponse(path, 303)


def see_again(fields: dict[str, str]) -> RedirectResponse:
    """Back to the page that a form stood on; never to another host."""
    back = fields.get("back", "/")
    return see(back if OWN_PATH.fullmatch(back) else "/")


@router.get("/")
async def home(request: Request) -> Response:
    """One box for the join code, and the way in for facilitators."""
    return await home_page(request)


async def home_page(request: Request, status: int = 200, **more: Any) -> Response:
    """The start page; `more` is what went wrong with signing in."""
    store, owner = services(request).store, await find_owner(request)
    own = await store.sessions.list(owner) if owner else []
    return render(
        request,
        "home.html",
        status,
        own=_newest_first(own),
        account=await find_account(request),
        studies=await studies(request),
        studied=studied,
        can_sign_in=await store.accounts.any(),
        leads=owner is not None,
        school=services(request).settings.oidc_name if services(request).school else None,
        show_code=ids.show_code,
        day=day,
        long_day=long_day,
        assets=assets.of("join"),
        **more,
    )


async def studies(request: Request) -> list[SessionRecord]:
    """What a researcher may look back at, the newest first."""
    account = await find_account(request)
    if account is None or account.role != "researcher":
        return []
    records = await services(request).store.sessions.list()
    return _newest_first([record for record in records if await may_study(request, account, record)])


def day(at: int, language: str) -> str:
    """The day of a moment (ms UTC) where this server stands, as people write it."""
    return format_date(datetime.fromtimestamp(at / 1000, UTC).astimezone(), "d MMMM", locale=language)


def long_day(at: int, language: str) -> str:
    """The same with its year: for what may lie far ahead."""
    return format_date(datetime.fromtimestamp(at / 1000, UTC).astimezone(), "d MMMM yyyy", locale=language)


def moment(at: int, language: str) -> str:
    """A moment (ms UTC) where this server stands, as people write it."""
    return format_datetime(datetime.fromtimestamp(at / 1000, UTC).astimezone(), "d MMM yyyy HH:mm", locale=language)


def _newest_first(own: list[SessionRecord]) -> list[SessionRecord]:
    return sorted(own, key=lambda record: -record.created_at)


@router.get("/language")
async def sentences(page: str = "", language: str = "", sector: str = "") -> Response:
    """All that a live screen can say, for when it has drawn what it says first; nothing is chosen by it."""
    return _sentences(page, language if language in LANGUAGES else LANGUAGES[0], sector)


def _sentences(page: str, language: str, sector: str) -> Response:
    known = _catalogue(page, language, sector if sector in SECTORS else SECTORS[0])
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
    if await find_owner(request) is None:
        raise Problem(401, "unauthorised", "Alleen een spelleider kan dit. Open eerst de link van de spelleider.")
    return await _new_page(request)


async def _new_page(request: Request, status: int = 200, **more: Any) -> Response:
    packs = await asyncio.to_thread(listed, services(request).settings.pack_dirs)
    return render(request, "new.html", status, packs=packs, chosen=request.query_params.get("pack", "po"), **more)


@router.post("/sessions/new")
async def make_session(request: Request) -> Response:
    fields, owner = await form(request), await find_owner(request)
    if owner is None:
        raise Problem(401, "unauthorised", "Alleen een spelleider kan dit. Open eerst de link van de spelleider.")
    try:
        wanted = hosting.NewSession.model_validate(
            {
                "pack": fields.get("pack", "po"),
                "language": fields.get("language", "nl"),
                "teams": int(fields.get("teams", "4")),
                "title": fields.get("title", "").strip() or None,
                "settings": {"devices": fields.get("devices", "team")},
                "rehearsal": "rehearsal" in fields,
            }
        )
    except ValueError:
        raise Problem(422, "invalid", "Deze gegevens kloppen niet.") from None
    hosted = await host(request, wanted, owner)
    response = see(f"/s/{hosted.code}/facilitate")
    set_cookie(response, request, "facilitator", hosted.code, hosted.facilitator_token)
    return response


@router.post("/sessions/import")
async def import_session(request: Request) -> Response:
    """An exported session comes back to be looked back at, as one of whoever sends it."""
    check_origin(request)
    found, owner = services(request), await find_owner(request)
    if owner is None:
        raise Problem(401, "unauthorised", "Alleen een spelleider kan dit. Open eerst de link van de spelleider.")
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
    return render(
        request,
        "join.html",
        record=record,
        seated=access is not None and room.has_seat(access.seat or ""),
        teams={} if room.closed else room.teams(),
        takes_seats=room.takes_seats,
        assets=assets.of("join"),
        show_code=ids.show_code,
    )


@router.post("/join/{code}")
async def take_seat(request: Request, code: str) -> Response:
    fields = await form(request)
    team = fields.get("team", "")
    name = fields.get("name", "").strip()[:40] or None
    if name is not None and not name.isprintable():
        raise Problem(422, "invalid", "Deze naam kan niet. Gebruik 1 tot 40 letters op één regel.")
    _, token, record = await seat_down(request, code, int(team) if team in ("1", "2", "3", "4") else None, name)
    response = see(f"/s/{record.code}")
    set_cookie(response, request, "seat", record.code, token)
    return response


@router.get("/s/{code}")
async def seat(request: Request, code: str) -> Response:
    record = await find_session(request, code)
    access = await find_access(request, record.code, looks_as="seat")
    if access is None or not (await services(request).rooms.get(record.code)).has_seat(access.seat or ""):
        return see(f"/join/{record.code}")
    request.state.reads_cards = True  # the reader of QR codes is WebAssembly, see app/web/headers.py
    return await live_page(request, record, "seat")


@router.get("/s/{code}/screen")
async def screen(request: Request, code: str) -> Response:
    record = await _may_look(request, code, "screen")
    return await live_page(request, record, "screen")


@router.get("/s/{code}/facilitate")
async def facilitate(request: Request, code: str) -> Response:
    record = await _may_look(request, code, "facilitator")
    access = await find_access(request, record.code, looks_as="facilitator")
    leads, check_qr = access is not None and access.leads, qr_svg(f"{base_url(request)}/check")
    return await live_page(request, record, "console", leads=leads, check_qr=check_qr)


@router.get("/s/{code}/review")
async def review(request: Request, code: str) -> Response:
    record = await _may_look(request, code, "review")
    access = await find_access(request, record.code)
    return await live_page(request, record, "review", annotates=access is not None and access.role in MAY_ANNOTATE)


async def _may_look(request: Request, code: str, looks_as: str) -> SessionRecord:
    record = await find_session(request, code)
    if await find_access(request, record.code, looks_as=looks_as) is None:
        former = await find_access(request, record.code)
        if looks_as == "facilitator" and former is not None and former.role == "former":
            sentence = "Je gaf de leiding over. Vraag de nieuwe spelleider om een link, of gebruik je reservesleutel."
            raise Problem(403, "handed_over", sentence)
        raise Problem(401, "unauthorised", "Dit scherm opent met de link van de spelleider.")
    return record


async def live_page(request: Request, record: SessionRecord, page: str, **more: object) -> Response:
    """The first paint of a live screen; the browser wakes it up with what stands in `boot`, and `more`."""
    access = await find_access(request, record.code) if page == "review" else None
    title = studied(record) if access is not None and access.role == "researcher" else record.title
    join_url = f"{base_url(request)}/join/{record.code}"
    room = await services(request).rooms.get(record.code)
    # The projector is the room's: a choice that its laptop made for another page does not count there.
    language = record.language if page in ("screen", "preview") else language_of(request)
    first = _catalogue(page, language, room.sector, first=True)
    boot = {
        "page": page,
        "code": record.code,
        "language": language,
        "catalog": first,
        "more": first != _catalogue(page, language, room.sector),
        "sector": room.sector,
        "join_url": join_url,
        "address": _typed(base_url(request)),
        "second": _typed(services(request).settings.second_url),
        "qr": qr_svg(join_url),
        "delete_on": record.delete_on,
        "title": title,
        "rehearsal": record.rehearsal,
        "imported": record.imported,
        **more,
    }
    if page == "review":
        may_note = access is not None and access.role == "facilitator" and access.leads
        boot |= {"consent": record.consent.replace(" ", "_"), "may_note": may_note}
    at_once = LOBBIES.get(page, ()) if room.phase == "lobby" else ()
    files = assets.of(page, *at_once)
    return render(request, "live.html", language=language, boot=boot, page=page, record=record, assets=files)


def studied(record: SessionRecord) -> str:
    """What stands for a session's title where no name may."""
    return f"Maatwerk {ids.show_code(record.code)}"


def _typed(url: str) -> str:
    """An address as people type it."""
    return url.partition("//")[2].rstrip("/")


def _catalogue(page: str, language: str, sector: str, *, first: bool = False) -> dict[str, str]:
    """What this page can say, and no more: the whole catalogue would be a fourth of a seat's first load."""
    said = assets.sentences(page, first=first)
    return {dutch: text for dutch, text in catalogue(language, sector).items() if dutch in said}


@router.get("/privacy")
async def privacy(request: Request) -> Response:
    """What is kept until when, in ten lines."""
    settings = services(request).settings
    school = settings.oidc_name if services(request).school else None
    return render(request, "privacy.html", settings=settings, school=school, **_contact(settings.contact))


@router.get("/toegankelijkheid")
async def accessibility(request: Request) -> Response:
    """What works for whom, how that is known, what does not, and whom to tell; the same as docs/toegankelijkheid.md."""
    return render(request, "accessibility.html", version=VERSION, **_contact(services(request).settings.contact))


def _contact(contact: str) -> dict[str, Any]:
    """Whom to tell, and where a link to them leads, if anywhere."""
    is_mail = re.fullmatch(r"[^@\s/:]+@[^@\s/:]+", contact) is not None
    link = f"mailto:{contact}" if is_mail else contact if contact.startswith(("https://", "http://")) else ""
    return {"contact": contact, "contact_link": link}
