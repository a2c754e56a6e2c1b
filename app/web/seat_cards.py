"""Seat cards: paper that brings any laptop back to its seat. `coming_back.py` takes them in."""

import asyncio
from typing import Any

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from app import ids
from app.store import SessionRecord
from app.web import answers
from app.web.access import need_access
from app.web.headers import check_origin
from app.web.problems import Problem
from app.web.services import base_url, services

router = APIRouter()

TEAM_CARDS = {"team": 1, "person": 4}
"""So many cards has a team, by what the session is played on."""


@router.post("/api/v1/sessions/{code}/seat-cards", status_code=201, responses=answers.json(answers.Cards, 201))
async def make_cards(request: Request, code: str) -> Response:
    """New seat cards; the older ones are void. Only hashes are kept, so this is the one time that they can be read."""
    _, rows = await _make(request, code)
    names = ("team", "name", "seat", "url", "code")
    return JSONResponse({"cards": [dict(zip(names, row, strict=True)) for row in rows]}, 201)


@router.post(
    "/api/v1/sessions/{code}/seat-cards.pdf", response_class=Response, responses=answers.file("application/pdf")
)
async def print_cards(request: Request, code: str) -> Response:
    """The same, as a file to print."""
    record, rows = await _make(request, code)
    from app.print import seat_cards  # Typst is only loaded where somebody prints

    headers = {"Content-Disposition": f'attachment; filename="plekkaarten-{record.code}.pdf"'}
    address = base_url(request).split("//")[-1]
    # Sessions do not wait for it.
    made = await asyncio.to_thread(seat_cards, record.title, rows, address, record.language)
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
