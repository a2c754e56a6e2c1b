"""Who signed in, exported or deleted, and who changed what others may: that it happened, never what it said."""

from sqlalchemy import Connection, delete, insert, select

from app.store.clock import Clock, utc_ms
from app.store.database import Database
from app.store.records import Audited
from app.store.tables import audit

DAY_MS = 24 * 3_600_000


class Audit:
    """The audit log. Writing a line also drops those that are older than may be."""

    def __init__(self, database: Database, now: Clock = utc_ms) -> None:
        self._database = database
        self._now = now

    async def write(self, what: str, who: str, about: str | None = None, *, keep_days: int) -> None:
        """Add a line."""
        line = Audited(self._now(), what, who, about)
        await self._database.writer.run(lambda db: _write(db, line, line.at - keep_days * DAY_MS))

    async def drop(self, *, keep_days: int) -> None:
        """Forget what is older than may be."""
        until = self._now() - keep_days * DAY_MS
        await self._database.writer.run(lambda db: _drop(db, until))

    async def newest(self, most: int) -> list[Audited]:
        """The newest lines, the newest first."""
        statement = select(audit.c.at, audit.c.what, audit.c.who, audit.c.about)
        statement = statement.order_by(audit.c.id.desc()).limit(most)
        return await self._database.read(lambda db: [Audited(*row) for row in db.execute(statement)])


def _write(db: Connection, line: Audited, until: int) -> None:
    _drop(db, until)
    db.execute(insert(audit), {"at": line.at, "what": line.what, "who": line.who, "about": line.about})


def _drop(db: Connection, until: int) -> None:
    db.execute(delete(audit).where(audit.c.at <= until))
