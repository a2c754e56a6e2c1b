"""What connections receive: welcome, patches, resume, presence, moving, removal, and slow ones."""

import orjson
import pytest

from app.game.commands import Blank, Ready
from app.game.events import ActionAdded, Event, SessionClosed, TeamRenamed, VoteOpened
from app.game.rejected import Code
from app.game.viewing import FACILITATOR, REVIEW, SCREEN, Audience
from app.live.frames import Closing
from app.live.jobs import Job
from app.live.outbox import MOST_ANSWERS, MOST_PATCHES, Outbox
from app.live.room import PRESENCE_MS, Room
from app.live.showing import Connection, Rank
from tests.support.game import NOW, entered, handed_in, revealed, sits, wrote
from tests.support.room import Client, World, ask

TEAMS = [sits("s_1", 1, "Ann"), sits("s_2", 2, "Ben")]
WORK = [*TEAMS, entered("work", 1)]
SECRET = "zq-geheim"


async def fresh(room: Room, client: Client) -> dict[str, object]:
    """The view that somebody would get who joins now."""
    again = Client(client.name, client.audience).join(room)
    await again.read()
    room.leave(again.connection)
    return again.view


def kinds(received: list[dict[str, object]]) -> list[object]:
    return [frame["type"] for frame in received]


async def everyone(room: Room) -> list[Client]:
    clients = [Client("s_1"), Client("s_2"), Client("screen", SCREEN), Client("desk", FACILITATOR)]
    for client in clients:
        client.join(room)
        await client.read()
    return clients


async def test_every_audience_follows_by_patches_to_what_a_newcomer_sees(world: World):
    await world.happened(WORK)
    room = await world.open()
    clients = await everyone(room)
    await ask(room, "s_1", "write_draft", fields={"title": "Een", "text": "Twee"})
    await ask(room, "s_1", "place", regulation=10, interest=-10)
    await ask(room, "s_1", "submit_solution")
    await ask(room, "facilitator", "go", phase="reveal")
    await ask(room, "facilitator", "reveal", what="solutions")
    world.clock.wind(PRESENCE_MS)
    for client in clients:
        await client.read()
        assert client.seq == room.seq
        assert client.view == await fresh(room, client), client.name


async def test_who_looks_back_for_research_is_shown_no_name_by_later_patches_either(world: World):
    step = ActionAdded(action="a_1", fields={"what": "Een", "lead": SECRET, "state": "open"})
    await world.happened([*WORK, TeamRenamed(team=1, team_name=SECRET), step, SessionClosed(at=NOW)])
    room = await world.open()
    researcher = Client("desk", Audience("review", names=False)).join(room)
    Client("screen", SCREEN).join(room)
    await ask(room, "facilitator", "edit_action", action="a_1", state="done")
    world.clock.wind(PRESENCE_MS)
    assert SECRET not in repr(await researcher.read())
    assert researcher.view["debrief"]["actions"]["a_1"]["state"] == "done"
    assert researcher.view == await fresh(room, researcher)


async def test_who_may_not_see_a_change_receives_nothing_of_it(world: World):
    await world.happened(WORK)
    room = await world.open()
    writer, other, screen, desk = await everyone(room)
    world.clock.wind(PRESENCE_MS)
    for client in (writer, other, screen, desk):
        await client.read()
    await ask(room, "s_1", "write_draft", fields={"title": SECRET})
    await ask(room, "s_1", "write_draft", fields={"title": SECRET + "!"})
    assert len(await writer.read()) == len(await desk.read()) == 2
    assert await other.read() == await screen.read() == []


async def test_the_answer_comes_before_the_patch(world: World):
    await world.happened(WORK)
    room = await world.open()
    client = Client("s_1").join(room)
    await client.read()
    ack = Job(client.connection.who, "c", Ready(on=True), lambda _: client.outbox.answer('{"type":"ack"}'))
    await room.submit(ack)
    await ask(room, "screen", "undo")
    assert kinds(await client.read()) == ["ack", "patch"]


