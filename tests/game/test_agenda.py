"""Walking the agenda in both directions, and closing."""

import pytest

from app.game.commands import Blank, CloseSession, Go, JoinTeam, Ready, SetTimes, SetTitle, TakeSeat
from app.game.engine import next_deadline
from app.game.events import AnswerCounted, BoxCounted, PhaseEntered, SessionClosed, TimerStarted, TimesSet, TitleSet
from app.game.rejected import Code
from app.game.viewing import SCREEN
from tests.support.game import AGENDA, FACILITATOR, NOW, SYSTEM, entered, given, index_of, sits


@pytest.mark.parametrize(
    "index", range(1, len(AGENDA) - 1), ids=[f"{item.id}{n}" for n, item in enumerate(AGENDA)][1:-1]
)
def test_the_facilitator_goes_to_any_phase_forward_and_back(index: int):
    there = Go.model_validate({"phase": AGENDA[index].id, "round": AGENDA[index].round})
    given().when(FACILITATOR, there).then(PhaseEntered(index=index, at=NOW))
    given(entered("evaluate")).when(FACILITATOR, there).when(FACILITATOR, Go(phase="lobby")).accepted()


def test_going_where_one_is_changes_nothing():
    given(entered("work", 2)).when(FACILITATOR, Go(phase="work", round=2)).then()


def test_within_a_camp_the_round_may_be_left_out():
    there = PhaseEntered(index=index_of("reveal", 2), at=NOW)
    given(entered("work", 2)).when(FACILITATOR, Go(phase="reveal")).then(there)


def test_a_round_that_the_phase_has_not_is_invalid():
    told = given()
    told.when(FACILITATOR, Go(phase="work")).refused(Code.INVALID, "round")
    told.when(FACILITATOR, Go(phase="vote", round=1)).refused(Code.INVALID, "round")


def test_a_session_gets_another_title():
    given().when(FACILITATOR, SetTitle(title="Nieuw")).then(TitleSet(title="Nieuw"))
    given().when(FACILITATOR, SetTitle(title="Een middag")).then()


def test_the_facilitator_sets_when_it_begins_and_has_to_be_over():
    told = (
        given()
        .when(FACILITATOR, SetTimes(starts_at=NOW, ends_at=NOW + 1))
        .then(TimesSet(starts_at=NOW, ends_at=NOW + 1))
    )
    assert told.sees(SCREEN)["session"]["starts_at"] == NOW
    assert told.sees(SCREEN)["session"]["ends_at"] == NOW + 1
    told.when(FACILITATOR, SetTimes(starts_at=NOW, ends_at=NOW + 1)).then()
    told.when(FACILITATOR, SetTimes(ends_at=NOW)).then(TimesSet(ends_at=NOW))
    assert "starts_at" not in told.sees(SCREEN)["session"]


def test_it_is_over_after_it_began():
    given().when(FACILITATOR, SetTimes(starts_at=NOW, ends_at=NOW)).refused(Code.OUT_OF_RANGE, "ends_at")


@pytest.mark.parametrize("command", [CloseSession(), Go(phase="closed")], ids=["close_session", "go"])
def test_closing_counts_every_box_and_is_final(command: Go | CloseSession):
    boxes = ["pulse:before:now", "reading:1:2", "vote:1", "evaluation"]
    told = given(sits("ann", 1), [AnswerCounted(box=box) for box in boxes])
    told.play.boxes = {
        "pulse:before:now": {"ann#1": {"regulation": 1, "interest": 1}},
        "reading:1:2": {"ann#1": {"regulation": 1, "interest": 1}},
        "vote:1": {"team:1": {"team": 2}},
        "evaluation": {"ann#1": {"answers": {"useful": 5}}},
    }
    told.when(FACILITATOR, command).then(
        BoxCounted(box="pulse:before:now", count=1),
        BoxCounted(box="reading:1:2", count=1),
        BoxCounted(box="vote:1", count=1, result={"2": 1}),
        BoxCounted(box="evaluation", count=1),
        PhaseEntered(index=len(AGENDA) - 1, at=NOW),
        SessionClosed(at=NOW),
    )
    assert not told.state.answers
    assert not told.play.boxes
    told.when(FACILITATOR, Blank(on=True)).refused(Code.CLOSED)
    told.when(FACILITATOR, Go(phase="lobby")).refused(Code.CLOSED)
    told.when(FACILITATOR, CloseSession()).refused(Code.CLOSED)
    told.when("ann", Ready(on=True)).refused(Code.CLOSED)
    told.when("ann", JoinTeam(team=2)).refused(Code.CLOSED)
    told.when(SYSTEM, TakeSeat(seat="eve")).refused(Code.CLOSED)


def test_a_closed_session_has_no_clock_to_wait_for():
    told = given(entered("choose", 1), TimerStarted(ends_at=NOW + 1, duration_ms=1)).when(FACILITATOR, CloseSession())
    assert next_deadline(told.state) is None


def test_leaving_a_phase_clears_spotlight_prompt_and_ready_and_nothing_else():
    from app.game.events import PromptShown, ScreenBlanked, TeamReadied, TeamSpotlit

    told = given(TeamSpotlit(team=1), PromptShown(prompt="why"), ScreenBlanked(on=True), TeamReadied(team=1, on=True))
    told.when(FACILITATOR, Go(phase="welcome"))
    state = told.state
    assert (state.spotlight, state.prompt, state.blank, state.teams[1].ready) == (None, None, True, False)
