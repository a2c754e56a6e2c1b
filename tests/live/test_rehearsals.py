"""Bots inside the server: they play whole sessions, stand still when told to, and make room for people."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from app import hosting
from app.bots.insider import Insider
from app.bots.playing import Ended, Script, read_script
from app.bots.rehearsals import NoEmptyTeam, NothingPlays, Rehearsals, TooManyRehearsals
from app.content.loader import load_pack
from app.content.pinned import dump
from app.game.commands import RenameTeam, TakeSeat
from app.game.context import Who
from app.game.events import PhaseEntered, RehearsalMarked, TeamPresenceSet
from app.game.pack import Pack
from app.game.viewing import FACILITATOR, SCREEN, Bots
from app.live.room import Room
from app.live.rooms import Rooms
from app.settings import HERE
from tests.support.game import entered, index_of, plays, sits, who, wrote
from tests.support.room import CODE, Client, World, ask, settle

PO = load_pack(HERE.parent / "game_content" / "po")
PACK, SCRIPT = hosting.rules_pack(PO), read_script(dump(PO), "nl")
WHOLE_DAYS = 5000
"""A speed at which a day takes two seconds, and bots are done before the leader's patience is."""
AT_ONCE = 1e9
"""A speed at which no bot ever waits."""
OTHER = "GHJKMN"


async def never_paused() -> None:
    pass


