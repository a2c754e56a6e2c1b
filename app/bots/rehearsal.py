"""A whole session played by bots against a running server, alone or next to real people."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any

import httpx

from app import hosting, ids, links
from app.bots.client import Client
from app.bots.leader import Leader
from app.bots.pace import Pace
from app.bots.player import Player
from app.content.pack import Pack
from app.content.pinned import parse_dump
from app.content.render import localise, samples
from app.settings import Settings
from app.store import UnknownSession, open_store


def is_served(url: str) -> bool:
    """Whether a server answers at `url`: bots come back for as long as it takes, also where there never was one."""
    try:
        return httpx.get(f"{url.rstrip('/')}/healthz", timeout=10).is_success
    except (httpx.HTTPError, httpx.InvalidURL):
        return False


async def rehearse(
    settings: Settings, *, url: str, code: str | None, teams: int, speed: float, seed: int, follow: bool = False
) -> dict[str, Any]:
    """Play lobby to closed; gives what happened.

    Without a code it makes a session; with one, that session is a rehearsal from then on. Bots take the teams that
    nobody sits in, at most `teams`.
    With `follow` they play along while a person facilitates.

    Raises:
        UnknownSession: the server at `url` has no such session in this data folder.
    """
    code, token, pack, language = await _find_or_make(settings, code, teams)
    texts, content, pace = samples(pack, language), localise(pack, language), Pace(speed, seed)
    began = time.monotonic()
    async with AsyncExitStack() as stack:
        leading = await stack.enter_async_context(Client(url, code, token, "facilitator", f"leader-{ids.new_seat()}"))
        await leading.send("mark_rehearsal")
        seats = await _seats(url, code, leading.view["teams"], teams)
        clients = [
            await stack.enter_async_context(Client(url, code, one, "seat", f"bot-{seed}-{n}")) for n, one in seats
        ]
        players = [Player(client, texts, content, Pace(speed, seed + n)) for n, client in enumerate(clients)]
        work = [player.play() for player in players]
        work += [] if follow else [Leader(leading, texts, content["scripts"], pace).lead()]
        await asyncio.gather(*work)
        return _report(code, [leading, *clients], time.monotonic() - began)


async def _find_or_make(settings: Settings, code: str | None, teams: int) -> tuple[str, str, Pack, str]:
    """Code, facilitator's token, the pack that the session began with (its files may have changed), and language."""
    store = open_store(settings.url)
    try:
        if code is None:
            made = await links.make_session(settings, store, hosting.NewSession(teams=teams, rehearsal=True))
            code = made["code"]
        record = await store.sessions.get(ids.read_code(code) or code)
        if record is None:
            raise UnknownSession(code)
        token = await store.tokens.issue(record.code, "facilitator", owner=record.owner)
        pinned = await store.sessions.pack(record.pack_sha256)
        if pinned is None:
            raise UnknownSession(code)
        return record.code, token, parse_dump(pinned), record.language
    finally:
        await store.close()


async def _seats(url: str, code: str, teams: Mapping[str, Any], most: int) -> Sequence[tuple[int, str]]:
    """A seat token for each team that nobody sits in."""
    free = [int(team) for team, about in teams.items() if about["seats"] == 0][:most]
    async with httpx.AsyncClient(base_url=url, timeout=30) as http:
        found: list[tuple[int, str]] = []
        for team in free:
            answer = await http.post(f"/api/v1/sessions/{code}/seats", json={"team": team, "bot": True})
            answer.raise_for_status()
            found.append((team, answer.json()["token"]))
        return found


def _report(code: str, clients: Sequence[Client], seconds: float) -> dict[str, Any]:
    view = clients[0].view
    return {
        "session": ids.show_code(code),
        "phase": view["phase"]["id"],
        "events": clients[0].seq,
        "commands": sum(client.acks for client in clients),
        "rejects": sum(len(client.rejects) for client in clients),
        "seconds": round(seconds, 1),
    }
