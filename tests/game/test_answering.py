"""What single people answer: pulse, reading, vote and evaluation. Only counts and group results ever leave a box."""

from typing import Any

import pytest

from app.game.commands import (
    BreakTie,
    ClosePulse,
    CloseVote,
    Evaluate,
    OpenPulse,
    OpenVote,
    PlacePulse,
    ReadSolution,
    Reveal,
    Vote,
)
from app.game.events import (
    AnswerCounted,
    BoxCounted,
    Event,
    PulseClosed,
    PulseOpened,
    PulseRevealed,
    ReadingsRevealed,
    TeamPresenceSet,
    TieBroken,
    VoteClosed,
    VoteOpened,
    VoteRevealed,
)
from app.game.rejected import Code
from app.game.viewing import FACILITATOR as CONSOLE
from app.game.viewing import REVIEW
from app.game.viewing import SCREEN as PROJECTOR
from tests.support.game import FACILITATOR, Told, created, entered, given, revealed, sits, wrote

SEATS = [sits(f"s_{n}", n) for n in (1, 2, 3, 4)]
WELCOME = [*SEATS, entered("welcome")]
READING = [*SEATS, *revealed(1, 1, 2)]
VOTE = [*SEATS, *revealed(1, 1, 2, 3), entered("vote"), VoteOpened(ballot=1)]


def pulse(person: int = 1, which: str = "now", x: int = 10, y: int = 20) -> PlacePulse:
    return PlacePulse.model_validate({"pulse": which, "regulation": x, "interest": y, "person": person})


def answers(told: Told, n: int, **place: Any) -> Told:
    """`n` people place the same pulse, four behind each laptop."""
    for person in range(n):
        told.when(f"s_{person // 4 + 1}", pulse(person % 4 + 1, **place)).accepted()
    return told


# --- pulse ----------------------------------------------------------------------------------------------------------


def test_a_pulse_leaves_a_count_and_nothing_else():
    given(WELCOME).when("s_1", pulse()).then(AnswerCounted(box="pulse:before:now"))


def test_a_second_answer_replaces_the_first_without_a_trace():
    told = given(WELCOME).when("s_1", pulse(x=1)).when("s_1", pulse(x=99)).then()
    assert told.play.look_as("s_1")["me"]["answers"] == [
        {"box": "pulse:before:now", "person": 1, "regulation": 99, "interest": 20}
    ]


def test_four_people_answer_one_after_another_on_one_laptop():
    told = given(WELCOME)
    for person in (1, 2, 3, 4):
        told.when("s_1", pulse(person)).accepted()
    assert told.state.answers == {"pulse:before:now": 4}


def test_now_and_wanted_are_different_boxes_and_so_are_before_and_after():
    told = given(WELCOME).when("s_1", pulse()).when("s_1", pulse(which="wanted")).accepted()
    told.play.record([entered("evaluate")])
    told.when("s_1", pulse()).then(AnswerCounted(box="pulse:after:now"))


def test_four_answers_give_a_count_only():
    told = answers(given(WELCOME), 4).when(FACILITATOR, Reveal(what="pulse"))
    told.then(BoxCounted(box="pulse:before:now", count=4), PulseRevealed(moment="before"))
    assert told.sees(PROJECTOR)["board"]["pulse"]["before"]["now"] == {"state": "revealed", "count": 4, "enough": False}


def test_five_answers_give_a_cloud():
    told = answers(given(WELCOME), 5).when(FACILITATOR, Reveal(what="pulse")).accepted()
    assert told.sees(PROJECTOR)["board"]["pulse"]["before"]["now"] == {
        "state": "revealed",
        "count": 5,
        "enough": True,
        "centre": {"regulation": 10.0, "interest": 20.0},
        "major": 0.0,
        "minor": 0.0,
        "angle": 0.0,
    }


def test_before_the_reveal_there_is_no_cloud_for_anyone():
    told = answers(given(WELCOME), 6)
    for audience in (PROJECTOR, CONSOLE, REVIEW):
        shown = told.sees(audience)["board"]["pulse"]["before"]["now"]
        assert shown == {"state": "open", "count": 6, "enough": True}


def test_a_session_may_ask_for_more_answers_but_counts_the_same():
    told = answers(given(created(floor=6), WELCOME), 5).when(FACILITATOR, Reveal(what="pulse"))
    told.then(BoxCounted(box="pulse:before:now", count=5), PulseRevealed(moment="before"))


def test_a_replay_that_stops_between_count_and_reveal_shows_no_cloud():
    counted = BoxCounted(box="pulse:before:now", count=5, result={"centre": {"regulation": 1.0, "interest": 1.0}})
    shown = given(WELCOME, counted).sees(PROJECTOR)["board"]["pulse"]["before"]["now"]
    assert shown == {"state": "open", "count": 5, "enough": True}