# --- coming back ------------------------------------------------------------------------------------------------------


async def test_who_comes_back_gets_one_patch_to_a_fresh_view(world: World):
    await world.happened(WORK)
    room = await world.open()
    clients = await everyone(room)
    for client in clients:
        room.leave(client.connection)
    for n in range(5):
        await ask(room, "s_1", "write_draft", fields={"title": f"Versie {n}"})
    await ask(room, "facilitator", "blank", on=True)
    for client in clients:
        client.join(room, after=client.seq)
        assert kinds(await client.read()) == ["resumed", "patch"]
        assert client.view == await fresh(room, client), client.name


async def test_who_comes_back_with_nothing_missed_is_up_to_date_too(world: World):
    await world.happened(WORK)
    room = await world.open()
    for client in await everyone(room):
        room.leave(client.connection)
        client.join(room, after=client.seq)
        await client.read()
        assert client.view == await fresh(room, client), client.name


async def test_who_comes_back_sees_who_left_meanwhile(world: World):
    await world.happened(WORK)
    room = await world.open()
    ann, ben, screen, desk = await everyone(room)
    world.clock.wind(PRESENCE_MS)
    for client in (ann, screen, desk):
        await client.read()
        room.leave(client.connection)
    room.leave(ben.connection)
    world.clock.wind(PRESENCE_MS)
    for client in (ann, screen, desk):
        client.join(room, after=client.seq)
        await client.read()
    world.clock.wind(PRESENCE_MS)
    for client in (ann, screen, desk):
        await client.read()
        assert client.view == await fresh(room, client)
        assert client.view["teams"]["2"]["online"] == 0
    assert desk.view["seats"]["s_2"]["online"] is False


async def test_who_comes_back_has_its_own_vote(world: World):
    """Votes are not in the log, so the patch cannot come from the log alone."""
    await world.happened(TEAMS, revealed(1, 1, 2), entered("vote"), VoteOpened(ballot=1))
    room = await world.open()
    client = Client("s_1").join(room)
    await client.read()
    room.leave(client.connection)
    await ask(room, "s_1", "vote", team=2)
    client.join(room, after=client.seq)
    await client.read()
    assert client.view["me"]["vote"] == 2
    room.leave(client.connection)
    await ask(room, "facilitator", "reveal", what="vote")
    client.join(room, after=client.seq)
    await client.read()
    assert "vote" not in client.view["me"]
    assert client.view == await fresh(room, client)


async def test_who_was_moved_meanwhile_gets_a_whole_view(world: World):
    await world.happened(WORK, wrote(1, 1, title=SECRET))
    room = await world.open()
    client = Client("s_1").join(room)
    await client.read()
    room.leave(client.connection)
    await ask(room, "facilitator", "move_seat", seat="s_1", team=2)
    client.join(room, after=client.seq)
    assert kinds(await client.read()) == ["welcome"]
    assert SECRET not in orjson.dumps(client.view).decode()


@pytest.mark.parametrize("after", [999, 2])
async def test_who_was_away_too_long_or_knows_too_much_gets_a_whole_view(world: World, after: int):
    from app.live.showing import RESUMABLE

    await world.happened(WORK, [sits(f"x_{n}") for n in range(RESUMABLE)])
    room = await world.open()
    client = Client("s_1").join(room, after=after)
    assert kinds(await client.read()) == ["welcome"]


# --- moving and leaving -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("team", [None, 1])
async def test_a_seat_that_moves_is_patched_to_its_new_teams_view(world: World, team: int | None):
    await world.happened(TEAMS, sits("s_3", team), entered("work", 1), wrote(1, 1, title=SECRET), wrote(2, 1))
    room = await world.open()
    client = Client("s_3").join(room)
    await client.read()
    await ask(room, "facilitator", "move_seat", seat="s_3", team=2)
    assert kinds(await client.read()) == ["patch"]
    assert client.view == await fresh(room, client)
    assert client.view["me"]["team"] == 2
    assert SECRET not in orjson.dumps(client.view).decode()
    await ask(room, "s_2", "write_draft", fields={"title": "Voor ons allebei"})
    await ask(room, "s_1", "write_draft", fields={"title": SECRET + "!"})
    await client.read()
    assert client.view == await fresh(room, client)
    assert client.view["solutions"]["1"]["2"]["title"] == "Voor ons allebei"


