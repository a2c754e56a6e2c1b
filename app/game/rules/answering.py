"""What single people answer, by way of the ballot box: pulse, reading, evaluation, and what all boxes share.

The answers never stand in an event. The log gets a count when somebody answers, and the group's result when the box is
counted: at the reveal, or when the session closes. Below the anonymity floor only the count remains.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.game import commands as c
from app.game.aggregate import cloud
from app.game.context import Context, check_on, check_team
from app.game.events import (
    AnswerCounted,
    BoxCounted,
    Event,
    PulseClosed,
    PulseOpened,
    PulseRevealed,
    ReadingsRevealed,
)
from app.game.pack import Pack
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.state import Counted, State, changed, drop, put

Answer = dict[str, Any]
VOTES = {"vote": "team", "dilemma": "option"}
"""Kinds of boxes that are counted from one vote on, and what a vote names."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """An answer on its way to a box. `voter` is only used to make the box's key; it is never stored."""

    box: str
    voter: str
    answer: Answer


def moment(state: State) -> str:
    """Whether a pulse now is the one before or after the game, or the one some weeks later."""
    return "later" if state.closed else "after" if state.phase == "evaluate" else "before"


def later_open(state: State) -> bool:
    """Whether the closed session takes answers again."""
    shut = {("later", "now"), ("later", "wanted")} <= state.pulses_closed
    return state.closed and not shut and "later" not in state.pulses_revealed


def ballot_of(state: State, command: c.Command, seat: str | None) -> Ballot | None:
    """The answer that a command would put in a box, or None if it is no answer."""
    if seat is None:
        return None
    match command:
        case c.PlacePulse():
            box = f"pulse:{moment(state)}:{command.pulse}"
            return Ballot(box, f"{seat}#{command.person}", _mark(command))
        case c.ReadSolution():
            return Ballot(f"reading:{state.round}:{command.team}", f"{seat}#{command.person}", _mark(command))
        case c.Vote():
            return Ballot(f"vote:{state.vote.ballot}", voter_of(state, seat), {"team": command.team})
        case c.VoteDilemma():
            return Ballot(f"dilemma:{state.round}", voter_of(state, seat), {"option": command.option})
        case c.Evaluate():
            return Ballot("evaluation", f"{seat}#{command.person}", {"answers": command.answers})
        case _:
            return None


def _mark(command: c.PlacePulse | c.ReadSolution) -> Answer:
    return {"regulation": command.regulation, "interest": command.interest}


def voter_of(state: State, seat: str) -> str:
    """One vote per person, or per team when the team shares a laptop."""
    held = state.seats.get(seat)
    if state.settings.devices == "team" and held is not None:
        return f"team:{held.team}"
    return f"{seat}#1"


def voters(state: State) -> int:
    """How many votes there can be: of teams that are there, or of people in such a team."""
    there = {team for team, held in state.teams.items() if held.present}
    seated = [held.team for held in state.seats.values() if held.team in there]
    return len(set(seated)) if state.settings.devices == "team" else len(seated)


def count_of(state: State, box: str) -> int:
    """How many answers a ballot box holds, or held when it was counted."""
    counted = state.counted.get(box)
    return counted.count if counted else state.answers.get(box, 0)


def open_boxes(state: State) -> list[str]:
    """Boxes that hold answers and were not counted."""
    return list(state.answers)


def boxes_to_count(state: State, command: c.Command) -> list[str]:
    """The boxes whose answers `decide` needs to see for this command."""
    match command:
        case c.CloseSession():
            return open_boxes(state)
        case c.Go(phase="closed"):
            return open_boxes(state)
        case c.Reveal(what="pulse"):
            return [box for box in state.answers if box.startswith("pulse:")]
        case c.Reveal(what="readings"):
            return [box for box in state.answers if box.startswith("reading:")]
        case c.Reveal(what="vote"):
            return [box for box in state.answers if box == f"vote:{state.vote.ballot}"]
        case c.Reveal(what="dilemma"):
            return [box for box in state.answers if box == f"dilemma:{state.round}"]
        case _:
            return []


def count_boxes(state: State, context: Context, boxes: Sequence[str]) -> list[Event]:
    """One event per box with the group's result."""
    return [_count(box, list(context.answers.get(box, ())), state.settings.floor, context) for box in boxes]


def _count(box: str, answers: list[Answer], floor: int, context: Context) -> BoxCounted:
    context.draw.shuffle(answers)
    kind, n = box.partition(":")[0], len(answers)
    if kind in VOTES:
        tally = Counter(str(answer[VOTES[kind]]) for answer in answers)
        return BoxCounted(box=box, count=n, result=dict(sorted(tally.items())))
    if n < floor:
        return BoxCounted(box=box, count=n)
    if kind == "evaluation":
        return BoxCounted(box=box, count=n, result=_evaluation(answers, floor, context.pack))
    return BoxCounted(box=box, count=n, result=cloud([(a["regulation"], a["interest"]) for a in answers]))


def _evaluation(answers: Sequence[Answer], floor: int, pack: Pack) -> Answer:
    """Per question, and only for questions that enough people answered."""
    result: Answer = {}
    for question, about in pack.evaluation.items():
        given = [answer["answers"][question] for answer in answers if question in answer["answers"]]
        if len(given) >= floor:
            result[question] = {"n": len(given), **_SUMMARIES[about.kind](given)}
    return result


def _scale(given: Sequence[Any]) -> Answer:
    tally = Counter(given)
    return {"scale": {str(k): tally.get(k, 0) for k in range(1, 6)}, "mean": round(sum(given) / len(given), 1)}


