"""Making a session: the one place that brings pack, rules and store together for it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import orjson
from pydantic import Field

from app import ids
from app.asked import WHOLE, Asked
from app.content.layers import stack
from app.content.library import find_packs
from app.content.loader import load_pack
from app.content.pack import Pack
from app.content.pinned import dump, fingerprint, parse_dump
from app.game import pack as rules
from app.game.agenda import plan
from app.game.commands import Instrument
from app.game.events import SessionCreated, Settings, encode
from app.game.rules.instruments import offered
from app.game.text import MaybeHeading
from app.store import CodeTaken, Entry, Outcome, SessionRecord, Store, StoredEvent, Token, UnknownSession

LEAST_FLOOR = 4
"""Never show a group result of fewer answers than this (GAME.md, privacy rules)."""


class SessionSettings(Asked):
    """House rules that a facilitator may change; see `app.game.events.Settings`."""

    devices: str = Field(default="team", pattern="^(team|person)$")
    vote_own: bool = False
    unique_personas: bool = True
    unique_actors: bool = True
    new_persona_each_round: bool = False
    floor: Annotated[int, Field(ge=LEAST_FLOOR, le=16), WHOLE] = 5
    minutes: dict[str, Annotated[int, Field(ge=0, le=180), WHOLE]] = Field(default={}, max_length=30)
    instruments: Annotated[tuple[Instrument, ...], Field(strict=False)] = Settings.model_fields["instruments"].default


class NewSession(Asked):
    """What a facilitator asks for (`POST /api/v1/sessions`)."""

    pack: str = Field(default="po", max_length=64)
    language: str = Field(default="nl", pattern="^(nl|en)$")
    teams: Annotated[int, Field(ge=1, le=4), WHOLE] = 4
    title: MaybeHeading | None = None
    settings: SessionSettings = SessionSettings()
    rehearsal: bool = False


class UnknownPack(Exception):
    """No pack with this id is installed, or not in this language."""


class NotOffered(Exception):
    """The pack has no cards for this instrument."""


@dataclass(frozen=True, slots=True)
class Hosted:
    """A new session with its two first tokens."""

    code: str
    facilitator_token: str
    projector_token: str


def find_pack(pack_dirs: Sequence[Path], wanted: NewSession) -> Pack:
    """The installed pack for a new session; raises as `find_pinned` does."""
    return parse_dump(find_pinned(pack_dirs, wanted))


def find_pinned(pack_dirs: Sequence[Path], wanted: NewSession) -> bytes:
    """The installed pack for a new session, as the session will keep it.

    Raises:
        UnknownPack: not installed, or not in the wanted language.
        NotOffered: without the cards of an instrument that is to be on.
        PackError: installed, and wrong.
    """
    found = {info.id: info for info in find_packs(*pack_dirs)}
    if wanted.pack not in found or wanted.language not in found[wanted.pack].languages:
        raise UnknownPack(wanted.pack)
    places = tuple((key, info.directory) for key, info in found.items())
    directory = found[wanted.pack].directory
    pinned = _read(directory, places, _stamp(directory, dict(places)))
    known = rules_pack(parse_dump(pinned))
    for instrument in wanted.settings.instruments:
        if not offered(known, instrument):
            raise NotOffered(instrument)
    return pinned


def _stamp(directory: Path, places: Mapping[str, Path]) -> frozenset[tuple[Path, int, int]]:
    """Changes when a file of the pack does, or of a pack that it extends."""
    files = (path for layer in stack(directory, places) for path in layer.directory.rglob("*") if path.is_file())
    return frozenset((path, stat.st_mtime_ns, stat.st_size) for path in files for stat in [path.stat()])


@lru_cache(maxsize=8)
def _read(directory: Path, places: tuple[tuple[str, Path], ...], stamp: frozenset[tuple[Path, int, int]]) -> bytes:
    """Reading a pack takes a quarter of a second; it is read once for each form of its files."""
    return dump(load_pack(directory, dict(places)))


async def host_session(
    store: Store, pack_dirs: Sequence[Path], wanted: NewSession, *, owner: str, now: int, retention_days: int
) -> Hosted:
    """Make a session with a free code, its pinned pack, its first event and two tokens, all in one commit."""
    # Sessions that are being played do not wait for it.
    pinned = await asyncio.to_thread(find_pinned, pack_dirs, wanted)
    while True:
        code = ids.new_code()
        record = _record(code, wanted, pinned, owner, now, retention_days)
        tokens = [Token(code, "facilitator", owner=owner), Token(code, "screen", owner=owner)]
        try:
            facilitator, projector = await store.sessions.create(record, pinned, tokens, _first(record, wanted, now))
        except CodeTaken:
            continue
        return Hosted(code, facilitator, projector)


def _record(code: str, wanted: NewSession, pinned: bytes, owner: str, now: int, days: int) -> SessionRecord:
    pack = parse_dump(pinned)
    return SessionRecord(
        code=code,
        title=wanted.title or untitled(pack, wanted.language),
        language=wanted.language,
        pack_id=pack.about.id,
        pack_version=pack.about.version,
        pack_sha256=fingerprint(pinned),
        owner=owner,
        settings=orjson.dumps(wanted.settings.model_dump()),
        created_at=now,
        last_at=now,
        keep_days=days,
        rehearsal=wanted.rehearsal,
    )


def untitled(pack: Pack, language: str) -> str:
    """What a session is called whose title was left empty."""
    return f"Maatwerk: {pack.about.title[language]}"


def _first(record: SessionRecord, wanted: NewSession, now: int) -> Entry:
    settings = Settings.model_validate(wanted.settings.model_dump())
    created = SessionCreated(
        code=record.code,
        title=record.title,
        language=record.language,
        pack=record.pack_id,
        pack_version=record.pack_version,
        teams=wanted.teams,
        settings=settings,
        agenda=plan(settings.minutes),
        at=now,
        rehearsal=wanted.rehearsal,
    )
    stored = StoredEvent(1, now, created.name, created.version, encode(created))
    return Entry(record.code, 0, "system", "create", Outcome(1), (stored,))


async def find_with_pack(store: Store, code: str) -> tuple[SessionRecord, bytes]:
    """A session, and the pack that it was made with, as `parse_dump` reads it.

    Raises:
        UnknownSession: there is no such session.
    """
    record = await store.sessions.get(code)
    pinned = await store.sessions.pack(record.pack_sha256) if record else None
    if record is None or pinned is None:
        raise UnknownSession(code)
    return record, pinned


def rules_pack(pack: Pack) -> rules.Pack:
    """What the rules need to know of a pack: ids, in the author's order."""
    data: dict[str, Any] = {name: pack.order[name] for name in ("personas", "actors")}
    return rules.Pack(
        **data,
        sector=pack.about.sector,
        factors=frozenset(pack.factors),
        aspects=frozenset(pack.aspects),
        quadrants=frozenset(pack.quadrants),
        prompts=frozenset(pack.prompts),
        scripts=frozenset(pack.scripts),
        visitation=frozenset(pack.visitation),
        teacher_indicators=frozenset(pack.teacher_indicators),
        design_questions=frozenset(pack.design_questions),
        design_stages=frozenset(pack.design_stages),
        indicators=pack.order.get("indicators", ()),
        dilemmas={
            dilemma.round: rules.Dilemma(key, {option.id: option.effects for option in dilemma.options})
            for key, dilemma in pack.dilemmas.items()
        },
        schools={school.round: key for key, school in pack.schools.items()},
        evaluation={
            key: rules.Question(question.kind, frozenset(option.id for option in question.options or ()))
            for key, question in pack.evaluation.items()
        },
    )


def created(data: bytes) -> SessionCreated:
    """The first event of a log."""
    return SessionCreated.model_validate_json(data)