class House:
    """Rooms with bots in them, on one log."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rooms = Rooms(world.around, self._pack)
        self.rehearsals = Rehearsals(self.rooms, self._script)

    async def _pack(self, _code: str) -> Pack:
        return PACK

    async def _script(self, _code: str) -> Script:
        return SCRIPT

    async def view(self, met: Callable[[dict[str, Any]], bool], code: str = CODE) -> dict[str, Any]:
        """What the facilitator sees once it meets this condition."""
        async with asyncio.timeout(30), Insider(await self.rooms.get(code), Who("facilitator"), never_paused) as desk:
            return await desk.until(met)

    async def still(self, room: Room) -> bool:
        """Nothing happens, however long one waits."""
        seq = room.seq
        for _ in range(100):
            await settle(room)
        return room.seq == seq

    async def close(self) -> None:
        await self.rehearsals.close()
        await self.rooms.close()


@pytest.fixture
async def house(world: World) -> AsyncIterator[House]:
    """A session in the lobby, and nobody there. Bots that fail make the test fail."""
    await world.happened()
    house = House(world)
    with capture_logs() as logs:
        yield house
        await house.close()
    assert logs == []


def bot_seats(room: Room) -> dict[int, str]:
    seats = room.look(FACILITATOR)["seats"].items()
    return {held["team"]: seat for seat, held in seats if held.get("bot")}


def handed_in(*teams: int) -> Callable[[dict[str, Any]], bool]:
    return lambda view: all(view["teams"][str(team)]["status"] == "submitted" for team in teams)


# --- playing ----------------------------------------------------------------------------------------------------------


async def test_bots_play_a_whole_session_while_nobody_does_anything(house: House):
    assert await house.rehearsals.start(CODE, speed=WHOLE_DAYS, leader=True) == Bots(
        (1, 2, 3, 4), WHOLE_DAYS, leader=True
    )
    view = await house.view(lambda view: view["phase"]["id"] == "closed")
    assert view["session"]["rehearsal"] is True
    assert view["solutions"].keys() == {"1", "2", "3"}
    assert view["evaluation"]["count"] > 0
    assert len(view["insights"]) == 9
    assert len(view["bookmarks"]) == 3


async def test_who_is_done_leaves_and_nothing_remains(house: House):
    await house.rehearsals.start(CODE, speed=WHOLE_DAYS, leader=True)
    await house.view(lambda view: view["phase"]["id"] == "closed" and "rehearsal" not in view)
    assert house.rehearsals.bots(CODE) == Bots()
    with pytest.raises(Ended):
        await house.rehearsals.start(CODE)


async def test_a_person_leads_and_bots_follow(house: House):
    await house.rehearsals.start(CODE, speed=AT_ONCE)
    room = await house.rooms.get(CODE)
    await ask(room, "facilitator", "go", phase="choose", round=1)
    await house.view(lambda view: all(team["status"] == "chosen" for team in view["teams"].values()))
    await ask(room, "facilitator", "go", phase="work", round=1)
    view = await house.view(handed_in(1, 2, 3, 4))
    assert all(solution["place"] and solution["factors"] for solution in view["solutions"]["1"].values())
    assert room.look(SCREEN)["phase"]["id"] == "work", "nobody but the person leads"
    await ask(room, "facilitator", "go", phase="evaluate")
    await house.view(lambda view: view["evaluation"]["count"] == 16)  # four people behind each laptop


async def test_everything_that_bots_do_stands_in_the_log_as_of_seats(house: House, world: World):
    await house.rehearsals.start(CODE, teams=[3], speed=AT_ONCE)
    room = await house.rooms.get(CODE)
    await house.view(lambda view: view["teams"]["3"]["ready"])
    told = [event.name for event in world.told]
    marked = told.index("rehearsal_marked")
    assert told[marked : marked + 2] == ["rehearsal_marked", "seat_taken"]
    assert told[-1] == "team_readied"
    assert await world.log.last_seq(CODE) == room.seq


async def test_a_bot_goes_on_where_the_team_is(house: House, world: World):
    """Named, written and chosen by people: all of it stays."""
    await world.happened(sits("ann", 1), entered("work", 1), wrote(1, 1, title="Van ons", text="Wij waren hier"))
    room = await house.rooms.get(CODE)
    await ask(room, "ann", RenameTeam(name="De Uilen"))
    await ask(room, "ann", "place", regulation=7, interest=7)
    await ask(room, "facilitator", "remove_seat", seat="ann")
    await house.rehearsals.start(CODE, teams=[1], speed=AT_ONCE)
    view = await house.view(handed_in(1))
    solution = view["solutions"]["1"]["1"]
    assert (solution["title"], solution["text"]) == ("Van ons", "Wij waren hier")
    assert solution["place"] == {"regulation": 7, "interest": 7}
    assert solution["ict"], "what was still empty is filled in"
    assert {"persona", "actor"} <= view["teams"]["1"].keys()
    assert view["teams"]["1"]["name"] == "De Uilen"


async def test_a_bot_leaves_the_name_that_a_team_gave_itself(house: House, world: World):
    await world.happened(sits("ann", 1))
    room = await house.rooms.get(CODE)
    await ask(room, "ann", RenameTeam(name="De Uilen"))
    await ask(room, "facilitator", "remove_seat", seat="ann")
    await house.rehearsals.start(CODE, speed=AT_ONCE)
    view = await house.view(lambda view: all(team["ready"] for team in view["teams"].values()))
    assert view["teams"]["1"]["name"] == "De Uilen"
    assert view["teams"]["2"]["name"] in SCRIPT.samples["team_names"]


async def test_a_person_is_quicker_than_a_bot(house: House, world: World):
    room = await house.rooms.get(CODE)
    world.log.open.clear()
    starting = asyncio.create_task(house.rehearsals.start(CODE))
    sitting = asyncio.create_task(room.ask(Who("system"), "ann", TakeSeat(seat="ann", team=4)))
    for _ in range(50):  # both stand at the door, and the bots have not asked for a seat yet
        await asyncio.sleep(0)
    world.log.open.set()
    await asyncio.gather(starting, sitting)
    await house.view(lambda view: view["rehearsal"]["teams"] == [1, 2, 3])


async def test_two_sessions_do_not_hear_each_other(house: House, world: World):
    await world.happened(code=OTHER)
    await house.rehearsals.start(CODE, speed=WHOLE_DAYS, leader=True)
    await house.rehearsals.start(OTHER, speed=WHOLE_DAYS, leader=True)
    await house.rehearsals.change(OTHER, paused=True)
    await house.view(lambda view: view["phase"]["id"] == "closed")
    assert (await house.rooms.get(OTHER)).look(SCREEN)["phase"]["id"] == "lobby"
    await house.rehearsals.change(OTHER, paused=False)
    await house.view(lambda view: view["phase"]["id"] == "closed", OTHER)


async def test_there_is_an_end_to_the_sessions_that_bots_play_in(house: House, world: World):
    codes = [f"AAAA{a}{b}" for a in "ABCDEFGH" for b in "HJKMN"]
    for code in codes:
        await world.happened(code=code)
        await house.rehearsals.start(code, teams=[1])
    with pytest.raises(TooManyRehearsals):
        await house.rehearsals.start(CODE)
    await house.rehearsals.stop(codes[0])
    await house.rehearsals.start(CODE)


# --- where bots sit ---------------------------------------------------------------------------------------------------


async def test_bots_take_the_teams_that_play_along_and_where_nobody_sits(house: House, world: World):
    await world.happened(sits("ann", 1), TeamPresenceSet(team=4, present=False))
    assert (await house.rehearsals.start(CODE)).teams == (2, 3)
    with pytest.raises(NoEmptyTeam):
        await house.rehearsals.start(CODE)
    with pytest.raises(NoEmptyTeam):
        await house.rehearsals.start(CODE, teams=[1])
    assert (await house.rehearsals.start(CODE, teams=[4])).teams == (2, 3, 4), "asked for by name"


async def test_a_session_without_an_empty_team_does_not_become_a_rehearsal(house: House, world: World):
    await world.happened([sits(f"s_{team}", team) for team in (1, 2, 3, 4)])
    with pytest.raises(NoEmptyTeam):
        await house.rehearsals.start(CODE)
    assert (await house.rooms.get(CODE)).look(SCREEN)["session"]["rehearsal"] is False
    assert (await house.rehearsals.start(CODE, leader=True)).leader, "a bot may lead people"
    assert (await house.rooms.get(CODE)).look(SCREEN)["session"]["rehearsal"] is True


async def test_a_person_who_comes_takes_the_team_and_its_bot_leaves(house: House):
    await house.rehearsals.start(CODE, speed=AT_ONCE)
    room = await house.rooms.get(CODE)
    await room.ask(Who("system"), "ann", TakeSeat(seat="ann", team=2))
    view = await house.view(lambda view: view["rehearsal"]["teams"] == [1, 3, 4])
    assert {seat for seat, held in view["seats"].items() if held["team"] == 2} == {"ann"}
    assert house.rehearsals.bots(CODE).teams == (1, 3, 4)


async def test_a_removed_bot_is_gone_and_may_come_back(house: House):
    await house.rehearsals.start(CODE, teams=[1, 2])
    room = await house.rooms.get(CODE)
    await ask(room, "facilitator", "remove_seat", seat=bot_seats(room)[2])
    await house.view(lambda view: view["rehearsal"]["teams"] == [1])
    assert (await house.rehearsals.start(CODE, teams=[2])).teams == (1, 2)


# --- steering ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["lobby", "welcome"])
async def test_a_pause_is_a_pause(house: House, world: World, phase: str):
    await world.happened(PhaseEntered(index=index_of(phase), at=0))
    room = await house.rooms.get(CODE)
    await house.rehearsals.start(CODE)
    assert await house.rehearsals.change(CODE, speed=AT_ONCE, paused=True) == Bots((1, 2, 3, 4), AT_ONCE, paused=True)
    await settle(room)
    assert await house.still(room)
    await ask(room, "facilitator", "go", phase="choose", round=1)
    assert await house.still(room), "also where the room goes on"
    await house.rehearsals.change(CODE, paused=False)
    await house.view(lambda view: all(team["status"] == "chosen" for team in view["teams"].values()))


async def test_a_bot_that_leads_pauses_too(house: House):
    await house.rehearsals.start(CODE, leader=True)
    room = await house.rooms.get(CODE)
    await house.rehearsals.change(CODE, speed=AT_ONCE, paused=True)
    await settle(room)
    assert await house.still(room)
    await house.rehearsals.change(CODE, paused=False)
    await house.view(lambda view: view["phase"]["id"] == "closed")


async def test_a_paused_bot_says_nothing_not_even_what_it_was_about_to_say(house: House, world: World):
    await world.happened(sits("ann", 1))
    room = await house.rooms.get(CODE)
    going = asyncio.Event()

    async def wait() -> None:
        await going.wait()

    async with Insider(room, who("ann"), wait) as bot:
        saying = asyncio.create_task(bot.send("ready", on=True))
        assert await house.still(room)
        going.set()
        assert (await saying)["type"] == "ack"


async def test_whoever_waits_goes_on_at_the_new_speed(house: House):
    """At speed 1 the first thing that a bot does takes seconds."""
    await house.rehearsals.start(CODE, speed=1)
    assert await house.still(await house.rooms.get(CODE))
    await house.rehearsals.change(CODE, speed=AT_ONCE)
    await house.view(lambda view: all(team["ready"] for team in view["teams"].values()))


async def test_who_takes_over_finds_the_seat_as_it_is_and_the_bot_still(house: House, world: World):
    await world.happened(entered("work", 1))
    await house.rehearsals.start(CODE, speed=AT_ONCE)
    room = await house.rooms.get(CODE)
    seat = bot_seats(room)[2]
    assert (await house.rehearsals.hand_over(CODE, 2)).teams == (1, 3, 4)
    assert bot_seats(room)[2] == seat
    before = room.look(FACILITATOR)["solutions"].get("1", {}).get("2")
    await house.view(handed_in(1, 3, 4))
    assert room.look(FACILITATOR)["solutions"].get("1", {}).get("2") == before
    assert (await house.rehearsals.start(CODE, teams=[2])).teams == (1, 2, 3, 4)
    assert bot_seats(room)[2] == seat, "a bot that comes back takes its old place"


async def test_a_person_takes_the_lead_and_the_teams_play_on(house: House):
    await house.rehearsals.start(CODE, speed=AT_ONCE, leader=True)
    await house.view(lambda view: view["phase"]["index"] > 1)
    assert await house.rehearsals.change(CODE, leader=False) == Bots((1, 2, 3, 4), AT_ONCE)
    room = await house.rooms.get(CODE)
    index = room.look(SCREEN)["phase"]["index"]
    await ask(room, "facilitator", "note", text="Ik weer")
    await house.view(lambda view: all(team["status"] != "empty" for team in view["teams"].values()))
    assert room.look(SCREEN)["phase"]["index"] == index


async def test_a_bot_that_is_told_two_things_at_once_still_stops(house: House, world: World):
    """Speed and lead come in one wish: a wait that ends at the same moment must not swallow the stop."""
    await world.happened(entered("welcome"))
    await house.rehearsals.start(CODE, speed=1, leader=True)
    room = await house.rooms.get(CODE)
    await settle(room)
    async with asyncio.timeout(5):
        assert await house.rehearsals.change(CODE, speed=2, leader=False) == Bots((1, 2, 3, 4), 2)


async def test_a_bot_that_leads_goes_along_with_whoever_moves_the_room(house: House):
    """It must not throw the room back to where it thinks that it was."""
    await house.rehearsals.start(CODE, speed=1, leader=True)
    room = await house.rooms.get(CODE)
    await ask(room, "facilitator", "go", phase="debrief")
    await house.rehearsals.change(CODE, speed=WHOLE_DAYS)
    view = await house.view(lambda view: view["phase"]["id"] == "closed")
    assert not view["solutions"], "it went on from there"


async def test_a_bot_that_leads_leaves_the_notes_of_a_person_alone(house: House, world: World):
    await world.happened(entered("work", 1))
    room = await house.rooms.get(CODE)
    await ask(room, "facilitator", "note", text="Van mij")
    await house.rehearsals.start(CODE, speed=AT_ONCE, leader=True)
    view = await house.view(lambda view: view["phase"]["id"] == "closed")
    assert view["notes"][str(index_of("work", 1))] == "Van mij"


async def test_bots_that_stop_give_up_their_seats_and_what_they_did_stays(house: House, world: World):
    await world.happened(entered("work", 1))
    await house.rehearsals.start(CODE, speed=AT_ONCE)
    await house.view(handed_in(1, 2, 3, 4))
    await house.rehearsals.stop(CODE)
    room = await house.rooms.get(CODE)
    assert bot_seats(room) == {}
    assert len(room.look(FACILITATOR)["solutions"]["1"]) == 4
    assert "rehearsal" not in room.look(FACILITATOR)
    for steer in (house.rehearsals.change(CODE, paused=True), house.rehearsals.hand_over(CODE, 1)):
        with pytest.raises(NothingPlays):
            await steer


# --- the world around -------------------------------------------------------------------------------------------------


async def test_only_the_facilitator_sees_what_plays(house: House):
    await house.rehearsals.start(CODE, teams=[1, 3], speed=4)
    room = await house.rooms.get(CODE)
    shown = {"teams": [1, 3], "speed": 4, "paused": False, "leader": False}
    assert room.look(FACILITATOR)["rehearsal"] == shown
    assert "rehearsal" not in room.look(SCREEN)
    desk = Client("facilitator", FACILITATOR).join(room)
    await desk.read()
    assert desk.view["rehearsal"] == shown
    await house.rehearsals.change(CODE, paused=True)
    await desk.read()
    assert desk.view["rehearsal"]["paused"] is True


async def test_after_a_restart_the_bots_are_gone_and_a_console_that_returns_knows_it(house: House, world: World):
    await house.rehearsals.start(CODE, teams=[1, 2])
    await house.rehearsals.change(CODE, paused=True)
    room = await house.rooms.get(CODE)
    desk = Client("facilitator", FACILITATOR).join(room)
    await desk.read()
    await house.close()
    again = House(world)
    room = await again.rooms.get(CODE)
    desk.join(room, after=desk.seq)
    frames = await desk.read()
    assert frames[0]["type"] == "resumed"
    assert "rehearsal" not in desk.view
    left = bot_seats(room)
    assert left.keys() == {1, 2}, "their seats say who played"
    assert (await again.rehearsals.start(CODE)).teams == (1, 2, 3, 4)
    assert left.items() <= bot_seats(room).items()
    await again.close()


async def test_seats_that_bots_left_behind_can_be_cleared(house: House, world: World):
    await world.happened(RehearsalMarked(), plays("bot", 2), sits("ann", 1))
    await house.rehearsals.stop(CODE)
    assert (await house.rooms.get(CODE)).look(FACILITATOR)["seats"].keys() == {"ann"}


async def test_a_server_that_closes_while_bots_play_leaves_nothing_running(house: House, world: World):
    before = asyncio.all_tasks()
    await house.rehearsals.start(CODE, speed=WHOLE_DAYS, leader=True)
    await house.view(lambda view: view["phase"]["index"] > 2)
    await house.close()
    assert asyncio.all_tasks() == before
    with pytest.raises(TooManyRehearsals):
        await house.rehearsals.start(CODE)


async def test_bots_that_are_stopped_before_they_began_leave_nothing_running(house: House):
    room = await house.rooms.get(CODE)
    before = asyncio.all_tasks()
    await house.rehearsals.start(CODE, leader=True)
    await house.rehearsals.close()
    assert asyncio.all_tasks() == before
    assert not any(held["online"] for held in room.look(FACILITATOR)["seats"].values())


async def test_a_bot_that_is_stopped_while_its_last_command_is_on_its_way_leaves(house: House, world: World):
    await world.happened(sits("ann", 1))
    room = await house.rooms.get(CODE)
    before = asyncio.all_tasks()

    async def play() -> None:
        async with Insider(room, who("ann"), never_paused) as bot:
            world.log.open.clear()
            sending.append(asyncio.create_task(bot.send("ready", on=True)))
            await asyncio.sleep(0)

    sending: list[asyncio.Task[Any]] = []
    playing = asyncio.create_task(play())
    for _ in range(50):  # now it waits for the answer before it leaves
        await asyncio.sleep(0)
    assert sending
    assert not playing.done()
    playing.cancel()
    await asyncio.wait([playing])
    world.log.open.set()
    await asyncio.gather(*sending, return_exceptions=True)
    assert asyncio.all_tasks() == before


async def test_a_deleted_session_has_no_bots(house: House):
    await house.rehearsals.start(CODE)
    await house.rooms.end(CODE)
    async with asyncio.timeout(10):
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name().startswith("bot ")))
    assert house.rehearsals.bots(CODE) == Bots()


async def test_bots_keep_no_room_open_that_nobody_looks_at(house: House, world: World):
    await house.rehearsals.start(CODE)
    room = await house.rooms.get(CODE)
    assert room.connections == 0
    world.clock.wind(11 * 60_000)
    await house.rooms.sweep()
    assert house.rooms.count(counts=False) == (0, 0)


async def test_rehearsals_are_counted_apart(house: House, world: World):
    await world.happened(code=OTHER)
    await house.rehearsals.start(CODE)
    Client("screen").join(await house.rooms.get(OTHER))
    Client("screen").join(await house.rooms.get(CODE))
    Client("screen").join(await house.rooms.get(CODE))
    assert house.rooms.count() == (1, 1)
    assert house.rooms.count(counts=False) == (1, 2)


async def test_a_bot_that_fails_leaves_its_team_and_the_others_play_on(world: World):
    await world.happened(entered("work", 1))
    house = House(world)
    broken = Script({**SCRIPT.samples, "solutions": {}}, SCRIPT.content)

    async def find(_code: str) -> Script:
        return broken

    house.rehearsals = Rehearsals(house.rooms, find)
    with capture_logs() as logs:
        await house.rehearsals.start(CODE, teams=[1], speed=AT_ONCE)
        await house.view(lambda view: "rehearsal" not in view)
    assert [line["event"] for line in logs] == ["bot failed"]
    assert (await ask(await house.rooms.get(CODE), "facilitator", "note", text="Ik leef")).code is None
    await house.close()
