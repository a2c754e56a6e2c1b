"""Taking back the facilitator's own last step, by a new event; the log keeps both. A reveal is never taken back.

`INVERSES` names for each step that can be undone the event that does it. Steps that are not named are passed over (the
clock, notes, what a team did); a reveal empties the stack, so that nothing from before it can be undone either.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.game import events as e
from app.game.commands import EditForTeam, Undo
from app.game.context import Context, check_team
from app.game.registry import DECIDERS, EVOLVERS, decides, evolves
from app.game.rejected import Code, Rejected
from app.game.rights import RIGHTS
from app.game.rules.choosing import check_actor, check_persona, taken_personas
from app.game.rules.rehearsing import bots_leave
from app.game.rules.seating import check_room
from app.game.state import State, changed, drop

MOST_STEPS = 50
BARRIERS = (e.SolutionsRevealed, e.ReadingsRevealed, e.PulseRevealed, e.VoteRevealed, e.DilemmaRevealed, e.SeatRemoved)


def _seat_back(state: State, event: e.SeatMoved) -> e.Event | None:
    if not event.by_facilitator or event.seat not in state.seats:
        return None
    return e.SeatMoved(seat=event.seat, team=state.seats[event.seat].team, by_facilitator=True)


def _persona_back(state: State, event: e.PersonaPicked) -> e.Event | None:
    if not event.by_facilitator:
        return None
    persona = state.teams[event.team].personas.get(event.round)
    return e.PersonaPicked(team=event.team, round=event.round, persona=persona, by_facilitator=True)


def _actor_back(state: State, event: e.ActorPicked) -> e.Event | None:
    if not event.by_facilitator:
        return None
    actor = state.teams[event.team].actors.get(event.round)
    both = event.with_persona
    return e.ActorPicked(team=event.team, round=event.round, actor=actor, by_facilitator=True, with_persona=both)


def _shown_back(state: State, _: e.InstrumentShown) -> e.Event:
    instrument, team = state.shown or (None, None)
    return e.InstrumentShown(instrument=instrument, team=team)


def _insight_back(state: State, event: e.InsightEdited) -> e.Event:
    held = state.insights[event.insight]
    return e.InsightEdited(insight=event.insight, text=held.text, tags=dict(held.tags), shown=held.shown)


INVERSES: dict[type[e.Event], Callable[[State, Any], e.Event | None]] = {
    e.PhaseEntered: lambda state, event: e.PhaseEntered(index=state.index, at=event.at),
    e.SeatMoved: _seat_back,
    e.TeamPresenceSet: lambda state, event: e.TeamPresenceSet(team=event.team, present=state.teams[event.team].present),
    e.PersonaPicked: _persona_back,
    e.ActorPicked: _actor_back,
    # on stage
    e.TeamSpotlit: lambda state, _: e.TeamSpotlit(team=state.spotlight),
    e.SpeakersOrdered: lambda state, _: e.SpeakersOrdered(by=state.order),
    e.ScreenBlanked: lambda state, _: e.ScreenBlanked(on=state.blank),
    e.PromptShown: lambda state, _: e.PromptShown(prompt=state.prompt),
    e.PulseOpened: lambda _, event: e.PulseClosed(pulse=event.pulse, moment=event.moment),
    e.PulseClosed: lambda _, event: e.PulseOpened(pulse=event.pulse, moment=event.moment),
    e.VoteClosed: lambda _, event: e.VoteOpened(ballot=event.ballot),
    e.InstrumentSwitched: lambda state, event: e.InstrumentSwitched(
        instrument=event.instrument, on=event.instrument in state.instruments
    ),
    e.InstrumentShown: _shown_back,
    # words
    e.InsightCaptured: lambda _, event: e.InsightDropped(insight=event.insight),
    e.InsightDropped: lambda _, event: e.InsightRestored(insight=event.insight),
    e.InsightEdited: _insight_back,
    e.ActionAdded: lambda _, event: e.ActionDropped(action=event.action),
    e.ActionEdited: lambda state, event: e.ActionEdited(action=event.action, fields=dict(state.actions[event.action])),
    e.TitleSet: lambda state, _: e.TitleSet(title=state.title),
    e.TimesSet: lambda state, _: e.TimesSet(starts_at=state.starts_at, ends_at=state.ends_at),
    e.ProfileSet: lambda state, event: e.ProfileSet(
        question=event.question, fields=dict(state.profile.get(event.question, {}))
    ),
}
"""For each event the one that would take it back, seen from the state before it; None where others took the step."""


def remembered(before: State, event: e.Event, after: State) -> tuple[e.Event, ...]:
    """What would take back the steps so far, with this event that was just folded in."""
    if isinstance(event, BARRIERS) or after.closed:
        return ()
    inverse = INVERSES.get(type(event))
    back = inverse(before, event) if inverse else None
    return after.undo if back is None else (*after.undo, back)[-MOST_STEPS:]


_TAKES_BACK = {
    e.InsightDropped.name: e.InsightCaptured.name,
    e.InsightRestored.name: e.InsightDropped.name,
    e.ActionDropped.name: e.ActionAdded.name,
    e.PulseClosed.name: e.PulseOpened.name,
    e.PulseOpened.name: e.PulseClosed.name,
    e.VoteOpened.name: e.VoteClosed.name,
}


def taken_back(back: e.Event) -> str:
    """Name of the event that this inverse takes back; most are their own kind's inverse."""
    return _TAKES_BACK.get(back.name, back.name)


@decides(Undo)
def undo(state: State, command: Undo, context: Context) -> Sequence[e.Event]:
    if not state.undo:
        raise Rejected(Code.NOT_ALLOWED, "undo")
    back = state.undo[-1]
    both = isinstance(back, e.ActorPicked) and back.with_persona
    step = (back, *state.undo[-2:-1]) if both else (back,)
    for each in step:
        _check_free(state, each, context)
    room = bots_leave(state, back.team) if isinstance(back, e.SeatMoved) and back.team else []
    return [*room, *(e.Undone.of(each, taken_back(each)) for each in step)]


def _check_free(state: State, back: e.Event, context: Context) -> None:
    """What is given back may have gone to another team meanwhile: a place, a persona, an actor."""
    match back:
        case e.SeatMoved(team=int(team)):
            check_room(state, team)
        case e.PersonaPicked(persona=None):
            left = drop(state.teams[back.team].personas, back.round)
            earlier = replace(state.teams[back.team], personas=left).persona_in(back.round)
            if earlier in taken_personas(state, back.team, back.round):
                raise Rejected(Code.TAKEN, "persona")
        case e.PersonaPicked(persona=str(persona)):
            check_persona(state, back.team, back.round, persona, context.pack)
        case e.ActorPicked(actor=str(actor)):
            check_actor(state, back.team, back.round, actor, context.pack)
        case _:
            pass


@decides(EditForTeam)
def edit_for_team(state: State, command: EditForTeam, context: Context) -> Sequence[e.Event]:
    """The team's own rule decides, as if the team had sent it."""
    check_team(state, command.team)
    if state.phase not in RIGHTS[type(command.command)].phases:
        raise Rejected(Code.WRONG_PHASE)
    return DECIDERS[type(command.command)](state, command.command, replace(context, team=command.team))


@evolves(e.Undone)
def _(state: State, event: e.Undone) -> State:
    back = event.event()
    return changed(EVOLVERS[type(back)](state, back), undo=state.undo[:-1])