def test_a_revealed_pulse_is_closed_for_good():
    told = answers(given(WELCOME), 5).when(FACILITATOR, Reveal(what="pulse"))
    told.when("s_4", pulse()).refused(Code.CLOSED)
    told.when(FACILITATOR, OpenPulse(pulse="now")).refused(Code.CLOSED)
    told.when(FACILITATOR, Reveal(what="pulse")).then()
    assert told.play.boxes == {}


def test_in_the_lobby_no_pulse_is_revealed_as_that_would_close_it_for_good():
    given(entered("lobby")).when(FACILITATOR, Reveal(what="pulse")).refused(Code.WRONG_PHASE)


def test_the_facilitator_closes_a_pulse_and_opens_it_again():
    told = given(WELCOME).when(FACILITATOR, OpenPulse(pulse="now")).then()
    told.when(FACILITATOR, ClosePulse(pulse="now")).then(PulseClosed(pulse="now", moment="before"))
    told.when(FACILITATOR, ClosePulse(pulse="now")).then()
    told.when("s_1", pulse()).refused(Code.CLOSED)
    told.when("s_1", pulse(which="wanted")).accepted()
    told.when(FACILITATOR, OpenPulse(pulse="now")).then(PulseOpened(pulse="now", moment="before"))
    told.when("s_1", pulse()).accepted()


def test_the_pulse_after_is_only_on_the_board_when_it_is_reached():
    told = given(WELCOME)
    assert list(told.sees(PROJECTOR)["board"]["pulse"]) == ["before"]
    told.play.record([entered("evaluate")])
    assert list(told.sees(PROJECTOR)["board"]["pulse"]) == ["before", "after"]


def test_a_seat_without_a_team_may_place_its_pulse():
    given(sits("eve"), entered("welcome")).when("eve", pulse()).accepted()


# --- readings -------------------------------------------------------------------------------------------------------


def reading(team: int, person: int = 1) -> ReadSolution:
    return ReadSolution(team=team, regulation=5, interest=5, person=person)


def test_a_revealed_solution_is_read():
    told = given(READING).when("s_2", reading(1)).then(AnswerCounted(box="reading:1:1"))
    told.when("s_2", reading(2)).then(AnswerCounted(box="reading:1:2"))


def test_a_sealed_solution_cannot_be_read():
    given(SEATS, wrote(1, 1), entered("reveal", 1)).when("s_2", reading(1)).refused(Code.SEALED)


def test_only_solutions_that_exist_are_read():
    told = given(READING)
    told.when("s_1", reading(4)).refused(Code.UNKNOWN_ID, "team")
    told.when("s_1", reading(9)).refused(Code.UNKNOWN_ID, "team")


def test_readings_are_counted_when_they_are_revealed():
    told = given(READING)
    for seat, person in [("s_1", 1), ("s_1", 2), ("s_2", 1), ("s_3", 1), ("s_4", 1)]:
        told.when(seat, reading(1, person))
    told.when("s_1", reading(2))
    assert told.sees(PROJECTOR)["board"]["readings"] == {
        "1": {"1": {"count": 5, "enough": True}, "2": {"count": 1, "enough": False}}
    }
    told.when(FACILITATOR, Reveal(what="readings")).accepted()
    shown = told.sees(PROJECTOR)["board"]["readings"]["1"]
    assert "centre" in shown["1"]
    assert shown["2"] == {"count": 1, "enough": False}
    told.when("s_2", reading(2)).refused(Code.CLOSED)
    told.when(FACILITATOR, Reveal(what="readings")).then()


def test_a_solution_that_nobody_read_is_not_read_after_the_reveal_either():
    told = given(READING).when(FACILITATOR, Reveal(what="readings")).then(ReadingsRevealed(round=1))
    told.when("s_2", reading(1)).refused(Code.CLOSED)


def test_readings_are_revealed_after_the_solutions():
    given(SEATS, entered("reveal", 1)).when(FACILITATOR, Reveal(what="readings")).refused(Code.SEALED)
    given(SEATS).when(FACILITATOR, Reveal(what="readings")).refused(Code.SEALED)


def test_outside_a_camp_the_newest_round_is_meant():
    told = given(READING, entered("break")).when(FACILITATOR, Reveal(what="readings")).then(ReadingsRevealed(round=1))
    assert told.sees(PROJECTOR)["board"]["readings_revealed"] == [1]


# --- vote -----------------------------------------------------------------------------------------------------------


