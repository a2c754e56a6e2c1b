"""What only PostgreSQL has: other workers that write at the same time, and restarts while we go on."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, make_url
from store_makers import CODE, CODES, OTHER, entry, record

from app.store import (
    Ballot,
    CodeTaken,
    Conflict,
    DuplicateCommand,
    Outcome,
    SqlEventLog,
    Store,
    StoreFailed,
    migrate,
    open_database,
    open_store,
)
from tests.support.services import Cluster, new_database

BOX = "pulse:before:now"


@pytest.fixture
def url(postgres: str, template: str) -> Iterator[str]:
    with new_database(postgres, template) as url:
        yield url


@pytest.fixture
async def other(store: Store, url: str) -> AsyncIterator[Store]:
    """The store of another worker."""
    other = open_store(url, now=lambda: 5_000)
    yield other
    await other.close()


async def test_a_commit_is_on_disk_and_nothing_waits_for_ever(store: Store) -> None:
    def settings(connection: Connection) -> list[object]:
        names = ("synchronous_commit", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        return [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names]

    expected = ["on", "5s", "4s", "10s"]
    assert await store.database.writer.run(settings) == expected
    assert await store.database.read(settings) == expected
    await store.database.ping()


async def test_a_database_without_an_encoding_keeps_every_letter(postgres: str) -> None:
    """So PostgreSQL makes them where no language is set, as in a bare container."""
    with new_database(postgres, "template0", "ENCODING SQL_ASCII LC_COLLATE 'C' LC_CTYPE 'C'") as url:
        migrate(url)
        store = open_store(url)
        await store.sessions.create(replace(record(CODE), title="Zoë ⛺"), b"pack")
        found = await store.sessions.get(CODE)
        assert found is not None
        assert found.title == "Zoë ⛺"
        await store.close()


async def test_options_of_the_url_are_kept(url: str) -> None:
    wanted = make_url(url).update_query_dict({"options": "-c work_mem=7MB"})
    database = open_database(wanted.render_as_string(hide_password=False))
    show = "SELECT current_setting('work_mem') || ' ' || current_setting('lock_timeout')"
    assert await database.read(lambda db: db.exec_driver_sql(show).scalar()) == "7MB 4s"
    await database.close()


# Several workers

COMMANDS = 12


async def work(store: Store, session: str, name: str) -> int:
    """Store commands as a room does: on a conflict read what others wrote, and decide again."""
    conflicts = base = 0
    for number in range(COMMANDS):
        while True:
            try:
                await store.log.append(entry(base, session=session, command_id=f"{name}-{number}"))
            except Conflict:
                conflicts += 1
                base = await store.log.last_seq(session)
            else:
                base += 1
                break
    return conflicts


async def test_two_workers_write_in_the_same_sessions_and_nothing_is_lost(store: Store, other: Store) -> None:
    names = {"a": store, "b": other, "c": store}
    conflicts = await asyncio.gather(*(work(one, code, name) for code in CODES[:6] for name, one in names.items()))
    assert sum(conflicts) > 0
    for code in CODES[:6]:
        assert [found.seq for found in await store.log.read(code)] == [*range(1, 3 * COMMANDS + 1)]
        for name in names:
            outcomes = [await other.log.outcome(code, "s_1", f"{name}-{number}") for number in range(COMMANDS)]
            assert None not in outcomes


async def test_the_same_command_at_two_workers_is_decided_once(store: Store, other: Store) -> None:
    for base in range(10):
        both = (one.log.append(entry(base, command_id=f"ring-{base}")) for one in (store, other))
        results = await asyncio.gather(*both, return_exceptions=True)
        assert sorted(type(result).__name__ for result in results) == ["DuplicateCommand", "NoneType"]


async def test_two_workers_open_one_box(store: Store, other: Store) -> None:
    for number in range(10):
        secrets = await asyncio.gather(*(one.log.box_secret(CODE, f"{BOX}{number}") for one in (store, other)))
        assert len(set(secrets)) == 1


async def test_two_workers_draw_one_code(store: Store, other: Store) -> None:
    for number in range(10):
        new = record(f"NEW{number}", sha256=f"pack{number}")
        both = (one.sessions.create(new, b"pack") for one in (store, other))
        results = await asyncio.gather(*both, return_exceptions=True)
        assert sorted(type(result).__name__ for result in results) == ["CodeTaken", "list"], CodeTaken


async def test_a_pack_is_not_dropped_under_a_new_session(store: Store, other: Store) -> None:
    await store.sessions.create(record("OLD0", sha256="shared"), b"pack")
    for number in range(10):
        new = record(f"OLD{number + 1}", sha256="shared")
        await asyncio.gather(store.sessions.delete(f"OLD{number}", "over"), other.sessions.create(new, b"pack"))
        assert await store.sessions.pack("shared") == b"pack"


async def test_a_new_set_of_cards_voids_that_of_another_worker_in_the_same_moment(store: Store, other: Store) -> None:
    for _ in range(10):
        await asyncio.gather(
            store.tokens.replace_cards(CODE, {"card-a": "s_1"}), other.tokens.replace_cards(CODE, {"card-b": "s_1"})
        )
        found = [await store.tokens.find_card(secret) for secret in ("card-a", "card-b")]
        assert sorted(card.seat or "" for card in found if card) == ["s_1"]


async def test_a_new_seat_code_voids_that_of_another_worker_in_the_same_moment(store: Store, other: Store) -> None:
    for turn in range(10):
        codes = {f"A{turn}": store, f"B{turn}": other}
        made = [one.tokens.replace_seat_code(CODE, "s_1", code, lasts_ms=1_000) for code, one in codes.items()]
        await asyncio.gather(*made)
        used = [store.tokens.redeem_seat_code(code) for code in codes]
        results = await asyncio.gather(*used, return_exceptions=True)
        assert sorted(type(one).__name__ for one in results) == ["LinkSpent", "tuple"]


@pytest.mark.slow
async def test_counted_answers_are_out_of_the_tables_files(store: Store) -> None:
    """What may stay in an index is an HMAC's text, whose secret is gone."""
    secret = await store.log.box_secret(CODE, BOX)
    await store.log.box_secret(OTHER, BOX)
    await store.log.append(entry(0, session=OTHER, ballots=(Ballot(BOX, "stays", b"stays"),)))
    ballots = tuple(Ballot(BOX, f"key-{number}", b"marker-%d" % number) for number in range(30))
    await store.log.append(entry(0, ballots=ballots))
    assert b"marker-7" in await files(store)
    await store.log.append(entry(1, counted=(BOX,)))
    # At once, but for who still reads here: PostgreSQL itself may look after its tables.
    async with asyncio.timeout(120):
        while [trace for trace in (secret, b"marker-", b"key-3") if trace in await files(store)]:
            pass


