"""What each audience may see: the only door out of the engine.

A view starts empty and is filled field by field; what no line here adds, nobody receives. Values that do not exist are
left out, so that every view can be reached by merge patches (docs/protocol.md).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar

from app.game import aggregate
from app.game import viewing_instruments as around
from app.game.events import AgendaItem
from app.game.pack import Pack
from app.game.pseudonyms import without_names
from app.game.rules.answering import candidates, later_open, tally, tied, voters
from app.game.rules.choosing import choices
from app.game.rules.undoing import taken_back
from app.game.sections import NOTHING, Gathered, Key, Sections
from app.game.state import Insight, Mark, Solution, State, Team

View = dict[str, Any]
T = TypeVar("T")

SIGNS = {1: ("circle", "#0F1876"), 2: ("triangle", "#EF540C"), 3: ("square", "#0C74A1"), 4: ("kite", "#891C3F")}
"""Shape and colour by team number (LOOK.md, teams)."""
NAMES = {"nl": ("Maan", "Berg", "Baken", "Vlieger"), "en": ("Moon", "Mountain", "Beacon", "Kite")}
"""What a team is called until it chooses a name."""

Kind = Literal["facilitator", "screen", "team", "seat", "review"]


class Audience(NamedTuple):
    """Who looks. `team` for the kind team, `seat` for a seat that has no team yet; for research without `names`."""

    kind: Kind
    team: int | None = None
    seat: str | None = None
    names: bool = True

    def __str__(self) -> str:
        suffix = self.team if self.kind == "team" else self.seat
        return self.kind if suffix is None else f"{self.kind}:{suffix}"


FACILITATOR = Audience("facilitator")
SCREEN = Audience("screen")
REVIEW = Audience("review")


@dataclass(frozen=True, slots=True)
class Bots:
    """What plays in a rehearsal now, which is not in the log. `speed`: how many times as fast as people."""

    teams: tuple[int, ...] = ()
    speed: float = 1
    paused: bool = False
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Behind:
    """What only consoles see, and no event says.

    `consoles`: how many are open, by rank. `worked`: when a team last worked on its solution (ms UTC).
    `bots`: if some play.
    """

    consoles: Mapping[str, int] = field(default_factory=dict[str, int])
    worked: Mapping[int, int] = field(default_factory=dict[int, int])
    bots: Bots | None = None


NOBODY = Behind()


def compact(**fields: Any) -> View:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}


def view(
    state: State,
    audience: Audience,
    pack: Pack,
    online: frozenset[str] = frozenset(),
    sections: Sections | None = None,
    behind: Behind = NOBODY,
) -> View:
    """Everything that this audience may see now. `online`: seats with an open connection.

    With the `sections` of earlier views, what did not change since then is the very same object.
    """
    if not audience.names:
        state, sections = without_names(state), None
    known = sections or Sections()
    known.move(state, online)
    held = _gathered(known, audience, pack)
    held.step(_nothing, _behind(audience, behind))
    return dict(held.shown)


def _nothing(_name: str, _old: object, _new: object) -> None: ...


def step(
    sections: Sections, audience: Audience, pack: Pack, behind: Behind, say: Callable[[str, Any, Any], T]
) -> list[T]:
    """What `say(field, old, new)` gives for what this audience sees change, now that the `sections` have moved on."""
    return _gathered(sections, audience, pack).step(say, _behind(audience, behind))


def last_view(sections: Sections, audience: Audience, pack: Pack) -> View:
    """What this audience was shown last."""
    return dict(_gathered(sections, audience, pack).shown)


def _gathered(known: Sections, audience: Audience, pack: Pack) -> Gathered:
    return known.gather(audience, lambda: _recipe(known, audience, pack))


def _recipe(known: Sections, audience: Audience, pack: Pack) -> dict[str, Key]:
    """The sections of this audience's view."""
    everything = audience.kind in ("facilitator", "review")
    team, kind = audience.team, audience.kind
    recipe: dict[str, Key] = {
        "session": (_session, known, pack),
        "phase": (_phase,),
        "timer": (_timer,),
        "board": (_board,),
        "vote": (_vote, known),
        "debrief": (_debrief,),
        "school": (_school,),
        "profile": (around.profile,),
        "slots": (around.slots,),
        "indicators": (around.indicators, pack),
        "teams": (_teams, known, team, kind == "facilitator"),
        "solutions": (_solutions, known, team, kind),
        "insights": (_insights, known, everything),
        "networks": (around.networks, team, kind),
        "evaluation": (_evaluation, everything),
    }
    if kind == "team" and team is not None:
        recipe |= {"choices": (_choices, team, pack), "members": (_members, team)}
    if kind == "facilitator":
        recipe |= {"seats": (_seats, known), "notes": (_notes,), "calls": (_calls,), "undo": (_undo,)}
    if everything:
        recipe["bookmarks"] = (_bookmarks,)
    return recipe