def test_a_team_with_one_laptop_has_one_vote():
    told = given(VOTE, sits("extra", 1)).when("s_1", Vote(team=2)).then(AnswerCounted(box="vote:1"))
    told.when("extra", Vote(team=3)).then()
    assert told.sees(CONSOLE)["vote"]["voters"] == 4
    assert told.play.boxes["vote:1"] == {"team:1": {"team": 3}}
    assert told.play.look_as("s_1")["me"]["vote"] == 3


def test_with_a_device_each_every_person_has_one_vote():
    told = given(created(devices="person"), VOTE, sits("extra", 1)).when("s_1", Vote(team=2)).accepted()
    told.when("extra", Vote(team=3)).accepted()
    assert told.sees(CONSOLE)["vote"]["voters"] == 5
    assert told.play.look_as("s_1")["me"]["vote"] == 2


def test_nobody_votes_for_the_own_team_unless_the_session_allows_it():
    given(VOTE).when("s_1", Vote(team=1)).refused(Code.OWN_TEAM, "team")
    given(created(vote_own=True), VOTE).when("s_1", Vote(team=1)).accepted()


def test_one_votes_for_a_team_with_a_revealed_solution():
    told = given(VOTE, wrote(4, 3))
    told.when("s_1", Vote(team=4)).refused(Code.UNKNOWN_ID, "team")
    told.when("s_1", Vote(team=9)).refused(Code.UNKNOWN_ID, "team")
    assert [each["team"] for each in told.sees(PROJECTOR)["vote"]["candidates"]] == [1, 2, 3]


def test_a_solution_that_became_empty_again_is_no_candidate():
    told = given(SEATS, wrote(3, 1, text="Iets"), wrote(3, 1, text=""), revealed(1, 1, 2), entered("vote"))
    told.play.record([VoteOpened(ballot=1)])
    told.when("s_1", Vote(team=3)).refused(Code.UNKNOWN_ID, "team")


@pytest.mark.parametrize("devices", ["team", "person"])
def test_only_teams_that_are_there_are_waited_for(devices: str):
    away = TeamPresenceSet(team=2, present=False)
    told = given(created(devices=devices), sits("s_1", 1), sits("s_2", 2), away, entered("vote"))
    assert told.sees(CONSOLE)["vote"]["voters"] == 1


def test_who_has_no_team_has_no_vote():
    given(VOTE, sits("eve")).when("eve", Vote(team=1)).refused(Code.NO_TEAM)


def test_there_is_no_vote_before_it_opens_nor_after_it_closes():
    told = given(SEATS, revealed(1, 1, 2), entered("vote"))
    told.when("s_1", Vote(team=2)).refused(Code.WRONG_PHASE)
    told.when(FACILITATOR, CloseVote()).refused(Code.WRONG_PHASE)
    told.when(FACILITATOR, Reveal(what="vote")).refused(Code.WRONG_PHASE)
    told.when(FACILITATOR, OpenVote()).then(VoteOpened(ballot=1)).when(FACILITATOR, OpenVote()).then()
    told.when(FACILITATOR, CloseVote()).then(VoteClosed(ballot=1)).when(FACILITATOR, CloseVote()).then()
    told.when("s_1", Vote(team=2)).refused(Code.CLOSED)


def test_a_vote_that_was_closed_too_early_goes_on():
    told = given(VOTE).when("s_1", Vote(team=2)).when(FACILITATOR, CloseVote())
    told.when(FACILITATOR, OpenVote()).then(VoteOpened(ballot=1))
    told.when("s_1", Vote(team=3)).then()


def voted(*votes: tuple[str, int]) -> Told:
    told = given(VOTE)
    for seat, team in votes:
        told.when(seat, Vote(team=team)).accepted()
    return told


def test_the_result_is_hidden_until_the_reveal():
    told = voted(("s_1", 2), ("s_2", 1), ("s_3", 1)).when(FACILITATOR, CloseVote())
    for audience in (PROJECTOR, CONSOLE, REVIEW):
        assert not {"tally", "tie", "winner"} & told.sees(audience)["vote"].keys()
        assert told.sees(audience)["vote"]["count"] == 3
    told.when(FACILITATOR, Reveal(what="vote"))
    told.then(BoxCounted(box="vote:1", count=3, result={"1": 2, "2": 1}), VoteRevealed(ballot=1))
    shown = told.sees(PROJECTOR)["vote"]
    assert (shown["tally"], shown["winner"]) == ({"1": 2, "2": 1}, 1)
    assert "tie" not in shown or not shown["tie"]
    told.when(FACILITATOR, Reveal(what="vote")).then()
    told.when("s_4", Vote(team=1)).refused(Code.CLOSED)


def test_a_vote_without_votes_has_no_winner():
    told = given(VOTE).when(FACILITATOR, Reveal(what="vote")).accepted()
    assert "winner" not in told.sees(PROJECTOR)["vote"]