async def files(store: Store) -> bytes:
    """The files of the tables with answers, as they lie on the server's disk."""

    def read(connection: Connection) -> bytes:
        connection.exec_driver_sql("CHECKPOINT")
        names = ("ballots", "boxes")
        paths = [f"SELECT pg_read_binary_file(pg_relation_filepath('{name}'))" for name in names]
        return b"".join(bytes(connection.exec_driver_sql(path).scalar_one()) for path in paths)

    return await store.database.read(read)


# It is gone for a moment


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with Cluster.running() as cluster:
        yield cluster


@pytest.fixture
def alone(cluster: Cluster) -> str:
    """A database in a PostgreSQL that nobody else uses."""
    url = cluster.url("postgres").replace("postgresql:", "postgresql+psycopg:")
    migrate(url)
    return url


@pytest.mark.slow
@pytest.mark.parametrize("how", ["fast", "immediate"])
async def test_commands_wait_for_a_restart_and_none_is_lost(cluster: Cluster, alone: str, how: str) -> None:
    store = open_store(alone)
    for code in CODES[:4]:
        await store.sessions.create(record(code), b"pack")
    working = [asyncio.create_task(go_on(store, code)) for code in CODES[:4]]
    for _ in range(2):
        await until_all_moved(store)
        await asyncio.to_thread(cluster.stop, how)
        reading = asyncio.create_task(store.sessions.get(CODE))
        await asyncio.to_thread(cluster.start)
        found = await reading
        assert found is not None
        assert found.code == CODE
    await until_all_moved(store)
    for task in working:
        task.cancel()
    acked = [len(await task) for task in working]
    stored = [await store.log.last_seq(code) for code in CODES[:4]]
    assert all(0 <= there - known <= 1 for there, known in zip(stored, acked, strict=True)), (stored, acked)
    await store.close()


