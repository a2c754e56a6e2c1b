"""Taking back the facilitator's own last step, by a new event; the log keeps both. A reveal is never taken back.

`inverse` names for each step that can be undone the event that does it. Steps that are not named are passed over (the
clock, notes, what a team did); a reveal empties the stack, so that nothing from before it can be undone either.
"""

from collections.abc import Sequence
from dataclasses import replace

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


def inverse(state: State, event: e.Event) -> e.Event | None:
    """The event that would take `event` back, seen from the state before it."""
    match event:
        case e.PhaseEntered():
            return e.PhaseEntered(index=state.index, at=event.at)
        case e.SeatMoved(by_facilitator=True) if event.seat in state.seats:
            return e.SeatMoved(seat=event.seat, team=state.seats[event.seat].team, by_facilitator=True)
        case e.TeamPresenceSet():
            return e.TeamPresenceSet(team=event.team, present=state.teams[event.team].present)
        case e.PersonaPicked(by_facilitator=True):
            persona = state.teams[event.team].personas.get(event.round)
            return e.PersonaPicked(team=event.team, round=event.round, persona=persona, by_facilitator=True)
        case e.ActorPicked(by_facilitator=True):
            actor = state.teams[event.team].actors.get(event.round)
            return e.ActorPicked(team=event.team, round=event.round, actor=actor, by_facilitator=True)
        case _:
            return _inverse_on_stage(state, event) or _inverse_of_words(state, event)


def _inverse_on_stage(state: State, event: e.Event) -> e.Event | None:
    match event:
        case e.TeamSpotlit():
            return e.TeamSpotlit(team=state.spotlight)
        case e.SpeakersOrdered():
            return e.SpeakersOrdered(by=state.order)
        case e.ScreenBlanked():
            return e.ScreenBlanked(on=state.blank)
        case e.PromptShown():
            return e.PromptShown(prompt=state.prompt)
        case e.PulseOpened():
            return e.PulseClosed(pulse=event.pulse, moment=event.moment)
        case e.PulseClosed():
            return e.PulseOpened(pulse=event.pulse, moment=event.moment)
        case e.VoteClosed():
            return e.VoteOpened(ballot=event.ballot)
        case e.InstrumentSwitched():
            return e.InstrumentSwitched(instrument=event.instrument, on=event.instrument in state.instruments)
        case e.InstrumentShown():
            instrument, team = state.shown or (None, None)
            return e.InstrumentShown(instrument=instrument, team=team)
        case _:
            return None


def _inverse_of_words(state: State, event: e.Event) -> e.Event | None:
    match event:
        case e.InsightCaptured():
            return e.InsightDropped(insight=event.insight)
        case e.InsightDropped():
            return e.InsightRestored(insight=event.insight)
        case e.InsightEdited():
            held = state.insights[event.insight]
            return e.InsightEdited(insight=event.insight, text=held.text, tags=dict(held.tags), shown=held.shown)
        case e.ActionAdded():
            return e.ActionDropped(action=event.action)
        case e.ActionEdited():
            return e.ActionEdited(action=event.action, fields=dict(state.actions[event.action]))
        case e.TitleSet():
            return e.TitleSet(title=state.title)
        case e.TimesSet():
            return e.TimesSet(starts_at=state.starts_at, ends_at=state.ends_at)
        case e.ProfileSet():
            return e.ProfileSet(question=event.question, fields=dict(state.profile.get(event.question, {})))
        case _:
            return None


def remembered(before: State, event: e.Event, after: State) -> tuple[e.Event, ...]:
    """What would take back the steps so far, with this event that was just folded in."""
    if isinstance(event, BARRIERS) or after.closed:
        return ()
    back = inverse(before, event)
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
        raise Rejected(Code.NOT_ALLOWED)
    back = state.undo[-1]
    _check_free(state, back, context)
    room = bots_leave(state, back.team) if isinstance(back, e.SeatMoved) and back.team else []
    return [*room, e.Undone.of(back, taken_back(back))]


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
