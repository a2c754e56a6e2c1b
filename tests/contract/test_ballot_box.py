"""Single answers: replaceable while the box is open, gone without a trace when it is counted."""

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest
from store_makers import CODE, OTHER, bytes_on_disk, entry

from app.store import BadEntry, Ballot, EventLog, Store, UnknownSession, open_store

BOX = "pulse:before:now"


async def test_a_secret_is_drawn_once_per_box(log: EventLog) -> None:
    first, *others = await asyncio.gather(*(log.box_secret(CODE, BOX) for _ in range(10)))
    assert len(first) == 32
    assert set(others) == {first}
    assert await log.box_secret(CODE, "vote:1") != first
    assert await log.box_secret(OTHER, BOX) != first


async def test_an_answer_replaces_the_one_before(log: EventLog) -> None:
    await log.box_secret(CODE, BOX)
    await log.append(entry(0, ballots=(Ballot(BOX, "k1", b"old"), Ballot(BOX, "k2", b"two"))))
    await log.append(entry(1, ballots=(Ballot(BOX, "k1", b"new"),)))
    assert await log.ballots(CODE, BOX) == {"k1": b"new", "k2": b"two"}


async def test_the_last_of_two_answers_in_one_entry_counts(log: EventLog) -> None:
    await log.box_secret(CODE, BOX)
    await log.append(entry(0, ballots=(Ballot(BOX, "k", b"old"), Ballot(BOX, "k", b"new"))))
    assert await log.ballots(CODE, BOX) == {"k": b"new"}


async def test_each_answer_that_is_put_in_shows_in_the_number_of_changes(log: EventLog) -> None:
    assert await log.changes([CODE, OTHER]) == {}
    await log.box_secret(CODE, BOX)
    await log.box_secret(CODE, "vote:1")
    numbers = [await log.changes([CODE])]
    for base, box in enumerate((BOX, BOX, "vote:1")):
        await log.append(entry(base, ballots=(Ballot(box, "k", b"a%d" % base),)))
        numbers.append(await log.changes([CODE, OTHER]))
    assert numbers == [{CODE: 0}, {CODE: 1}, {CODE: 2}, {CODE: 3}]
    await log.append(entry(3, counted=(BOX, "vote:1")))
    assert await log.changes([CODE]) == {}


async def test_answers_do_not_tell_who_was_first(log: EventLog) -> None:
    await log.box_secret(CODE, BOX)
    for base, key in enumerate("cab"):
        await log.append(entry(base, ballots=(Ballot(BOX, key, b"{}"),)))
    assert [*await log.ballots(CODE, BOX)] == ["a", "b", "c"]


async def test_counting_destroys_the_answers_and_the_secret_of_that_box_only(log: EventLog) -> None:
    secret, other = await log.box_secret(CODE, BOX), await log.box_secret(CODE, "vote:1")
    await log.append(entry(0, ballots=(Ballot(BOX, "k", b"a"), Ballot("vote:1", "k", b"b"))))
    await log.append(entry(1, counted=(BOX,)))
    assert await log.ballots(CODE, BOX) == {}
    assert await log.ballots(CODE, "vote:1") == {"k": b"b"}
    assert await log.box_secret(CODE, "vote:1") == other
    assert await log.box_secret(CODE, BOX) != secret


async def test_an_answer_to_a_counted_box_is_refused_whole(log: EventLog) -> None:
    await log.box_secret(CODE, BOX)
    await log.append(entry(0, counted=(BOX,)))
    with pytest.raises(BadEntry):
        await log.append(entry(1, ballots=(Ballot(BOX, "k", b"late"),)))
    assert await log.last_seq(CODE) == 1


async def test_a_failed_entry_destroys_nothing(log: EventLog) -> None:
    await log.box_secret(CODE, BOX)
    await log.append(entry(0, ballots=(Ballot(BOX, "k", b"a"),), command_id="once"))
    for late in (entry(0, counted=(BOX,)), entry(1, counted=(BOX,), command_id="once")):
        with pytest.raises(Exception, match=r"seq|decided"):
            await log.append(late)
    assert await log.ballots(CODE, BOX) == {"k": b"a"}


async def test_a_secret_is_on_disk_before_it_is_known(store: Store, url: str) -> None:
    secret = await store.log.box_secret(CODE, BOX)
    other = open_store(url)
    assert await other.log.box_secret(CODE, BOX) == secret
    await other.close()


async def test_no_secret_for_a_session_that_does_not_exist(store: Store) -> None:
    with pytest.raises(UnknownSession):
        await store.log.box_secret("NOBODY", BOX)


async def test_counted_answers_leave_no_bytes_in_the_file(store: Store, path: Path) -> None:
    secret = await store.log.box_secret(CODE, BOX)
    ballots = tuple(Ballot(BOX, f"key-{number}", b"marker-%d" % number) for number in range(30))
    await store.log.append(entry(0, ballots=ballots))
    await store.log.append(entry(1, ballots=(Ballot(BOX, "key-3", b"changed"),)))
    assert b"marker-7" in bytes_on_disk(path)
    await store.log.append(entry(2, counted=(BOX,)))
    left = bytes_on_disk(path)
    assert not [trace for trace in (secret, b"marker-", b"changed", b"key-3") if trace in left]


async def test_a_reader_in_the_way_only_delays_the_destruction(store: Store, path: Path) -> None:
    await store.log.box_secret(CODE, BOX)
    await store.log.append(entry(0, ballots=(Ballot(BOX, "k", b"marker"),)))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        await store.log.append(entry(1, counted=(BOX,)))
        assert b"marker" in bytes_on_disk(path)
        reader.execute("COMMIT")
    await store.log.append(entry(2, session=CODE))
    assert b"marker" not in bytes_on_disk(path)
