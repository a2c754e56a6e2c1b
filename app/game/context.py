"""What comes in from the world with a command: who, when, the pack, chance and what the ballot boxes hold."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from app.game.pack import Pack
from app.game.rejected import Code, Rejected
from app.game.state import State

Role = Literal["facilitator", "seat", "screen", "system"]


class Draw(Protocol):
    """A source of chance; draws are made in `decide` and their results stand in the event."""

    def shuffle(self, x: list[Any], /) -> None:
        """Put the list in a random order."""
        ...


@dataclass(frozen=True, slots=True)
class Who:
    """The sender of a command. `seat` is set for the role seat only."""

    role: Role
    seat: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The world as it was when the command came. `now` in ms UTC.

    `answered`: whether this person already answered in the box that the command answers in.
    `answers`: what the boxes hold that the command would count.
    """

    who: Who
    now: int
    pack: Pack
    draw: Draw
    team: int | None = None
    answered: bool = False
    answers: Mapping[str, Sequence[Any]] = field(default_factory=dict[str, Sequence[Any]])


def own_team(context: Context) -> int:
    """Number of the team that the sender acts for.

    Raises:
        Rejected: the seat has not chosen a team.
    """
    if context.team is None:
        raise Rejected(Code.NO_TEAM)
    return context.team


def check_team(state: State, team: int, field: str = "team") -> int:
    """The team's number, if the session has it."""
    if team not in state.teams:
        raise Rejected(Code.UNKNOWN_ID, field)
    return team


def check_on(state: State, instrument: str) -> None:
    """Refuse what belongs to an instrument that is off in this session."""
    if instrument not in state.instruments:
        raise Rejected(Code.SWITCHED_OFF)


def check_id(known: Container[str], value: str | None, field: str) -> None:
    """Refuse an id that is not in the pack or session; None passes."""
    if value is not None and value not in known:
        raise Rejected(Code.UNKNOWN_ID, field)
