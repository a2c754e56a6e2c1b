"""Several sessions beside each other: where rooms lay their solutions, and what these rest on. Pure, and without names.

What people answered comes from results that were counted above the floor of their own session. What teams laid is only
said of rooms where at least two teams did, and all together only from three schools on: else whoever knows one team or
school would know the other. Two sessions of one school are one school.
Only the page rounds: means of rounded means drift.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from app.game.aggregate import spread
from app.game.engine import fold
from app.game.events import decode
from app.game.state import Mark, State
from app.review.log import Stored

LEAST_TEAMS = 2
LEAST_SCHOOLS = 3
Point = tuple[float, float]
"""Regulation and interest, -100 to 100."""
Pulse = tuple[str, str]
"""Moment (`before`, `after`, `later`) and pulse (`now`, `wanted`)."""


@dataclass(frozen=True, slots=True)
class Camp:
    """Where the teams of a room laid their sealed marks. `spread` is their mean distance to the middle, 0 to 141."""

    teams: int
    middle: Point
    spread: float


@dataclass(frozen=True, slots=True)
class Factor:
    """In how many solutions a factor is, and by how much it has to change there on average, -2 to 2."""

    solutions: int
    change: float


@dataclass(frozen=True, slots=True)
class Compared:
    """What may be said of one room, or of all together; `solutions`: how many the factors are taken from."""

    camps: Mapping[int, Camp]
    pulses: Mapping[Pulse, Point]
    factors: Mapping[str, Factor]
    solutions: int


def compared(events: Iterable[Stored]) -> Compared:
    """One session. Camps that were not revealed are left out."""
    state = fold(decode(event.type, event.version, event.data) for event in events)
    solutions, factors = _factors(state)
    return Compared(_camps(state), _pulses(state), factors, solutions)


def merged(sessions: Sequence[Compared]) -> Compared:
    """The sessions of one school as if they were one, each of the same weight: for `together`, not to be shown."""
    return sessions[0] if len(sessions) == 1 else _added(sessions, 1)


def together(schools: Sequence[Compared]) -> Compared:
    """All schools, each of the same weight: what at least three of them say, and nothing that one of them may not."""
    return _added(schools, LEAST_SCHOOLS)


def _added(sessions: Sequence[Compared], least: int) -> Compared:
    camps = {
        number: Camp(sum(camp.teams for camp in held), _middle(held), fmean(camp.spread for camp in held))
        for number in sorted({number for each in sessions for number in each.camps})
        if len(held := [each.camps[number] for each in sessions if number in each.camps]) >= least
    }
    pulses = {
        pulse: _mean(held)
        for pulse in sorted({pulse for each in sessions for pulse in each.pulses})
        if len(held := [each.pulses[pulse] for each in sessions if pulse in each.pulses]) >= least
    }
    telling = [each for each in sessions if each.solutions]
    if len(telling) < least:
        return Compared(camps, pulses, {}, 0)
    factors = {
        key: _sum([each.factors[key] for each in telling if key in each.factors])
        for key in sorted({key for each in telling for key in each.factors})
    }
    return Compared(camps, pulses, factors, sum(each.solutions for each in telling))


def _camps(state: State) -> dict[int, Camp]:
    found: dict[int, Camp] = {}
    for number in sorted(state.revealed):
        held = [each.place for (camp, _), each in state.solutions.items() if camp == number and each.place]
        if len(held) >= LEAST_TEAMS:
            found[number] = Camp(len(held), _of_marks(held), spread(held))
    return found


def _pulses(state: State) -> dict[Pulse, Point]:
    found: dict[Pulse, Point] = {}
    for box, counted in state.counted.items():
        kind, *names = box.split(":")
        if kind == "pulse" and counted.result is not None:
            centre = counted.result["centre"]
            found[(names[0], names[1])] = (centre["regulation"], centre["interest"])
    return found


def _factors(state: State) -> tuple[int, dict[str, Factor]]:
    told = {team: held for team, held in state.solutions.items() if team[0] in state.revealed and held.started}
    if len({team for _, team in told}) < LEAST_TEAMS:
        return 0, {}
    changes = [(key, change) for held in told.values() for key, (change, _) in held.factors.items()]
    counts, sums = Counter(key for key, _ in changes), Counter[str]()
    for key, change in changes:
        sums[key] += change
    return len(told), {key: Factor(n, sums[key] / n) for key, n in sorted(counts.items())}


def _of_marks(marks: Sequence[Mark]) -> Point:
    return _mean([(mark.regulation, mark.interest) for mark in marks])


def _middle(camps: Sequence[Camp]) -> Point:
    return _mean([camp.middle for camp in camps])


def _mean(points: Sequence[Point]) -> Point:
    return fmean(x for x, _ in points), fmean(y for _, y in points)


def _sum(held: Sequence[Factor]) -> Factor:
    n = sum(each.solutions for each in held)
    return Factor(n, sum(each.solutions * each.change for each in held) / n)
