"""What may be seen of teams and their solutions; parts of the views that `viewing` makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.game.merging import View, compact
from app.game.names import team_name
from app.game.sections import Sections
from app.game.state import Solution, State, Team
from app.game.viewing_board import shown_mark
from app.game.viewing_instruments import sees_drafts

SIGNS = {1: ("circle", "#0F1876"), 2: ("triangle", "#EF540C"), 3: ("square", "#0C74A1"), 4: ("kite", "#891C3F")}
"""Shape and colour by team number (LOOK.md, teams)."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a team's part of the view depends on besides the team. Mappings are by team, `solutions` of this round."""

    language: str
    phase: str
    round: int | None
    camp: int
    solutions: Mapping[int, Solution]
    seats: Mapping[int | None, Sequence[str]]
    online: frozenset[str]


def _surroundings(state: State, known: Sections) -> Surroundings:
    seats: dict[int | None, list[str]] = {}
    for seat, held in state.seats.items():
        seats.setdefault(held.team, []).append(seat)
    return Surroundings(
        language=state.language,
        phase=state.phase,
        round=state.round,
        camp=_camp(state),
        solutions={team: held for (number, team), held in state.solutions.items() if number == state.round},
        seats=seats,
        online=known.online,
    )


def _camp(state: State) -> int:
    """The camp that a team's persona and actor are shown of: this one, or the last one that was entered."""
    passed = [item.round for item in state.agenda[: state.index + 1] if item.round is not None]
    return passed[-1] if passed else 1


def teams(state: State, known: Sections, own: int | None, all_calls: bool) -> View:
    """A call for help reaches the facilitator and the team itself."""
    every, called = known.get(_every_team, known)
    if all_calls:
        return called
    return {**every, str(own): called[str(own)]} if own in state.teams else every


def _every_team(state: State, known: Sections) -> tuple[View, View]:
    """Without and with their calls for help."""
    every = known.each(_team, state.teams, known.get(_surroundings, known))
    called = known.each(_with_call, every, state.calls)
    return {str(number): team for number, team in every.items()}, {str(n): team for n, team in called.items()}


def _with_call(number: int, team: View, calls: Sequence[int]) -> View:
    return {**team, "calling": number in calls}


def _team(number: int, team: Team, around: Surroundings) -> View:
    shape, colour = SIGNS[number]
    seats = around.seats.get(number, ())
    return compact(
        name=team_name(number, team.name, around.language),
        shape=shape,
        colour=colour,
        persona=team.persona_in(around.camp),
        actor=team.actors.get(around.camp),
        actors_used=sorted(actor for camp, actor in team.actors.items() if camp != around.camp),
        status=_status(number, team, around),
        ready=team.ready,
        present=team.present,
        seats=len(seats),
        online=sum(seat in around.online for seat in seats),
    )


def _status(number: int, team: Team, around: Surroundings) -> str:
    solution = around.solutions.get(number)
    if not team.present:
        return "absent"
    if solution is None and number not in around.seats:
        return "empty"
    if around.phase == "choose" and around.round is not None:
        return "chosen" if team.persona_in(around.round) and around.round in team.actors else "choosing"
    if around.phase in ("work", "reveal") and solution and solution.submitted_at is not None:
        return "submitted"
    return "writing" if around.phase == "work" else "waiting"


def solutions(state: State, known: Sections, own: int | None, kind: str) -> View:
    """The own team's always; everybody's after the reveal of their round. The facilitator walks around and sees all."""
    seen: dict[str, dict[str, View]] = {}
    if not state.solutions:
        return seen
    everything = sees_drafts(state, kind)
    made = known.each(_solution, state.solutions, state.teams)
    for (number, team), solution in sorted(state.solutions.items()):
        shown = made[(number, team)]
        if team == own:
            shown = shown | {"edits": dict(solution.edits)}
        if everything or team == own or number in state.revealed:
            seen.setdefault(str(number), {})[str(team)] = shown
    return seen


def _solution(place: tuple[int, int], solution: Solution, teams: Mapping[int, Team]) -> View:
    number, team = place
    written = {name: solution.fields.get(name, "") for name in ("title", "text", "ict", "needs_now", "develops_later")}
    return compact(
        status="draft" if solution.submitted_at is None else "submitted",
        **written,
        persona=teams[team].persona_in(number),
        actor=teams[team].actors.get(number),
        place=shown_mark(solution.place) if solution.place else None,
        self=shown_mark(solution.as_self) if solution.as_self else None,
        shift=shown_mark(solution.shifted) if solution.shifted else None,
        places={part: shown_mark(mark) for part, mark in solution.places.items()},
        aspects=dict(solution.aspects),
        actors=dict(solution.actors),
        factors={
            factor: {"change": change, "consequence": consequence}
            for factor, (change, consequence) in solution.factors.items()
        },
        submitted_at=solution.submitted_at,
        reopened=solution.reopened or None,
    )
