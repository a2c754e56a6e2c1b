"""Back to a seat on any device: with its seat card, or with a seat code that works once and for some minutes."""

import secrets

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app import ids
from app.asked import Asked
from app.game.commands import TakeSeat
from app.game.context import Who
from app.store import LinkSpent
from app.web import answers
from app.web.access import address, find_session, need_access
from app.web.api import STATUS
from app.web.cookies import set_cookie
from app.web.forms import form, see
from app.web.headers import check_origin
from app.web.languages import language_of
from app.web.messages import message
from app.web.problems import Problem
from app.web.qr import qr_uri
from app.web.services import base_url, services

router = APIRouter()

CODE_MINUTES = 10
"""Enough to fetch another laptop and start it."""


class Wanted(Asked):
    """For which seat; a seat may leave it out and gets its own."""

    seat: str | None = None


@router.post("/api/v1/sessions/{code}/seat-code", status_code=201, responses=answers.json(answers.SeatCode, 201))
async def make_code(request: Request, code: str, wanted: Wanted) -> dict[str, str | int]:
    """A new seat code; an older one of this seat is void. Only its hash is kept: it can be read this once."""
    check_origin(request)
    record, access = await need_access(request, code, "seat", "facilitator")
    found = services(request)
    seat = wanted.seat or access.seat or ""
    if access.role == "seat" and seat != access.seat:
        raise Problem(403, "forbidden", "Dit kan alleen de spelleider.")
    room = await found.rooms.get(record.code)
    if not room.has_seat(seat):
        raise Problem(404, "unknown_id", "Deze plek is er niet meer. Doe opnieuw mee.", field="seat")
    if room.is_bot(seat):  # it would stay a bot's: counted among no people, and gone when somebody joins the team
        raise Problem(
            422, "not_allowed", "Dit is de plek van een bot. Doe mee met de code van de sessie.", field="seat"
        )
    secret = ids.new_seat_code()
    await found.store.tokens.replace_seat_code(record.code, seat, secret, lasts_ms=CODE_MINUTES * 60_000)
    # In the fragment, which no browser sends and no log keeps.
    url = f"{base_url(request)}/join/{record.code}#kaart={secret}"
    return {"code": ids.show_card(secret), "url": url, "qr": qr_uri(url), "minutes": CODE_MINUTES}


@router.post("/", include_in_schema=False)
async def typed_at_home(request: Request) -> Response:
    """What people type on the first page: a session's code to join, a seat's code or card to go back."""
    fields = await form(request)
    if "card" in fields:
        return await _back(request, fields["card"])
    typed = fields.get("code", "")
    if len(ids.read_card(typed)) in (ids.SEAT_CODE_LENGTH, ids.CARD_LENGTH):
        return await _back(request, typed)
    request.state.typed = typed  # if it is wrong, it stands there still, to be held beside the big screen
    record = await find_session(request, typed)
    return see(f"/join/{record.code}")


@router.post("/join/{code}/card", include_in_schema=False)
async def use_card(request: Request, code: str) -> Response:
    """The same on the join page, where the script also hands in what it found in the address."""
    typed = (await form(request)).get("card", "")
    record = await find_session(request, code)
    return await _back(request, typed, record.code)


async def _back(request: Request, typed: str, only: str | None = None) -> Response:
    """`only`: a card or code of another session is not known here."""
    secret = ids.read_card(typed)
    request.state.typed = typed  # if one sign is wrong, the other 27 need not be typed again
    try:
        session, token = await (_by_card if len(secret) == ids.CARD_LENGTH else _by_code)(request, secret, only)
    except LinkSpent:
        raise Problem(
            404,
            "unknown_card",
            "Deze kaart of code geldt niet of niet meer. Klopt elk teken? Vraag anders een nieuwe, of doe opnieuw mee.",
        ) from None
    response = see(f"/s/{session}")
    set_cookie(response, request, "seat", session, token)
    return response


async def _by_code(request: Request, secret: str, only: str | None) -> tuple[str, str]:
    """It is short enough to guess, so the limits come first."""
    guesses, here = services(request).guesses, address(request)
    async with guesses.turn(here):
        await guesses.check(here, only)
        try:
            rights, token = await services(request).store.tokens.redeem_seat_code(secret, only)
        except LinkSpent:
            await guesses.failed(here, only)
            raise
    return rights.session, token


async def _by_card(request: Request, secret: str, only: str | None) -> tuple[str, str]:
    """The first use of a card takes its seat, later ones bring back to it; older cookies of the seat keep working."""
    tokens = services(request).store.tokens
    card = await tokens.find_card(secret)
    if card is None or card.seat is None or only not in (None, card.session):
        await services(request).guesses.wrong(address(request))
        raise LinkSpent("no such card")
    await _sit(request, card.session, card.seat)
    return card.session, await tokens.issue(card.session, "seat", card.seat)


async def _sit(request: Request, session: str, seat: str) -> None:
    room = await services(request).rooms.get(session)
    if room.has_seat(seat):
        return
    wish = TakeSeat(seat=seat, team=ids.card_team(seat))
    outcome = await room.ask(Who("system"), f"card:{secrets.token_hex(8)}", wish)
    if outcome.code is not None:
        refused = message(outcome.code, outcome.field, language_of(request), room.sector)
        raise Problem(STATUS.get(outcome.code, 422), outcome.code, refused)
