"""The event log in a database."""

import secrets
from collections.abc import Collection

from sqlalchemy import Connection, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from app.store.database import Database
from app.store.errors import UnknownSession
from app.store.records import Entry, Outcome, StoredEvent
from app.store.tables import ballots, boxes, commands, events
from app.store.tables import sessions as known

SECRET_BYTES = 32

_EVENTS = (
    select(events.c.seq, events.c.at, events.c.type, events.c.version, events.c.data)
    .where(events.c.session == bindparam("session"), events.c.seq > bindparam("after"))
    .order_by(events.c.seq)
)
_LAST = select(func.coalesce(func.max(events.c.seq), 0)).where(events.c.session == bindparam("session"))
_NEWEST = select(func.max(events.c.seq)).where(events.c.session == known.c.code).scalar_subquery()
_LASTS = select(known.c.code, _NEWEST).where(known.c.code.in_(bindparam("codes", expanding=True)))
_CHANGES = (
    select(boxes.c.session, func.sum(boxes.c.changes))
    .where(boxes.c.session.in_(bindparam("codes", expanding=True)))
    .group_by(boxes.c.session)
)
_OUTCOME = select(commands.c.seq, commands.c.code, commands.c.field).where(
    commands.c.session == bindparam("session"),
    commands.c.seat == bindparam("seat"),
    commands.c.command_id == bindparam("command_id"),
)
_SECRET = select(boxes.c.secret).where(boxes.c.session == bindparam("session"), boxes.c.box == bindparam("box"))
_BALLOTS = (
    select(ballots.c.key, ballots.c.answer)
    .where(ballots.c.session == bindparam("session"), ballots.c.box == bindparam("box"))
    .order_by(ballots.c.key)
)


class SqlEventLog:
    """Keeps the promises of EventLog on disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, *entries: Entry) -> None:
        """See EventLog.append."""
        await self._database.writer.append(*entries)

    async def read(self, session: str, after: int = 0, limit: int | None = None) -> list[StoredEvent]:
        """See EventLog.read."""
        statement = _EVENTS if limit is None else _EVENTS.limit(limit)

        def fetch(connection: Connection) -> list[StoredEvent]:
            return [StoredEvent(*row) for row in connection.execute(statement, {"session": session, "after": after})]

        return await self._database.read(fetch)

    async def last_seq(self, session: str) -> int:
        """See EventLog.last_seq."""
        return await self._database.read(lambda db: db.execute(_LAST, {"session": session}).scalar_one())

    async def last_seqs(self, sessions: Collection[str]) -> dict[str, int]:
        """See EventLog.last_seqs."""
        codes = {"codes": list(sessions)}
        heads = await self._database.read(lambda db: db.execute(_LASTS, codes).all()) if sessions else ()
        return {code: seq for code, seq in heads if seq}

    async def changes(self, sessions: Collection[str]) -> dict[str, int]:
        """See EventLog.changes."""
        codes = {"codes": list(sessions)}
        found = await self._database.read(lambda db: db.execute(_CHANGES, codes).all()) if sessions else ()
        return {code: int(changes) for code, changes in found}

    async def outcome(self, session: str, seat: str, command_id: str) -> Outcome | None:
        """See EventLog.outcome."""
        key = {"session": session, "seat": seat, "command_id": command_id}
        row = await self._database.read(lambda db: db.execute(_OUTCOME, key).first())
        return None if row is None else Outcome(*row)

    async def box_secret(self, session: str, box: str) -> bytes:
        """See EventLog.box_secret."""
        found = await self._database.read(lambda db: _secret(db, session, box))
        return found or await self._database.writer.run(lambda db: _open_box(db, session, box))

    async def ballots(self, session: str, box: str) -> dict[str, bytes]:
        """See EventLog.ballots."""
        place = {"session": session, "box": box}
        return await self._database.read(lambda db: dict(db.execute(_BALLOTS, place).all()))


def _secret(connection: Connection, session: str, box: str) -> bytes | None:
    return connection.execute(_SECRET, {"session": session, "box": box}).scalar_one_or_none()


def _open_box(connection: Connection, session: str, box: str) -> bytes:
    found = _secret(connection, session, box)  # another task, or another process, may have been first
    if found is not None:
        return found
    secret = secrets.token_bytes(SECRET_BYTES)
    try:
        with connection.begin_nested():
            connection.execute(insert(boxes), {"session": session, "box": box, "secret": secret})
    except IntegrityError:  # no session, or another worker was first between our look and our insert
        found = _secret(connection, session, box)
        if found is None:
            raise UnknownSession(f"no session {session}") from None
        return found
    return secret
