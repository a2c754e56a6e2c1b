"""A room and its log: restarts, repeats, failures, other writers, the clock."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from app.clock import SystemClock
from app.game.events import Event, InstrumentSwitched, ScreenBlanked, SeatRemoved, TimerRanOut, TimerStarted, VoteOpened
from app.game.pack import Pack
from app.game.rejected import Code
from app.game.viewing import FACILITATOR, SCREEN, Audience
from app.live.doorbell import EVERYTHING, Alone, Here, Listener
from app.live.frames import Closing
from app.live.rooms import Rooms
from app.store import Outcome, StoreBusy, StoreFailed, UnknownSession
from tests.support.game import NOW, PACK, entered, revealed, sits, wrote
from tests.support.room import CODE, Client, HastyClock, World, ask, settle

TEAMS = [sits("s_1", 1), sits("s_2", 2)]
WORK = [*TEAMS, entered("work", 1)]
MINUTE = 60_000
CLOCK = TimerStarted(ends_at=NOW + MINUTE, duration_ms=MINUTE)


async def types_in(world: World) -> list[str]:
    return [event.type for event in await world.log.read(CODE)]


# --- restart ----------------------------------------------------------------------------------------------------------


async def test_a_room_that_opens_on_a_log_shows_what_is_in_it(world: World):
    """Restart is a test of its own: a room that only listens for news shows an empty session."""
    await world.happened(WORK, wrote(1, 1, title="Al geschreven"))
    room = await world.open()
    client = Client("s_1").join(room)
    (welcome,) = await client.read()
    assert (welcome["type"], welcome["seq"], welcome["audience"]) == ("welcome", 5, "team:1")
    assert client.view["solutions"]["1"]["1"]["title"] == "Al geschreven"


async def test_answers_in_open_boxes_survive_a_restart(world: World):
    await world.happened(TEAMS, entered("welcome"))
    place: dict[str, Any] = {"pulse": "now", "regulation": 11, "interest": 13}
    await ask(await world.open(), "s_1", "place_pulse", **place)
    room = await world.open()
    client = Client("s_1").join(room)
    await client.read()
    assert client.view["me"]["answers"] == [{"box": "pulse:before:now", "person": 1, "regulation": 11, "interest": 13}]
    assert (await ask(room, "s_1", "place_pulse", **place)).seq == room.seq, "the same voter is not counted twice"
    assert (await types_in(world)).count("answer_counted") == 1


async def test_the_own_vote_on_a_dilemma_is_shown_and_survives_a_restart(world: World):
    await world.happened(TEAMS, InstrumentSwitched(instrument="indicators", on=True), revealed(1, 1, 2))
    room = await world.open()
    client = Client("s_1").join(room)
    await ask(room, "s_1", "vote_dilemma", option="a")
    await client.read()
    assert client.view["me"]["dilemma"] == "a"
    client = Client("s_1").join(await world.open())
    await client.read()
    assert client.view["me"]["dilemma"] == "a"
    await ask(await world.open(), "facilitator", "go", phase="choose", round=2)
    client = Client("s_1").join(await world.open())
    await client.read()
    assert "dilemma" not in client.view["me"]


async def test_what_was_counted_before_a_restart_is_what_is_shown_after_it(world: World):
    await world.happened([sits(f"s_{n}", n) for n in (1, 2)], entered("welcome"))
    room = await world.open()
    for person in (1, 2, 3, 4):
        await ask(room, "s_1", "place_pulse", pulse="now", regulation=5, interest=5, person=person)
    room = await world.open()
    await ask(room, "s_2", "place_pulse", pulse="now", regulation=5, interest=5)
    await ask(room, "facilitator", "reveal", what="pulse")
    shown = (await world.open()).look(SCREEN)["board"]["pulse"]["before"]["now"]
    assert (shown["count"], shown["centre"]) == (5, {"regulation": 5.0, "interest": 5.0})


async def test_a_counted_box_takes_no_more_answers(world: World):
    await world.happened(TEAMS, entered("welcome"))
    room = await world.open()
    await ask(room, "s_1", "place_pulse", pulse="now", regulation=5, interest=5)
    await ask(room, "facilitator", "reveal", what="pulse")
    assert (await ask(room, "s_1", "place_pulse", pulse="now", regulation=7, interest=7)).code == Code.CLOSED


# --- the same command again -------------------------------------------------------------------------------------------


async def test_a_command_that_comes_twice_is_done_once(world: World):
    await world.happened(WORK)
    room = await world.open()
    draft = {"fields": {"title": "Een"}}
    first = await ask(room, "s_1", "write_draft", "same", **draft)
    await ask(room, "s_1", "write_draft", fields={"title": "Twee"})
    assert first == Outcome(5)
    assert await ask(room, "s_1", "write_draft", "same", **draft) == first
    reopened = await world.open()
    assert await ask(reopened, "s_1", "write_draft", "same", **draft) == first
    assert reopened.look(FACILITATOR)["solutions"]["1"]["1"]["title"] == "Twee"


async def test_a_refusal_is_repeated_too_even_when_it_would_be_allowed_now(world: World):
    await world.happened(WORK)
    room = await world.open()
    refused = await ask(room, "s_1", "submit_solution", "same")
    assert (refused.code, refused.field) == (Code.INCOMPLETE, "title")
    await ask(room, "s_1", "write_draft", fields={"title": "Een", "text": "Twee"})
    assert await ask(room, "s_1", "submit_solution", "same") == refused
    assert await ask(await world.open(), "s_1", "submit_solution", "same") == refused


async def test_an_id_belongs_to_a_seat(world: World):
    await world.happened(WORK)
    room = await world.open()
    await ask(room, "s_1", "ready", "same", on=True)
    assert await ask(room, "s_2", "ready", "same", on=True) == Outcome(6)
    assert await ask(room, "facilitator", "blank", "same", on=True) == Outcome(7)


async def test_a_crash_between_commit_and_ack_loses_nothing(world: World):
    await world.happened(WORK)
    world.log.after = [RuntimeError("power is gone")]
    room = await world.open()
    assert (await ask(room, "s_1", "ready", "same", on=True)).code == Code.BUSY
    after_restart = await world.open()
    assert await ask(after_restart, "s_1", "ready", "same", on=True) == Outcome(5)
    assert (await types_in(world)).count("team_readied") == 1


async def test_a_room_that_missed_its_own_commit_catches_up_when_the_command_is_sent_again(world: World):
    await world.happened(WORK)
    room = await world.open()
    client = Client("screen").join(room)
    world.log.after = [RuntimeError("the answer of the disk got lost")]
    await ask(room, "s_1", "ready", "same", on=True)
    assert await ask(room, "s_1", "ready", "same", on=True) == Outcome(5)
    await client.read()
    assert client.view["teams"]["1"]["ready"] is True


# --- failures and other writers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("failure", [StoreFailed("disk full"), StoreBusy("too much waits")], ids=["failed", "busy"])
async def test_what_cannot_be_stored_is_not_shown_and_may_be_tried_again(world: World, failure: Exception):
    await world.happened(WORK)
    room = await world.open()
    client = Client("screen").join(room)
    await client.read()
    world.log.before = [failure]
    assert await ask(room, "facilitator", "blank", "same", on=True) == Outcome(4, Code.BUSY)
    assert await client.read() == []
    assert await ask(room, "facilitator", "blank", "same", on=True) == Outcome(5)
    await client.read()
    assert client.view["board"]["blank"] is True


async def test_an_answer_that_cannot_be_stored_is_not_kept(world: World):
    await world.happened(TEAMS, entered("welcome"))
    room = await world.open()
    world.log.before = [StoreFailed("disk full")]
    await ask(room, "s_1", "place_pulse", pulse="now", regulation=1, interest=1)
    client = Client("s_1").join(room)
    await client.read()
    assert client.view["me"]["answers"] == []


async def test_what_another_wrote_is_read_before_the_command_is_decided_again(world: World):
    await world.happened(WORK)
    room = await world.open()
    client = Client("screen").join(room)
    await world.happened(ScreenBlanked(on=True))
    assert await ask(room, "s_1", "ready", on=True) == Outcome(6)
    await client.read()
    assert client.view["board"]["blank"] is True
    assert client.view["teams"]["1"]["ready"] is True
    assert (await types_in(world))[-2:] == ["screen_blanked", "team_readied"]


async def test_a_refused_command_does_not_throw_away_what_was_read_for_it(world: World):
    await world.happened(WORK)
    room = await world.open()
    client = Client("screen").join(room)
    await world.happened(ScreenBlanked(on=True))
    assert (await ask(room, "s_1", "submit_solution")).code == Code.INCOMPLETE
    await client.read()
    assert client.view["board"]["blank"] is True


async def test_a_command_that_breaks_the_software_is_answered_and_the_room_lives_on(world: World):
    await world.happened(WORK)
    room = await world.open()
    world.log.before = [ZeroDivisionError()]
    assert (await ask(room, "facilitator", "blank", on=True)).code == Code.BUSY
    assert (await ask(room, "facilitator", "blank", on=True)).code is None


async def test_a_session_that_was_deleted_takes_no_more_commands(world: World):
    await world.happened(WORK)
    room = await world.open()
    world.log.before = [UnknownSession(CODE)]
    assert (await ask(room, "facilitator", "blank", on=True)).code == Code.CLOSED


async def test_an_answer_that_is_refused_opens_no_box(world: World):
    """Else anyone could fill the disk with boxes for teams that are not there."""
    await world.happened(WORK, revealed(1, 1))
    room = await world.open()
    opened: list[str] = []
    real = world.log.box_secret

    async def watched(session: str, box: str) -> bytes:
        opened.append(box)
        return await real(session, box)

    world.log.box_secret = watched  # type: ignore[method-assign]
    await ask(room, "s_1", "read_solution", team=999_999, regulation=1, interest=1)
    await ask(room, "s_1", "vote", team=1)
    assert opened == []
    await ask(room, "s_1", "read_solution", team=1, regulation=1, interest=1)
    assert opened == ["reading:1:1"]


async def test_facts_have_consequences_after_everybody_was_shown(world: World):
    await world.happened(TEAMS)
    room = await world.open()
    world.told.clear()
    await ask(room, "facilitator", "remove_seat", seat="s_2")
    await settle(room)
    assert world.told == [SeatRemoved(seat="s_2")]


async def test_facts_have_consequences_also_when_who_stored_them_died_before(world: World):
    await world.happened(TEAMS)
    room = await world.open()
    world.told.clear()
    await world.happened([SeatRemoved(seat="s_1")])
    await room.catch_up()
    await settle(room)
    assert world.told == [SeatRemoved(seat="s_1")]


async def test_a_room_that_opens_tells_the_log_again_and_before_the_next_command_if_it_could_not(world: World):
    """Who stored the last of it may have died before telling."""
    await world.happened(TEAMS, [SeatRemoved(seat="s_1")])
    world.deaf = True
    room = await world.open()
    assert world.told == []
    world.deaf = False
    await ask(room, "facilitator", "blank", on=True)
    await settle(room)
    assert [event.name for event in world.told][-2:] == ["seat_removed", "screen_blanked"]


# --- the clock --------------------------------------------------------------------------------------------------------


async def test_the_clock_rings_once_when_its_time_is_up(world: World):
    await world.happened(WORK, CLOCK)
    room = await world.open()
    world.clock.wind(MINUTE - 1)
    await settle(room)
    assert room.state.timer.state == "running"
    world.clock.wind(1)
    await settle(room)
    assert room.state.timer.state == "over"
    world.clock.wind(10 * MINUTE)
    await settle(room)
    assert (await types_in(world)).count("timer_ran_out") == 1


async def test_a_deadline_that_passed_while_the_server_was_away_rings_at_once(world: World):
    await world.happened(WORK, CLOCK)
    world.clock.wind(10 * MINUTE)
    room = await world.open()
    world.clock.wind()
    await settle(room)
    last = (await world.log.read(CODE))[-1]
    assert (last.type, last.at) == ("timer_ran_out", NOW + 10 * MINUTE)


async def test_two_workers_whose_clocks_ring_together_write_it_once(world: World):
    await world.happened(WORK, CLOCK)
    one, other = await world.open(), await world.open()
    world.clock.wind(MINUTE)
    await settle(one)
    await settle(other)
    assert (await types_in(world)).count("timer_ran_out") == 1
    assert one.state.timer.state == other.state.timer.state == "over"


async def test_a_deadline_that_was_moved_rings_at_its_new_time_only(world: World):
    await world.happened(WORK, CLOCK)
    room = await world.open()
    await ask(room, "facilitator", "timer", action="extend", seconds=60)
    world.clock.wind(MINUTE)
    await settle(room)
    assert room.state.timer.state == "running"
    world.clock.wind(MINUTE)
    await settle(room)
    assert room.state.timer.state == "over"


async def test_a_ring_goes_before_the_commands_that_wait(world: World):
    await world.happened(WORK, CLOCK)
    room = await world.open()
    world.log.open.clear()
    asked: list[asyncio.Task[Outcome]] = []
    for label in ("a", "b", "c"):
        asked.append(asyncio.create_task(ask(room, "facilitator", "bookmark", label=label)))
        for _ in range(3):
            await asyncio.sleep(0)
    assert room.waiting == 2  # the first is being stored
    world.clock.wind(MINUTE)
    world.log.open.set()
    await asyncio.gather(*asked)
    await settle(room)
    assert (await types_in(world))[-4:] == ["bookmarked", "timer_ran_out", "bookmarked", "bookmarked"]


async def test_a_ring_that_cannot_be_stored_comes_again(world: World):
    await world.happened(WORK, CLOCK)
    room = await world.open()
    world.log.before = [StoreFailed("disk full")]
    world.clock.wind(MINUTE)
    await settle(room)
    assert room.state.timer.state == "running"
    world.clock.wind(5_000)
    await settle(room)
    assert room.state.timer.state == "over"


@pytest.mark.parametrize("fails", [True, False], ids=["and the disk is full", "while the disk hangs"])
async def test_a_ring_is_stored_also_when_the_clock_is_set_back_before_that(world: World, fails: bool):
    await world.happened(WORK, CLOCK)
    room = await world.open()
    if fails:
        world.log.before = [StoreFailed("disk full"), StoreFailed("disk full")]
    else:
        world.log.open.clear()
    before = asyncio.create_task(ask(room, "facilitator", "blank", on=True))
    await asyncio.sleep(0)
    world.clock.wind(MINUTE)
    world.clock.wind(-MINUTE // 2)
    world.log.open.set()
    await before
    await settle(room)
    world.clock.wind(5_000)
    await settle(room)
    assert room.state.timer.state == "over"


async def test_a_timer_that_rings_early_does_not_use_up_the_deadline(world: World):
    await world.happened(WORK, CLOCK)
    world.clock = HastyClock()
    room = await world.open()
    world.clock.wind(MINUTE - 1)
    await settle(room)
    assert room.state.timer.state == "running"
    world.clock.wind(1)
    await settle(room)
    assert room.state.timer.state == "over"


async def test_a_closed_room_rings_no_more(world: World):
    await world.happened(WORK, CLOCK)
    room = await world.open()
    await room.close()
    assert world.clock.waiting == []
    world.clock.wind(MINUTE)
    assert "timer_ran_out" not in await types_in(world)


async def test_an_answer_that_another_worker_changed_is_seen_without_a_ring(world: World):
    await world.happened(TEAMS, entered("welcome"))
    here, there = await world.open(), await world.open()
    client = Client("s_1").join(here)

    async def look() -> Any:
        here.changed((await world.log.changes([CODE]))[CODE])
        await here.catch_up()
        await client.read()
        return client.view["me"]["answers"][0]["regulation"]

    for regulation in (10, 20):  # the second time there is no event
        await ask(there, "s_1", "place_pulse", pulse="now", regulation=regulation, interest=0)
        assert await look() == regulation
    read, asked = world.log.ballots, list[str]()

    async def counted(session: str, box: str) -> dict[str, bytes]:
        asked.append(box)
        return await read(session, box)

    world.log.ballots = counted  # type: ignore[method-assign]
    await look()
    assert not asked, "what is known is not read again"


async def test_another_workers_ring_is_seen(world: World):
    await world.happened(WORK, CLOCK)
    room = await world.open()
    await world.happened(TimerRanOut(at=NOW + MINUTE))
    world.clock.wind(MINUTE)
    await settle(room)
    assert room.state.timer.state == "over"


# --- rooms ------------------------------------------------------------------------------------------------------------


async def rooms_of(world: World, *facts: Event) -> Rooms:
    await world.happened(*facts)

    async def find_pack(code: str) -> Pack:
        if code != CODE:
            raise UnknownSession(code)
        return PACK

    return Rooms(world.around, find_pack, idle_ms=10 * MINUTE)


async def test_a_session_has_one_room(world: World):
    rooms = await rooms_of(world, *WORK)
    assert await rooms.get(CODE) is await rooms.get(CODE)
    assert rooms.count() == (1, 0)
    await rooms.close()


class HastyBell(Alone):
    """Tells all there is to tell as soon as somebody follows, while the log is still being read."""

    def listen(self, listener: Listener) -> None:
        self.listener = listener

    def follow(self, code: str) -> None:
        self.listener.seen(code, "elsewhere", Here(frozenset({"s_1"})))
        self.listener.moved(code, EVERYTHING)


async def test_what_a_bell_tells_while_a_room_opens_is_not_lost(world: World):
    await world.happened(sits("s_1", 1))
    bell = HastyBell(shared=True)

    async def find_pack(code: str) -> Pack:
        return PACK

    rooms = Rooms(replace(world.around, bell=bell), find_pack)
    bell.listen(rooms)
    room = await rooms.get(CODE)
    assert room.look(FACILITATOR)["seats"]["s_1"]["online"] is True
    assert room.waiting == 1, "and it looks for what was stored meanwhile"
    await rooms.close()


async def test_a_code_without_a_session_has_no_room(world: World):
    rooms = await rooms_of(world)
    with pytest.raises(UnknownSession):
        await rooms.get("NOTHIN")
    assert rooms.count() == (0, 0)


async def test_a_room_that_nobody_uses_is_closed_and_opens_again(world: World):
    rooms = await rooms_of(world, *WORK)
    room = await rooms.get(CODE)
    await ask(room, "s_1", "ready", on=True)
    await rooms.sweep()
    assert rooms.count() == (1, 0)
    world.clock.wind(11 * MINUTE)
    await rooms.sweep()
    assert rooms.count() == (0, 0)
    again = await rooms.get(CODE)
    assert again is not room
    assert again.look(SCREEN)["teams"]["1"]["ready"] is True
    await rooms.close()


async def test_a_room_with_somebody_in_it_or_a_clock_that_runs_stays(world: World):
    rooms = await rooms_of(world, *WORK)
    room = await rooms.get(CODE)
    client = Client("s_1").join(room)
    world.clock.wind(60 * MINUTE)
    await rooms.sweep()
    assert rooms.count() == (1, 1)
    room.leave(client.connection)
    await ask(room, "facilitator", "timer", action="start", seconds=14_400)
    world.clock.wind(30 * MINUTE)
    await rooms.sweep()
    assert rooms.count() == (1, 0)
    await rooms.close()


async def test_closing_tells_everybody_that_the_server_restarts(world: World):
    rooms = await rooms_of(world, *WORK)
    client = Client("s_1").join(await rooms.get(CODE))
    await rooms.close()
    assert client.closing is Closing.RESTARTING


async def test_a_command_that_comes_too_late_for_a_room_is_answered(world: World):
    await world.happened(*WORK)
    room = await world.open()
    await room.close()
    assert (await ask(room, "s_1", "ready", on=True)).code == Code.BUSY


async def test_a_deleted_session_ends_for_everybody(world: World):
    rooms = await rooms_of(world, *WORK)
    client = Client("s_1").join(await rooms.get(CODE))
    await rooms.end(CODE)
    assert client.closing is Closing.ENDED
    await rooms.close()


async def test_the_machines_own_clock_tells_ms_and_rings():
    import asyncio

    clock, rang = SystemClock(), asyncio.Event()
    clock.call_at(clock.now(), rang.set)
    await asyncio.wait_for(rang.wait(), 5)
    assert clock.now() > NOW - 10 * 365 * 24 * 60 * MINUTE


async def test_a_vote_of_one_team_is_shown_on_all_its_laptops(world: World):
    await world.happened(
        sits("s_1", 1), sits("s_3", 1), sits("s_2", 2), revealed(1, 1, 2), entered("vote"), VoteOpened(ballot=1)
    )
    room = await world.open()
    other = Client("s_3").join(room)
    await ask(room, "s_1", "vote", team=2)
    await other.read()
    assert other.view["me"]["vote"] == 2
    assert str(other.connection.audience) == str(Audience("team", team=1))
