"""Which pupil a team takes along and through whose eyes it looks this round."""

from collections.abc import Sequence
from dataclasses import replace

from app.game.agenda import ROUNDS
from app.game.commands import Assign, PickActor, PickPersona
from app.game.context import Context, check_id, check_team, own_team
from app.game.events import ActorPicked, Event, PersonaPicked
from app.game.pack import Pack
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.state import State, changed, drop, put


def taken_personas(state: State, team: int, number: int) -> set[str]:
    """Personas that another team holds in a round for which this team would hold it: until its own next pick."""
    if not state.settings.unique_personas:
        return set()
    later = [picked for picked in state.teams[team].personas if picked > number]
    rounds = range(number, min(later, default=ROUNDS[-1] + 1))
    held = (other.persona_in(n) for key, other in state.teams.items() if key != team for n in rounds)
    return {persona for persona in held if persona}


def taken_actors(state: State, team: int, number: int) -> set[str]:
    """Actors that another team plays in this round."""
    if not state.settings.unique_actors:
        return set()
    played = (other.actors.get(number) for key, other in state.teams.items() if key != team)
    return {actor for actor in played if actor}


def used_actors(state: State, team: int, number: int) -> set[str]:
    """Actors that this team played in another round."""
    return {actor for other, actor in state.teams[team].actors.items() if other != number}


def used_personas(state: State, team: int, number: int) -> set[str]:
    """Personas of other rounds, when the session takes a new one each round."""
    if not state.settings.new_persona_each_round:
        return set()
    return {persona for other, persona in state.teams[team].personas.items() if other != number}


def choices(state: State, team: int, pack: Pack) -> tuple[list[str], list[str]]:
    """Ids of the personas and of the actors that this team could pick now."""
    number = state.round
    if number is None or state.phase not in ("choose", "work"):
        return [], []
    no_persona = taken_personas(state, team, number) | used_personas(state, team, number)
    no_actor = taken_actors(state, team, number) | used_actors(state, team, number)
    personas = [] if _persona_fixed(state, team, number) else [p for p in pack.personas if p not in no_persona]
    actors = [] if _actor_fixed(state, team, number) else [a for a in pack.actors if a not in no_actor]
    return personas, actors


def _persona_fixed(state: State, team: int, number: int) -> bool:
    """A persona stays for the whole game; a team that came late may still take one."""
    held = state.teams[team].persona_in(number)
    own_round = number == 1 or state.settings.new_persona_each_round or number in state.teams[team].personas
    return held is not None and not (state.phase == "choose" and own_round)


def _actor_fixed(state: State, team: int, number: int) -> bool:
    return number in state.teams[team].actors and state.phase != "choose"


def check_persona(state: State, team: int, number: int, persona: str, pack: Pack) -> None:
    """Refuse a persona that this team cannot have in this round, because of others or of its own past."""
    check_id(pack.personas, persona, "persona")
    if persona in taken_personas(state, team, number):
        raise Rejected(Code.TAKEN, "persona")
    if persona in used_personas(state, team, number):
        raise Rejected(Code.ALREADY_USED, "persona")


def check_actor(state: State, team: int, number: int, actor: str, pack: Pack) -> None:
    """Refuse an actor that another team plays in this round, or this team in another."""
    check_id(pack.actors, actor, "actor")
    if actor in used_actors(state, team, number):
        raise Rejected(Code.ALREADY_USED, "actor")
    if actor in taken_actors(state, team, number):
        raise Rejected(Code.TAKEN, "actor")


def _round(state: State) -> int:
    if state.round is None:
        raise Rejected(Code.WRONG_PHASE)
    return state.round


def _coming_round(state: State) -> int:
    ahead = (item.round for item in state.agenda[state.index :] if item.round is not None)
    number = next(ahead, None)
    if number is None:
        raise Rejected(Code.WRONG_PHASE)
    return number


@decides(PickPersona)
def pick_persona(state: State, command: PickPersona, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _round(state)
    check_persona(state, team, number, command.persona, context.pack)
    if state.teams[team].persona_in(number) == command.persona:
        return []
    if _persona_fixed(state, team, number):
        raise Rejected(Code.WRONG_PHASE)
    return [PersonaPicked(team=team, round=number, persona=command.persona)]


@decides(PickActor)
def pick_actor(state: State, command: PickActor, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _round(state)
    check_actor(state, team, number, command.actor, context.pack)
    if state.teams[team].actors.get(number) == command.actor:
        return []
    if _actor_fixed(state, team, number):
        raise Rejected(Code.WRONG_PHASE)
    return [ActorPicked(team=team, round=number, actor=command.actor)]


@decides(Assign)
def assign(state: State, command: Assign, context: Context) -> Sequence[Event]:
    """The facilitator picks for a team, in any phase; before a camp it counts for the camp to come."""
    team, number, events = check_team(state, command.team), _coming_round(state), list[Event]()
    if command.persona is None and command.actor is None:
        raise Rejected(Code.INVALID, "persona")
    if command.persona is not None and state.teams[team].persona_in(number) != command.persona:
        check_persona(state, team, number, command.persona, context.pack)
        events.append(PersonaPicked(team=team, round=number, persona=command.persona, by_facilitator=True))
    if command.actor is not None and state.teams[team].actors.get(number) != command.actor:
        check_actor(state, team, number, command.actor, context.pack)
        both = True if events else None
        actor = ActorPicked(team=team, round=number, actor=command.actor, by_facilitator=True, with_persona=both)
        events.append(actor)
    return events


@evolves(PersonaPicked)
def _(state: State, event: PersonaPicked) -> State:
    team = state.teams[event.team]
    picked = put(team.personas, event.round, event.persona) if event.persona else drop(team.personas, event.round)
    return changed(state, teams=put(state.teams, event.team, replace(team, personas=picked)))


@evolves(ActorPicked)
def _(state: State, event: ActorPicked) -> State:
    team = state.teams[event.team]
    picked = put(team.actors, event.round, event.actor) if event.actor else drop(team.actors, event.round)
    return changed(state, teams=put(state.teams, event.team, replace(team, actors=picked)))