async def test_all_devices_of_a_seat_move_and_those_of_others_stay(world: World):
    await world.happened(WORK, sits("s_3", 1))
    room = await world.open()
    devices = [Client("s_1").join(room), Client("s_1").join(room), Client("s_3").join(room)]
    for each in devices:
        await each.read()
    await ask(room, "facilitator", "move_seat", seat="s_1", team=4)
    for each, team in zip(devices, (4, 4, 1), strict=True):
        await each.read()
        assert each.view["me"]["team"] == team
        assert each.view == await fresh(room, each)


async def test_a_removed_seat_is_told_and_sees_nothing_more(world: World):
    await world.happened(WORK)
    room = await world.open()
    gone, other = Client("s_1").join(room), Client("s_2").join(room)
    await gone.read()
    await ask(room, "facilitator", "remove_seat", seat="s_1")
    await ask(room, "facilitator", "blank", on=True)
    assert await gone.read() == []
    assert gone.closing is Closing.REMOVED
    await other.read()
    assert other.closing is None
    assert other.view["teams"]["1"]["seats"] == 0
    assert (await ask(room, "s_1", "ready", on=True)).code == Code.NOT_ALLOWED


async def test_comings_and_goings_are_shown_together_after_a_moment(world: World):
    await world.happened(WORK)
    room = await world.open()
    screen = Client("screen", SCREEN).join(room)
    await screen.read()
    ann, ben = Client("s_1").join(room), Client("s_2").join(room)
    assert await screen.read() == []
    assert len(world.clock.waiting) == 1
    world.clock.wind(PRESENCE_MS)
    (patch,) = await screen.read()
    assert patch["merge"] == {"teams": {"1": {"online": 1}, "2": {"online": 1}}}
    assert (patch["seq"], patch["prev"]) == (room.seq, room.seq)
    room.leave(ann.connection)
    room.leave(ben.connection)
    ann.join(room)
    world.clock.wind(PRESENCE_MS)
    (patch,) = await screen.read()
    assert patch["merge"] == {"teams": {"2": {"online": 0}}}
    assert len(await world.log.read("ABCDEF")) == room.seq, "presence is not logged"


def console(rank: Rank, key: str) -> Client:
    client = Client(rank, FACILITATOR)
    client.connection = Connection(client.connection.who, FACILITATOR, key=key, rank=rank)
    return client


async def test_consoles_know_how_many_are_open_and_nobody_else_does(world: World):
    await world.happened(WORK)
    room = await world.open()
    others = [Client("s_1").join(room), Client("screen", SCREEN).join(room), Client("r", REVIEW).join(room)]
    first, same, second = console("leads", "a"), console("leads", "a"), console("cofacilitators", "b")
    for one in (first, same, second):
        room.join(one.connection)
    world.clock.wind(PRESENCE_MS)
    await first.read()
    assert first.view["consoles"] == {"leads": 1, "cofacilitators": 1}, "two windows of one device are one console"
    room.leave(second.connection)
    world.clock.wind(PRESENCE_MS)
    await first.read()
    assert first.view["consoles"] == {"leads": 1}
    for other in others:
        await other.read()
        assert "consoles" not in other.view
    assert len(await world.log.read("ABCDEF")) == room.seq, "consoles are not logged"