def seat_view(state: State, seat: str, own: Mapping[str, Mapping[int, Mapping[str, Any]]]) -> View:
    """The part that only this seat sees. `own`: its answers by open box and person, as they lie in the ballot box."""
    held = state.seats.get(seat)
    answers = [
        {"box": box, "person": person, **_placement(answer)}
        for box, given in sorted(own.items())
        if box.startswith(("pulse:", "reading:"))
        for person, answer in sorted(given.items())
    ]
    vote = own.get(f"vote:{state.vote.ballot}", {}).get(1)
    dilemma = own.get(f"dilemma:{state.round}", {}).get(1)
    me = compact(
        seat=seat,
        team=held.team if held else None,
        name=held.nickname if held else None,
        answers=answers,
        vote=vote["team"] if vote else None,
        dilemma=dilemma["option"] if dilemma else None,
        evaluated=sorted(own.get("evaluation", {})),
    )
    return {"me": me}


def _placement(answer: Mapping[str, Any]) -> View:
    return {"regulation": answer["regulation"], "interest": answer["interest"]}


def team_name(state: State, number: int) -> str:
    """The chosen name, else that of the team's sign in the session's language."""
    return _name(number, state.teams[number], state.language)


def _name(number: int, team: Team, language: str) -> str:
    return team.name or NAMES.get(language, NAMES["nl"])[number - 1]


def _number_of_teams(state: State) -> int:
    return len(state.teams)


def _session(state: State, known: Sections, pack: Pack) -> View:
    return compact(
        code=state.code,
        title=state.title,
        language=state.language,
        pack=state.pack,
        pack_version=state.pack_version,
        devices=state.settings.devices,
        floor=state.settings.floor,
        vote_own=state.settings.vote_own,
        teams=known.get(_number_of_teams),
        rehearsal=state.rehearsal,
        starts_at=state.starts_at,
        ends_at=state.ends_at,
        instruments=around.instruments(state),
        closed=state.closed,
        school1=pack.schools.get(1),
        school2=pack.schools.get(2),
    )


def _phase(state: State) -> View:
    agenda = [compact(id=item.id, round=item.round, minutes=item.minutes) for item in state.agenda]
    seen = compact(id=state.phase, round=state.round, index=state.index, agenda=agenda, entered_at=state.entered_at)
    if not state.camped:
        seen["round"] = None  # the one null of a view; see docs/protocol.md
    return seen


def _timer(state: State) -> View:
    timer = state.timer
    return compact(
        state=timer.state, remaining_ms=timer.remaining_ms, planned_ms=timer.planned_ms, ends_at=timer.ends_at
    )


def _debrief(state: State) -> View:
    empty: View = {"step": 0, "current": {}, "ambition": {}, "subjects": {}, "checklist": {}, "texts": {}}
    return {**empty, **state.debrief, **_lists(state)}


