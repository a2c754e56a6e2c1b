"""The one clock: it counts down, it never takes anything away. Times in ms."""

from collections.abc import Sequence
from dataclasses import replace

from app.game.commands import ExpireTimer, TimerAction
from app.game.context import Context
from app.game.events import (
    Event,
    TimerExtended,
    TimerPaused,
    TimerRanOut,
    TimerResumed,
    TimerStarted,
    TimerStopped,
)
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.state import State, Timer, changed

LEAST_MS = 1000
"""What a clock starts with at least."""
SHORTENED_MS = 10_000
"""Shortening leaves at least ten seconds: nobody is surprised by a clock that has run out."""
MOST_MS = 4 * 3_600_000
EXTENSION = range(-3600, 7201)
"""Seconds by which a clock can be shortened or extended at once."""


@decides(TimerAction)
def timer_action(state: State, command: TimerAction, context: Context) -> Sequence[Event]:
    return _ACTIONS[command.action](state, command, context)


def _start(state: State, command: TimerAction, context: Context) -> Sequence[Event]:
    duration = command.seconds * 1000 if command.seconds is not None else state.timer.remaining_ms
    if command.seconds is not None and not LEAST_MS <= duration <= MOST_MS:
        raise Rejected(Code.OUT_OF_RANGE, "seconds")
    if duration < LEAST_MS:  # a phase without planned minutes
        duration = 5 * 60_000
    return [TimerStarted(ends_at=context.now + duration, duration_ms=duration)]


def _pause(state: State, command: TimerAction, context: Context) -> Sequence[Event]:
    if state.timer.ends_at is None:
        raise Rejected(Code.INVALID, "action")
    return [TimerPaused(remaining_ms=max(0, state.timer.ends_at - context.now))]


def _resume(state: State, command: TimerAction, context: Context) -> Sequence[Event]:
    if state.timer.state != "paused":
        raise Rejected(Code.INVALID, "action")
    return [TimerResumed(ends_at=context.now + state.timer.remaining_ms)]


def _stop(state: State, command: TimerAction, context: Context) -> Sequence[Event]:
    return [TimerStopped()] if state.timer.state != "idle" else []


def _extend(state: State, command: TimerAction, context: Context) -> Sequence[Event]:
    """More or less time. A clock that had run out runs again."""
    if command.seconds is None:
        raise Rejected(Code.INVALID, "seconds")
    if command.seconds not in EXTENSION:
        raise Rejected(Code.OUT_OF_RANGE, "seconds")
    timer, more = state.timer, command.seconds * 1000
    least = SHORTENED_MS if more < 0 else LEAST_MS
    left = timer.ends_at - context.now if timer.ends_at is not None else timer.remaining_ms
    left = min(MOST_MS, max(least, max(0, left) + more))
    planned = min(MOST_MS, max(least, timer.planned_ms + more))
    runs = timer.state in ("running", "over")
    return [TimerExtended(planned_ms=planned, remaining_ms=left, ends_at=context.now + left if runs else None)]


_ACTIONS = {"start": _start, "pause": _pause, "resume": _resume, "stop": _stop, "extend": _extend}


@decides(ExpireTimer)
def expire_timer(state: State, command: ExpireTimer, context: Context) -> Sequence[Event]:
    """Compares the deadline itself: a stale ring after a pause or an extension does nothing.

    That its time has come is for the room to know. Here the clock may have been set back since, and a refusal would be
    the last word on this deadline.
    """
    stale = state.timer.ends_at != command.ends_at
    return [] if stale else [TimerRanOut(at=context.now)]


@evolves(TimerStarted)
def _(state: State, event: TimerStarted) -> State:
    return changed(state, timer=Timer("running", event.duration_ms, event.duration_ms, event.ends_at))


@evolves(TimerPaused)
def _(state: State, event: TimerPaused) -> State:
    return changed(state, timer=Timer("paused", state.timer.planned_ms, event.remaining_ms))


@evolves(TimerResumed)
def _(state: State, event: TimerResumed) -> State:
    return changed(state, timer=replace(state.timer, state="running", ends_at=event.ends_at))


@evolves(TimerStopped)
def _(state: State, event: TimerStopped) -> State:
    planned = state.agenda[state.index].minutes * 60_000
    return changed(state, timer=Timer("idle", planned, planned))


@evolves(TimerExtended)
def _(state: State, event: TimerExtended) -> State:
    name = "running" if event.ends_at is not None else state.timer.state
    return changed(state, timer=Timer(name, event.planned_ms, event.remaining_ms, event.ends_at))


@evolves(TimerRanOut)
def _(state: State, event: TimerRanOut) -> State:
    return changed(state, timer=Timer("over", state.timer.planned_ms, 0))
