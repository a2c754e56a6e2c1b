"""A session that left as a file comes back, to be looked back at: closed, marked, and counted nowhere."""

import asyncio
import contextlib
import hashlib
import math
from dataclasses import replace
from datetime import date

import orjson
from pydantic import TypeAdapter, ValidationError

from app import hosting, ids
from app.consent import Whose, WrongDay, said
from app.content.library import known_packs
from app.content.loader import load_pack
from app.content.pinned import dump, fingerprint, parse_dump
from app.content.problems import PackError
from app.game.text import MaybeHeading
from app.keeping import day_of
from app.review.bundle import MANIFEST, PACK
from app.review.reading import BadFile, Brought, read_file, try_views
from app.settings import Settings
from app.store import DAY_MS, CodeTaken, Entry, Outcome, SessionRecord, Store, StoredEvent, Token

_HEADING = TypeAdapter[str](MaybeHeading)


async def bring_in(settings: Settings, store: Store, data: bytes, *, owner: str, now: int) -> tuple[SessionRecord, str]:
    """Read an exported session (`zip` or `jsonl`), store it, and give it with its facilitator's token.

    It keeps its code, unless that is in use or was deleted here. It is kept as long as a new session.

    Raises:
        BadFile: it cannot be read, or not with a pack that is here.
        StoreFailed: the disk refused.
    """
    brought = await asyncio.to_thread(read_file, data)
    content = brought.pack if brought.pack is not None else await _content(settings, store, brought)
    brought = replace(brought, title=await asyncio.to_thread(_try, brought, content))
    record = _with_whose(_record(brought, content, owner, now, settings.retention_days), brought, day_of(now))
    gone = {line.code_sha256 for line in await store.sessions.deletions()}
    while True:
        readable = ids.read_code(record.code) == record.code  # else nobody could type it
        if readable and hashlib.sha256(record.code.encode()).hexdigest() not in gone:
            with contextlib.suppress(CodeTaken):
                wanted = [Token(record.code, "facilitator", owner=owner)]
                # Of a long session these are hundreds of thousands of things, and meanwhile nobody would be served.
                entry = await asyncio.to_thread(_entry, record.code, brought)
                (token,) = await store.sessions.create(record, content, wanted, entry)
                return record, token
        record = replace(record, code=ids.new_code())


async def _content(settings: Settings, store: Store, brought: Brought) -> bytes:
    """The pack of a log that came without: one that a session here started with, or the installed one."""
    wanted = (brought.created.pack, brought.created.pack_version)
    for record in reversed(await store.sessions.list()):
        pinned = (
            await store.sessions.pack(record.pack_sha256) if (record.pack_id, record.pack_version) == wanted else None
        )
        if pinned is not None:
            return pinned
    known = known_packs(*settings.pack_dirs)
    with contextlib.suppress(KeyError, PackError):
        pack = await asyncio.to_thread(load_pack, known[wanted[0]], known)
        if pack.about.version == wanted[1]:
            return dump(pack)
    sentence = "Pakket {pack} {version} is hier niet. Lees het zipbestand van de sessie in: daar zit het in."
    raise BadFile(sentence, pack=wanted[0], version=wanted[1])


def _try(brought: Brought, content: bytes) -> str:
    """See that the session can be shown with its pack, and give the title that lists show.

    Earlier versions took a title of which nothing is seen: in lists it is as if it was left empty.
    """
    try:
        pack, created = parse_dump(content), brought.created
        title = _HEADING.validate_python(brought.title) or hosting.untitled(pack, created.language)
        hosting.SessionSettings.model_validate(created.settings.model_dump())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadFile("Het pakket, de titel of een instelling kan zo niet: {why}", why=_first_line(error)) from error
    if (pack.about.id, pack.about.version) != (created.pack, created.pack_version):
        raise BadFile("{name} is een ander pakket dan dat van de sessie.", name=PACK)
    try_views(brought.lines, hosting.rules_pack(pack))
    return title


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _record(brought: Brought, content: bytes, owner: str, now: int, days: int) -> SessionRecord:
    created, last_at = brought.created, brought.lines[-1][1]
    return SessionRecord(
        code=created.code,
        title=brought.title,
        language=created.language,
        pack_id=created.pack,
        pack_version=created.pack_version,
        pack_sha256=fingerprint(content),
        owner=owner,
        settings=orjson.dumps(created.settings.model_dump()),
        created_at=created.at,
        last_at=last_at,
        keep_days=days + math.ceil((now - last_at) / DAY_MS),
        closed_at=brought.closed_at,
        rehearsal=brought.rehearsal,
        imported=True,
    )


def _with_whose(record: SessionRecord, brought: Brought, today: date) -> SessionRecord:
    """With school, board and consent as the manifest says; what it does not say is not known."""
    try:
        whose = Whose.model_validate(dict(brought.whose))
        consent, on = said(whose, today) or ("not recorded", None)
    except ValidationError as error:
        raise _cannot_be(str(error.errors()[0]["loc"][0])) from error
    except WrongDay as error:
        raise _cannot_be("consent_on") from error
    if on is not None and whose.consent_on is None:  # today would be a guess: it was said before the file was made
        raise _cannot_be("consent_on")
    return replace(record, school=whose.school or "", board=whose.board or "", consent=consent, consent_on=on)


def _cannot_be(field: str) -> BadFile:
    return BadFile("In {name} kan {field} zo niet.", name=MANIFEST, field=field)


def _entry(code: str, brought: Brought) -> Entry:
    events = tuple(StoredEvent(*line) for line in brought.lines)
    return Entry(code, 0, "system", "import", Outcome(len(events)), events)
