"""Where the rule modules put their functions: one decider for each command, one evolver for each event."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from app.game.commands import Command
from app.game.context import Context
from app.game.events import Event
from app.game.state import State

C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)

DECIDERS: dict[type[Command], Callable[[State, Any, Context], Sequence[Event]]] = {}
EVOLVERS: dict[type[Event], Callable[[State, Any], State]] = {}


def decides(
    kind: type[C],
) -> Callable[[Callable[[State, C, Context], Sequence[Event]]], Callable[[State, C, Context], Sequence[Event]]]:
    """Register the function that decides what one kind of command adds to the log."""

    def register(
        function: Callable[[State, C, Context], Sequence[Event]],
    ) -> Callable[[State, C, Context], Sequence[Event]]:
        DECIDERS[kind] = function
        return function

    return register


def evolves(kind: type[E]) -> Callable[[Callable[[State, E], State]], Callable[[State, E], State]]:
    """Register the function that folds one kind of event into the state."""

    def register(function: Callable[[State, E], State]) -> Callable[[State, E], State]:
        EVOLVERS[kind] = function
        return function

    return register
