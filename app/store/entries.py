"""Putting decided commands into an open transaction, many at a time, each as if it were alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy.exc import OperationalError, StatementError

from app.store.errors import BadEntry, Conflict, DuplicateCommand, StoreError, UnknownSession
from app.store.records import Ballot, Entry, ballots_mark
from app.store.tables import ballots, boxes, commands, events, sessions

_HEAD = select(func.coalesce(func.max(events.c.seq), 0)).where(events.c.session == sessions.c.code).scalar_subquery()
_HEADS = select(sessions.c.code, _HEAD).where(sessions.c.code.in_(bindparam("codes", expanding=True)))
_DECIDED = select(commands.c.seq).where(
    commands.c.session == bindparam("s"), commands.c.seat == bindparam("seat"), commands.c.command_id == bindparam("id")
)
_ADD_EVENTS, _ADD_COMMANDS, _ADD_BALLOTS = insert(events), insert(commands), insert(ballots)
# An answer is replaced by delete and insert: that is the same SQL everywhere, and executemany can do both.
_DROP_BALLOTS = delete(ballots).where(
    ballots.c.session == bindparam("s"), ballots.c.box == bindparam("b"), ballots.c.key == bindparam("k")
)
_HELD = select(ballots.c.key, ballots.c.answer).where(
    ballots.c.session == bindparam("s"), ballots.c.box == bindparam("b")
)
_DROP_BOXES = delete(boxes).where(boxes.c.session == bindparam("s"), boxes.c.box == bindparam("b"))

# What the database and its driver raise for a value that they cannot store.
_FAULTS = (StatementError, ValueError, TypeError, OverflowError)


def store(connection: Connection, entries: Sequence[Entry]) -> list[StoreError | None]:
    """Store what can be stored; gives per entry what was wrong with it, None when it is in.

    `entries` holds at most one entry per session. Raises OperationalError when the database itself is at fault;
    the transaction is then lost.
    """
    try:
        return _together(connection, entries)
    except OperationalError:
        raise
    except _FAULTS:  # one of them is bad; the savepoint took all of them back
        return [_alone(connection, entry) for entry in entries]


def _alone(connection: Connection, entry: Entry) -> StoreError | None:
    try:
        return _together(connection, [entry])[0]
    except OperationalError:
        raise
    except _FAULTS as error:
        fault = _duplicate(connection, entry) or BadEntry(f"cannot be stored: {type(error).__name__}")
        fault.__cause__ = error
        return fault


def _together(connection: Connection, entries: Sequence[Entry]) -> list[StoreError | None]:
    with connection.begin_nested():
        heads = dict(connection.execute(_HEADS, {"codes": [entry.session for entry in entries]}).all())
        faults = [_fault(connection, entry, heads.get(entry.session)) for entry in entries]
        _insert(connection, [entry for entry, fault in zip(entries, faults, strict=True) if fault is None])
    return faults


def _fault(connection: Connection, entry: Entry, head: int | None) -> StoreError | None:
    if head is None:
        return UnknownSession(f"no session {entry.session}")
    if head == entry.base:
        return _changed(connection, entry)
    return _duplicate(connection, entry) or Conflict(f"decided on seq {entry.base}, stored is {head}")


def _changed(connection: Connection, entry: Entry) -> StoreError | None:
    for box, mark in entry.marks:
        if ballots_mark(dict(connection.execute(_HELD, {"s": entry.session, "b": box}).all())) != mark:
            return Conflict(f"the answers in {box} are not those that were counted")
    return None


def _duplicate(connection: Connection, entry: Entry) -> StoreError | None:
    try:
        found = connection.execute(_DECIDED, {"s": entry.session, "seat": entry.seat, "id": entry.command_id}).first()
    except ValueError:  # text that is no Unicode cannot be in the database
        return None
    return DuplicateCommand(f"command {entry.command_id} of {entry.seat} was decided before") if found else None


def _insert(connection: Connection, entries: Sequence[Entry]) -> None:
    _many(connection, _ADD_EVENTS, [row for entry in entries for row in _event_rows(entry)])
    _many(connection, _ADD_COMMANDS, [_command_row(entry) for entry in entries])
    put_in = [(entry.session, ballot) for entry in entries for ballot in _last_answers(entry)]
    _many(connection, _DROP_BALLOTS, [{"s": session, "b": ballot.box, "k": ballot.key} for session, ballot in put_in])
    _many(connection, _ADD_BALLOTS, [_ballot_row(session, ballot) for session, ballot in put_in])
    # the ballots go with their box: ON DELETE CASCADE
    _many(connection, _DROP_BOXES, [{"s": entry.session, "b": box} for entry in entries for box in entry.counted])


def _many(connection: Connection, statement: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)


def _event_rows(entry: Entry) -> list[dict[str, Any]]:
    return [
        {
            "session": entry.session,
            "seq": event.seq,
            "at": event.at,
            "type": event.type,
            "version": event.version,
            "data": event.data,
        }
        for event in entry.events
    ]


def _command_row(entry: Entry) -> dict[str, Any]:
    return {
        "session": entry.session,
        "seat": entry.seat,
        "command_id": entry.command_id,
        "seq": entry.outcome.seq,
        "code": entry.outcome.code,
        "field": entry.outcome.field,
    }


def _ballot_row(session: str, ballot: Ballot) -> dict[str, Any]:
    return {"session": session, "box": ballot.box, "key": ballot.key, "answer": ballot.answer}


def _last_answers(entry: Entry) -> list[Ballot]:
    return list({(ballot.box, ballot.key): ballot for ballot in entry.ballots}.values())
