"""A team's solution: written as a draft, placed on the compass, sealed when handed in, shown at the reveal."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from app.game import commands as c
from app.game import shared_text
from app.game.context import Context, check_id, check_team, own_team
from app.game.events import (
    ActorLinked,
    AspectSet,
    DraftWritten,
    Event,
    FactorLinked,
    PartUnlinked,
    SelfPlaced,
    SolutionPlaced,
    SolutionReopened,
    SolutionShifted,
    SolutionsRevealed,
    SolutionSubmitted,
    SolutionWithdrawn,
)
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.state import Mark, Solution, State, changed, drop, put
from app.game.text import seen

GRACE_MS = 10_000
"""Words that were on their way when the facilitator moved on still count, until the reveal."""
MOST_PLACES = 20


def solution_of(state: State, team: int, number: int) -> Solution:
    """The solution as far as it is; an empty one if nothing was written."""
    return state.solutions.get((number, team), Solution())


def _open_round(state: State, command: c.SolutionCommand, context: Context) -> int:
    """The round whose solution this command changes: the one at work, or one that was reopened."""
    team = own_team(context)
    reopened = [number for (number, owner), held in state.solutions.items() if owner == team and held.reopened]
    at_work = state.round if _at_work(state, state.round, context) else None
    number = command.round or at_work or max(reopened, default=None)
    if number is None or not (number == at_work or number in reopened):
        raise Rejected(Code.WRONG_PHASE)
    return number


def _at_work(state: State, number: int | None, context: Context) -> bool:
    late = state.phase == "reveal" and context.now - state.entered_at <= GRACE_MS and number not in state.revealed
    return state.round == number and (state.phase == "work" or late)


def _draft_round(state: State, command: c.SolutionCommand, context: Context) -> int:
    """Like `_open_round`, for a solution that is not handed in: take it back first."""
    number = _open_round(state, command, context)
    if solution_of(state, own_team(context), number).submitted_at is not None:
        raise Rejected(Code.SEALED)
    return number


@decides(c.WriteDraft)
def write_draft(state: State, command: c.WriteDraft, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _draft_round(state, command, context)
    held = solution_of(state, team, number)
    sent = command.fields.model_dump(exclude_none=True)
    fields = {name: text for name, text in sent.items() if held.fields.get(name, "") != text}
    for name in fields:
        if name in command.base and held.edits.get(name, 0) > command.base[name]:
            raise Rejected(Code.CONFLICT, f"fields.{name}")
    return [DraftWritten(team=team, round=number, fields=fields)] if fields else []


@decides(c.EditText)
def edit_text(state: State, command: c.EditText, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _draft_round(state, command, context)
    if command.team not in (None, team):
        raise Rejected(Code.NOT_ALLOWED, "team")
    held = solution_of(state, team, number)
    try:
        document = shared_text.merged(held.document, base64.b64decode(command.update))
    except shared_text.MissingUpdate:
        raise Rejected(Code.CONFLICT, "update") from None
    except shared_text.TooLarge:
        raise Rejected(Code.TOO_LONG, "update") from None
    except shared_text.BadUpdate:
        raise Rejected(Code.INVALID, "update") from None
    if document is held.document:
        return []
    texts = shared_text.texts(document)
    fields = {name: text for name, text in texts.items() if held.fields.get(name, "") != text}
    c.check_fields(fields)
    return [DraftWritten(team=team, round=number, fields=fields, update=command.update)]


@decides(c.Place)
def place(state: State, command: c.Place, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _draft_round(state, command, context)
    check_id(context.pack.aspects, command.aspect, "aspect")
    if command.subject and (command.aspect or command.subject in context.pack.aspects):  # a mark is of one of the two
        raise Rejected(Code.INVALID, "subject")
    part = command.aspect or command.subject
    held = solution_of(state, team, number)
    if part is not None and part not in held.places and len(held.places) >= MOST_PLACES:
        raise Rejected(Code.TOO_MANY, "subject")
    mark = Mark(command.regulation, command.interest)
    if mark == (held.places.get(part) if part else held.place):
        return []
    return [
        SolutionPlaced(
            team=team,
            round=number,
            regulation=mark.regulation,
            interest=mark.interest,
            part=part,
            source=_source(command),
        )
    ]


def _source(command: c.Place | c.PlaceSelf | c.Shift) -> Literal["paper"] | None:
    return "paper" if command.source == "paper" else None


@decides(c.PlaceSelf)
def place_self(state: State, command: c.PlaceSelf, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _draft_round(state, command, context)
    regulation, interest = command.regulation, command.interest
    if Mark(regulation, interest) == solution_of(state, team, number).as_self:
        return []
    return [
        SelfPlaced(team=team, round=number, regulation=regulation, interest=interest, source=_source(command)),
    ]


@decides(c.Shift)
def shift(state: State, command: c.Shift, context: Context) -> Sequence[Event]:
    """Only what everybody has seen, and only from where it was sealed (docs/decisions/0011)."""
    team, number = own_team(context), state.round
    if command.round not in (None, number):
        raise Rejected(Code.WRONG_PHASE)
    if number is None or number not in state.revealed:
        raise Rejected(Code.SEALED)
    held = solution_of(state, team, number)
    if held.place is None:
        raise Rejected(Code.INCOMPLETE, "place")
    mark = Mark(command.regulation, command.interest)
    if mark == (held.shift or held.place):
        return []
    return [
        SolutionShifted(
            team=team, round=number, regulation=mark.regulation, interest=mark.interest, source=_source(command)
        ),
    ]


@decides(c.SetAspect)
def set_aspect(state: State, command: c.SetAspect, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _draft_round(state, command, context)
    check_id(context.pack.aspects, command.aspect, "aspect")
    if solution_of(state, team, number).aspects.get(command.aspect) == command.position:
        return []
    return [AspectSet(team=team, round=number, aspect=command.aspect, position=command.position)]


@decides(c.LinkActor)
def link_actor(state: State, command: c.LinkActor, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _draft_round(state, command, context)
    check_id(context.pack.actors, command.actor, "actor")
    if solution_of(state, team, number).actors.get(command.actor) == command.does:
        return []
    return [ActorLinked(team=team, round=number, actor=command.actor, does=command.does)]


@decides(c.LinkFactor)
def link_factor(state: State, command: c.LinkFactor, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _draft_round(state, command, context)
    check_id(context.pack.factors, command.factor, "factor")
    if solution_of(state, team, number).factors.get(command.factor) == (command.change, command.consequence):
        return []
    return [
        FactorLinked(
            team=team,
            round=number,
            factor=command.factor,
            change=command.change,
            consequence=command.consequence,
        )
    ]


@decides(c.Unlink)
def unlink(state: State, command: c.Unlink, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _draft_round(state, command, context)
    held = solution_of(state, team, number)
    parts = {"actor": held.actors, "factor": held.factors, "aspect": held.aspects, "place": held.places}
    parts["self"] = {"self": held.as_self} if held.as_self else {}
    target, field = (command.id, "id") if command.target is None else (command.target, "target")
    if target is None or target not in parts[command.kind]:
        raise Rejected(Code.UNKNOWN_ID, field)
    return [PartUnlinked(team=team, round=number, kind=command.kind, id=target)]


@decides(c.SubmitSolution)
def submit_solution(state: State, command: c.SubmitSolution, context: Context) -> Sequence[Event]:
    """Only title and text are needed (GAME.md)."""
    team, number = own_team(context), _open_round(state, command, context)
    held = solution_of(state, team, number)
    if held.submitted_at is not None:
        return []
    for name in ("title", "text"):
        if not seen(held.fields.get(name, "")):
            raise Rejected(Code.INCOMPLETE, name)
    return [SolutionSubmitted(team=team, round=number, at=context.now)]


@decides(c.WithdrawSolution)
def withdraw_solution(state: State, command: c.WithdrawSolution, context: Context) -> Sequence[Event]:
    team, number = own_team(context), _open_round(state, command, context)
    if solution_of(state, team, number).submitted_at is None:
        return []
    return [SolutionWithdrawn(team=team, round=number)]


@decides(c.ReopenSolution)
def reopen_solution(state: State, command: c.ReopenSolution, context: Context) -> Sequence[Event]:
    held = state.solutions.get((command.round, check_team(state, command.team)))
    if held is None:
        raise Rejected(Code.UNKNOWN_ID, "round")
    return [] if held.reopened else [SolutionReopened(team=command.team, round=command.round)]


def drafts_left(state: State, number: int) -> bool:
    """Whether a round has anything to reveal."""
    return any(held.started for (other, _), held in state.solutions.items() if other == number)


Change = (
    DraftWritten | SolutionPlaced | SelfPlaced | SolutionShifted | AspectSet | ActorLinked | FactorLinked | PartUnlinked
)
Step = Change | SolutionSubmitted | SolutionWithdrawn | SolutionReopened


def _with(state: State, event: Step, solution: Solution) -> State:
    return changed(state, solutions=put(state.solutions, (event.round, event.team), solution))


def _of(state: State, event: Step) -> Solution:
    return solution_of(state, event.team, event.round)


@evolves(DraftWritten)
def _(state: State, event: DraftWritten) -> State:
    held = _of(state, event)
    edits = {**held.edits, **dict.fromkeys(event.fields, state.seq + 1)}
    write = event.fields if event.update is None else base64.b64decode(event.update)
    fields = {**held.fields, **event.fields}
    letters = shared_text.Letters(held.letters, write)
    return _with(state, event, replace(held, fields=fields, edits=edits, letters=letters))


@evolves(SolutionPlaced)
def _(state: State, event: SolutionPlaced) -> State:
    held, mark = _of(state, event), Mark(event.regulation, event.interest)
    if event.part is None:
        return _with(state, event, replace(held, place=mark))
    return _with(state, event, replace(held, places=put(held.places, event.part, mark)))


@evolves(SelfPlaced)
def _(state: State, event: SelfPlaced) -> State:
    return _with(state, event, replace(_of(state, event), as_self=Mark(event.regulation, event.interest)))


@evolves(SolutionShifted)
def _(state: State, event: SolutionShifted) -> State:
    return _with(state, event, replace(_of(state, event), shift=Mark(event.regulation, event.interest)))


@evolves(AspectSet)
def _(state: State, event: AspectSet) -> State:
    held = _of(state, event)
    return _with(state, event, replace(held, aspects=put(held.aspects, event.aspect, event.position)))


@evolves(ActorLinked)
def _(state: State, event: ActorLinked) -> State:
    held = _of(state, event)
    return _with(state, event, replace(held, actors=put(held.actors, event.actor, event.does)))


@evolves(FactorLinked)
def _(state: State, event: FactorLinked) -> State:
    held = _of(state, event)
    factor = (event.change, event.consequence)
    return _with(state, event, replace(held, factors=put(held.factors, event.factor, factor)))


@evolves(PartUnlinked)
def _(state: State, event: PartUnlinked) -> State:
    held = _of(state, event)
    if event.kind == "actor":
        return _with(state, event, replace(held, actors=drop(held.actors, event.id)))
    if event.kind == "factor":
        return _with(state, event, replace(held, factors=drop(held.factors, event.id)))
    if event.kind == "aspect":
        return _with(state, event, replace(held, aspects=drop(held.aspects, event.id)))
    if event.kind == "self":
        return _with(state, event, replace(held, as_self=None))
    return _with(state, event, replace(held, places=drop(held.places, event.id)))


@evolves(SolutionSubmitted)
def _(state: State, event: SolutionSubmitted) -> State:
    return _with(state, event, replace(_of(state, event), submitted_at=event.at, reopened=False))


@evolves(SolutionWithdrawn)
def _(state: State, event: SolutionWithdrawn) -> State:
    return _with(state, event, replace(_of(state, event), submitted_at=None))


@evolves(SolutionReopened)
def _(state: State, event: SolutionReopened) -> State:
    return _with(state, event, replace(_of(state, event), submitted_at=None, reopened=True))


@evolves(SolutionsRevealed)
def _(state: State, event: SolutionsRevealed) -> State:
    return changed(state, revealed=state.revealed | {event.round})
