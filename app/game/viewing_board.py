"""What may be seen on the compass: marks, what the group answered there, and what solutions have in common."""

from collections.abc import Callable, Mapping

from app.game import aggregate
from app.game.merging import View, compact
from app.game.rules.answering import count_of, later_open
from app.game.state import Mark, Solution, State
from app.game.viewing_instruments import shown


def shown_mark(mark: Mark) -> View:
    return {"regulation": mark.regulation, "interest": mark.interest}


def _marks(state: State, number: int, which: Callable[[Solution], Mark | None]) -> dict[int, Mark]:
    return {
        team: mark
        for (other, team), solution in sorted(state.solutions.items())
        if other == number and (mark := which(solution)) is not None
    }


def _by_round(marks: Mapping[int, Mapping[int, Mark]]) -> View:
    return {str(number): {str(team): shown_mark(mark) for team, mark in of.items()} for number, of in marks.items()}


def _beside(state: State, marks: Mapping[int, Mapping[int, Mark]]) -> View:
    """Next to the marks of a round: where teams lay as themselves, and where the discussion brought them."""
    selves = {number: _marks(state, number, lambda solution: solution.as_self) for number in marks}
    shifts = {number: _marks(state, number, lambda solution: solution.shifted) for number in marks}
    moved = {number: of for number, of in shifts.items() if of}
    after = {str(number): aggregate.after_talk(marks[number], {**marks[number], **of}) for number, of in moved.items()}
    laid = {number: of for number, of in selves.items() if of}
    return compact(selves=_by_round(laid) or None, shifts=_by_round(moved) or None, after=after or None)


def board(state: State) -> View:
    revealed = sorted(state.revealed)
    marks = {number: _marks(state, number, lambda solution: solution.place) for number in revealed}
    seen: View = compact(
        revealed=revealed,
        spotlight=state.spotlight,
        order=state.order,
        blank=state.blank,
        shown=shown(state),
        prompt=state.prompt,
        readings_revealed=sorted(state.readings_revealed),
        marks=_by_round(marks),
        readings=_readings(state),
        agreement={str(n): aggregate.agreement(marks.get(n - 1), marks[n]) for n in revealed},
        movement=_by_round({n: aggregate.movement(marks[n - 1], marks[n]) for n in revealed if n - 1 in marks}),
        recurring=_recurring(state),
        pulse=_pulses(state),
    )
    return seen | _beside(state, marks)


def _box(state: State, box: str, shown: bool) -> View:
    """A box of placements: its count while open; the cloud once it was counted, may be shown and is large enough."""
    counted = state.counted.get(box)
    count = count_of(state, box)
    cloud = counted.result if counted and shown else None
    return {"count": count, "enough": count >= state.settings.floor, **(cloud or {})}


def _readings(state: State) -> View:
    boxes = sorted({box for box in (*state.answers, *state.counted) if box.startswith("reading:")})
    seen: dict[str, View] = {}
    for box in boxes:
        _, number, team = box.split(":")
        shown = int(number) in state.readings_revealed or state.closed
        seen.setdefault(number, {})[team] = _box(state, box, shown)
    return seen


def _pulses(state: State) -> View:
    reached = ["before"]
    if state.phase in ("evaluate", "closed") or "after" in state.pulses_revealed:
        reached.append("after")
    if later_open(state) or "later" in state.pulses_revealed or any("pulse:later" in box for box in state.answers):
        reached.append("later")
    return {moment: {pulse: _pulse(state, moment, pulse) for pulse in ("now", "wanted")} for moment in reached}


def _pulse(state: State, moment: str, pulse: str) -> View:
    shown = moment in state.pulses_revealed or (state.closed and moment != "later")
    name = "revealed" if shown else "closed" if (moment, pulse) in state.pulses_closed else "open"
    return {"state": name, **_box(state, f"pulse:{moment}:{pulse}", shown)}


def _recurring(state: State) -> View:
    """Which actors and factors the revealed solutions name, and how often."""
    actors: dict[str, View] = {}
    factors: dict[str, View] = {}
    for (number, _), solution in sorted(state.solutions.items()):
        if number not in state.revealed:
            continue
        for actor in solution.actors:
            actors.setdefault(actor, {"n": 0})["n"] += 1
        for factor, (change, _) in solution.factors.items():
            held = factors.setdefault(factor, {"n": 0, "change": 0})
            held["n"] += 1
            held["change"] += change
    return {"actors": {actor: held["n"] for actor, held in actors.items()}, "factors": factors}
