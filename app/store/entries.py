"""Putting decided commands into an open transaction, many at a time, each as if it were alone.

Every command of every session comes by here, so the statements are written out once and go to the driver as they are.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ClauseElement,
    Connection,
    Dialect,
    String,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.exc import OperationalError, StatementError

from app.store.driver import fetch, run
from app.store.errors import BadEntry, Conflict, DuplicateCommand, StoreError, UnknownSession
from app.store.records import Ballot, Entry, ballots_mark
from app.store.tables import ballots, boxes, commands, events, sessions

_HEAD = select(func.max(events.c.seq)).where(events.c.session == sessions.c.code).scalar_subquery()
_ADD_EVENTS, _ADD_COMMANDS, _ADD_BALLOTS = insert(events), insert(commands), insert(ballots)
_DECIDED = select(commands.c.seq).where(
    commands.c.session == bindparam("s"), commands.c.seat == bindparam("seat"), commands.c.command_id == bindparam("id")
)
# An answer is replaced by delete and insert: that is the same SQL everywhere, and executemany can do both.
_DROP_BALLOTS = delete(ballots).where(
    ballots.c.session == bindparam("s"), ballots.c.box == bindparam("b"), ballots.c.key == bindparam("k")
)
_HELD = select(ballots.c.key, ballots.c.answer).where(
    ballots.c.session == bindparam("s"), ballots.c.box == bindparam("b")
)
_CHANGED = (
    update(boxes)
    .where(boxes.c.session == bindparam("s"), boxes.c.box == bindparam("b"))
    .values(changes=boxes.c.changes + literal_column("1"))
)
_DROP_BOXES = delete(boxes).where(boxes.c.session == bindparam("s"), boxes.c.box == bindparam("b"))

Chain = Sequence[Entry]
"""Decided one after another and stored in one piece; most have one entry."""
FAULTS = (StatementError, ValueError, TypeError, OverflowError)
"""What the database and its driver raise for a value that they cannot store."""


def store(connection: Connection, chains: Sequence[Chain]) -> list[StoreError | None]:
    """Store what can be stored; gives per chain what was wrong with it, None when it is in.

    `chains` holds at most one chain per session.

    Raises:
        FAULTS: one of them holds what cannot be stored; the transaction is lost, and `store_apart` tells which.
        OperationalError: the database itself is at fault; the transaction is lost.
    """
    heads = _heads(connection, [chain[0].session for chain in chains])
    faults = [_fault(connection, chain, heads.get(chain[0].session)) for chain in chains]
    sound = [chain for chain, fault in zip(chains, faults, strict=True) if fault is None]
    _insert(connection, [entry for chain in sound for entry in chain])
    return faults


def store_apart(connection: Connection, chains: Sequence[Chain]) -> list[StoreError | None]:
    """The same, each behind a savepoint of its own, so that what cannot be stored keeps nobody else out."""
    return [_alone(connection, chain) for chain in chains]


def _alone(connection: Connection, chain: Chain) -> StoreError | None:
    try:
        with connection.begin_nested():
            return store(connection, [chain])[0]
    except OperationalError:
        raise
    except FAULTS as error:
        fault = _duplicate(connection, chain) or BadEntry(f"cannot be stored: {type(error).__name__}")
        fault.__cause__ = error
        return fault


def _heads(connection: Connection, codes: Sequence[str]) -> dict[str, int]:
    """The last seq of each session that exists."""
    names = [f"c{number}" for number in range(len(codes))]
    sql = _heads_of(connection.dialect, len(codes))
    found = fetch(connection, sql, dict(zip(names, codes, strict=True)))
    return {code: head or 0 for code, head in found}


@lru_cache(maxsize=512)
def _heads_of(dialect: Dialect, count: int) -> str:
    asked = [bindparam(f"c{number}", type_=String) for number in range(count)]
    return _written(dialect, select(sessions.c.code, _HEAD).where(sessions.c.code.in_(asked)))


@lru_cache(maxsize=512)
def _written(dialect: Dialect, statement: ClauseElement) -> str:
    """The statement as the driver takes it, with named parameters."""
    if dialect.name == "sqlite":
        dialect = SQLiteDialect(paramstyle="named")
    return str(statement.compile(dialect=dialect))


def _fault(connection: Connection, chain: Chain, head: int | None) -> StoreError | None:
    first = chain[0]
    if head is None:
        return UnknownSession(f"no session {first.session}")
    if head == first.base:
        return _changed(connection, first)  # only one by itself counts answers
    return _duplicate(connection, chain) or Conflict(f"decided on seq {first.base}, stored is {head}")


def _changed(connection: Connection, entry: Entry) -> StoreError | None:
    for box, mark in entry.marks:
        if ballots_mark(dict(connection.execute(_HELD, {"s": entry.session, "b": box}).all())) != mark:
            return Conflict(f"the answers in {box} are not those that were counted")
    return None


def _duplicate(connection: Connection, chain: Chain) -> StoreError | None:
    return next((fault for entry in chain if (fault := _decided(connection, entry)) is not None), None)


def _decided(connection: Connection, entry: Entry) -> StoreError | None:
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
    _many(connection, _CHANGED, [{"s": session, "b": ballot.box} for session, ballot in put_in])
    # the ballots go with their box: ON DELETE CASCADE
    _many(connection, _DROP_BOXES, [{"s": entry.session, "b": box} for entry in entries for box in entry.counted])


def _many(connection: Connection, statement: ClauseElement, rows: list[dict[str, Any]]) -> None:
    if rows:
        run(connection, _written(connection.dialect, statement), rows)


def _event_rows(entry: Entry) -> list[dict[str, Any]]:
    return [
        {
            "session": entry.session,
            "seq": event.seq,
            "at": event.at,
            "type": event.type,
            "version": event.version,
            "data": memoryview(event.data),  # not a text by mistake
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
