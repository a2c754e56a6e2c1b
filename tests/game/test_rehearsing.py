"""Rehearsals: marked for ever, and played by bots that make room for people."""

import pytest

from app.game.commands import CloseSession, JoinTeam, MarkRehearsal, MoveSeat, OpenPulse, RemoveSeat, TakeSeat, Undo
from app.game.events import RehearsalMarked, SeatMoved, SeatRemoved, SeatTaken, Undone
from app.game.rejected import Code
from app.game.viewing import FACILITATOR as DESK
from app.game.viewing import REVIEW, SCREEN, Audience
from tests.support.game import FACILITATOR, SYSTEM, created, entered, given, plays, sits

MARKED = RehearsalMarked()
BOT = [MARKED, plays("bot", 2)]


def test_the_facilitator_marks_a_session_as_rehearsal_at_any_time_before_the_end():
    given(entered("work", 2)).when(FACILITATOR, MarkRehearsal()).then(MARKED)
    given().when(FACILITATOR, CloseSession()).when(FACILITATOR, MarkRehearsal()).refused(Code.CLOSED)


def test_a_mark_is_for_ever_and_is_set_once():
    told = given(MARKED)
    told.when(FACILITATOR, MarkRehearsal()).then()
    told.when(FACILITATOR, Undo()).refused(Code.NOT_ALLOWED, "undo")
    given(created(rehearsal=True)).when(FACILITATOR, MarkRehearsal()).then()


@pytest.mark.parametrize("audience", [DESK, SCREEN, REVIEW, Audience("team", team=1), Audience("seat", seat="x")])
def test_everybody_sees_that_it_is_a_rehearsal(audience: Audience):
    assert given().sees(audience)["session"]["rehearsal"] is False
    assert given(MARKED).sees(audience)["session"]["rehearsal"] is True


def test_a_bot_takes_a_team_that_nobody_sits_in():
    wish = TakeSeat(seat="bot", team=2, bot=True)
    given(MARKED).when(SYSTEM, wish).then(SeatTaken(seat="bot", team=2, bot=True))
    given(MARKED, sits("ann", 2)).when(SYSTEM, wish).refused(Code.TAKEN, "team")
    given(MARKED, plays("other", 2)).when(SYSTEM, wish).refused(Code.TAKEN, "team")
    given(MARKED).when(SYSTEM, TakeSeat(seat="bot", team=5, bot=True)).refused(Code.UNKNOWN_ID, "team")


def test_a_bot_plays_a_team_and_no_bot_plays_where_it_counts():
    given(MARKED).when(SYSTEM, TakeSeat(seat="bot", bot=True)).refused(Code.INVALID, "team")
    given().when(SYSTEM, TakeSeat(seat="bot", team=2, bot=True)).refused(Code.NOT_ALLOWED, "bot")


def test_no_bot_comes_back_some_weeks_later():
    told = given(BOT).when(FACILITATOR, CloseSession()).when(FACILITATOR, OpenPulse(pulse="now"))
    told.when(SYSTEM, TakeSeat(seat="late", team=2, bot=True)).refused(Code.CLOSED)
    told.when(SYSTEM, TakeSeat(seat="ann")).accepted()


def test_a_bot_makes_room_for_whoever_comes():
    gone = SeatRemoved(seat="bot")
    ann = SeatTaken(seat="ann", team=2)
    given(BOT).when(SYSTEM, TakeSeat(seat="ann", team=2)).then(gone, ann)
    given(BOT, sits("ann")).when("ann", JoinTeam(team=2)).then(gone, SeatMoved(seat="ann", team=2))
    moved = SeatMoved(seat="ann", team=2, by_facilitator=True)
    given(BOT, sits("ann", 1)).when(FACILITATOR, MoveSeat(seat="ann", team=2)).then(gone, moved)


def test_a_bot_stays_when_people_come_elsewhere():
    told = given(BOT)
    told.when(SYSTEM, TakeSeat(seat="ann", team=1)).then(SeatTaken(seat="ann", team=1))
    told.when(SYSTEM, TakeSeat(seat="ben")).then(SeatTaken(seat="ben"))


def test_a_bot_makes_room_for_somebody_who_is_moved_back():
    told = given(MARKED, sits("ann", 2)).when(FACILITATOR, MoveSeat(seat="ann", team=1)).accepted()
    told.when(SYSTEM, TakeSeat(seat="bot", team=2, bot=True)).accepted()
    back = SeatMoved(seat="ann", team=2, by_facilitator=True)
    told.when(FACILITATOR, Undo()).then(SeatRemoved(seat="bot"), Undone.of(back))
    assert told.state.seats_of(2) == ["ann"]


def test_bots_fill_no_session():
    people = [sits(f"s_{n}", 1) for n in range(4)]
    told = given(created(teams=2), people, MARKED, plays("bot", 2), sits("a"), sits("b"), sits("c"))
    told.when(SYSTEM, TakeSeat(seat="d")).accepted()
    told.when(SYSTEM, TakeSeat(seat="e")).refused(Code.TOO_MANY, "seat")


def test_a_bot_stays_with_its_team():
    told = given(BOT)
    told.when("bot", JoinTeam(team=1)).refused(Code.NOT_ALLOWED, "seat")
    told.when(FACILITATOR, MoveSeat(seat="bot", team=1)).refused(Code.NOT_ALLOWED, "seat")
    told.when(FACILITATOR, RemoveSeat(seat="bot")).then(SeatRemoved(seat="bot"))


def test_facilitator_and_team_see_which_seat_is_a_bots():
    told = given(BOT, sits("ann", 1))
    assert told.sees(DESK)["seats"] == {
        "bot": {"team": 2, "online": False, "bot": True},
        "ann": {"team": 1, "online": False},
    }
    assert told.sees(Audience("team", team=2))["members"] == [{"seat": "bot", "bot": True}]


def test_the_seat_of_a_person_is_stored_as_before():
    told = given().when(SYSTEM, TakeSeat(seat="ann", team=1))
    assert told.play.log[-1] == ("seat_taken", 1, b'{"seat":"ann","team":1}')
