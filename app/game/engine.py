"""The four functions that are the game: decide, evolve, (view, see viewing.py) and the next deadline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import app.game.rules as _rules
from app.game.commands import Command, ExpireTimer
from app.game.context import Context
from app.game.events import Event
from app.game.registry import DECIDERS, EVOLVERS
from app.game.rejected import Code, Rejected
from app.game.rights import RIGHTS
from app.game.rules.undoing import remembered
from app.game.state import State, changed

RULE_MODULES = _rules.__all__
"""Importing them fills the registry."""


def decide(state: State, command: Command, context: Context) -> Sequence[Event]:
    """The events that a command adds; none when it changes nothing.

    Raises:
        Rejected: the rules refuse it, with a code and the field to blame.
    """
    right = RIGHTS[type(command)]
    if context.who.role not in right.roles:
        raise Rejected(Code.NOT_ALLOWED)
    if state.closed and "closed" not in right.phases:
        raise Rejected(Code.CLOSED)
    if state.phase not in right.phases:
        raise Rejected(Code.WRONG_PHASE)
    if context.who.role == "seat":
        seat = state.seats.get(context.who.seat or "")
        if seat is None:
            raise Rejected(Code.NOT_ALLOWED)
        if context.team != seat.team:
            context = replace(context, team=seat.team)
    return DECIDERS[type(command)](state, command, context)


def evolve(state: State, event: Event) -> State:
    """The state after one more event. Total: every event has a function (a test proves it)."""
    after = EVOLVERS[type(event)](state, event)
    undo = remembered(state, event, after)
    if after is state:
        return changed(after, seq=state.seq + 1, undo=undo)
    # It was just made and nobody has it yet: filled in here, for a second copy costs as much as the whole change.
    object.__setattr__(after, "seq", state.seq + 1)
    object.__setattr__(after, "undo", undo)
    return after


def fold(events: Iterable[Event], state: State | None = None) -> State:
    """The state after all these events."""
    state = state or State()
    for event in events:
        state = evolve(state, event)
    return state


@dataclass(frozen=True, slots=True)
class Deadline:
    """At `at` (ms UTC) the room sends `command`; its id is derived from the deadline, so that twice is once."""

    at: int
    command: Command

    @property
    def command_id(self) -> str:
        """The same for the same deadline, on every worker and after every restart."""
        return f"deadline:{self.at}"


def next_deadline(state: State) -> Deadline | None:
    """When the room has to wake up, or None."""
    if state.closed or state.timer.ends_at is None:
        return None
    return Deadline(state.timer.ends_at, ExpireTimer(ends_at=state.timer.ends_at))
