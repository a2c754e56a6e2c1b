"""Who sits where: seats, teams, names, presence, a raised hand."""

from collections.abc import Sequence
from dataclasses import replace

from app.game.commands import CallFacilitator, JoinTeam, MoveSeat, Ready, RemoveSeat, RenameTeam, SetPresent, TakeSeat
from app.game.context import Context, check_id, check_team, own_team
from app.game.events import (
    Event,
    FacilitatorCalled,
    SeatMoved,
    SeatRemoved,
    SeatTaken,
    TeamPresenceSet,
    TeamReadied,
    TeamRenamed,
)
from app.game.names import team_name
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.rules.answering import later_open
from app.game.rules.rehearsing import bots_leave, take_bot_seat
from app.game.state import Seat, State, changed, drop, put

TEAM_SEATS = 4
"""GAME.md: a subteam is at most four people."""
COMING_BACK = 3
"""How many times as many seats a closed session may have for the pulse of some weeks later."""
FREE_TO_CHANGE = ("lobby", "welcome")
"""Later a seat may not walk from team to team by itself: it would see another's sealed solution."""


def check_room(state: State, team: int) -> None:
    """Refuse a team that the session has not, or that is full of people."""
    check_team(state, team)
    if len([seat for seat in state.seats_of(team) if not state.seats[seat].bot]) >= TEAM_SEATS:
        raise Rejected(Code.TEAM_FULL, "team")


@decides(TakeSeat)
def take_seat(state: State, command: TakeSeat, context: Context) -> Sequence[Event]:
    if state.closed:
        return _come_back(state, command)
    if command.seat in state.seats:  # a seat card used again: the seat is there, and stays where it is
        return []
    if command.bot:
        return take_bot_seat(state, command)
    if len(state.people) >= TEAM_SEATS * len(state.teams):
        raise Rejected(Code.TOO_MANY, "seat")
    taken = SeatTaken(seat=command.seat, nickname=command.name, team=command.team)
    if command.team is None:
        return [taken]
    check_room(state, command.team)
    return [*bots_leave(state, command.team), taken]


def _come_back(state: State, command: TakeSeat) -> Sequence[Event]:
    """After some weeks people answer the pulse on other devices: outside the teams, beside the seats of then."""
    if not later_open(state) or command.bot:
        raise Rejected(Code.CLOSED)
    if len(state.seats) >= COMING_BACK * TEAM_SEATS * len(state.teams):
        raise Rejected(Code.TOO_MANY)
    return [SeatTaken(seat=command.seat, nickname=command.name)]


@decides(JoinTeam)
def join_team(state: State, command: JoinTeam, context: Context) -> Sequence[Event]:
    check_team(state, command.team)
    if context.team == command.team:
        return []
    if context.team is not None and state.phase not in FREE_TO_CHANGE:
        raise Rejected(Code.WRONG_PHASE)
    check_room(state, command.team)
    _check_person(state, context.who.seat or "")
    return [*bots_leave(state, command.team), SeatMoved(seat=context.who.seat or "", team=command.team)]


@decides(MoveSeat)
def move_seat(state: State, command: MoveSeat, context: Context) -> Sequence[Event]:
    check_id(state.seats, command.seat, "seat")
    if state.seats[command.seat].team == command.team:
        return []
    check_room(state, command.team)
    _check_person(state, command.seat)
    return [*bots_leave(state, command.team), SeatMoved(seat=command.seat, team=command.team, by_facilitator=True)]


def _check_person(state: State, seat: str) -> None:
    """A bot stays with the team that it plays."""
    if state.seats[seat].bot:
        raise Rejected(Code.NOT_ALLOWED, "seat")


@decides(RemoveSeat)
def remove_seat(state: State, command: RemoveSeat, context: Context) -> Sequence[Event]:
    check_id(state.seats, command.seat, "seat")
    return [SeatRemoved(seat=command.seat)]


@decides(RenameTeam)
def rename_team(state: State, command: RenameTeam, context: Context) -> Sequence[Event]:
    team = own_team(context)
    if state.teams[team].name == command.name:
        return []
    others = [team_name(number, other.name, state.language) for number, other in state.teams.items() if number != team]
    if command.name in others:  # also that of a sign, which a team has until it chooses
        raise Rejected(Code.TAKEN, "name")
    return [TeamRenamed(team=team, team_name=command.name)]


@decides(SetPresent)
def set_present(state: State, command: SetPresent, context: Context) -> Sequence[Event]:
    team = state.teams[check_team(state, command.team)]
    return [TeamPresenceSet(team=command.team, present=command.present)] if team.present != command.present else []


@decides(Ready)
def ready(state: State, command: Ready, context: Context) -> Sequence[Event]:
    team = own_team(context)
    return [TeamReadied(team=team, on=command.on)] if state.teams[team].ready != command.on else []


@decides(CallFacilitator)
def call_facilitator(state: State, command: CallFacilitator, context: Context) -> Sequence[Event]:
    team = own_team(context)
    return [FacilitatorCalled(team=team, on=command.on)] if (team in state.calls) != command.on else []


@evolves(SeatTaken)
def _(state: State, event: SeatTaken) -> State:
    seat = Seat(nickname=event.nickname, team=event.team, bot=event.bot or False)
    return changed(state, seats=put(state.seats, event.seat, seat), seats_made=state.seats_made + 1)


@evolves(SeatMoved)
def _(state: State, event: SeatMoved) -> State:
    if event.seat not in state.seats:  # an undo may come after the seat was removed
        return state
    moved = replace(state.seats[event.seat], team=event.team)
    return changed(state, seats=put(drop(state.seats, event.seat), event.seat, moved))


@evolves(SeatRemoved)
def _(state: State, event: SeatRemoved) -> State:
    return changed(state, seats=drop(state.seats, event.seat))


@evolves(TeamRenamed)
def _(state: State, event: TeamRenamed) -> State:
    return changed(state, teams=put(state.teams, event.team, replace(state.teams[event.team], name=event.team_name)))


@evolves(TeamPresenceSet)
def _(state: State, event: TeamPresenceSet) -> State:
    return changed(state, teams=put(state.teams, event.team, replace(state.teams[event.team], present=event.present)))


@evolves(TeamReadied)
def _(state: State, event: TeamReadied) -> State:
    return changed(state, teams=put(state.teams, event.team, replace(state.teams[event.team], ready=event.on)))


@evolves(FacilitatorCalled)
def _(state: State, event: FacilitatorCalled) -> State:
    others = tuple(team for team in state.calls if team != event.team)
    return changed(state, calls=(*others, event.team) if event.on else others)
