"""Who leads: one-time links, the cofacilitator, handing over, and the spare key for when a laptop died."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app import ids
from app.asked import Asked
from app.live.frames import Closing
from app.store import LinkSpent, Role
from app.web import answers
from app.web.access import address, find_session, need_access, need_lead
from app.web.api import one_time_link
from app.web.cookies import set_cookie
from app.web.forms import form, see
from app.web.headers import check_origin
from app.web.owners import find_owner
from app.web.problems import Problem
from app.web.qr import qr_uri
from app.web.rendering import render
from app.web.services import base_url, services

router = APIRouter()
WELCOMES = {"cofacilitator": "mee", "handover": "leiding"}
"""What these links do is for a person to agree to: messengers look ahead at addresses. The console says it then."""


class NewLink(Asked):
    """Which screen a one-time link opens. A `handover` takes the lead from whoever has it."""

    role: Literal["screen", "facilitator", "cofacilitator", "handover"]


@router.post("/api/v1/sessions/{code}/links", status_code=201, responses=answers.json(answers.Link, 201))
async def make_link(request: Request, code: str, wanted: NewLink) -> dict[str, str]:
    """A link that opens the projector or the console on another device, once. `qr` is the same as SVG."""
    check_origin(request)
    record, access = await need_access(request, code, "facilitator")
    if wanted.role != "screen":
        await need_lead(request, code)
    # Who leads or steers one session of somebody does not get at the others.
    owner = None if wanted.role in WELCOMES else access.owner
    url = await one_time_link(request, record.code, wanted.role, owner)
    return {"url": url, "qr": qr_uri(url)}


@router.delete("/api/v1/sessions/{code}/cofacilitators", status_code=204)
async def end_cofacilitators(request: Request, code: str) -> Response:
    """From now on only the facilitator steers; unused links are void too."""
    check_origin(request)
    record, _ = await need_lead(request, code)
    found = services(request)
    await found.store.tokens.revoke_cofacilitators(record.code)
    (await found.rooms.get(record.code)).dismiss("cofacilitators", Closing.REMOVED)
    return Response(status_code=204)


@router.post("/api/v1/sessions/{code}/key", status_code=201, responses=answers.json(answers.Key, 201))
async def make_key(request: Request, code: str) -> dict[str, str]:
    """A new spare key; the older one is void. Only a hash is kept, so this is the one time that it can be read."""
    check_origin(request)
    record, access = await need_lead(request, code)
    secret = ids.new_card()
    await services(request).store.tokens.replace_key(record.code, secret, access.owner)
    # In the fragment, which no browser sends and no log keeps.
    url = f"{base_url(request)}/#sleutel={secret}"
    return {"key": ids.show_card(secret), "url": url, "qr": qr_uri(url)}


@router.post("/facilitator", include_in_schema=False)
async def use_key(request: Request) -> Response:
    """Back in on any device, with the spare key or with the token that `maatwerk session create` printed."""
    found = services(request)
    typed = (await form(request)).get("token", "").strip()
    held = await found.store.tokens.find(typed) or await found.store.tokens.find_key(ids.read_card(typed))
    if held is None or held.role not in ("facilitator", "key"):
        await found.guesses.wrong(address(request))
        raise Problem(401, "unauthorised", "Deze sleutel past niet. Kijk of je hem helemaal hebt overgenomen.")
    fresh = await found.store.tokens.issue(held.session, "facilitator", owner=held.owner)
    return _let_in(request, held.session, "facilitator", fresh)


@router.get("/link/{secret}", include_in_schema=False)
async def open_link(request: Request, secret: str) -> Response:
    """A one-time link: exchanged for a cookie at once, so that no token stays in an address; some ask first."""
    found = services(request)
    rights = await found.store.tokens.peek(secret)
    if rights is None or rights.role not in WELCOMES:
        return await _redeem(request, secret)
    record = await find_session(request, rights.session)
    return render(request, "link.html", record=record, role=rights.role)


@router.post("/link/{secret}", include_in_schema=False)
async def agree_to_link(request: Request, secret: str) -> Response:
    """Somebody said yes to what a link does."""
    check_origin(request)
    return await _redeem(request, secret)


async def _redeem(request: Request, secret: str) -> Response:
    found = services(request)
    try:
        rights, fresh = await found.store.tokens.redeem(secret)
    except LinkSpent:
        if await find_owner(request) is not None:  # a facilitator who clicks it once more is in already
            return see("/")
        await found.guesses.wrong(address(request))
        raise Problem(410, "link_spent", "Deze link is al gebruikt of verlopen. Vraag een nieuwe.") from None
    if rights.role == "handover":
        (await found.rooms.get(rights.session)).dismiss("leads", Closing.REPLACED)
    return _let_in(request, rights.session, rights.role, fresh, WELCOMES.get(rights.role))


def _let_in(request: Request, code: str, role: Role, token: str, welcome: str | None = None) -> Response:
    page = "screen" if role == "screen" else "facilitate"
    response = see(f"/s/{code}/{page}" + (f"#{welcome}" if welcome else ""))
    set_cookie(response, request, "screen" if role == "screen" else "facilitator", code, token)
    return response
