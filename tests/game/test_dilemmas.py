"""Indicator mode: a dilemma in each camp, and indicators that it moves."""

from app.game import commands as c
from app.game.events import AnswerCounted, BoxCounted, DilemmaRevealed, DilemmaSettled
from app.game.rejected import Code
from app.game.viewing import FACILITATOR, SCREEN, Audience
from tests.support.game import ALL_INSTRUMENTS, Told, created, entered, given, revealed, sits

DESK = "facilitator"
SEATS = [sits("ann", 1), sits("ben", 2), sits("cas", 3), sits("dee")]


def room(devices: str = "team") -> Told:
    """The solutions of the first camp are on the table."""
    return given(created(instruments=ALL_INSTRUMENTS, devices=devices), SEATS, revealed(1, 1, 2), entered("discuss", 1))


def test_a_team_votes_once_and_may_change_its_mind():
    told = room().when("ann", c.VoteDilemma(option="a")).then(AnswerCounted(box="dilemma:1"))
    told.when("ann", c.VoteDilemma(option="b")).then()
    assert told.play.look_as("ann")["me"]["dilemma"] == "b"
    seen = told.sees(SCREEN)["indicators"]["dilemmas"]["1"]
    assert seen == {"id": "d1", "state": "open", "count": 1, "voters": 3}


def test_the_vote_stays_hidden_until_it_is_revealed():
    told = room().when("ann", c.VoteDilemma(option="a")).when("ben", c.VoteDilemma(option="a"))
    told.when("cas", c.VoteDilemma(option="b")).when(DESK, c.Reveal(what="dilemma"))
    told.then(BoxCounted(box="dilemma:1", count=3, result={"a": 2, "b": 1}), DilemmaRevealed(round=1))
    seen = told.sees(SCREEN)["indicators"]
    assert seen["dilemmas"]["1"]["tally"] == {"a": 2, "b": 1}
    assert seen["dilemmas"]["1"]["chosen"] == "a"
    assert seen["values"] == {"results": 4, "motivation": 2}
    told.when("cas", c.VoteDilemma(option="a")).refused(Code.CLOSED)
    told.when(DESK, c.Reveal(what="dilemma")).then()
    told.when(DESK, c.Undo()).refused(Code.NOT_ALLOWED, "undo")


def test_a_tie_is_settled_by_the_facilitator():
    told = room().when("ann", c.VoteDilemma(option="a")).when("ben", c.VoteDilemma(option="b"))
    told.when(DESK, c.SettleDilemma(option="b")).refused(Code.WRONG_PHASE)
    told.when(DESK, c.Reveal(what="dilemma"))
    seen = told.sees(SCREEN)["indicators"]
    assert seen["dilemmas"]["1"]["tie"] == ["a", "b"]
    assert seen["values"] == {"results": 3, "motivation": 3}
    told.when(DESK, c.SettleDilemma(option="c")).refused(Code.INVALID, "option")
    told.when(DESK, c.SettleDilemma(option="b")).then(DilemmaSettled(round=1, option="b"))
    told.when(DESK, c.SettleDilemma(option="b")).then()
    seen = told.sees(SCREEN)["indicators"]
    assert seen["dilemmas"]["1"]["chosen"] == "b"
    assert seen["values"] == {"results": 2, "motivation": 4}


def test_who_won_cannot_be_settled_away():
    told = room().when("ann", c.VoteDilemma(option="a")).when(DESK, c.Reveal(what="dilemma"))
    told.when(DESK, c.SettleDilemma(option="b")).refused(Code.INVALID, "option")


def test_indicators_stay_within_their_five_steps():
    won = [
        event
        for number in (1, 2, 3)
        for event in (BoxCounted(box=f"dilemma:{number}", count=1, result={"a": 1}), DilemmaRevealed(round=number))
    ]
    told = given(created(instruments=ALL_INSTRUMENTS), won)
    assert told.sees(SCREEN)["indicators"]["values"] == {"results": 5, "motivation": 1}


def test_a_dilemma_waits_for_the_solutions():
    told = given(created(instruments=ALL_INSTRUMENTS), SEATS, entered("reveal", 1))
    told.when("ann", c.VoteDilemma(option="a")).refused(Code.SEALED)
    assert told.sees(Audience("team", 1))["indicators"]["dilemmas"] == {}


def test_who_may_not_vote():
    told = room().when("dee", c.VoteDilemma(option="a")).refused(Code.NO_TEAM)
    told.when("ann", c.VoteDilemma(option="z")).refused(Code.UNKNOWN_ID, "option")
    off = given(SEATS, revealed(1, 1), entered("discuss", 1)).when("ann", c.VoteDilemma(option="a"))
    off.refused(Code.SWITCHED_OFF)
    assert off.sees(FACILITATOR)["indicators"] == {}


def test_each_person_votes_with_a_device_each():
    told = given(created(instruments=ALL_INSTRUMENTS, devices="person"), sits("ann", 1), sits("ben", 1), revealed(1, 1))
    told.when("ann", c.VoteDilemma(option="a")).accepted()
    told.when("ben", c.VoteDilemma(option="a")).accepted()
    assert told.sees(SCREEN)["indicators"]["dilemmas"]["1"]["count"] == 2


def test_votes_that_were_never_revealed_are_counted_and_destroyed_at_the_end():
    told = room().when("ann", c.VoteDilemma(option="a")).when(DESK, c.CloseSession()).accepted()
    assert told.state.counted["dilemma:1"].result == {"a": 1}
    assert "tally" not in told.sees(FACILITATOR)["indicators"]["dilemmas"]["1"]