async def test_a_console_that_comes_back_sees_which_consoles_left_meanwhile(world: World):
    await world.happened(WORK)
    room = await world.open()
    lead, along = console("leads", "a"), console("cofacilitators", "b")
    for one in (lead, along):
        room.join(one.connection)
    world.clock.wind(PRESENCE_MS)
    await lead.read()
    assert lead.view["consoles"] == {"leads": 1, "cofacilitators": 1}
    room.leave(lead.connection)
    room.leave(along.connection)
    world.clock.wind(PRESENCE_MS)
    lead.connection = console("leads", "a").connection
    room.join(lead.connection, after=lead.seq)
    world.clock.wind(PRESENCE_MS)
    frames = await lead.read()
    assert frames[0]["type"] == "resumed"
    assert lead.view["consoles"] == {"leads": 1}


async def test_who_lost_the_lead_is_told_so_and_the_others_stay(world: World):
    await world.happened(WORK)
    room = await world.open()
    lead, along, seat = console("leads", "a"), console("cofacilitators", "b"), Client("s_1")
    back, beamer = console("leads", "a"), console("leads", "a")
    back.connection.audience, beamer.connection.audience = REVIEW, SCREEN
    for one in (lead, along, seat, back, beamer):
        room.join(one.connection)
    room.dismiss("leads", Closing.REPLACED)
    closed = [one.closing for one in (lead, back, along, seat, beamer)]
    assert closed == [Closing.REPLACED, Closing.REPLACED, None, None, None]
    await ask(room, "facilitator", "blank", on=True)
    await along.read()
    await lead.read()
    assert along.view["board"]["blank"] is True
    assert lead.view["board"]["blank"] is False
    room.dismiss("cofacilitators", Closing.REMOVED)
    assert along.closing == Closing.REMOVED


async def test_the_facilitator_sees_when_a_team_last_worked_also_after_a_restart(world: World):
    await world.happened(WORK)
    room = await world.open()
    desk, screen = Client("desk", FACILITATOR).join(room), Client("screen", SCREEN).join(room)
    await ask(room, "s_1", "write_draft", fields={"title": "Een"})
    world.clock.wind(60_000)
    await ask(room, "s_2", "place", regulation=10, interest=-10)
    await ask(room, "s_1", "ready", on=True)
    await desk.read()
    await screen.read()
    assert desk.view["worked"] == {"1": NOW, "2": NOW + 60_000}
    assert "worked" not in screen.view
    again = Client("desk", FACILITATOR).join(await world.open())
    await again.read()
    assert again.view["worked"] == desk.view["worked"]


async def test_a_preview_changes_nothing(world: World):
    await world.happened(WORK)
    room = await world.open()
    screen = Client("screen", SCREEN).join(room)
    await screen.read()
    before, stored = room.state, await world.log.read("ABCDEF")
    assert room.preview(Blank(on=True)).view["board"]["blank"] is True
    assert room.state is before
    assert await world.log.read("ABCDEF") == stored
    assert await screen.read() == []


async def test_a_seat_with_two_devices_is_online_until_both_are_gone(world: World):
    await world.happened(WORK)
    room = await world.open()
    one, two = Client("s_1").join(room), Client("s_1").join(room)
    assert room.look(SCREEN)["teams"]["1"]["online"] == 1
    room.leave(one.connection)
    assert room.look(SCREEN)["teams"]["1"]["online"] == 1
    room.leave(two.connection)
    room.leave(two.connection)
    assert room.look(SCREEN)["teams"]["1"]["online"] == 0


# --- own part ---------------------------------------------------------------------------------------------------------


async def test_an_own_answer_comes_back_to_its_seat_alone_also_when_it_replaces_another(world: World):
    await world.happened([*TEAMS, sits("s_3", 1)], entered("welcome"))
    room = await world.open()
    clients = [*await everyone(room), Client("s_3").join(room)]
    for place in (11, 13):
        await ask(room, "s_1", "place_pulse", pulse="now", regulation=place, interest=17)
        for client in clients:
            await client.read()
    own = [{"box": "pulse:before:now", "person": 1, "regulation": 13, "interest": 17}]
    assert clients[0].view["me"]["answers"] == own
    for client in clients[1:]:
        received = orjson.dumps(client.frames).decode()
        assert '"regulation"' not in received


