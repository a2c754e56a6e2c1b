"""Deleting a session so that nothing of it is left, and remembering only that it was."""

import hashlib
import json
from dataclasses import asdict

from sqlalchemy import Connection, Table, delete, exists, insert, select

from app.store.errors import UnknownSession
from app.store.records import Backup, Deletion
from app.store.tables import (
    annotations,
    backups,
    ballots,
    boxes,
    commands,
    deletions,
    events,
    links,
    packs,
    sessions,
    tokens,
)

# Children before parents. A table of session data that is not in this list fails a test.
PARTS: tuple[Table, ...] = (annotations, ballots, boxes, commands, events, links, tokens)


def delete_session(connection: Connection, code: str, reason: str, at: int) -> Deletion:
    """Delete in the caller's transaction; `at` is ms UTC. Raises UnknownSession."""
    statement = select(sessions.c.created_at, sessions.c.pack_sha256).where(sessions.c.code == code).with_for_update()
    found = connection.execute(statement).first()
    if found is None:
        raise UnknownSession(f"no session {code}")
    # a plain str: JSON takes no name of SQLAlchemy's for a key
    counts = {str(part.name): connection.execute(delete(part).where(part.c.session == code)).rowcount for part in PARTS}
    connection.execute(delete(sessions).where(sessions.c.code == code))
    _drop_unused_pack(connection, found.pack_sha256)
    line = Deletion(hashlib.sha256(code.encode()).hexdigest(), found.created_at, at, reason, counts)
    _write(connection, line)
    return line


def register(connection: Connection) -> list[Deletion]:
    """All lines of the deletion register, the oldest first."""
    rows = connection.execute(select(deletions).order_by(deletions.c.id))
    return [
        Deletion(row.code_sha256, row.created_at, row.deleted_at, row.reason, json.loads(row.counts)) for row in rows
    ]


def copies(connection: Connection) -> list[Backup]:
    """The copies that the register knows, the oldest first."""
    rows = connection.execute(select(backups).order_by(backups.c.made_at, backups.c.name))
    return [Backup(*row) for row in rows]


def note_copy(connection: Connection, copy: Backup) -> None:
    """Write a copy in the register, in the place of what was known of it."""
    connection.execute(delete(backups).where(backups.c.name == copy.name))
    connection.execute(insert(backups), asdict(copy))


def _drop_unused_pack(connection: Connection, sha256: str) -> None:
    # Held first, where several workers write: who is making a session with this pack is done by the time we look.
    connection.execute(select(packs.c.sha256).where(packs.c.sha256 == sha256).with_for_update())
    used = exists().where(sessions.c.pack_sha256 == sha256)
    connection.execute(delete(packs).where(packs.c.sha256 == sha256, ~used))


def _write(connection: Connection, line: Deletion) -> None:
    connection.execute(
        insert(deletions),
        {
            "code_sha256": line.code_sha256,
            "created_at": line.created_at,
            "deleted_at": line.deleted_at,
            "reason": line.reason,
            "counts": json.dumps(line.counts),
        },
    )
