"""A paper card that was scanned: one page that takes it for the team of this seat. Looking takes nothing."""

import re
import secrets
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.content.pinned import parse_dump
from app.content.render import localise_for
from app.game.commands import Command, PickActor, PickPersona
from app.game.context import Who
from app.game.viewing import Audience
from app.i18n import translator
from app.live.room import Room
from app.store import SessionRecord
from app.web.access import Access, newest_seat
from app.web.api import STATUS
from app.web.forms import form, see
from app.web.languages import language_of
from app.web.messages import message
from app.web.problems import Problem
from app.web.rendering import render
from app.web.services import services

router = APIRouter(include_in_schema=False)

Kind = Literal["personas", "actors", "factors"]
COMMAND_ID = re.compile(r"[0-9a-f]{16}")
PICKS: dict[str, tuple[str, Any]] = {"personas": ("persona", PickPersona), "actors": ("actor", PickActor)}
"""What a team can take: its place in the team's view, and the command. A factor opens on the team's own sheet."""


@router.get("/k/{pack}/{code}")
async def look(request: Request, pack: str, code: str) -> Response:
    """What the QR of a card opens. A GET changes nothing: link scanners exist."""
    seated = await newest_seat(request)
    if seated is None:
        return render(request, "card_join.html", again=request.url.path)
    record, access = seated
    kind, key, card = await _card(request, record, pack, code)
    return await _page(request, record, access, kind, key, card)


@router.post("/k/{pack}/{code}")
async def take(request: Request, pack: str, code: str) -> Response:
    """Pick the card for the team, as from the seat's own screen."""
    fields = await form(request)
    seated = await newest_seat(request)
    if seated is None:
        raise Problem(401, "unauthorised", "Dit apparaat heeft nog geen plek. Doe eerst mee met de code.")
    record, access = seated
    kind, key, card = await _card(request, record, pack, code)
    if kind not in PICKS:
        return see(f"/s/{record.code}#kaart={code.upper()}")
    name, make = PICKS[kind]
    sent = fields.get("id", "")
    command_id = sent if COMMAND_ID.fullmatch(sent) else secrets.token_hex(8)
    room = await services(request).rooms.get(record.code)
    outcome = await room.ask(Who("seat", access.seat), f"card-{command_id}", _command(make, name, key))
    if outcome.code is None:
        return see(request.url.path)
    refused = message(outcome.code, outcome.field, language_of(request), room.sector)
    return await _page(request, record, access, kind, key, card, STATUS.get(outcome.code, 409), refused=refused)


def _command(make: Any, name: str, key: str) -> Command:
    return make(**{name: key})


async def _card(request: Request, record: SessionRecord, pack: str, code: str) -> tuple[Kind, str, dict[str, Any]]:
    """The card with this code in the session's own pack.

    Raises:
        Problem: 404 a card of another pack, or no card at all.
    """
    request.state.language = record.language
    if pack != record.pack_id:
        raise Problem(
            404, "other_pack", "Deze kaart hoort bij een ander spel. Pak een kaart van het spel op jullie tafel."
        )
    pinned = await services(request).store.sessions.pack(record.pack_sha256)
    cards = localise_for(parse_dump(pinned or b""), language_of(request), record.language)
    found = cards["codes"].get(code.upper())
    if found is None:
        raise Problem(404, "unknown_card", "Deze kaart zit niet in dit spel. Pak een andere kaart.")
    return found["kind"], found["id"], cards[found["kind"]][found["id"]]


async def _page(
    request: Request,
    record: SessionRecord,
    access: Access,
    kind: Kind,
    key: str,
    card: dict[str, Any],
    status: int = 200,
    *,
    refused: str = "",
) -> Response:
    room = await services(request).rooms.get(record.code)
    team = room.team_of(access.seat or "")
    return render(
        request,
        "card.html",
        status,
        t=translator(language_of(request), room.sector),
        record=record,
        kind=kind,
        card=card,
        code=request.url.path.rsplit("/", 1)[-1].upper(),
        team=room.teams()[team][0] if team else None,
        held=kind in PICKS and team is not None and _held(room, team, kind) == key,
        command_id=secrets.token_hex(8),
        refused=refused,
    )


def _held(room: Room, team: int, kind: Kind) -> str | None:
    return room.look(Audience("team", team))["teams"][str(team)].get(PICKS[kind][0])
