"""What reviewers write beside a moment of a session. It is no part of the log, and never changes it."""

import secrets
from dataclasses import astuple, fields

from sqlalchemy import Connection, delete, func, insert, select, update

from app.store.clock import Clock, utc_ms
from app.store.database import Database
from app.store.errors import TooManyAnnotations, UnknownSession
from app.store.records import Annotation
from app.store.tables import annotations, sessions

_COLUMNS = [annotations.c[each.name] for each in fields(Annotation)]
ID_BYTES = 9


class Annotations:
    """Annotations by session."""

    def __init__(self, database: Database, now: Clock = utc_ms) -> None:
        self._database = database
        self._now = now

    async def of(self, session: str) -> list[Annotation]:
        """All of a session, in the order of their moments."""
        mine = select(*_COLUMNS).where(annotations.c.session == session)
        mine = mine.order_by(annotations.c.seq, annotations.c.at, annotations.c.id)
        return await self._database.read(lambda db: [Annotation(*row) for row in db.execute(mine)])

    async def add(self, session: str, seq: int, text: str, author: str, role: str, *, most: int) -> Annotation:
        """Write one beside event `seq`.

        Raises:
            UnknownSession: there is no such session.
            TooManyAnnotations: it has `most` of them.
        """
        new = Annotation(secrets.token_urlsafe(ID_BYTES), seq, self._now(), text, author, role)
        await self._database.writer.run(lambda db: _add(db, session, new, most))
        return new

    async def change(self, session: str, id: str, author: str, text: str) -> bool:
        """Put other words in one that this author wrote; False when there is none."""
        theirs = (annotations.c.session == session, annotations.c.id == id, annotations.c.author == author)
        changed = update(annotations).where(*theirs).values(text=text, at=self._now())
        return await self._database.writer.run(lambda db: db.execute(changed).rowcount == 1)

    async def drop(self, session: str, id: str, author: str | None) -> bool:
        """Remove one that this author wrote, or whoever did where `author` is None; False when there is none."""
        gone = delete(annotations).where(annotations.c.session == session, annotations.c.id == id)
        if author is not None:
            gone = gone.where(annotations.c.author == author)
        return await self._database.writer.run(lambda db: db.execute(gone).rowcount == 1)


def _add(db: Connection, session: str, new: Annotation, most: int) -> None:
    # Held till the end where several workers write: of two who write the last one, the second sees the first's.
    if db.execute(select(sessions.c.code).where(sessions.c.code == session).with_for_update()).first() is None:
        raise UnknownSession(f"no session {session}")
    there = select(func.count()).select_from(annotations).where(annotations.c.session == session)
    if db.execute(there).scalar_one() >= most:
        raise TooManyAnnotations(f"{most} are there")
    values = dict(zip([column.name for column in _COLUMNS], astuple(new), strict=True))
    db.execute(insert(annotations), values | {"session": session})
