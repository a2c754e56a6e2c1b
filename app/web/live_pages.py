"""The first paint of the live screens: a page with what its script starts from."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.i18n import catalogue
from app.store import SessionRecord
from app.web import assets
from app.web.access import MAY_ANNOTATE, Access, find_access, find_session, need_look_back
from app.web.forms import see
from app.web.languages import language_of
from app.web.problems import Problem
from app.web.qr import qr_svg
from app.web.rendering import render, studied
from app.web.services import base_url, services

router = APIRouter(include_in_schema=False)

LOBBIES = {"seat": ("team/phases/Lobby",), "screen": ("screen/phases/Lobby",)}
"""What a screen shows to who comes first: asked for with the document, not after the first frame."""


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
    record, _ = await _may_look(request, code, "screen")
    return await live_page(request, record, "screen")


@router.get("/s/{code}/facilitate")
async def facilitate(request: Request, code: str) -> Response:
    record, access = await _may_look(request, code, "facilitator")
    check_qr = qr_svg(f"{base_url(request)}/check")
    return await live_page(request, record, "console", leads=access.leads, check_qr=check_qr)


@router.get("/s/{code}/review")
async def review(request: Request, code: str) -> Response:
    record, access = await need_look_back(request, code)
    return await live_page(
        request,
        record,
        "review",
        title=studied(record) if access.role == "researcher" else record.title,
        played_at=record.played_at,
        consent=record.consent.replace(" ", "_"),
        annotates=access.role in MAY_ANNOTATE,
        facilitates=access.role == "facilitator",
        may_note=access.role == "facilitator" and access.leads,
    )


async def _may_look(request: Request, code: str, looks_as: str) -> tuple[SessionRecord, Access]:
    record = await find_session(request, code)
    access = await find_access(request, record.code, looks_as=looks_as)
    if access is None:
        former = await find_access(request, record.code)
        if looks_as == "facilitator" and former is not None and former.role == "former":
            sentence = "Je gaf de leiding over. Vraag de nieuwe spelleider om een link, of gebruik je reservesleutel."
            raise Problem(403, "handed_over", sentence)
        raise Problem(401, "unauthorised", "Dit scherm opent met de link van de spelleider.")
    return record, access


async def live_page(request: Request, record: SessionRecord, page: str, **more: object) -> Response:
    """The first paint of a live screen; its script starts from `boot`, of which `more` is a part."""
    join_url = f"{base_url(request)}/join/{record.code}"
    room = await services(request).rooms.get(record.code)
    # The projector is the room's: a choice that its laptop made for another page does not count there.
    language = record.language if page in ("screen", "preview") else language_of(request)
    first = page_catalogue(page, language, room.sector, first=True)
    boot = {
        "page": page,
        "code": record.code,
        "language": language,
        "catalog": first,
        "more": first != page_catalogue(page, language, room.sector),
        "sector": room.sector,
        "join_url": join_url,
        "address": _typed(base_url(request)),
        "second": _typed(services(request).settings.second_url),
        "qr": qr_svg(join_url),
        "delete_on": record.delete_on,
        "title": record.title,
        "rehearsal": record.rehearsal,
        "imported": record.imported,
        **more,
    }
    at_once = LOBBIES.get(page, ()) if room.phase == "lobby" else ()
    files = assets.of(page, *at_once)
    return render(request, "live.html", language=language, boot=boot, page=page, record=record, assets=files)


def _typed(url: str) -> str:
    """An address as people type it."""
    return url.partition("//")[2].rstrip("/")


def page_catalogue(page: str, language: str, sector: str, *, first: bool = False) -> dict[str, str]:
    """What this page can say, and no more: the whole catalogue would be a fourth of a seat's first load."""
    said = assets.sentences(page, first=first)
    return {dutch: text for dutch, text in catalogue(language, sector).items() if dutch in said}
