"""Sessions: made in one piece, found, closed, and deleted without a trace."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select
from store_makers import CODE, OTHER, bytes_on_disk, entry, event, record

from app.store import (
    Ballot,
    CodeTaken,
    Conflict,
    Entry,
    Outcome,
    SessionRecord,
    Store,
    StoredEvent,
    Token,
    UnknownSession,
    open_store,
)
from app.store.deleting import PARTS
from app.store.tables import metadata

NEW = "NEW234"


async def test_a_session_comes_into_being_with_its_pack_tokens_and_first_entry(store: Store) -> None:
    new = record(NEW, title="Lente", settings=b'{"teams":4}', sha256="other")
    rights = [Token(NEW, "facilitator", owner="ann"), Token(NEW, "screen")]
    issued = await store.sessions.create(new, b"pack content", rights, entry(0, session=NEW, command_id="create"))
    assert await store.sessions.get(NEW) == replace(new, last_at=event(1).at)
    assert await store.sessions.pack("other") == b"pack content"
    assert [await store.tokens.find(token) for token in issued] == rights
    assert await store.log.outcome(NEW, "s_1", "create") == Outcome(1)


async def test_a_session_whose_first_entry_is_refused_does_not_exist(store: Store) -> None:
    with pytest.raises(Conflict):
        await store.sessions.create(record(NEW, sha256="other"), b"pack", (), entry(3, session=NEW))
    assert await store.sessions.get(NEW) is None
    assert await store.sessions.pack("other") is None


async def test_of_two_sessions_with_one_code_the_second_is_refused(store: Store) -> None:
    results = await asyncio.gather(
        *(store.sessions.create(record(NEW, title=title), b"pack") for title in "ab"), return_exceptions=True
    )
    assert [type(result) for result in results] == [list, CodeTaken]
    assert (await store.sessions.get(NEW) or record()).title == "a"


async def test_a_list_is_by_age_and_by_owner(store: Store) -> None:
    early, late = record("EARLY2", owner="bob", created_at=1), record("LATE22", owner="bob", created_at=2_000)
    await store.sessions.create(late, b"pack")
    await store.sessions.create(early, b"pack")
    assert await store.sessions.list("bob") == [early, late]
    everything = [found.code for found in await store.sessions.list()]
    assert (everything[0], everything[-1]) == ("EARLY2", "LATE22")


# The end date

DAY = 24 * 3_600_000


@asynccontextmanager
async def at(url: str, now: int) -> AsyncGenerator[Store]:
    """The same database, at a moment of our choice."""
    store = open_store(url, lambda: now)
    yield store
    await store.close()


async def test_a_session_is_of_the_day_on_which_the_room_left_the_lobby(store: Store) -> None:
    await store.sessions.create(record(NEW, created_at=0), b"pack")
    assert [each.played_at for each in await store.sessions.list() if each.code == NEW] == [0]
    names = ("seat_taken", "phase_entered", "phase_entered")
    events = tuple(StoredEvent(seq, (seq + 2) * DAY, name, 1, b"{}") for seq, name in enumerate(names, start=1))
    await store.log.append(Entry(NEW, 0, "s_1", "c1", Outcome(3), events))
    found = await store.sessions.get(NEW)
    assert found is not None
    assert (found.created_at, found.played_at) == (0, 4 * DAY)


async def test_the_end_date_counts_from_what_happened_last(store: Store, url: str) -> None:
    """Made on day 0 and played on day 80, it is still there on day 90."""
    await store.sessions.create(record(NEW, created_at=0, keep_days=90), b"pack")
    await store.sessions.create(record("NEVER2", created_at=0, keep_days=90), b"pack")
    played = StoredEvent(1, 80 * DAY, "made", 1, b"{}")
    await store.log.append(Entry(NEW, 0, "s_1", "c1", Outcome(1), (played,)))
    found = await store.sessions.get(NEW)
    assert found is not None
    assert (found.last_at, found.delete_on) == (80 * DAY, 170 * DAY)
    async with at(url, 90 * DAY - 1) as before:
        assert "NEVER2" not in await before.sessions.due()
    async with at(url, 90 * DAY) as then:
        assert "NEVER2" in await then.sessions.due()
        assert NEW not in await then.sessions.due()
    async with at(url, 170 * DAY) as end:
        assert NEW in await end.sessions.due()


async def test_school_board_and_consent_are_kept_until_it_is_deleted(store: Store) -> None:
    await store.sessions.create(record(NEW), b"pack")
    made = await store.sessions.get(NEW)
    assert made is not None
    assert (made.school, made.board, made.consent, made.consent_on) == ("", "", "not recorded", None)
    await store.sessions.set_place(NEW, "De Linde", "Het Bestuur")
    await store.sessions.set_consent(NEW, "agreed", "2026-11-26")
    (found,) = [each for each in await store.sessions.list() if each.code == NEW]
    assert (found.school, found.board, found.consent, found.consent_on) == (
        *("De Linde", "Het Bestuur", "agreed", "2026-11-26"),
    )
    for change in (store.sessions.set_place("NOBODY", "", ""), store.sessions.set_consent("NOBODY", "refused", None)):
        with pytest.raises(UnknownSession):
            await change


async def test_it_can_be_kept_longer_or_shorter(store: Store, url: str) -> None:
    await store.sessions.create(record(NEW, created_at=0, keep_days=90), b"pack")
    await store.sessions.set_keep_days(NEW, 7)
    async with at(url, 7 * DAY) as week:
        assert NEW in await week.sessions.due()
        await week.sessions.set_keep_days(NEW, 8)
        assert NEW not in await week.sessions.due()
    with pytest.raises(UnknownSession):
        await store.sessions.set_keep_days("NOBODY", 8)


async def test_what_was_due_and_may_stay_longer_by_now_stays(store: Store, url: str) -> None:
    """Between the look at what is due and the deletion somebody played on, or asked for more days."""
    for code in (NEW, "LATER2", "GONE22"):
        await store.sessions.create(record(code, created_at=0, keep_days=1), b"pack")
    async with at(url, DAY) as then:
        assert {NEW, "LATER2", "GONE22"} <= set(await then.sessions.due())
        await store.log.append(Entry(NEW, 0, "s_1", "c1", Outcome(1), (StoredEvent(1, DAY, "made", 1, b"{}"),)))
        await store.sessions.set_keep_days("LATER2", 2)
        deleted = [await then.sessions.delete_if_due(code) for code in (NEW, "LATER2", "GONE22", "GONE22")]
    assert [line and line.reason for line in deleted] == [None, None, "end date", None]
    assert [await store.sessions.get(code) is None for code in (NEW, "LATER2", "GONE22")] == [False, False, True]


async def test_of_two_who_purge_at_once_one_deletes_and_the_register_has_one_line(store: Store, url: str) -> None:
    await store.sessions.create(record(NEW, created_at=0, keep_days=1), b"pack")
    async with at(url, DAY) as one, at(url, DAY) as other:
        deleted = await asyncio.gather(*(each.sessions.delete_if_due(NEW) for each in (one, other)))
    assert sorted(line is None for line in deleted) == [False, True]
    assert len(await store.sessions.deletions()) == 1


async def test_closing_and_renaming(store: Store) -> None:
    await store.sessions.set_closed(CODE, 7_000)
    await store.sessions.set_title(CODE, "Herfst")
    assert await store.sessions.get(CODE) == replace(record(CODE, title="Herfst"), closed_at=7_000)
    await store.sessions.set_closed(CODE, None)
    assert await store.sessions.get(CODE) == record(CODE, title="Herfst")
    await store.sessions.set_rehearsal(CODE)
    await store.sessions.set_rehearsal(CODE)
    kept = await store.sessions.get(CODE)
    assert kept == replace(record(CODE, title="Herfst"), rehearsal=True)
    assert kept is not None
    assert not kept.counts
    with pytest.raises(UnknownSession):
        await store.sessions.set_closed("NOBODY", 1)


async def test_everything_is_there_after_a_restart(store: Store, url: str) -> None:
    await store.log.append(entry(0, command_id="kept"))
    token = await store.tokens.issue(CODE, "seat", "s_1")
    await store.close()
    again = open_store(url)
    assert await again.sessions.get(CODE) == record(CODE, last_at=event(1).at)
    assert await again.log.last_seq(CODE) == 1
    assert await again.log.outcome(CODE, "s_1", "kept") == Outcome(1)
    assert await again.tokens.find(token) == Token(CODE, "seat", "s_1")
    await again.close()


async def test_another_process_sees_and_adds(store: Store, url: str) -> None:
    other = open_store(url)
    await other.sessions.create(record(NEW), b"pack")
    await asyncio.gather(*(one.log.append(entry(0, session=NEW)) for one in (store,)))
    with pytest.raises(Conflict):
        await other.log.append(entry(0, session=NEW))
    await other.log.append(entry(1, session=NEW))
    assert await store.log.last_seq(NEW) == 2
    await other.close()


async def test_one_seq_is_given_once_even_by_two_processes(store: Store, url: str) -> None:
    other = open_store(url)
    for base in range(20):
        both = (one.log.append(entry(base)) for one in (store, other))
        results = await asyncio.gather(*both, return_exceptions=True)
        assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
    assert [found.seq for found in await store.log.read(CODE)] == [*range(1, 21)]
    await other.close()


# Deleting

MARK = "mArKeR-7f3a"


async def full_session(store: Store) -> SessionRecord:
    """A session with a recognisable text in every place where a text can be."""
    mark = MARK.encode()
    new = record(NEW, owner=MARK, title=MARK, settings=mark, sha256=MARK)
    await store.sessions.create(new, mark * 2_000, [Token(NEW, "facilitator", owner=MARK)])
    await store.log.box_secret(NEW, MARK)
    for base in range(50):
        ballots = (Ballot(MARK, f"{MARK}{base}", mark),)
        await store.log.append(entry(base, session=NEW, seat=MARK, data=mark, ballots=ballots))
    await store.tokens.issue_link(NEW, "seat", MARK, lasts_ms=1_000)
    await store.annotations.add(NEW, 1, MARK, MARK, MARK, most=1)
    return new


async def test_deleting_leaves_no_bytes_in_the_file(store: Store, path: Path) -> None:
    await full_session(store)
    assert MARK.encode() in bytes_on_disk(path)
    await store.sessions.delete(NEW, "asked by the school")
    left = bytes_on_disk(path)
    assert MARK.encode() not in left
    assert NEW.encode() not in left


async def test_deleting_leaves_no_rows_and_no_other_session_loses_any(store: Store) -> None:
    await store.log.append(entry(0, session=OTHER))
    before = await store.database.read(count_rows)
    await full_session(store)
    await store.sessions.delete(NEW, "asked")
    assert await store.database.read(count_rows) == before | {"deletions": 1}


def count_rows(connection: Connection) -> dict[str, int]:
    tables = metadata.sorted_tables
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}


async def test_the_register_says_that_and_why_but_not_what(store: Store) -> None:
    await full_session(store)
    line = await store.sessions.delete(NEW, "asked")
    assert line.code_sha256 == hashlib.sha256(NEW.encode()).hexdigest()
    assert (line.created_at, line.deleted_at, line.reason) == (1_000, 5_000, "asked")
    assert line.counts == {
        "annotations": 1,
        "ballots": 50,
        "boxes": 1,
        "commands": 50,
        "events": 50,
        "links": 1,
        "tokens": 1,
    }
    assert await store.sessions.deletions() == [line]


async def test_a_pack_stays_as_long_as_somebody_plays_it(store: Store) -> None:
    await store.sessions.create(record("ONE222", sha256="shared"), b"content")
    await store.sessions.create(record("TWO222", sha256="shared"), b"content")
    await store.sessions.delete("ONE222", "over")
    assert await store.sessions.pack("shared") == b"content"
    await store.sessions.delete("TWO222", "over")
    assert await store.sessions.pack("shared") is None


async def test_a_deleted_session_takes_nothing_more_and_its_code_is_free(store: Store) -> None:
    await store.log.append(entry(0))
    await store.sessions.delete(CODE, "over")
    with pytest.raises(UnknownSession):
        await store.log.append(entry(1))
    with pytest.raises(UnknownSession):
        await store.sessions.delete(CODE, "again")
    await store.sessions.create(record(CODE), b"pack")
    assert await store.log.last_seq(CODE) == 0


def test_no_table_of_session_data_is_forgotten() -> None:
    assert {table for table in metadata.sorted_tables if "session" in table.c} == set(PARTS)