def _lists(state: State) -> View:
    """First steps, and for the learning network the questions to take along and the meetings to follow."""
    lists: dict[str, View] = {"actions": {}, "questions": {}, "meetings": {}}
    for action, fields in state.actions.items():
        lists[f"{fields.get('kind', 'action')}s"][action] = {name: fields[name] for name in fields if name != "kind"}
    return lists


def _school(state: State) -> View:
    return dict(state.school)


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


def _teams(state: State, known: Sections, own: int | None, all_calls: bool) -> View:
    """A call for help reaches the facilitator and the team itself."""
    teams, called = known.get(_every_team, known)
    if all_calls:
        return called
    return {**teams, str(own): called[str(own)]} if own in state.teams else teams


def _every_team(state: State, known: Sections) -> tuple[View, View]:
    """Without and with their calls for help."""
    teams = known.each(_team, state.teams, known.get(_surroundings, known))
    called = known.each(_with_call, teams, state.calls)
    return {str(number): team for number, team in teams.items()}, {str(n): team for n, team in called.items()}


def _with_call(number: int, team: View, calls: Sequence[int]) -> View:
    return {**team, "calling": number in calls}


def _team(number: int, team: Team, around: Surroundings) -> View:
    shape, colour = SIGNS[number]
    seats = around.seats.get(number, ())
    return compact(
        name=_name(number, team, around.language),
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


def _solutions(state: State, known: Sections, own: int | None, kind: Kind) -> View:
    """The own team's always; everybody's after the reveal of their round. The facilitator walks around and sees all."""
    seen: dict[str, dict[str, View]] = {}
    if not state.solutions:
        return seen
    everything = around.sees_drafts(state, kind)
    solutions = known.each(_solution, state.solutions, state.teams)
    for (number, team), solution in sorted(state.solutions.items()):
        shown = solutions[(number, team)]
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
        place=_mark(solution.place) if solution.place else None,
        self=_mark(solution.as_self) if solution.as_self else None,
        shift=_mark(solution.shifted) if solution.shifted else None,
        places={part: _mark(mark) for part, mark in solution.places.items()},
        aspects=dict(solution.aspects),
        actors=dict(solution.actors),
        factors={
            factor: {"change": change, "consequence": consequence}
            for factor, (change, consequence) in solution.factors.items()
        },
        submitted_at=solution.submitted_at,
        reopened=solution.reopened or None,
    )


def _mark(mark: Mark) -> View:
    return {"regulation": mark.regulation, "interest": mark.interest}


def _marks(state: State, number: int, which: Callable[[Solution], Mark | None]) -> dict[int, Mark]:
    return {
        team: mark
        for (other, team), solution in sorted(state.solutions.items())
        if other == number and (mark := which(solution)) is not None
    }


def _shown(marks: Mapping[int, Mapping[int, Mark]]) -> View:
    return {str(number): {str(team): _mark(mark) for team, mark in of.items()} for number, of in marks.items()}


def _beside(state: State, marks: Mapping[int, Mapping[int, Mark]]) -> View:
    """Next to the marks of a round: where teams lay as themselves, and where the discussion brought them."""
    selves = {number: _marks(state, number, lambda solution: solution.as_self) for number in marks}
    shifts = {number: _marks(state, number, lambda solution: solution.shifted) for number in marks}
    moved = {number: of for number, of in shifts.items() if of}
    after = {str(number): aggregate.after_talk(marks[number], {**marks[number], **of}) for number, of in moved.items()}
    laid = {number: of for number, of in selves.items() if of}
    return compact(selves=_shown(laid) or None, shifts=_shown(moved) or None, after=after or None)


def _board(state: State) -> View:
    revealed = sorted(state.revealed)
    marks = {number: _marks(state, number, lambda solution: solution.place) for number in revealed}
    board: View = compact(
        revealed=revealed,
        spotlight=state.spotlight,
        order=state.order,
        blank=state.blank,
        shown=around.shown(state),
        prompt=state.prompt,
        readings_revealed=sorted(state.readings_revealed),
        marks=_shown(marks),
        readings=_readings(state),
        agreement={str(n): aggregate.agreement(marks.get(n - 1), marks[n]) for n in revealed},
        movement=_shown({n: aggregate.movement(marks[n - 1], marks[n]) for n in revealed if n - 1 in marks}),
        recurring=_recurring(state),
        pulse=_pulses(state),
    )
    return board | _beside(state, marks)


