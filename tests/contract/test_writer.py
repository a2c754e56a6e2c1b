"""Group commit: many share one transaction, and nobody pays for a neighbour's mistake."""

import asyncio
import contextlib
import logging
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator, Generator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError
from store_makers import CODE, CODES, OTHER, entry, held, queued, record

from app.store import (
    BadEntry,
    Ballot,
    Conflict,
    DuplicateCommand,
    SqlEventLog,
    Store,
    StoreBusy,
    StoreFailed,
    UnknownSession,
    migrate,
    open_database,
    writer,
)


@contextlib.contextmanager
def counting_commits() -> Generator[list[Connection]]:
    seen: list[Connection] = []

    def note(connection: Connection) -> None:
        seen.append(connection)

    event.listen(Engine, "commit", note)
    yield seen
    event.remove(Engine, "commit", note)


async def test_what_waits_together_is_one_commit(store: Store) -> None:
    with counting_commits() as commits:
        async with held(store.database):
            waiting = [asyncio.create_task(store.log.append(entry(0, session=code))) for code in CODES]
            await queued()
        await asyncio.gather(*waiting)
    assert len(commits) == 2  # the holder's and theirs


class Watch:
    """The writer's clock: sleeping takes no time but on it. With a `gate`, it waits for that too."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self.asleep = threading.Event()
        self.gate: threading.Event | None = None

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        self.asleep.set()
        assert self.gate is None or self.gate.wait(30)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def watched(store: Store, url: str, watch: Watch) -> AsyncIterator[Store]:
    """The store, whose writer rests by `watch`."""
    database = open_database(url, watch=watch)
    yield replace(store, database=database, log=SqlEventLog(database))
    await database.close()


async def shared_commit_of_others(store: Store) -> None:
    async with held(store.database):
        waiting = [asyncio.create_task(store.log.append(entry(0, session=code))) for code in CODES[1:]]
        await queued()
    await asyncio.gather(*waiting)


async def test_after_a_commit_that_several_shared_the_disk_rests_once(watched: Store, watch: Watch) -> None:
    await watched.log.append(entry(0, session=CODES[0]))
    await watched.log.append(entry(1, session=CODES[0]))
    assert watch.slept == []  # nobody waits for others who are not there
    await shared_commit_of_others(watched)
    await watched.log.append(entry(1, session=CODES[1]))
    assert sum(watch.slept) >= writer.REST_SECONDS
    rested = len(watch.slept)
    await watched.log.append(entry(2, session=CODES[1]))
    assert len(watch.slept) == rested


async def test_enough_that_wait_end_the_rest(watched: Store, watch: Watch) -> None:
    await shared_commit_of_others(watched)
    watch.gate = threading.Event()
    waiting = [asyncio.create_task(watched.log.append(entry(0, session=CODES[0])))]
    await asyncio.to_thread(watch.asleep.wait, 30)
    others = (watched.log.append(entry(n, session=CODES[0])) for n in range(1, writer.ENOUGH + 1))
    waiting += [asyncio.create_task(each) for each in others]
    await queued()
    watch.gate.set()
    await asyncio.gather(*waiting)
    assert len(watch.slept) == 1


async def test_a_bad_entry_leaves_its_neighbours_alone(store: Store) -> None:
    await store.log.append(entry(0, session=CODES[2], command_id="once"))
    batch = [
        entry(0, session=CODE),
        entry(5, session=OTHER),
        entry(1, session=CODES[2], command_id="once"),
        entry(0, session=CODES[3], ballots=(Ballot("no such box", "k", b""),)),
        entry(0, session=CODES[4], data=cast(bytes, "text")),
        entry(0, session=CODES[5], command_id="\ud800"),
        entry(0, session=CODES[6], data=cast(bytes, 2**70)),
        entry(0, session="NOBODY"),
        entry(1, session=CODE),
        entry(0, session=CODES[7]),
    ]
    async with held(store.database):
        waiting = [asyncio.create_task(store.log.append(one)) for one in batch]
        await queued()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [None if result is None else type(result) for result in results] == [
        None,
        Conflict,
        DuplicateCommand,
        BadEntry,
        BadEntry,
        BadEntry,
        BadEntry,
        UnknownSession,
        None,
        None,
    ]
    assert [await store.log.last_seq(code) for code in CODES[:8]] == [2, 0, 1, 0, 0, 0, 0, 1]


async def test_an_error_does_not_tell_the_answer(store: Store) -> None:
    with pytest.raises(BadEntry) as raised:
        await store.log.append(entry(0, ballots=(Ballot("no such box", "the-key", b"the-answer"),)))
    told = "".join(str(error) for error in (raised.value, raised.value.__cause__))
    assert "foreign key" in told.lower()
    assert "the-" not in told


async def test_a_failing_function_takes_back_its_own_work_only(store: Store) -> None:
    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("DELETE FROM sessions")
        raise LookupError("a mistake")

    async with held(store.database):
        before = asyncio.create_task(store.log.append(entry(0, session=CODE)))
        failing = asyncio.create_task(store.database.writer.run(fail))
        after = asyncio.create_task(store.log.append(entry(0, session=OTHER)))
        await queued()
    with pytest.raises(LookupError):
        await failing
    await asyncio.gather(before, after)
    assert len(await store.sessions.list()) == len(CODES)


async def test_a_locked_database_fails_the_batch_and_the_writer_lives_on(
    store: Store, url: str, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "app.store.writer")
    impatient = open_database(url, busy_ms=10)
    log = SqlEventLog(impatient)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        results = await asyncio.gather(
            log.append(entry(0)), log.append(entry(0, session=OTHER)), return_exceptions=True
        )
        other.execute("ROLLBACK")
    assert [type(result) for result in results] == [StoreFailed, StoreFailed]
    assert (await log.last_seq(CODE), await log.last_seq(OTHER)) == (0, 0)
    await log.append(entry(0))
    await impatient.close()


async def test_a_full_disk_fails_the_batch_and_stores_nothing_of_it(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "app.store.writer")

    def no_more_pages(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite makes it the present size

    await store.database.writer.run(no_more_pages)
    async with held(store.database):
        small = asyncio.create_task(store.log.append(entry(0, session=OTHER)))
        large = asyncio.create_task(store.log.append(entry(0, data=b"x" * 1_000_000)))
        await queued()
    results = await asyncio.gather(small, large, return_exceptions=True)
    assert [type(result) for result in results] == [StoreFailed, StoreFailed]
    assert (await store.log.last_seq(CODE), await store.log.last_seq(OTHER)) == (0, 0)
    await store.log.append(entry(0, data=b"x" * 1_000_000))  # a new connection, without the limit


def moved(path: Path, instead: str | None = None) -> Path:
    """Where the file is now; `instead` says what lies in its place."""
    away = path.rename(path.with_name("moved.db"))
    if instead is not None:
        path.write_bytes(away.read_bytes() if instead == "copy" else b"")
    return away


def lies_at(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


@pytest.mark.parametrize("instead", [None, "empty", "copy"])
async def test_a_file_that_was_moved_takes_no_writes_until_it_is_back(
    store: Store, path: Path, instead: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """SQLite would go on in the moved file, where nobody looks; and opening another one would mix the two."""
    caplog.set_level(logging.CRITICAL, "app.store.writer")
    await store.log.append(entry(0))
    await store.database.ping()
    away = moved(path, instead)
    found = lies_at(path)
    for base in (1, 1):  # also when the connection is new
        with pytest.raises(StoreFailed):
            await store.log.append(entry(base))
        with pytest.raises(StoreFailed):
            await store.sessions.create(record("MOVED1"), b"pack")
    with pytest.raises(StoreFailed):
        await store.database.ping()
    assert lies_at(path) == found
    away.rename(path)
    await store.database.ping()
    await store.log.append(entry(1))
    assert [each.seq for each in await store.log.read(CODE)] == [1, 2]
    assert await store.sessions.get("MOVED1") is None


async def move(store: Store, path: Path, to: Path) -> None:
    """Somebody moves it while the writer is at work."""
    await store.database.writer.run(lambda _: path.rename(to))


async def test_a_file_that_is_moved_in_the_middle_of_a_transaction_takes_nothing_of_it(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "app.store.writer")
    away = path.with_name("moved.db")
    async with held(store.database):
        waiting = [asyncio.create_task(store.log.append(entry(0))), asyncio.create_task(move(store, path, away))]
        await queued()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [StoreFailed, StoreFailed]
    away.rename(path)
    assert await store.log.last_seq(CODE) == 0
    await store.log.append(entry(0))


async def test_a_full_queue_says_so_at_once(store: Store, url: str) -> None:
    database = open_database(url, queue_limit=2)
    log = SqlEventLog(database)
    async with held(database):
        waiting = [asyncio.create_task(log.append(entry(0, session=code))) for code in CODES[:2]]
        await queued()
        with pytest.raises(StoreBusy):
            await log.append(entry(0, session=CODES[2]))
    await asyncio.gather(*waiting)
    assert await log.last_seq(CODES[2]) == 0
    await database.close()


async def test_a_caller_that_goes_away_does_not_disturb_the_others(store: Store) -> None:
    async with held(store.database):
        leaving = asyncio.create_task(store.log.append(entry(0, session=CODE)))
        staying = asyncio.create_task(store.log.append(entry(0, session=OTHER)))
        await queued()
        leaving.cancel()
    await staying
    assert await store.log.last_seq(OTHER) == 1
    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_closing_finishes_what_is_queued(store: Store, url: str) -> None:
    database = open_database(url)
    log = SqlEventLog(database)
    waiting = [asyncio.create_task(log.append(entry(0, session=code))) for code in CODES]
    await queued()
    await database.close()
    await asyncio.gather(*waiting)
    assert await store.log.last_seq(CODES[-1]) == 1
    with pytest.raises(StoreFailed):
        await log.append(entry(1))
    with pytest.raises(StoreFailed):
        await log.read(CODE)
    await database.close()


async def test_a_database_that_was_never_migrated_cannot_be_read(empty: str, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    database = open_database(empty)
    with pytest.raises(StoreFailed):
        await SqlEventLog(database).read(CODE)
    await database.close()


async def test_every_connection_is_durable_and_forgets(store: Store, path: Path) -> None:
    def pragmas(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    expected = ["wal", 2, 1, 1, 5000]
    assert await store.database.writer.run(pragmas) == expected
    assert await store.database.read(pragmas) == expected
    await store.database.ping()


@pytest.mark.parametrize(
    "wrong",
    ["sqlite://", "sqlite:///:memory:", "postgresql://localhost/x", "postgresql+psycopg://localhost", "mysql://x/y"],
)
def test_only_files_of_sqlite_and_postgresql_by_psycopg_can_be_opened(wrong: str) -> None:
    with pytest.raises(ValueError):
        open_database(wrong)


async def test_what_the_database_refuses_is_said_once_until_it_works_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Clients try as long as it takes: a line for each would help to fill a disk that is full."""
    migrate(url := f"sqlite:///{tmp_path / 'full.db'}")
    database = open_database(url)

    def refuse(_: Connection) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    for _ in range(3):
        with pytest.raises(StoreFailed):
            await database.writer.run(refuse)
    await database.writer.run(lambda _: None)
    with pytest.raises(StoreFailed):
        await database.writer.run(refuse)
    await database.close()
    full = "nothing can be stored: database or disk is full"
    assert [record.getMessage() for record in caplog.records] == [full, "storing works again", full]
    assert not any(record.exc_info for record in caplog.records)


async def test_a_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    migrate(url := f"sqlite:///{tmp_path / 'own' / 'new.db'}")
    database = open_database(url)
    await database.writer.run(lambda db: db.execute(text("CREATE TABLE x (y)")))
    rights = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "own").iterdir()}
    await database.close()
    assert rights == {"new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600}
