"""Commands that wait in a room share a commit, each decided on what the one before it leaves."""

import asyncio
from typing import Any

import pytest

from app.game.commands import Command
from app.game.events import ScreenBlanked, VoteOpened
from app.game.rejected import Code
from app.game.viewing import FACILITATOR
from app.live.inbox import TOGETHER
from app.live.room import Room
from app.store import BadEntry, Outcome, StoreFailed
from tests.support.game import entered, sits
from tests.support.room import CODE, Client, World, ask

WORK = [sits("s_1", 1), sits("s_2", 2), entered("work", 1)]
Asked = tuple[str, str | Command, dict[str, Any]]
ON: Asked = ("facilitator", "blank", {"on": True})
OFF: Asked = ("facilitator", "blank", {"on": False})
READY: Asked = ("s_1", "ready", {"on": True})
PULSE: Asked = ("s_1", "place_pulse", {"pulse": "now", "regulation": 1, "interest": 1})


async def at_once(room: Room, *asked: Asked, ids: tuple[str, ...] = ()) -> list[Outcome]:
    """They all wait when the room looks."""
    named = ids or (None,) * len(asked)
    return await asyncio.gather(
        *(ask(room, who, what, name, **fields) for (who, what, fields), name in zip(asked, named, strict=True))
    )


async def test_what_waits_is_one_commit_and_one_patch(world: World):
    await world.happened(WORK)
    room = await world.open()
    client = Client("screen").join(room)
    await client.read()
    world.log.sizes.clear()
    done = await at_once(room, ON, ("s_1", "submit_solution", {}), READY)
    assert world.log.sizes == [3]
    assert done == [Outcome(5), Outcome(5, Code.INCOMPLETE, "title"), Outcome(6)]
    assert [frame["type"] for frame in await client.read()] == ["patch"]
    assert (client.seq, client.view["board"]["blank"], client.view["teams"]["1"]["ready"]) == (6, True, True)
    assert (await world.open()).look(FACILITATOR) == room.look(FACILITATOR), "after a restart too"


async def test_each_is_decided_on_what_the_one_before_it_leaves(world: World):
    await world.happened(WORK)
    room = await world.open()
    done = await at_once(room, ("facilitator", "remove_seat", {"seat": "s_1"}), READY, ("s_2", "ready", {"on": True}))
    assert [outcome.code for outcome in done] == [None, Code.NOT_ALLOWED, None]


async def test_no_commit_holds_more_than_so_many(world: World):
    await world.happened(WORK)
    room = await world.open()
    world.log.sizes.clear()
    await at_once(room, *([ON, OFF] * TOGETHER))
    assert world.log.sizes == [TOGETHER, TOGETHER]


async def test_an_answer_in_a_ballot_box_goes_by_itself(world: World):
    await world.happened(sits("s_1", 1), entered("welcome"))
    room = await world.open()
    world.log.sizes.clear()
    assert [outcome.code for outcome in await at_once(room, ON, PULSE, OFF, ON)] == [None] * 4
    assert world.log.sizes == [1, 1, 2]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (0, 2, 1)], ids=["between others", "first", "last"])
async def test_a_vote_without_votes_is_counted_by_itself(world: World, order: tuple[int, ...]):
    await world.happened(WORK[:2], entered("vote"), VoteOpened(ballot=1))
    room = await world.open()
    asked = [ON, ("facilitator", "reveal", {"what": "vote"}), OFF]
    done = await at_once(room, *(asked[number] for number in order))
    assert [outcome.code for outcome in done] == [None] * 3
    assert room.state.vote.state == "revealed"


async def test_the_same_command_twice_in_a_breath_is_done_once(world: World):
    await world.happened(WORK)
    room = await world.open()
    first, again, other = await at_once(room, ON, ON, READY, ids=("same", "same", "other"))
    assert (first, again, other) == (Outcome(5), Outcome(5), Outcome(6))
    assert await world.log.last_seq(CODE) == 6


async def test_what_another_wrote_is_read_before_they_are_decided_again(world: World):
    await world.happened(WORK)
    room = await world.open()
    await world.happened(ScreenBlanked(on=True))
    assert await at_once(room, OFF, READY) == [Outcome(6), Outcome(7)]
    assert [event.type for event in await world.log.read(CODE)][-3:] == [
        "screen_blanked",
        "screen_blanked",
        "team_readied",
    ]


async def test_one_that_cannot_be_stored_keeps_no_other_out(world: World):
    await world.happened(WORK)
    room = await world.open()
    world.log.before = [BadEntry("the three"), BadEntry("the first by itself")]
    first, *others = await at_once(room, ON, READY, ("s_2", "ready", {"on": True}))
    assert first.code == Code.BUSY
    assert others == [Outcome(5), Outcome(6)]


async def test_while_the_disk_refuses_none_is_shown_and_each_may_be_tried_again(world: World):
    await world.happened(WORK)
    room = await world.open()
    client = Client("screen").join(room)
    await client.read()
    world.log.before = [StoreFailed("disk full"), StoreFailed("disk full")]
    assert {outcome.code for outcome in await at_once(room, ON, READY)} == {Code.BUSY}
    assert await client.read() == []
    assert await at_once(room, ON, READY) == [Outcome(5), Outcome(6)]


async def test_a_crash_after_the_commit_of_several_loses_none(world: World):
    await world.happened(WORK)
    room = await world.open()
    world.log.after = [RuntimeError("power is gone")]
    await at_once(room, ON, READY, ids=("a", "b"))
    assert await at_once(room, ON, READY, ids=("a", "b")) == [Outcome(5), Outcome(6)]
    assert await world.log.last_seq(CODE) == 6


class Unheard(Command):
    """No rule knows it, which only a fault of the software can bring about."""


async def test_one_that_breaks_the_software_is_told_so_and_no_other(world: World):
    await world.happened(WORK)
    room = await world.open()
    done = await at_once(room, ON, ("facilitator", Unheard(), {}), OFF)
    assert [outcome.code for outcome in done] == [None, Code.BUSY, None]
