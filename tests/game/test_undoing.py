"""Taking back: the facilitator's own last step, never a reveal."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.game.commands import (
    AddAction,
    Assign,
    Blank,
    CaptureInsight,
    ClosePulse,
    CloseVote,
    Command,
    DropInsight,
    EditAction,
    EditInsight,
    Go,
    MoveSeat,
    OpenPulse,
    PickActor,
    Prompt,
    SetPresent,
    SetTimes,
    SetTitle,
    Spotlight,
    TimerAction,
    Undo,
)
from app.game.events import (
    ActionAdded,
    ActorPicked,
    Event,
    InsightCaptured,
    PersonaPicked,
    PhaseEntered,
    PulseClosed,
    PulseRevealed,
    ReadingsRevealed,
    SeatMoved,
    SeatRemoved,
    SolutionsRevealed,
    TimesSet,
    Undone,
    VoteOpened,
    VoteRevealed,
)
from app.game.rejected import Code
from app.game.state import State
from tests.support.game import FACILITATOR, NOW, created, entered, given, revealed, sits, wrote

INSIGHT = InsightCaptured(insight="i_1", text="Tempo telt", tags={"actor": "pupil"}, at=NOW)
ACTION = ActionAdded(action="a_1", fields={"what": "Proef doen", "state": "open"})

STEPS: list[tuple[Sequence[Event], Command]] = [
    ((), Go(phase="welcome")),
    ((sits("ann", 1),), MoveSeat(seat="ann", team=2)),
    ((sits("ann"),), MoveSeat(seat="ann", team=2)),
    ((), SetPresent(team=2, present=False)),
    ((), Assign(team=1, persona="bram")),
    ((), Assign(team=1, actor="pupil")),
    ((), Assign(team=1, persona="bram", actor="pupil")),
    ((PersonaPicked(team=1, round=1, persona="sem"),), Assign(team=1, persona="bram")),
    (revealed(1, 1, 2), Spotlight(team=2)),
    ((), Blank(on=True)),
    ((), Prompt(prompt="why")),
    ((entered("welcome"),), ClosePulse(pulse="now")),
    ((entered("welcome"), PulseClosed(pulse="now", moment="before")), OpenPulse(pulse="now")),
    ((entered("vote"), VoteOpened(ballot=1)), CloseVote()),
    ((INSIGHT,), EditInsight(insight="i_1", text="Tempo telt mee", shown=False)),
    ((INSIGHT,), DropInsight(insight="i_1")),
    ((ACTION,), EditAction(action="a_1", what="Twee proeven", state="done")),
    ((ACTION,), EditAction(action="a_1", lead="Ann", month="maart")),
    ((), SetTitle(title="Andere middag")),
    ((TimesSet(starts_at=NOW),), SetTimes(ends_at=NOW + 1)),
]


def without_bookkeeping(state: State) -> State:
    return replace(state, seq=0, undo=())


@pytest.mark.parametrize(("before", "step"), STEPS, ids=[step.type for _, step in STEPS])  # pyright: ignore
def test_undo_brings_back_what_was(before: Sequence[Event], step: Command):
    told = given(before)
    was = without_bookkeeping(told.state)
    told.when(FACILITATOR, step).accepted()
    told.when(FACILITATOR, Undo()).accepted()
    now = without_bookkeeping(told.state)
    assert now == replace(was, entered_at=now.entered_at)


def test_an_insight_or_action_that_was_made_is_gone_after_undo():
    told = given().when(FACILITATOR, CaptureInsight(text="Tempo")).when(FACILITATOR, AddAction(what="Proef"))
    told.when(FACILITATOR, Undo()).accepted()
    assert not told.state.actions
    told.when(FACILITATOR, Undo()).accepted()
    assert told.state.insights["i_1"].dropped


def test_an_action_made_after_an_undo_has_a_new_id():
    told = given(ACTION).when(FACILITATOR, Undo()).when(FACILITATOR, AddAction(what="Anders"))
    told.then(ActionAdded(action="a_2", fields={"what": "Anders", "state": "open"}))


def test_with_nothing_to_take_back_undo_is_refused():
    given().when(FACILITATOR, Undo()).refused(Code.NOT_ALLOWED, "undo")


def test_steps_are_taken_back_one_by_one_the_newest_first():
    told = given().when(FACILITATOR, Blank(on=True)).when(FACILITATOR, Go(phase="welcome"))
    told.when(FACILITATOR, Undo()).then(Undone.of(PhaseEntered(index=0, at=NOW)))
    told.when(FACILITATOR, Undo()).accepted()
    assert not told.state.blank
    told.when(FACILITATOR, Undo()).refused(Code.NOT_ALLOWED, "undo")


def test_an_undo_cannot_be_undone():
    told = given().when(FACILITATOR, Blank(on=True)).when(FACILITATOR, Undo())
    told.when(FACILITATOR, Undo()).refused(Code.NOT_ALLOWED, "undo")


def test_what_a_team_did_and_the_clock_are_passed_over():
    told = given(sits("ann", 1), entered("choose", 1)).when(FACILITATOR, Blank(on=True))
    told.when("ann", PickActor(actor="pupil")).when(FACILITATOR, TimerAction(action="start"))
    told.when(FACILITATOR, Undo()).accepted()
    assert not told.state.blank
    assert told.state.teams[1].actors == {1: "pupil"}
    assert told.state.timer.state == "running"


@pytest.mark.parametrize(
    "barrier",
    [
        SolutionsRevealed(round=1),
        ReadingsRevealed(round=1),
        PulseRevealed(moment="before"),
        VoteRevealed(ballot=0),
        SeatRemoved(seat="ann"),
    ],
    ids=lambda event: event.name,
)
def test_nothing_from_before_a_reveal_or_a_removal_can_be_undone(barrier: Event):
    told = given(sits("ann", 1), entered("welcome"))
    assert told.state.undo
    told.play.record([barrier])
    told.when(FACILITATOR, Undo()).refused(Code.NOT_ALLOWED, "undo")


def test_steps_after_a_reveal_can_be_undone_without_hiding_it_again():
    told = given(wrote(1, 1), revealed(1)).when(FACILITATOR, Go(phase="discuss")).when(FACILITATOR, Undo()).accepted()
    assert told.state.phase == "reveal"
    assert told.state.revealed == {1}


def test_only_the_last_fifty_steps_are_kept():
    told = given([entered("welcome"), entered("lobby")] * 40)
    assert len(told.state.undo) == 50


def test_undo_gives_no_card_back_that_another_team_took_meanwhile():
    told = given(sits("ben", 2), PersonaPicked(team=1, round=1, persona="bram"), entered("choose", 1))
    told.play.record([PersonaPicked(team=1, round=1, persona="sem", by_facilitator=True)])
    told.play.record([PersonaPicked(team=2, round=1, persona="bram")])
    told.when(FACILITATOR, Undo()).refused(Code.TAKEN, "persona")


def test_undo_brings_no_team_back_to_an_older_persona_that_another_took_meanwhile():
    told = given(created(new_persona_each_round=True), PersonaPicked(team=1, round=1, persona="bram"))
    told.play.record([entered("choose", 2), PersonaPicked(team=1, round=2, persona="sem", by_facilitator=True)])
    told.play.record([PersonaPicked(team=2, round=2, persona="bram")])
    told.when(FACILITATOR, Undo()).refused(Code.TAKEN, "persona")


def test_undo_gives_no_actor_back_that_the_team_used_since():
    told = given(ActorPicked(team=1, round=1, actor="pupil"), entered("choose", 1))
    told.play.record([ActorPicked(team=1, round=1, actor="parent", by_facilitator=True)])
    told.play.record([ActorPicked(team=1, round=2, actor="pupil")])
    told.when(FACILITATOR, Undo()).refused(Code.ALREADY_USED, "actor")


def test_undo_puts_no_fifth_seat_in_a_team():
    told = given([sits(f"s_{n}", 1) for n in range(4)])
    told.play.record([SeatMoved(seat="s_0", team=2, by_facilitator=True), sits("eve", 1)])
    told.when(FACILITATOR, Undo()).refused(Code.TEAM_FULL, "team")


def test_the_console_names_the_step_that_undo_would_take_back():
    from app.game.viewing import FACILITATOR as CONSOLE

    told = given()
    assert "undo" not in told.sees(CONSOLE)
    told.when(FACILITATOR, CaptureInsight(text="Tempo"))
    assert told.sees(CONSOLE)["undo"] == {"what": "insight_captured"}
    told.when(FACILITATOR, Blank(on=True))
    assert told.sees(CONSOLE)["undo"] == {"what": "screen_blanked"}
