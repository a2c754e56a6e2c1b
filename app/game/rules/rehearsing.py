"""A rehearsal: marked for ever, so that bots may take the teams that nobody sits in; they make room for people."""

from collections.abc import Sequence

from app.game.commands import MarkRehearsal, TakeSeat
from app.game.context import Context, check_team
from app.game.events import Event, RehearsalMarked, SeatRemoved, SeatTaken
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.state import State, changed


@decides(MarkRehearsal)
def mark_rehearsal(state: State, command: MarkRehearsal, context: Context) -> Sequence[Event]:
    return [] if state.rehearsal else [RehearsalMarked()]


def take_bot_seat(state: State, command: TakeSeat) -> Sequence[Event]:
    """A bot plays a whole team alone, and only where nothing counts."""
    if not state.rehearsal:
        raise Rejected(Code.NOT_ALLOWED, "bot")
    if command.team is None:
        raise Rejected(Code.INVALID, "team")
    if state.seats_of(check_team(state, command.team)):
        raise Rejected(Code.TAKEN, "team")
    return [SeatTaken(seat=command.seat, team=command.team, bot=True)]


def bots_leave(state: State, team: int) -> list[Event]:
    """What happens first when a person comes to a team: a bot there makes room."""
    return [SeatRemoved(seat=seat) for seat in state.seats_of(team) if state.seats[seat].bot]


@evolves(RehearsalMarked)
def _(state: State, event: RehearsalMarked) -> State:
    return changed(state, rehearsal=True)
