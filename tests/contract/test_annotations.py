"""What reviewers write beside a moment: in order, within a number, by whoever wrote it, and never in the log."""

import asyncio

import pytest
from store_makers import CODE, OTHER, entry

from app.store import Annotation, Store, TooManyAnnotations, UnknownSession

MOST = 3


async def add(store: Store, seq: int, text: str, author: str = "ann", session: str = CODE) -> Annotation:
    return await store.annotations.add(session, seq, text, author, "facilitator", most=MOST)


async def words(store: Store, session: str = CODE) -> list[str]:
    return [one.text for one in await store.annotations.of(session)]


async def test_they_come_in_the_order_of_their_moments_and_leave_the_log_alone(store: Store) -> None:
    await store.log.append(entry(0, events=9))
    before = await store.log.read(CODE)
    late, early = await add(store, 9, "laat"), await add(store, 2, "vroeg")
    assert await store.annotations.of(CODE) == [early, late]
    assert (early.seq, early.at, early.author, early.role) == (2, 5_000, "ann", "facilitator")
    assert await words(store, OTHER) == []
    assert await store.log.read(CODE) == before


async def test_only_who_wrote_it_changes_it(store: Store) -> None:
    one = await add(store, 1, "eerst")
    assert not await store.annotations.change(CODE, one.id, "ben", "gekaapt")
    assert not await store.annotations.change(OTHER, one.id, "ann", "elders")
    assert await store.annotations.change(CODE, one.id, "ann", "daarna")
    assert await words(store) == ["daarna"]


async def test_who_wrote_it_removes_it_or_whoever_may_remove_any(store: Store) -> None:
    mine, other = await add(store, 1, "van ann"), await add(store, 2, "van ben", "ben")
    assert not await store.annotations.drop(CODE, mine.id, "ben")
    assert not await store.annotations.drop(OTHER, mine.id, None)
    assert await store.annotations.drop(CODE, mine.id, "ann")
    assert not await store.annotations.drop(CODE, mine.id, "ann")
    assert await store.annotations.drop(CODE, other.id, None)
    assert await words(store) == []


async def test_of_many_who_write_the_last_one_at_once_one_does(store: Store) -> None:
    await add(store, 1, "een")
    await add(store, 1, "twee")
    tried = await asyncio.gather(*(add(store, 1, f"nog {n}") for n in range(5)), return_exceptions=True)
    assert sum(isinstance(one, TooManyAnnotations) for one in tried) == 4
    assert len(await words(store)) == MOST
    await add(store, 1, "elders", session=OTHER)


async def test_a_session_that_does_not_exist_has_none(store: Store) -> None:
    with pytest.raises(UnknownSession):
        await add(store, 1, "nergens", session="NONE")
    assert await words(store, "NONE") == []
