"""Sessions outside their log: making, finding, closing."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store import deleting, entries
from app.store.clock import Clock, utc_ms
from app.store.database import Database
from app.store.errors import CodeTaken, UnknownSession
from app.store.records import Backup, Consent, Deletion, Entry, SessionRecord, Token
from app.store.tables import events, packs, sessions
from app.store.tokens import add_tokens

_NEWEST = select(events.c.at).where(events.c.session == sessions.c.code).order_by(events.c.seq.desc()).limit(1)
_BEGAN = (
    select(events.c.at)
    .where(events.c.session == sessions.c.code, events.c.type == "phase_entered")
    .order_by(events.c.seq)
    .limit(1)
)
_SESSIONS = select(
    sessions,
    func.coalesce(_NEWEST.scalar_subquery(), sessions.c.created_at).label("last_at"),
    _BEGAN.scalar_subquery().label("began_at"),
)
_BY_AGE = _SESSIONS.order_by(sessions.c.created_at, sessions.c.code)
_GET = _SESSIONS.where(sessions.c.code == bindparam("code"))
_HOLD_PACK = (
    select(packs.c.sha256).where(packs.c.sha256 == bindparam("sha256")).with_for_update(read=True, key_share=True)
)
_PACK = select(packs.c.content).where(packs.c.sha256 == bindparam("sha256"))


class Sessions:
    """The sessions of this installation."""

    def __init__(self, database: Database, now: Clock = utc_ms) -> None:
        self._database = database
        self._now = now

    async def create(
        self, record: SessionRecord, pack: bytes, tokens: Sequence[Token] = (), first: Entry | None = None
    ) -> list[str]:
        """Store a session with its pinned pack, its first tokens and its first entry, all or nothing.

        Gives the secrets of `tokens`, in their order. A pack's content is stored once per `record.pack_sha256`.

        Raises:
            CodeTaken: a session with this code exists; draw another.
            Conflict, BadEntry: the first entry is not one for an empty log.
        """
        return await self._database.writer.run(lambda db: _create(db, record, pack, tokens, first))

    async def get(self, code: str) -> SessionRecord | None:
        """The session with this code, None when there is none."""
        row = await self._database.read(lambda db: db.execute(_GET, {"code": code}).mappings().first())
        return None if row is None else _record(row)

    async def list(self, owner: str | None = None) -> "list[SessionRecord]":
        """All sessions, or those of one owner, the oldest first."""
        statement = _BY_AGE if owner is None else _BY_AGE.where(sessions.c.owner == owner)
        return await self._database.read(lambda db: [_record(row) for row in db.execute(statement).mappings()])

    async def due(self) -> "list[str]":
        """The codes of sessions whose `delete_on` has come."""
        now = self._now()
        return [record.code for record in await self.list() if record.delete_on <= now]

    async def pack(self, sha256: str) -> bytes | None:
        """The content of a pinned pack, None when no session uses it."""
        return await self._database.read(lambda db: db.execute(_PACK, {"sha256": sha256}).scalar_one_or_none())

    async def set_closed(self, code: str, at: int | None) -> None:
        """Write down when the session was closed, None to open it again. Raises UnknownSession."""
        await self._set(code, closed_at=at)

    async def set_title(self, code: str, title: str) -> None:
        """Change the title that lists show. Raises UnknownSession."""
        await self._set(code, title=title)

    async def set_rehearsal(self, code: str) -> None:
        """Write down that the session became a rehearsal, for ever. Raises UnknownSession."""
        await self._set(code, rehearsal=True)

    async def set_keep_days(self, code: str, days: int) -> None:
        """Keep it for so many days after what happened last in it. Raises UnknownSession."""
        await self._set(code, keep_days=days)

    async def set_place(self, code: str, school: str, board: str) -> None:
        """Write down of which school and board it is; empty is none. Raises UnknownSession."""
        await self._set(code, school=school, board=board)

    async def set_consent(self, code: str, consent: Consent, on: str | None) -> None:
        """Write down what the school agreed to, and on which day. Raises UnknownSession."""
        await self._set(code, consent=consent, consent_on=on)

    async def delete(self, code: str, reason: str) -> Deletion:
        """Remove every trace of a session and write one line in the register.

        Once it returns the bytes are off the disk too, unless a reader was in the way: then within seconds.

        Raises:
            UnknownSession: there is no such session.
        """
        at = self._now()
        return await self._database.writer.run(lambda db: deleting.delete_session(db, code, reason, at), scrub=True)

    async def delete_if_due(self, code: str) -> Deletion | None:
        """The same at its end date. None, and nothing happens, when it may stay longer or is gone already."""
        at = self._now()
        return await self._database.writer.run(lambda db: _delete_if_due(db, code, at), scrub=True)

    async def deletions(self) -> "list[Deletion]":
        """The deletion register, the oldest first."""
        return await self._database.read(deleting.register)

    async def backups(self) -> "list[Backup]":
        """The copies that the register knows, the oldest first, also those that are gone."""
        return await self._database.read(deleting.copies)

    async def note_backup(self, copy: Backup) -> None:
        """Write a copy in the register, in the place of what was known of it."""
        await self._database.writer.run(lambda db: deleting.note_copy(db, copy))

    async def _set(self, code: str, **values: object) -> None:
        statement = update(sessions).where(sessions.c.code == code).values(**values)

        def change(connection: Connection) -> None:
            if connection.execute(statement).rowcount == 0:
                raise UnknownSession(f"no session {code}")

        await self._database.writer.run(change)


def _record(row: RowMapping) -> SessionRecord:
    return SessionRecord(**row)


def _delete_if_due(connection: Connection, code: str, at: int) -> Deletion | None:
    hold = select(sessions.c.code).where(sessions.c.code == code).with_for_update()
    if connection.execute(hold).first() is None:
        return None
    # In a statement of its own, to see what somebody stored whom we waited for.
    found = _record(connection.execute(_GET, {"code": code}).mappings().one())
    return deleting.delete_session(connection, code, "end date", at) if found.delete_on <= at else None


def _create(
    connection: Connection, record: SessionRecord, pack: bytes, tokens: Sequence[Token], first: Entry | None
) -> list[str]:
    if connection.execute(_GET, {"code": record.code}).first() is not None:
        raise CodeTaken(record.code)
    _keep_pack(connection, record.pack_sha256, pack)
    try:
        with connection.begin_nested():
            connection.execute(insert(sessions), {each.name: getattr(record, each.name) for each in sessions.c})
    except IntegrityError:  # another worker drew the same code in this very moment
        raise CodeTaken(record.code) from None
    if first is not None and (fault := entries.store(connection, [[first]])[0]) is not None:
        raise fault
    return add_tokens(connection, tokens)


def _keep_pack(connection: Connection, sha256: str, content: bytes) -> None:
    """Store it unless it is there, and keep it there till the end: nobody may drop it as unused in between."""
    while connection.execute(_HOLD_PACK, {"sha256": sha256}).first() is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(packs), {"sha256": sha256, "content": content})
        except IntegrityError:  # another worker stored it in this very moment
            continue
