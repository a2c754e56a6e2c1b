"""Indicator mode, of an early version of the game: a dilemma in each camp, and five indicators that it moves."""

from collections.abc import Mapping, Sequence

from app.game.commands import SettleDilemma, VoteDilemma
from app.game.context import Context, check_id, check_on, own_team
from app.game.events import DilemmaRevealed, DilemmaSettled, Event
from app.game.pack import Dilemma, Pack
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.rules.answering import answered, count_boxes
from app.game.state import State, changed, put

LOWEST, MIDDLE, HIGHEST = 1, 3, 5
"""Steps of an indicator; every school begins in the middle."""


def box_of(number: int | None) -> str:
    """The ballot box of a round's dilemma."""
    return f"dilemma:{number}"


def _here(state: State, context: Context) -> tuple[int, Dilemma]:
    """The dilemma of this camp; sealed until the solutions are on the table."""
    check_on(state, "indicators")
    number = state.round
    if number is None or number not in context.pack.dilemmas:
        raise Rejected(Code.WRONG_PHASE)
    if number not in state.revealed:
        raise Rejected(Code.SEALED)
    return number, context.pack.dilemmas[number]


@decides(VoteDilemma)
def vote_dilemma(state: State, command: VoteDilemma, context: Context) -> Sequence[Event]:
    number, dilemma = _here(state, context)
    own_team(context)
    check_id(dilemma.options, command.option, "option")
    return answered(state, context, box_of(number))


def reveal_dilemma(state: State, context: Context) -> Sequence[Event]:
    """Count and show the votes on the dilemma of this camp."""
    number, _ = _here(state, context)
    if number in state.dilemmas_revealed:
        return []
    return [*count_boxes(state, context, [box_of(number)]), DilemmaRevealed(round=number)]


@decides(SettleDilemma)
def settle_dilemma(state: State, command: SettleDilemma, context: Context) -> Sequence[Event]:
    number, _ = _here(state, context)
    if number not in state.dilemmas_revealed:
        raise Rejected(Code.WRONG_PHASE)
    if command.option not in tied_options(state, number):
        raise Rejected(Code.INVALID, "option")
    if state.dilemmas_settled.get(number) == command.option:
        return []
    return [DilemmaSettled(round=number, option=command.option)]


def votes_on(state: State, number: int) -> Mapping[str, int]:
    """Votes by option, once they were counted."""
    counted = state.counted.get(box_of(number))
    return counted.result or {} if counted else {}


def _best(state: State, number: int) -> list[str]:
    votes = votes_on(state, number)
    return [option for option, n in votes.items() if n == max(votes.values())]


def tied_options(state: State, number: int) -> list[str]:
    """Options that share the most votes; empty when there is one."""
    best = _best(state, number)
    return best if len(best) > 1 else []


def chosen_option(state: State, number: int) -> str | None:
    """What the room chose: the most votes, or how the tie was settled."""
    if number not in state.dilemmas_revealed:
        return None
    best = _best(state, number)
    return best[0] if len(best) == 1 else state.dilemmas_settled.get(number)


def indicator_values(state: State, pack: Pack) -> dict[str, int]:
    """Each indicator's step, 1 to 5, after the choices so far."""
    values = dict.fromkeys(pack.indicators, MIDDLE)
    for number, dilemma in sorted(pack.dilemmas.items()):
        for indicator, step in dilemma.options.get(chosen_option(state, number) or "", {}).items():
            values[indicator] = min(HIGHEST, max(LOWEST, values[indicator] + step))
    return values


@evolves(DilemmaRevealed)
def _(state: State, event: DilemmaRevealed) -> State:
    return changed(state, dilemmas_revealed=state.dilemmas_revealed | {event.round})


@evolves(DilemmaSettled)
def _(state: State, event: DilemmaSettled) -> State:
    return changed(state, dilemmas_settled=put(state.dilemmas_settled, event.round, event.option))