async def go_on(store: Store, session: str) -> list[int]:
    """Append until told to stop; an answer that was lost is looked up, as a room does."""
    acked: list[int] = []
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            try:
                await store.log.append(entry(len(acked), session=session, command_id=f"c{len(acked)}"))
            except DuplicateCommand:
                assert await store.log.outcome(session, "s_1", f"c{len(acked)}") == Outcome(len(acked) + 1)
            acked.append(len(acked) + 1)
    return acked


async def until_all_moved(store: Store) -> None:
    """Until each session has grown by some commands."""
    before = [await store.log.last_seq(code) for code in CODES[:4]]
    async with asyncio.timeout(30):
        while not all([await store.log.last_seq(c) > seq + 5 for c, seq in zip(CODES[:4], before, strict=True)]):
            pass


@pytest.mark.slow
async def test_who_waits_too_long_is_told_and_later_all_is_well(
    cluster: Cluster, alone: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "app.store.writer")
    store = open_store(alone)
    await store.sessions.create(record(CODE), b"pack")
    await store.close()
    impatient = open_database(alone, busy_ms=300)
    log = SqlEventLog(impatient)
    cluster.stop()
    with pytest.raises(StoreFailed):
        await log.append(entry(0, command_id="late"))
    with pytest.raises(StoreFailed):
        await log.read(CODE)
    with pytest.raises(StoreFailed):
        await impatient.ping()
    cluster.start()
    await log.append(entry(0, command_id="late"))
    assert await log.last_seq(CODE) == 1
    await impatient.close()


async def test_an_answer_that_got_lost_is_no_second_effect(store: Store, url: str) -> None:
    """PostgreSQL commits, and the connection breaks before it can say so."""
    async with cutting_off_commits(url) as (through, cut):
        worker = open_store(through)
        await worker.log.append(entry(0))
        cut.set()
        with pytest.raises(DuplicateCommand):
            await worker.log.append(entry(1, command_id="unsure"))
        assert not cut.is_set()
        assert await worker.log.outcome(CODE, "s_1", "unsure") == Outcome(2)
        assert await worker.log.last_seq(CODE) == 2
        cut.set()
        with pytest.raises(StoreFailed):  # what is no entry cannot be looked up: it is not tried a second time
            await worker.sessions.set_title(CODE, "unsure")
        await worker.close()


@contextlib.asynccontextmanager
async def cutting_off_commits(url: str) -> AsyncGenerator[tuple[str, asyncio.Event]]:
    """A way to the database on which the next commit is carried over, but not its answer, once the event is set."""
    cut, parsed = asyncio.Event(), make_url(url)

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection(parsed.host, parsed.port or 5432)
        back = asyncio.create_task(carry_back(up_reader, writer))
        while data := await reader.read(65536):
            cutting = cut.is_set() and b"COMMIT" in data
            if cutting:
                back.cancel()
                await asyncio.gather(back, return_exceptions=True)
            up_writer.write(data)
            if cutting:
                await up_reader.read(65536)
                cut.clear()
                break
        back.cancel()
        await asyncio.gather(back, return_exceptions=True)
        for each in (writer, up_writer):
            each.close()

    async def carry_back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)

    async with await asyncio.start_server(carry, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield parsed.set(host="127.0.0.1", port=port, query={"sslmode": "disable"}).render_as_string(False), cut
