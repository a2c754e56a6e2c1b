"""What every event log promises, in memory or on disk."""

import asyncio

import pytest
from store_makers import CODE, CODES, OTHER, entry, event, reject

from app.store import Ballot, Conflict, DuplicateCommand, Entry, EventLog, Outcome


async def test_events_come_back_in_order_and_byte_for_byte(log: EventLog) -> None:
    data = '{"tekst":"één  ⛺"}'.encode()
    await log.append(entry(0, events=2, data=data))
    await log.append(entry(2))
    assert await log.read(CODE) == [event(1, data), event(2, data), event(3)]


async def test_reading_starts_after_a_seq_and_stops_at_a_limit(log: EventLog) -> None:
    await log.append(entry(0, events=5))
    assert [found.seq for found in await log.read(CODE, after=3)] == [4, 5]
    assert [found.seq for found in await log.read(CODE, after=1, limit=2)] == [2, 3]
    assert await log.read(CODE, after=5) == []


async def test_an_unknown_session_is_empty(log: EventLog) -> None:
    assert await log.read("NOBODY") == []
    assert await log.last_seq("NOBODY") == 0
    assert await log.outcome("NOBODY", "s_1", "c") is None


async def test_sessions_do_not_see_each_other(log: EventLog) -> None:
    await log.append(entry(0, session=CODE, events=3))
    await log.append(entry(0, session=OTHER))
    assert (await log.last_seq(CODE), await log.last_seq(OTHER)) == (3, 1)


@pytest.mark.parametrize("base", [0, 1, 3])
async def test_a_stale_or_future_base_is_a_conflict_and_leaves_nothing(log: EventLog, base: int) -> None:
    await log.append(entry(0, events=2))
    with pytest.raises(Conflict):
        await log.append(entry(base, command_id="late"))
    assert await log.last_seq(CODE) == 2
    assert await log.outcome(CODE, "s_1", "late") is None


async def test_the_answer_of_a_command_is_kept(log: EventLog) -> None:
    await log.append(entry(0, command_id="yes", events=2))
    await log.append(reject(2, "too_long", "no", field="text"))
    assert await log.outcome(CODE, "s_1", "yes") == Outcome(2)
    assert await log.outcome(CODE, "s_1", "no") == Outcome(2, "too_long", "text")
    assert await log.last_seq(CODE) == 2


async def test_a_command_id_belongs_to_one_seat_of_one_session(log: EventLog) -> None:
    await log.append(entry(0, seat="s_1", command_id="same"))
    await log.append(entry(1, seat="s_2", command_id="same"))
    await log.append(entry(0, session=OTHER, command_id="same"))
    assert await log.outcome(CODE, "s_2", "same") == Outcome(2)
    assert await log.outcome(CODE, "s_3", "same") is None


async def test_the_same_id_of_another_seat_is_no_duplicate(log: EventLog) -> None:
    await log.append(entry(0, seat="s_1", command_id="same"))
    with pytest.raises(Conflict) as raised:
        await log.append(entry(0, seat="s_2", command_id="same"))
    assert raised.type is Conflict


@pytest.mark.parametrize("base", [0, 1])
async def test_a_command_is_decided_once(log: EventLog, base: int) -> None:
    await log.append(entry(0, command_id="once"))
    with pytest.raises(DuplicateCommand):
        await log.append(entry(base, command_id="once"))
    assert await log.last_seq(CODE) == 1


async def test_a_reject_does_not_move_the_log_but_is_decided_once_too(log: EventLog) -> None:
    await log.append(reject(0, "taken", "no"))
    with pytest.raises(DuplicateCommand):
        await log.append(reject(0, "taken", "no"))
    await log.append(entry(0))


async def test_many_append_at_once(log: EventLog) -> None:
    entries = [entry(base, session=code, command_id=f"c{base}") for base in range(10) for code in CODES]
    await asyncio.gather(*map(log.append, entries))
    for code in CODES:
        assert [found.seq for found in await log.read(code)] == [*range(1, 11)]
        assert await log.outcome(code, "s_1", "c9") == Outcome(10)


async def test_of_two_who_decide_on_the_same_seq_one_wins(log: EventLog) -> None:
    results = await asyncio.gather(*(log.append(entry(0)) for _ in range(10)), return_exceptions=True)
    assert [type(result) for result in results].count(Conflict) == 9
    assert await log.last_seq(CODE) == 1


async def test_several_are_stored_in_one_piece_in_their_order(log: EventLog) -> None:
    await log.append(entry(0, events=2))
    await log.append(
        entry(2, command_id="a"), reject(3, "too_long", "b"), entry(3, command_id="c", seat="s_2", events=2)
    )
    assert [found.seq for found in await log.read(CODE)] == [1, 2, 3, 4, 5]
    decided = [await log.outcome(CODE, *key) for key in (("s_1", "a"), ("s_1", "b"), ("s_2", "c"))]
    assert decided == [Outcome(3), Outcome(3, "too_long"), Outcome(5)]


async def test_of_several_on_a_stale_base_none_is_stored(log: EventLog) -> None:
    await log.append(entry(0, events=2))
    with pytest.raises(Conflict):
        await log.append(entry(1, command_id="a"), entry(2, command_id="b"))
    assert await log.last_seq(CODE) == 2
    assert [await log.outcome(CODE, "s_1", name) for name in "ab"] == [None, None]


@pytest.mark.parametrize("base", [1, 2], ids=["that is stale", "that is right"])
async def test_of_several_with_one_that_was_decided_before_none_is_stored(log: EventLog, base: int) -> None:
    await log.append(entry(0, command_id="before"), entry(1))
    with pytest.raises(DuplicateCommand):
        await log.append(entry(base, command_id="new"), entry(base + 1, command_id="before"))
    assert await log.last_seq(CODE) == 2
    assert await log.outcome(CODE, "s_1", "new") is None


UNFIT = {
    "none": (),
    "of two sessions": (entry(1), entry(2, session=OTHER)),
    "one left out": (entry(1), entry(3)),
    "one twice": (entry(1, command_id="twice"), entry(2, command_id="twice")),
    "one over": (entry(1, events=2), entry(2)),
    "an answer among them": (entry(1), entry(2, ballots=(Ballot("vote:1", "key", b"{}"),))),
    "a count among them": (entry(1, counted=("vote:1",)), entry(2)),
}


@pytest.mark.parametrize("unfit", UNFIT)
async def test_what_does_not_go_in_one_piece_is_not_taken(log: EventLog, unfit: str) -> None:
    await log.append(entry(0))
    with pytest.raises(ValueError, match=r".+"):
        await log.append(*UNFIT[unfit])
    assert await log.last_seq(CODE) == 1


def test_an_entry_without_consecutive_seqs_cannot_be_made() -> None:
    with pytest.raises(ValueError):
        Entry(CODE, 0, "s_1", "c", Outcome(1), (event(2),))


def test_a_reject_with_effects_cannot_be_made() -> None:
    with pytest.raises(ValueError):
        Entry(CODE, 0, "s_1", "c", Outcome(0, "sealed"), counted=("vote:1",))
