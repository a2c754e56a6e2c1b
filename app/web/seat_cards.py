"""Seat cards: paper that brings any laptop back to its seat. A facilitator makes them, the join page takes them in."""

import asyncio
import secrets
from typing import Any

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from app import ids
from app.game.commands import TakeSeat
from app.game.context import Who
from app.store import SessionRecord
from app.web.access import address, find_session, need_access, set_cookie
from app.web.api import STATUS, check_origin
from app.web.languages import language_of
from app.web.messages import message
from app.web.pages import form, see
from app.web.problems import Problem
from app.web.services import base_url, services

router = APIRouter()

TEAM_CARDS = {"team": 1, "person": 4}
"""So many cards has a team, by what the session is played on."""


@router.post("/api/v1/sessions/{code}/seat-cards", status_code=201)
async def make_cards(request: Request, code: str) -> Response:
    """New seat cards; the older ones are void. Only hashes are kept, so this is the one time that they can be read."""
    _, rows = await _make(request, code)
    names = ("team", "name", "seat", "url", "code")
    return JSONResponse({"cards": [dict(zip(names, row, strict=True)) for row in rows]}, 201)


@router.post("/api/v1/sessions/{code}/seat-cards.pdf")
async def print_cards(request: Request, code: str) -> Response:
    """The same, as a file to print."""
    record, rows = await _make(request, code)
    from app.print import seat_cards  # Typst is only loaded where somebody prints

    headers = {"Content-Disposition": f'attachment; filename="plekkaarten-{record.code}.pdf"'}
    made = await asyncio.to_thread(seat_cards, record.title, rows, record.language)  # sessions do not wait for it
    return Response(made, media_type="application/pdf", headers=headers)


Row = tuple[int, str, int, str, str]
"""Team number, its name, seat number, what the QR holds, what people can type."""


async def _make(request: Request, code: str) -> tuple[SessionRecord, list[Row]]:
    check_origin(request)
    record, _ = await need_access(request, code, "facilitator")
    found = services(request)
    room = await found.rooms.get(record.code)
    if room.closed:
        raise Problem(410, "closed", "Deze sessie is afgelopen. Meedoen kan niet meer.")
    settings: dict[str, Any] = orjson.loads(record.settings)
    seats = [
        (team, name, number)
        for team, (name, _) in room.teams().items()
        for number in range(1, TEAM_CARDS[settings["devices"]] + 1)
    ]
    made = {ids.new_card(): seat for seat in seats}
    cards = {secret: ids.card_seat(team, number) for secret, (team, _, number) in made.items()}
    await found.store.tokens.replace_cards(record.code, cards)
    # In the fragment, which no browser sends and no log keeps.
    join = f"{base_url(request)}/join/{record.code}#kaart="
    return record, [(*seat, join + secret, ids.show_card(secret)) for secret, seat in made.items()]


@router.post("/join/{code}/card", include_in_schema=False)
async def use_card(request: Request, code: str) -> Response:
    """The first use of a card takes its seat, later ones bring back to it; older cookies of the seat keep working."""
    typed = ids.read_card((await form(request)).get("card", ""))
    record, found = await find_session(request, code), services(request)
    found.guesses.check(address(request))
    seat = await found.store.tokens.find_card(record.code, typed)
    if seat is None:
        found.guesses.failed(address(request))
        raise Problem(
            404,
            "unknown_card",
            "Deze plekkaart geldt niet of niet meer. Vraag de spelleider om een nieuwe, of doe mee met de code.",
        )
    await _sit(request, record, seat)
    response = see(f"/s/{record.code}")
    set_cookie(response, request, "seat", record.code, await found.store.tokens.issue(record.code, "seat", seat))
    return response


async def _sit(request: Request, record: SessionRecord, seat: str) -> None:
    room = await services(request).rooms.get(record.code)
    if room.has_seat(seat):
        return
    wish = TakeSeat(seat=seat, team=ids.card_team(seat))
    outcome = await room.ask(Who("system"), f"card:{secrets.token_hex(8)}", wish)
    if outcome.code is not None:
        refused = message(outcome.code, outcome.field, language_of(request), room.sector)
        raise Problem(STATUS.get(outcome.code, 422), outcome.code, refused)