async def test_a_reviewer_sees_the_review_whatever_it_was(world: World):
    await world.happened(WORK, handed_in(1, 1))
    room = await world.open()
    client = Client("reviewer", REVIEW).join(room)
    await client.read()
    assert client.connection.audience == REVIEW
    assert client.view["solutions"] == {}
    await ask(room, "facilitator", "close_session")
    await client.read()
    assert client.view["solutions"]["1"]["1"]["title"] == "Plan"


# --- slow ones --------------------------------------------------------------------------------------------------------


async def test_a_slow_connection_gets_one_whole_view_later_and_costs_the_others_nothing(world: World):
    await world.happened(WORK)
    room = await world.open()
    slow, quick = Client("s_1").join(room), Client("s_2").join(room)
    await slow.read()
    for n in range(MOST_PATCHES + 40):
        await ask(room, "facilitator", "blank", on=n % 2 == 0)
        await quick.read()
        assert quick.seq == room.seq
    assert kinds(await slow.read(room)) == ["patch"] * MOST_PATCHES + ["welcome"]
    assert slow.view == await fresh(room, slow)
    await ask(room, "facilitator", "set_title", title="Verder")
    assert kinds(await slow.read()) == ["patch"]
    assert slow.view["session"]["title"] == "Verder"


async def test_a_slow_connection_that_is_moved_ends_in_the_right_team(world: World):
    await world.happened(WORK, wrote(1, 1, title=SECRET))
    room = await world.open()
    slow = Client("s_1").join(room)
    await slow.read()
    for n in range(MOST_PATCHES + 1):
        await ask(room, "facilitator", "blank", on=n % 2 == 0)
    await ask(room, "facilitator", "move_seat", seat="s_1", team=2)
    await ask(room, "s_2", "write_draft", fields={"title": "Samen"})
    await slow.read(room)
    assert slow.view == await fresh(room, slow)
    assert slow.view["me"]["team"] == 2


async def test_who_sends_and_never_reads_is_too_slow_and_cut_off_at_once():
    outbox = Outbox()
    for n in range(MOST_ANSWERS):
        outbox.answer(str(n))
    assert outbox.closing is None
    outbox.answer("one too many")
    assert outbox.closing is Closing.TOO_SLOW
    assert await outbox.next() is None


async def test_patches_do_not_count_as_answers():
    outbox = Outbox()
    for n in range(MOST_PATCHES):
        assert outbox.patch(str(n))
    for n in range(MOST_ANSWERS):
        outbox.answer(str(n))
    assert outbox.closing is None
    assert not outbox.patch("stale now")
    assert outbox.stale


async def test_what_waits_is_sent_before_goodbye():
    outbox = Outbox()
    outbox.answer("a")
    outbox.close(Closing.ENDED)
    outbox.close(Closing.RESTARTING)
    assert await outbox.next() == "a"
    assert await outbox.next() is None
    assert outbox.closing is Closing.ENDED


async def test_a_reveal_reaches_everybody_at_the_same_seq(world: World):
    facts: list[Event] = [*WORK, *handed_in(1, 1), *handed_in(2, 1), entered("reveal", 1)]
    await world.happened(facts)
    room = await world.open()
    clients = await everyone(room)
    await ask(room, "facilitator", "reveal", what="solutions")
    for client in clients:
        await client.read()
        assert client.seq == room.seq
        assert set(client.view["solutions"]["1"]) == {"1", "2"}
        assert client.view["board"]["revealed"] == [1]


async def test_the_audience_of_a_seat_follows_its_team(world: World):
    await world.happened(TEAMS, sits("s_3"))
    room = await world.open()
    client = Client("s_3").join(room)
    (welcome,) = await client.read()
    assert (welcome["audience"], welcome["seat"]) == ("seat:s_3", "s_3")
    assert client.view["choices"] == {"personas": [], "actors": []}  # as what every seat has
    await ask(room, "s_3", "join_team", team=4)
    await client.read()
    assert client.connection.audience == Audience("team", team=4)
    assert client.view["members"] == [{"seat": "s_3"}]
