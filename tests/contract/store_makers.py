"""Small makers of entries and records, so that a test names only what it is about."""

import asyncio
import itertools
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from app.store import Ballot, Database, Entry, Outcome, SessionRecord, StoredEvent

CODES = [f"CODE{number:02}" for number in range(20)]
CODE, OTHER = CODES[0], CODES[1]

_ids = itertools.count(1)


def event(seq: int, data: bytes = b"{}") -> StoredEvent:
    return StoredEvent(seq, at=1_795_305_600_000 + seq, type="NoteTaken", version=1, data=data)


def entry(
    base: int,
    *,
    session: str = CODE,
    seat: str = "s_1",
    command_id: str | None = None,
    events: int = 1,
    data: bytes = b"{}",
    ballots: tuple[Ballot, ...] = (),
    counted: tuple[str, ...] = (),
) -> Entry:
    facts = tuple(event(base + step, data) for step in range(1, events + 1))
    command_id = command_id or f"c{next(_ids)}"
    return Entry(session, base, seat, command_id, Outcome(base + events), facts, ballots, counted)


def reject(base: int, code: str, command_id: str, field: str | None = None) -> Entry:
    return Entry(CODE, base, "s_1", command_id, Outcome(base, code, field))


def record(
    code: str = CODE,
    *,
    owner: str = "ann",
    title: str = "Session",
    settings: bytes = b"{}",
    sha256: str = "pack-hash",
    created_at: int = 1_000,
    last_at: int | None = None,
    keep_days: int = 90,
) -> SessionRecord:
    last_at = created_at if last_at is None else last_at
    return SessionRecord(code, title, "nl", "basis", "1.0", sha256, owner, settings, created_at, last_at, keep_days)


def bytes_on_disk(path: Path) -> bytes:
    """The database and everything that SQLite keeps beside it."""
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(path.name + "*")))


@asynccontextmanager
async def held(database: Database) -> AsyncGenerator[None]:
    """Keep the writer busy inside a transaction, so that all that is sent meanwhile waits together."""
    started, release = threading.Event(), threading.Event()

    def hold(_connection: object) -> None:
        started.set()
        assert release.wait(5)

    holding = asyncio.create_task(database.writer.run(hold))
    assert await asyncio.to_thread(started.wait, 5)
    try:
        yield
    finally:
        release.set()
        await holding


async def queued() -> None:
    """Let tasks that were just made run until they wait; what they write is in the queue then."""
    await asyncio.sleep(0)
