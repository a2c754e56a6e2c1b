"""An event log in memory, for tests and simulation: the same promises, except that it forgets on exit."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from app.store.errors import BadEntry, Conflict, DuplicateCommand
from app.store.records import Entry, Outcome, StoredEvent, ballots_mark, check_chain

SECRET_BYTES = 32


@dataclass(slots=True)
class _Box:
    secret: bytes
    answers: dict[str, bytes] = field(default_factory=dict[str, bytes])
    changes: int = 0


@dataclass(slots=True)
class _Session:
    events: list[StoredEvent] = field(default_factory=list[StoredEvent])
    outcomes: dict[tuple[str, str], Outcome] = field(default_factory=dict[tuple[str, str], Outcome])
    boxes: dict[str, _Box] = field(default_factory=dict[str, _Box])


class MemoryEventLog:
    """Takes every code for a session that exists, so it never raises UnknownSession. One event loop at a time.

    No method awaits anything, so each is atomic.
    """

    def __init__(self, draw: Callable[[int], bytes] = secrets.token_bytes) -> None:
        """`draw`: where the secrets of ballot boxes come from, so many bytes of it."""
        self._draw = draw
        self._sessions: dict[str, _Session] = {}

    async def append(self, *entries: Entry) -> None:
        """See EventLog.append."""
        check_chain(entries)
        session = self._sessions.setdefault(entries[0].session, _Session())
        _check(session, entries)
        for entry in entries:
            _put(session, entry)

    async def read(self, session: str, after: int = 0, limit: int | None = None) -> list[StoredEvent]:
        """See EventLog.read."""
        events = self._known(session).events[after:]
        return events if limit is None else events[:limit]

    async def last_seq(self, session: str) -> int:
        """See EventLog.last_seq."""
        return len(self._known(session).events)

    async def last_seqs(self, sessions: Collection[str]) -> dict[str, int]:
        """See EventLog.last_seqs."""
        return {code: len(found.events) for code in sessions if (found := self._known(code)).events}

    async def changes(self, sessions: Collection[str]) -> dict[str, int]:
        """See EventLog.changes."""
        open_boxes = {code: self._known(code).boxes.values() for code in sessions}
        return {code: sum(box.changes for box in boxes) for code, boxes in open_boxes.items() if boxes}

    async def outcome(self, session: str, seat: str, command_id: str) -> Outcome | None:
        """See EventLog.outcome."""
        return self._known(session).outcomes.get((seat, command_id))

    async def box_secret(self, session: str, box: str) -> bytes:
        """See EventLog.box_secret."""
        boxes = self._sessions.setdefault(session, _Session()).boxes
        if box not in boxes:
            boxes[box] = _Box(self._draw(SECRET_BYTES))
        return boxes[box].secret

    async def ballots(self, session: str, box: str) -> dict[str, bytes]:
        """See EventLog.ballots."""
        found = self._known(session).boxes.get(box)
        return dict(sorted(found.answers.items())) if found else {}

    def _known(self, session: str) -> _Session:
        return self._sessions.get(session) or _Session()


def _put(session: _Session, entry: Entry) -> None:
    session.events.extend(entry.events)
    session.outcomes[entry.seat, entry.command_id] = entry.outcome
    for ballot in entry.ballots:
        session.boxes[ballot.box].answers[ballot.key] = ballot.answer
        session.boxes[ballot.box].changes += 1
    for box in entry.counted:
        session.boxes.pop(box, None)


def _check(session: _Session, entries: Sequence[Entry]) -> None:
    for entry in entries:
        if (entry.seat, entry.command_id) in session.outcomes:
            raise DuplicateCommand(f"command {entry.command_id} of {entry.seat} was decided before")
    if entries[0].base != len(session.events):
        raise Conflict(f"decided on seq {entries[0].base}, stored is {len(session.events)}")
    for entry in entries:
        _check_boxes(session, entry)


def _check_boxes(session: _Session, entry: Entry) -> None:
    for box, mark in entry.marks:
        if box in session.boxes and ballots_mark(session.boxes[box].answers) != mark:
            raise Conflict(f"the answers in {box} are not those that were counted")
    closed = {ballot.box for ballot in entry.ballots} - session.boxes.keys()
    if closed:
        raise BadEntry(f"no such ballot box: {', '.join(sorted(closed))}")