def _choice(given: Sequence[Any]) -> Answer:
    return {"choices": dict(sorted(Counter(given).items()))}


def _text(given: Sequence[Any]) -> Answer:
    """In the order of the alphabet: one drawn order for all questions would hang the answers of a person together."""
    return {"texts": sorted(given)}


_SUMMARIES = {"scale": _scale, "choice": _choice, "text": _text}


# --- answering ------------------------------------------------------------------------------------------------------


def answered(state: State, context: Context, box: str) -> Sequence[Event]:
    """A second answer replaces the first and leaves no trace."""
    if box in state.counted:
        raise Rejected(Code.CLOSED)
    return [] if context.answered else [AnswerCounted(box=box)]


@decides(c.PlacePulse)
def place_pulse(state: State, command: c.PlacePulse, context: Context) -> Sequence[Event]:
    check_on(state, "pulse")
    when = moment(state)
    if (when, command.pulse) in state.pulses_closed or when in state.pulses_revealed:
        raise Rejected(Code.CLOSED)
    return answered(state, context, f"pulse:{when}:{command.pulse}")


@decides(c.ReadSolution)
def read_solution(state: State, command: c.ReadSolution, context: Context) -> Sequence[Event]:
    check_team(state, command.team)
    if state.round not in state.revealed:
        raise Rejected(Code.SEALED)
    if (state.round, command.team) not in state.solutions:
        raise Rejected(Code.UNKNOWN_ID, "team")
    if state.round in state.readings_revealed:
        raise Rejected(Code.CLOSED)
    return answered(state, context, f"reading:{state.round}:{command.team}")


@decides(c.Evaluate)
def evaluate(state: State, command: c.Evaluate, context: Context) -> Sequence[Event]:
    for question, answer in command.answers.items():
        _check_answer(context.pack, question, answer)
    return answered(state, context, "evaluation")


def _check_answer(pack: Pack, question: str, answer: int | str) -> None:
    about, field = pack.evaluation.get(question), f"answers.{question}"
    if about is None:
        raise Rejected(Code.UNKNOWN_ID, field)
    if (about.kind == "scale") != isinstance(answer, int):
        raise Rejected(Code.INVALID, field)
    if about.kind == "scale" and answer not in range(1, 6):
        raise Rejected(Code.OUT_OF_RANGE, field)
    if about.kind == "choice" and answer not in about.options:
        raise Rejected(Code.UNKNOWN_ID, field)


# --- the facilitator ------------------------------------------------------------------------------------------------


@decides(c.OpenPulse)
def open_pulse(state: State, command: c.OpenPulse, context: Context) -> Sequence[Event]:
    check_on(state, "pulse")
    when = moment(state)
    if when in state.pulses_revealed:
        raise Rejected(Code.CLOSED)
    opened = PulseOpened.model_validate({"pulse": command.pulse, "moment": when})
    return [opened] if (when, command.pulse) in state.pulses_closed else []


@decides(c.ClosePulse)
def close_pulse(state: State, command: c.ClosePulse, context: Context) -> Sequence[Event]:
    closed = PulseClosed.model_validate({"pulse": command.pulse, "moment": moment(state)})
    return [closed] if (closed.moment, closed.pulse) not in state.pulses_closed else []


def reveal_readings(state: State, context: Context) -> Sequence[Event]:
    """Show how the room reads the solutions of the newest revealed round (this one in a camp)."""
    number = state.round if state.round is not None else max(state.revealed, default=None)
    if number is None or number not in state.revealed:
        raise Rejected(Code.SEALED)
    if number in state.readings_revealed:
        return []
    boxes = [box for box in state.answers if box.startswith(f"reading:{number}:")]
    return [*count_boxes(state, context, boxes), ReadingsRevealed(round=number)]


def reveal_pulse(state: State, context: Context) -> Sequence[Event]:
    """Show where the people place their own school, now and wanted."""
    when = moment(state)
    if when in state.pulses_revealed:
        return []
    if state.closed and not any(box.startswith("pulse:") for box in state.answers):
        raise Rejected(Code.CLOSED)
    if state.phase == "lobby":  # nobody could place anything yet, and what is revealed takes no more
        raise Rejected(Code.WRONG_PHASE)
    boxes = [box for box in state.answers if box.startswith(f"pulse:{when}:")]
    return [*count_boxes(state, context, boxes), PulseRevealed.model_validate({"moment": when})]


# --- evolving -------------------------------------------------------------------------------------------------------


@evolves(AnswerCounted)
def _(state: State, event: AnswerCounted) -> State:
    return changed(state, answers=put(state.answers, event.box, state.answers.get(event.box, 0) + 1))


@evolves(BoxCounted)
def _(state: State, event: BoxCounted) -> State:
    counted = put(state.counted, event.box, Counted(event.count, event.result))
    return changed(state, answers=drop(state.answers, event.box), counted=counted)


@evolves(PulseOpened)
def _(state: State, event: PulseOpened) -> State:
    return changed(state, pulses_closed=state.pulses_closed - {(event.moment, event.pulse)})


@evolves(PulseClosed)
def _(state: State, event: PulseClosed) -> State:
    return changed(state, pulses_closed=state.pulses_closed | {(event.moment, event.pulse)})


@evolves(PulseRevealed)
def _(state: State, event: PulseRevealed) -> State:
    return changed(state, pulses_revealed=state.pulses_revealed | {event.moment})


@evolves(ReadingsRevealed)
def _(state: State, event: ReadingsRevealed) -> State:
    return changed(state, readings_revealed=state.readings_revealed | {event.round})