def _box(state: State, box: str, shown: bool) -> View:
    """A box of placements: its count while open; the cloud once it was counted, may be shown and is large enough."""
    counted = state.counted.get(box)
    count = counted.count if counted else state.answers.get(box, 0)
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


def _insights(state: State, known: Sections, everything: bool) -> View:
    if not everything:  # mostly nothing is hidden: then it is the very same
        held = known.get(_insights, known, True)
        shown = {key: insight for key, insight in held.items() if insight["shown"]}
        return held if len(shown) == len(held) else shown
    insights = state.insights
    made = known.each(_insight, insights, state.agenda)
    return {key: seen for key, seen in made.items() if not insights[key].dropped}


def _insight(_key: str, insight: Insight, agenda: Sequence[AgendaItem]) -> View:
    item = agenda[insight.index]
    return compact(
        text=insight.text, tags=dict(insight.tags), shown=insight.shown, phase=item.id, round=item.round, at=insight.at
    )


def _voters(state: State) -> int:
    return voters(state)


def _vote(state: State, known: Sections) -> View:
    vote, box = state.vote, f"vote:{state.vote.ballot}"
    counted = state.counted.get(box)
    revealed = vote.state == "revealed"
    return compact(
        state=vote.state,
        ballot=vote.ballot,
        count=counted.count if counted else state.answers.get(box, 0),
        voters=known.get(_voters),
        candidates=_candidates(state) if vote.state != "idle" or state.phase == "vote" else [],
        tally=tally(state) if revealed else None,
        tie=tied(state) if revealed and vote.winner is None else None,
        winner=vote.winner if revealed else None,
    )


def _candidates(state: State) -> list[View]:
    return [
        {"round": number, "team": team, "title": state.solutions[(number, team)].fields.get("title", "")}
        for team, number in sorted(candidates(state).items())
    ]


def _evaluation(state: State, results: bool) -> View:
    counted = state.counted.get("evaluation")
    count = counted.count if counted else state.answers.get("evaluation", 0)
    return compact(count=count, results=counted.result if counted and results else None)


def _choices(state: State, team: int, pack: Pack) -> View:
    personas, actors = choices(state, team, pack)
    return {"personas": personas, "actors": actors}


def _members(state: State, team: int) -> list[View]:
    held = [(seat, state.seats[seat]) for seat in state.seats_of(team)]
    return [compact(seat=seat, name=who.nickname, bot=who.bot or None) for seat, who in held]


def _notes(state: State) -> View:
    return {str(index): text for index, text in state.notes.items()}


def _calls(state: State) -> list[int]:
    return list(state.calls)


def _undo(state: State) -> View | None:
    return {"what": taken_back(state.undo[-1])} if state.undo else None


def _behind(audience: Audience, behind: Behind) -> Mapping[str, Any]:
    if audience.kind != "facilitator":
        return NOTHING
    return compact(
        consoles=dict(behind.consoles) or None,
        worked={str(team): at for team, at in sorted(behind.worked.items())} or None,
        rehearsal=_bots(behind.bots) if behind.bots else None,
    )


def _bots(bots: Bots) -> View:
    return {"teams": list(bots.teams), "speed": bots.speed, "paused": bots.paused, "leader": bots.leader}


def _seats(state: State, known: Sections) -> View:
    return {
        seat: compact(name=held.nickname, team=held.team, online=seat in known.online, bot=held.bot or None)
        for seat, held in state.seats.items()
    }


def _bookmarks(state: State) -> list[View]:
    return [{"label": label, "seq": seq, "at": at, "index": index} for label, seq, at, index in state.bookmarks]
