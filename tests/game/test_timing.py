"""Rules about the one clock. It takes nothing away from anybody."""

import pytest

from app.game.commands import ExpireTimer, TimerAction
from app.game.engine import next_deadline
from app.game.events import TimerExtended, TimerPaused, TimerRanOut, TimerResumed, TimerStarted, TimerStopped
from app.game.rejected import Code
from app.game.state import Timer
from tests.support.game import FACILITATOR, NOW, SYSTEM, created, entered, given, sits

MINUTE = 60_000
RUNNING = TimerStarted(ends_at=NOW + 4 * MINUTE, duration_ms=4 * MINUTE)


def timer(action: str, seconds: int | None = None) -> TimerAction:
    return TimerAction.model_validate({"action": action, "seconds": seconds})


def test_a_phase_begins_with_its_planned_time_and_a_clock_that_stands_still():
    told = given(created(minutes={"work": 20, "work:3": 25}), entered("work", 1))
    assert told.state.timer == Timer("idle", 20 * MINUTE, 20 * MINUTE)
    told.play.record([entered("work", 3)])
    assert told.state.timer.planned_ms == 25 * MINUTE


def test_the_clock_starts_with_the_planned_time():
    given(entered("choose", 1)).when(FACILITATOR, timer("start")).then(RUNNING)


def test_the_clock_starts_with_as_many_seconds_as_asked():
    given().when(FACILITATOR, timer("start", 90)).then(TimerStarted(ends_at=NOW + 90_000, duration_ms=90_000))


@pytest.mark.parametrize("seconds", [-1, 0])
def test_a_clock_starts_with_at_least_a_second(seconds: int):
    given().when(FACILITATOR, timer("start", seconds)).refused(Code.OUT_OF_RANGE, "seconds")
    given().when(FACILITATOR, timer("start", 1)).then(TimerStarted(ends_at=NOW + 1000, duration_ms=1000))


def test_a_phase_without_planned_time_gets_five_minutes():
    given().when(FACILITATOR, timer("start")).then(TimerStarted(ends_at=NOW + 5 * MINUTE, duration_ms=5 * MINUTE))


def test_a_paused_clock_keeps_what_was_left():
    told = given(entered("choose", 1), RUNNING).later(MINUTE)
    told.when(FACILITATOR, timer("pause")).then(TimerPaused(remaining_ms=3 * MINUTE))
    told.later(10 * MINUTE)
    told.when(FACILITATOR, timer("resume")).then(TimerResumed(ends_at=NOW + 14 * MINUTE))


def test_only_a_running_clock_pauses_and_only_a_paused_one_resumes():
    told = given(entered("choose", 1))
    told.when(FACILITATOR, timer("pause")).refused(Code.INVALID, "action")
    told.when(FACILITATOR, timer("resume")).refused(Code.INVALID, "action")
    told.when(FACILITATOR, timer("start")).when(FACILITATOR, timer("resume")).refused(Code.INVALID, "action")


def test_a_stopped_clock_is_as_it_was_before_it_started():
    told = given(entered("choose", 1), RUNNING).when(FACILITATOR, timer("stop")).then(TimerStopped())
    assert told.state.timer == Timer("idle", 4 * MINUTE, 4 * MINUTE)
    told.when(FACILITATOR, timer("stop")).then()


def test_a_running_clock_is_extended_and_shortened():
    told = given(entered("choose", 1), RUNNING).later(MINUTE)
    longer = TimerExtended(planned_ms=5 * MINUTE, remaining_ms=4 * MINUTE, ends_at=NOW + 5 * MINUTE)
    told.when(FACILITATOR, timer("extend", 60)).then(longer)
    told.when(FACILITATOR, timer("extend", -120)).accepted()
    assert told.state.timer.ends_at == NOW + 3 * MINUTE


def test_shortening_leaves_ten_seconds():
    told = given(entered("choose", 1), RUNNING).when(FACILITATOR, timer("extend", -3600)).accepted()
    assert told.state.timer.ends_at == NOW + 10_000


def test_more_time_is_exactly_what_was_asked():
    told = (
        given(entered("choose", 1), RUNNING).later(4 * MINUTE - 2000).when(FACILITATOR, timer("extend", 3)).accepted()
    )
    assert told.state.timer.remaining_ms == 5000


def test_a_clock_that_stands_still_gets_more_time_and_still_stands():
    told = given(entered("choose", 1)).when(FACILITATOR, timer("extend", 60))
    told.then(TimerExtended(planned_ms=5 * MINUTE, remaining_ms=5 * MINUTE))
    assert told.state.timer.state == "idle"
    told.play.record([RUNNING, TimerPaused(remaining_ms=MINUTE)])
    told.when(FACILITATOR, timer("extend", 60)).accepted()
    assert (told.state.timer.state, told.state.timer.remaining_ms) == ("paused", 2 * MINUTE)


@pytest.mark.parametrize("seconds", [-3601, 7201])
def test_there_is_a_limit_to_extending(seconds: int):
    command = TimerAction.model_construct(type="timer", action="extend", seconds=seconds)
    given().when(FACILITATOR, command).refused(Code.OUT_OF_RANGE, "seconds")


def test_extending_needs_to_say_how_much():
    given().when(FACILITATOR, timer("extend")).refused(Code.INVALID, "seconds")


def test_when_the_time_is_up_the_clock_says_so_and_nobody_is_stopped():
    told = given(sits("ann", 1), entered("choose", 1), RUNNING).later(4 * MINUTE)
    told.when(SYSTEM, ExpireTimer(ends_at=NOW + 4 * MINUTE)).then(TimerRanOut(at=NOW + 4 * MINUTE))
    assert told.state.timer == Timer("over", 4 * MINUTE, 0)
    assert told.state.phase == "choose"
    assert next_deadline(told.state) is None


def test_a_clock_that_ran_out_runs_again_when_it_gets_more_time():
    told = given(entered("choose", 1), RUNNING, TimerRanOut(at=NOW)).when(FACILITATOR, timer("extend", 60))
    told.then(TimerExtended(planned_ms=5 * MINUTE, remaining_ms=MINUTE, ends_at=NOW + MINUTE))


def test_a_stale_deadline_does_nothing():
    told = given(entered("choose", 1), RUNNING).when(FACILITATOR, timer("extend", 60)).later(4 * MINUTE)
    told.when(SYSTEM, ExpireTimer(ends_at=NOW + 4 * MINUTE)).then()
    told.when(FACILITATOR, timer("pause")).later(MINUTE)
    told.when(SYSTEM, ExpireTimer(ends_at=NOW + 5 * MINUTE)).then()


def test_a_deadline_of_an_earlier_phase_does_nothing():
    told = given(entered("choose", 1), RUNNING, entered("work", 1)).later(4 * MINUTE)
    told.when(SYSTEM, ExpireTimer(ends_at=NOW + 4 * MINUTE)).then()


def test_a_ring_counts_also_when_the_clock_was_set_back_since():
    told = given(entered("choose", 1), RUNNING).later(3 * MINUTE)
    told.when(SYSTEM, ExpireTimer(ends_at=NOW + 4 * MINUTE)).then(TimerRanOut(at=NOW + 3 * MINUTE))


def test_the_room_wakes_up_at_the_end_of_a_running_clock_only():
    told = given(entered("choose", 1), RUNNING)
    deadline = next_deadline(told.state)
    assert deadline is not None
    assert (deadline.at, deadline.command_id) == (NOW + 4 * MINUTE, f"deadline:{NOW + 4 * MINUTE}")
    told.when(FACILITATOR, timer("pause"))
    assert next_deadline(told.state) is None
