"""A session that left as a file comes back. Files are read with suspicion: refused at the first line that cannot be."""

import io
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from app.game.agenda import PHASES
from app.game.engine import evolve
from app.game.events import SessionClosed, SessionCreated, decode, encode
from app.game.pack import Pack
from app.game.state import State
from app.game.viewing import Audience, view
from app.i18n import translator
from app.review.bundle import MANIFEST, PACK

MOST_FILES = 50
LATEST = 4_102_444_800_000
"""The year 2100 in ms UTC."""
LOOKS = 50
"""At how many moments of the log every view is tried."""
WHOSE = ("school", "board", "consent", "consent_on")
"""What a manifest may say of whose session it is."""
_NAMES = {"seq", "at", "type", "version", "data"}
_LOG = re.compile(r"session-[A-Z0-9]{6}_events\.jsonl")

Line = tuple[int, int, str, int, bytes]
"""`(seq, at, type, version, data)`, as a log stores it."""


class BadFile(Exception):
    """This file is no whole export of a session. `line`: where in the log, from 1 on, if it is a line's fault."""

    def __init__(self, sentence: str, line: int | None = None, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.line, self.values = sentence, line, values

    def text(self, language: str) -> str:
        """What is wrong, and in which line."""
        say = translator(language)
        told = say(self.sentence, **self.values)
        return told if self.line is None else say("Regel {line}: {told}", line=self.line, told=told)

    def __str__(self) -> str:
        return self.text("en")


@dataclass(frozen=True, slots=True)
class Most:
    """What may come in. `size`: bytes of a file, and of a log in a zip once it is unpacked; `line`: bytes of a line.

    A whole day of four teams is under one MiB, a manifest under 4 KiB, a pack some hundreds. Those two are parsed in
    one piece, during which no room is served, so they may be no larger than is read in an instant.
    """

    size: int = 64 * 1024**2
    manifest: int = 256 * 1024
    pack: int = 4 * 1024**2
    line: int = 1024**2
    events: int = 200_000


MOST = Most()


@dataclass(frozen=True, slots=True)
class Brought:
    """A session as it was read: `lines` go into a log as they are. `pack` is the pack that a zip carries, unread.

    `whose` is what its manifest says of `WHOSE`, unread too; a log alone says nothing.
    `closing` is the last line if the file came without one: what is only there to be read cannot be played on.
    """

    lines: Sequence[Line]
    created: SessionCreated
    title: str
    rehearsal: bool
    closed_at: int
    closing: bool
    pack: bytes | None
    pack_sha256: str | None
    whose: Mapping[str, Any]


def read_file(data: bytes, most: Most = MOST) -> Brought:
    """The session in a `zip` or `jsonl` export.

    Raises:
        BadFile: it is too large, damaged, or says what cannot be.
    """
    _need_size(data, most.size)
    if data.startswith(b"PK"):
        log, pack, pack_sha256, whose = _unpacked(data, most)
    else:
        log, pack, pack_sha256, whose = data, None, None, dict[str, Any]()
    lines, state, created = _read_log(log, most)
    closing = not state.closed
    if closing:
        lines.append(_closing(lines[-1]))
    closed_at = next(at for _, at, kind, _, _ in reversed(lines) if kind == SessionClosed.name)
    return Brought(lines, created, state.title, state.rehearsal, closed_at, closing, pack, pack_sha256, whose)


def _need_size(data: bytes, most: int) -> None:
    if len(data) > most:
        raise BadFile("Dit bestand is te groot: hoogstens {most} MB.", most=math.ceil(most / 1024**2))


def try_views(lines: Sequence[Line], pack: Pack) -> None:
    """See that everybody can look back at these lines with this pack.

    Raises:
        BadFile: a view cannot be made of them.
    """
    state, step = State(), max(1, len(lines) // LOOKS)
    for number, line in enumerate(lines, start=1):
        state = evolve(state, decode(*line[2:]))
        if number % step and number != len(lines):
            continue
        for audience in (
            *map(Audience, ("facilitator", "screen", "review")),
            *(Audience("team", n) for n in state.teams),
        ):
            _or_bad(number, "Wat hier gebeurt kan niet: {why}", lambda: view(state, audience, pack))  # noqa: B023


# --- the log ----------------------------------------------------------------------------------------------------------


def _read_log(log: bytes, most: Most) -> tuple[list[Line], State, SessionCreated]:
    if not log.strip():
        raise BadFile("Er staat niets in dit bestand.")
    # Counted before they are taken apart: a zip of 60 KB holds sixty million empty lines.
    written: Sequence[bytes] = ()
    if max(log.count(b"\n"), log.count(b"\r")) <= most.events:
        written = log.splitlines() if b"\r" in log else log.removesuffix(b"\n").split(b"\n")
    if not 0 < len(written) <= most.events:
        raise BadFile("Meer dan {most} gebeurtenissen.", most=most.events)
    lines, state = list[Line](), State()
    created: SessionCreated | None = None
    for number, text in enumerate(written, start=1):
        line = _line(number, text, most)
        event = _or_bad(number, "Deze gebeurtenis kennen we niet: {why}", lambda: decode(*line[2:]))  # noqa: B023
        if isinstance(event, SessionCreated) != (number == 1):
            raise BadFile("Een log begint met session_created, en heeft er maar één.", number)
        if isinstance(event, SessionCreated):
            _check_created(created := event)
        state = _or_bad(number, "Wat hier gebeurt kan niet: {why}", lambda: _after(state, event))  # noqa: B023
        lines.append(line)
    assert created is not None
    return lines, state, created


def _after(state: State, event: Any) -> State:
    after = evolve(state, event)
    if not 0 <= after.index < len(after.agenda):
        raise ValueError(f"no phase {after.index} on the agenda")
    for solution in after.solutions.values():
        _ = solution.document  # letters are only looked at when they are asked for, and these nobody checked yet
    return after


def _line(number: int, text: bytes, most: Most) -> Line:
    if len(text) > most.line:
        raise BadFile("Deze regel is te lang.", number)
    row = _or_bad(number, "Dit is geen JSON: {why}", lambda: orjson.loads(text))
    if not isinstance(row, dict) or row.keys() != _NAMES:
        raise BadFile("Een regel heeft precies seq, at, type, version en data.", number)
    seq, at, kind, version, data = (row[name] for name in ("seq", "at", "type", "version", "data"))  # pyright: ignore[reportUnknownVariableType]
    if type(seq) is not int or seq != number:  # pyright: ignore[reportUnknownArgumentType]
        sentence = "Hier hoort gebeurtenis {number}. Alleen in wat de spelleider zelf ophaalt, ontbreekt er geen."
        raise BadFile(sentence, number, number=number)
    if type(at) is not int or not 0 <= at <= LATEST:  # pyright: ignore[reportUnknownArgumentType]
        raise BadFile("at is geen tijdstip in milliseconden.", number)
    if type(version) is not int or version < 1 or not isinstance(kind, str) or not isinstance(data, dict):  # pyright: ignore[reportUnknownArgumentType]
        raise BadFile("type, version of data is niet wat het hoort te zijn.", number)
    return seq, at, kind, version, orjson.dumps(data)


def _check_created(event: SessionCreated) -> None:
    known = 1 <= event.teams <= 4 and event.agenda and {item.id for item in event.agenda} <= set(PHASES)
    if not known or event.language not in ("nl", "en") or not re.fullmatch(r"[A-Z0-9]{6}", event.code):
        raise BadFile("code, language, teams of agenda is niet wat het hoort te zijn.", 1)


def _closing(last: Line) -> Line:
    """An end for a session that had none, at the time of its last event: nothing is known of later."""
    event = SessionClosed(at=last[1])
    return last[0] + 1, last[1], event.name, event.version, encode(event)


def _or_bad(number: int, sentence: str, work: Callable[[], Any]) -> Any:
    """What `work` gives. Whatever it raises is the line's fault, for events of our own making raise nothing."""
    try:
        return work()
    except Exception as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadFile(sentence, number, why=why[:200]) from error


# --- the zip ----------------------------------------------------------------------------------------------------------


Unpacked = tuple[bytes, bytes | None, str | None, Mapping[str, Any]]
"""`(log, pack, SHA-256 of the pack, whose)`."""


def _unpacked(data: bytes, most: Most) -> Unpacked:
    """What is needed of it; other files are not looked at, and nothing is written anywhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _of_archive(archive, most)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise BadFile("Dit zipbestand is kapot: {why}", why=error) from error


def _of_archive(archive: zipfile.ZipFile, most: Most) -> Unpacked:
    names = archive.namelist()
    logs = [name for name in names if _LOG.fullmatch(name)]
    if len(names) > MOST_FILES or len(names) != len(set(names)) or len(logs) != 1 or MANIFEST not in names:
        raise BadFile("Dit is geen zipbestand van een sessie van Maatwerk.")
    told: Any = orjson.loads(_taken(archive, MANIFEST, most.manifest))
    wanted = [logs[0], PACK] if PACK in names else logs
    try:
        sums = {name: told["files"][name]["sha256"] for name in wanted}
        pack_sha256 = told["pack"]["sha256"]
    except (KeyError, TypeError):
        raise BadFile("In manifest.json staat niet wat er in het zipbestand zit.") from None
    taken = {name: _taken(archive, name, most.pack if name == PACK else most.size) for name in wanted}
    for name, body in taken.items():
        if sha256(body).hexdigest() != sums[name]:
            raise BadFile("{name} is veranderd sinds de sessie werd opgehaald.", name=name)
    pack = taken.get(PACK)
    if pack is not None and sha256(pack).hexdigest() != pack_sha256:
        raise BadFile("{name} is veranderd sinds de sessie werd opgehaald.", name=PACK)
    whose = {name: said for name in WHOSE if (said := told.get(name)) is not None}
    return taken[logs[0]], pack, pack_sha256 if isinstance(pack_sha256, str) else None, whose


def _taken(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A file of the archive, unpacked no further than it may be, whatever it says of its size."""
    with archive.open(name) as file:
        body = file.read(most + 1)
    _need_size(body, most)
    return body
