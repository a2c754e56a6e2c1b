"""Opening a session, walking its agenda in both directions, and closing it."""

from collections.abc import Sequence
from dataclasses import replace

from app.game.agenda import find
from app.game.commands import CloseSession, Go, SetTimes, SetTitle
from app.game.context import Context
from app.game.events import Event, PhaseEntered, SessionClosed, SessionCreated, TimesSet, TitleSet
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.rules.answering import count_boxes, open_boxes
from app.game.state import State, Team, Timer, changed


@decides(Go)
def go(state: State, command: Go, context: Context) -> Sequence[Event]:
    index = find(state.agenda, command.phase, command.round)
    if index is None and command.round is None and state.round is not None:
        index = find(state.agenda, command.phase, state.round)
    if index is None:
        raise Rejected(Code.INVALID, "round" if command.phase in {item.id for item in state.agenda} else "phase")
    if index == len(state.agenda) - 1:
        return close_session(state, CloseSession(), context)
    return [] if index == state.index else [PhaseEntered(index=index, at=context.now)]


@decides(CloseSession)
def close_session(state: State, command: CloseSession, context: Context) -> Sequence[Event]:
    """Count what is still in the ballot boxes, so that nothing of a single person outlives the session."""
    counted = count_boxes(state, context, open_boxes(state))
    return [*counted, PhaseEntered(index=len(state.agenda) - 1, at=context.now), SessionClosed(at=context.now)]


@decides(SetTitle)
def set_title(state: State, command: SetTitle, context: Context) -> Sequence[Event]:
    return [TitleSet(title=command.title)] if command.title != state.title else []


@decides(SetTimes)
def set_times(state: State, command: SetTimes, context: Context) -> Sequence[Event]:
    starts_at, ends_at = command.starts_at, command.ends_at
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise Rejected(Code.OUT_OF_RANGE, "ends_at")
    changed = (starts_at, ends_at) != (state.starts_at, state.ends_at)
    return [TimesSet(starts_at=starts_at, ends_at=ends_at)] if changed else []


@evolves(SessionCreated)
def _(state: State, event: SessionCreated) -> State:
    return replace(
        state,
        code=event.code,
        title=event.title,
        language=event.language,
        pack=event.pack,
        pack_version=event.pack_version,
        rehearsal=event.rehearsal,
        settings=event.settings,
        instruments=frozenset(event.settings.instruments),
        agenda=event.agenda,
        created_at=event.at,
        entered_at=event.at,
        teams={number: Team() for number in range(1, event.teams + 1)},
    )


@evolves(TitleSet)
def _(state: State, event: TitleSet) -> State:
    return changed(state, title=event.title)


@evolves(TimesSet)
def _(state: State, event: TimesSet) -> State:
    return changed(state, starts_at=event.starts_at, ends_at=event.ends_at)


@evolves(PhaseEntered)
def _(state: State, event: PhaseEntered) -> State:
    item = state.agenda[event.index]
    planned = item.minutes * 60_000
    return replace(
        state,
        index=event.index,
        entered_at=event.at,
        camped=state.camped or item.round is not None,
        timer=Timer(planned_ms=planned, remaining_ms=planned),
        teams={number: replace(team, ready=False) for number, team in state.teams.items()},
        spotlight=None,
        prompt=None,
        shown=None,
    )


@evolves(SessionClosed)
def _(state: State, event: SessionClosed) -> State:
    """The pulse of some weeks later stays shut until the facilitator opens it."""
    later = {("later", "now"), ("later", "wanted")}
    pulses_closed = state.pulses_closed | later
    return changed(state, closed=True, timer=Timer(), undo=(), calls=(), pulses_closed=pulses_closed)
