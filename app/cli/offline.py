"""What commands do with sessions in the store of an installation, whether or not a server runs on it."""

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

from app import bringing_in, hosting, ids, leaving, links
from app.clock import SystemClock
from app.consent import Whose, said, write_down
from app.content.library import known_packs
from app.content.loader import load_pack
from app.content.pack import Pack
from app.content.pinned import parse_dump
from app.game.merging import View
from app.game.viewing import Audience, Kind
from app.keeping import day_of, days_until
from app.review.exports import FORMS, pieces
from app.review.log import read_lines
from app.review.reading import MOST
from app.review.replay import replay
from app.safety import secret_key
from app.sealing import session_mark
from app.settings import Settings
from app.store import (
    Deletion,
    SessionRecord,
    Store,
    StoredEvent,
    UnknownSession,
)


async def _events(store: Store, code: str) -> list[StoredEvent]:
    events = await store.log.read(code)
    if not events:
        raise UnknownSession(code)
    return events


async def note(settings: Settings, store: Store, what: str, code: str) -> None:
    """Write a line in the audit log about a session."""
    mark = session_mark(secret_key(settings), code)
    await store.audit.write(what, "command line", mark, keep_days=settings.audit_days)


async def export(settings: Settings, store: Store, code: str, kind: str) -> bytes:
    """The log of a session as a file.

    Raises:
        UnknownSession: no such session.
        ValueError: no such format.
    """
    if kind not in FORMS:
        raise ValueError(f"{kind} is not one of {', '.join(FORMS)}")
    events = await _events(store, code)
    await note(settings, store, "exported", code)
    record = await store.sessions.get(code)
    if record is None:  # deleted in this very moment
        raise UnknownSession(code)
    about = await leaving.about(store, record, SystemClock().now(), names=True)
    return b"".join(pieces(kind, about, events, await store.annotations.of(code)))


async def bring_in(settings: Settings, store: Store, file: Path) -> dict[str, str]:
    """An exported session, stored to look back at, of a new facilitator; see `app.bringing_in`.

    Raises:
        BadFile: it is no export, or cannot be read here.
    """
    with file.open("rb") as opened:
        data = opened.read(MOST.size + 1)
    record, _ = await bringing_in.bring_in(settings, store, data, owner=ids.new_owner(), now=SystemClock().now())
    await note(settings, store, "imported", record.code)
    if record.consent != "not recorded":
        await note(settings, store, "consent_noted", record.code)
    link = await links.session_link(settings, store, record.code, "facilitator")
    return {"code": record.code, "title": record.title, "consent": record.consent, "facilitate_url": link}


async def replay_view(settings: Settings, store: Store | None, source: str, audience: str, until: int | None) -> View:
    """The view of an audience after the first `until` events of a session or, without a store too, of an exported log.

    Raises:
        UnknownSession: no such session.
        ValueError: no such audience, or no such log.
    """
    looks = _audience(audience)
    events, code = await asyncio.to_thread(_from_file, Path(source)), ids.read_code(source) or source
    if events is None:
        if store is None:
            raise UnknownSession(code)
        events = await _events(store, code)
    created = hosting.created(events[0].data)
    pinned = await _pinned(store, code, created.code) if store else None
    found = parse_dump(pinned) if pinned else _installed(settings, created.pack)
    return replay(events[:until], looks, hosting.rules_pack(found))


async def _pinned(store: Store, *codes: str) -> bytes | None:
    """The pack of the first of these sessions that is here."""
    for code in codes:
        if record := await store.sessions.get(code):
            return await store.sessions.pack(record.pack_sha256)
    return None


def _audience(name: str) -> Audience:
    kind, _, team = name.partition(":")
    if kind == "team" and team in ("1", "2", "3", "4"):
        return Audience("team", int(team))
    if name not in get_args(Kind) or name in ("seat", "team"):
        raise ValueError(f"{name} is not an audience: take facilitator, screen, review or team:1 to team:4")
    return Audience(name)  # type: ignore[arg-type]


def _installed(settings: Settings, pack: str) -> Pack:
    known = known_packs(*settings.pack_dirs)
    if pack not in known:
        raise ValueError(f"its pack {pack} is not installed here")
    return load_pack(known[pack], known)


def _from_file(path: Path) -> list[StoredEvent] | None:
    if not path.is_file():
        return None
    try:
        events = [StoredEvent(*row) for row in read_lines(path.read_bytes().splitlines())]
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"this file is no log as jsonl ({error})") from None
    if not events:
        raise ValueError("this file is empty")
    return events


async def keep(settings: Settings, store: Store, code: str, until: date) -> SessionRecord:
    """Have a session deleted on another day. Raises UnknownSession, OutOfReach."""
    record = await store.sessions.get(code)
    if record is None:
        raise UnknownSession(code)
    days = days_until(record, until, settings, SystemClock().now())
    await store.sessions.set_keep_days(code, days)
    await note(settings, store, "end_date_changed", code)
    return replace(record, keep_days=days)


async def about(settings: Settings, store: Store, code: str, wanted: Whose) -> SessionRecord:
    """Write down of which school and board it is and what they agreed to; the session as it is then.

    Raises:
        UnknownSession: no such session.
        WrongDay: nobody can have said it then.
    """
    record = await store.sessions.get(code)
    if record is None:
        raise UnknownSession(code)
    consent = said(wanted, day_of(SystemClock().now()))
    for what in await write_down(store, record, wanted, consent):
        await note(settings, store, what, code)
    return await store.sessions.get(code) or record


async def delete(settings: Settings, store: Store, code: str) -> Deletion:
    """Remove a session and every trace of it. Raises UnknownSession."""
    line = await store.sessions.delete(code, "command line")
    await note(settings, store, "deleted", code)
    return line