def test_where_nobody_voted_the_facilitator_chooses_from_all():
    told = given(VOTE).when(FACILITATOR, Reveal(what="vote")).accepted()
    told.when(FACILITATOR, BreakTie(team=4)).refused(Code.INVALID, "team")
    told.when(FACILITATOR, BreakTie(team=3)).then(TieBroken(team=3))
    assert told.sees(PROJECTOR)["vote"]["winner"] == 3


def test_the_facilitator_breaks_a_tie_between_those_who_tied():
    told = voted(("s_1", 2), ("s_2", 1)).when(FACILITATOR, BreakTie(team=1)).refused(Code.WRONG_PHASE)
    told.when(FACILITATOR, Reveal(what="vote"))
    assert told.sees(PROJECTOR)["vote"]["tie"] == [1, 2]
    told.when(FACILITATOR, BreakTie(team=3)).refused(Code.INVALID, "team")
    told.when(FACILITATOR, BreakTie(team=9)).refused(Code.UNKNOWN_ID, "team")
    told.when(FACILITATOR, BreakTie(team=2)).then(TieBroken(team=2))
    assert told.sees(PROJECTOR)["vote"]["winner"] == 2


def test_a_tie_may_be_voted_on_again():
    told = voted(("s_1", 2), ("s_2", 1)).when(FACILITATOR, Reveal(what="vote"))
    told.when(FACILITATOR, OpenVote()).then(VoteOpened(ballot=2))
    assert not {"tally", "tie", "winner"} & told.sees(PROJECTOR)["vote"].keys()
    told.when("s_1", Vote(team=2)).then(AnswerCounted(box="vote:2"))


# --- evaluation -----------------------------------------------------------------------------------------------------

EVALUATE: list[Event] = [*SEATS, entered("evaluate")]


def evaluation(person: int = 1, **given_answers: int | str) -> Evaluate:
    return Evaluate(answers=given_answers, person=person)


def test_an_evaluation_leaves_a_count():
    told = given(EVALUATE).when("s_1", evaluation(useful=5, next="try", remember="Alles"))
    told.then(AnswerCounted(box="evaluation")).when("s_1", evaluation(useful=1)).then()
    assert told.play.look_as("s_1")["me"]["evaluated"] == [1]


@pytest.mark.parametrize(
    ("answer", "code", "field"),
    [
        ({"unknown": 1}, Code.UNKNOWN_ID, "answers.unknown"),
        ({"useful": 6}, Code.OUT_OF_RANGE, "answers.useful"),
        ({"useful": 0}, Code.OUT_OF_RANGE, "answers.useful"),
        ({"useful": "veel"}, Code.INVALID, "answers.useful"),
        ({"next": "never"}, Code.UNKNOWN_ID, "answers.next"),
        ({"remember": 3}, Code.INVALID, "answers.remember"),
    ],
    ids=["unknown", "too high", "too low", "text for scale", "no option", "scale for text"],
)
def test_an_evaluation_answers_the_questions_as_they_are(answer: dict[str, Any], code: Code, field: str):
    given(EVALUATE).when("s_1", evaluation(**answer)).refused(code, field)


def test_each_question_needs_five_answers_of_its_own():
    from app.game.commands import CloseSession

    told = given(EVALUATE)
    for n, seat in enumerate(["s_1", "s_2", "s_3", "s_4", "s_1"]):
        more: dict[str, int | str] = {"next": "try"} if n < 4 else {}
        told.when(seat, evaluation(person=1 + n // 4, useful=n % 2 + 4, remember=f"Iets {n}", **more))
    told.when(FACILITATOR, CloseSession()).accepted()
    results = told.sees(CONSOLE)["evaluation"]["results"]
    assert results["useful"] == {"n": 5, "scale": {"1": 0, "2": 0, "3": 0, "4": 3, "5": 2}, "mean": 4.4}
    assert sorted(results["remember"]["texts"]) == [f"Iets {n}" for n in range(5)]
    assert "next" not in results
    assert "results" not in told.sees(PROJECTOR)["evaluation"]


def test_free_texts_come_out_of_the_box_in_the_order_of_the_alphabet():
    """So that the result tells neither who answered first nor which answers to several questions are one person's."""
    from app.game.commands import CloseSession

    told = given(EVALUATE)
    for n in (3, 1, 4, 0, 2):
        told.when(f"s_{n % 4 + 1}", evaluation(person=1 + n // 4, remember=f"Iets {n}"))
    told.when(FACILITATOR, CloseSession())
    assert told.sees(CONSOLE)["evaluation"]["results"]["remember"]["texts"] == [f"Iets {n}" for n in range(5)]
