"""What the room looks at: the reveal, the spotlight, a prompt, a black screen."""

from collections.abc import Sequence

from app.game.commands import Blank, OrderSpeakers, Prompt, Reveal, Spotlight
from app.game.context import Context, check_id, check_team
from app.game.events import Event, PromptShown, ScreenBlanked, SolutionsRevealed, SpeakersOrdered, TeamSpotlit
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.rules.answering import reveal_pulse, reveal_readings
from app.game.rules.dilemmas import reveal_dilemma
from app.game.rules.solving import drafts_left
from app.game.rules.voting import reveal_vote
from app.game.state import State, changed

SEALED_PHASES = ("lobby", "welcome", "choose", "work")
"""Nothing is revealed while teams may still write."""


def reveal_solutions(state: State, context: Context) -> Sequence[Event]:
    """Show all solutions of this camp at once, drafts as drafts; outside a camp, of every camp that was left sealed."""
    if state.phase in SEALED_PHASES:
        raise Rejected(Code.WRONG_PHASE)
    rounds = [state.round] if state.round is not None else [n for n in (1, 2, 3) if drafts_left(state, n)]
    return [SolutionsRevealed(round=number) for number in rounds if number not in state.revealed]


_REVEALS = {
    "solutions": reveal_solutions,
    "readings": reveal_readings,
    "pulse": reveal_pulse,
    "vote": reveal_vote,
    "dilemma": reveal_dilemma,
}


@decides(Reveal)
def reveal(state: State, command: Reveal, context: Context) -> Sequence[Event]:
    if state.closed and command.what != "pulse":
        raise Rejected(Code.CLOSED)
    return _REVEALS[command.what](state, context)


@decides(Spotlight)
def spotlight(state: State, command: Spotlight, context: Context) -> Sequence[Event]:
    if command.team is not None:
        check_team(state, command.team)
        if state.round is not None and state.round not in state.revealed:
            raise Rejected(Code.SEALED)
    return [TeamSpotlit(team=command.team)] if command.team != state.spotlight else []


@decides(OrderSpeakers)
def order_speakers(state: State, command: OrderSpeakers, context: Context) -> Sequence[Event]:
    return [SpeakersOrdered(by=command.by)] if command.by != state.order else []


@decides(Blank)
def blank(state: State, command: Blank, context: Context) -> Sequence[Event]:
    return [ScreenBlanked(on=command.on)] if command.on != state.blank else []


@decides(Prompt)
def prompt(state: State, command: Prompt, context: Context) -> Sequence[Event]:
    check_id(context.pack.prompts, command.prompt, "prompt")
    return [PromptShown(prompt=command.prompt)] if command.prompt != state.prompt else []


@evolves(TeamSpotlit)
def _(state: State, event: TeamSpotlit) -> State:
    return changed(state, spotlight=event.team)


@evolves(SpeakersOrdered)
def _(state: State, event: SpeakersOrdered) -> State:
    return changed(state, order=event.by)


@evolves(ScreenBlanked)
def _(state: State, event: ScreenBlanked) -> State:
    return changed(state, blank=event.on)


@evolves(PromptShown)
def _(state: State, event: PromptShown) -> State:
    return changed(state, prompt=event.prompt)
