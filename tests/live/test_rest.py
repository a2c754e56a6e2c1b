"""A room shows what happens at once, then rests a moment: what comes meanwhile is shown together when that is over."""

import pytest

from app.game.commands import RenameTeam
from app.game.viewing import SCREEN
from app.live.surroundings import SHOW_MS
from tests.support.game import entered, sits
from tests.support.room import Client, World, ask, settle

WORK = [sits("s_1", 1, "Ann"), sits("s_2", 2, "Ben"), entered("work", 1)]


@pytest.fixture
def world() -> World:
    return World(rest=SHOW_MS)


async def test_the_first_step_is_shown_at_once_and_those_after_it_together(world: World):
    await world.happened(WORK)
    room = await world.open()
    client = Client("screen", SCREEN).join(room)
    await client.read()
    world.clock.wind(SHOW_MS)
    await ask(room, "s_1", RenameTeam(name="De Eersten"))
    assert [frame["type"] for frame in await client.read()] == ["patch"]
    for name in ("De Tweeden", "De Derden"):
        outcome = await ask(room, "s_2", RenameTeam(name=name))
        assert outcome.seq == room.seq
    assert await client.read() == []
    world.clock.wind(SHOW_MS)
    (patch,) = await client.read()
    assert (patch["seq"], client.view["teams"]["2"]["name"]) == (room.seq, "De Derden")
    world.clock.wind(SHOW_MS)
    assert await client.read() == []
    await ask(room, "s_1", RenameTeam(name="Weer Eerst"))
    assert client.view["teams"]["1"]["name"] == "De Eersten"
    await client.read()
    assert client.view["teams"]["1"]["name"] == "Weer Eerst"
    await world.close()


async def test_whoever_arrives_or_asks_for_a_whole_view_sees_what_the_others_see(world: World):
    await world.happened(WORK)
    room = await world.open()
    first, late = Client("screen", SCREEN).join(room), Client("screen", SCREEN)
    for name in ("Een", "Twee", "Drie"):
        await ask(room, "s_1", RenameTeam(name=name))
    late.join(room)
    for client in (first, late):
        await client.read()
        assert (client.seq, client.view["teams"]["1"]["name"]) == (room.seq, "Drie")
    await ask(room, "s_1", RenameTeam(name="Vier"))
    room.refresh(late.connection)
    for client in (first, late):
        await client.read()
    assert (first.seq, first.view) == (late.seq, late.view)
    assert first.view["teams"]["1"]["name"] == "Vier"
    await world.close()


async def test_a_clock_runs_and_a_room_ends_without_waiting_for_the_show(world: World):
    await world.happened(WORK)
    room = await world.open()
    client = Client("screen", SCREEN).join(room)
    await ask(room, "s_1", RenameTeam(name="Een"))
    await ask(room, "facilitator", "timer", action="start")
    assert room.state.timer.ends_at in world.clock.waiting
    await settle(room)
    await world.close()
    await client.read()
    assert client.seq == room.seq
    assert SHOW_MS not in [at - world.clock.now() for at in world.clock.waiting]
