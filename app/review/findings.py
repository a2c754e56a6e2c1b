"""What happened in a session, from its log: what groups and teams did, never what one person answered.

Everything but the times comes out of the view for looking back, so that what that view holds back is held back here
too. Pure; cards are named by their ids and nothing here is a judgement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.game.engine import evolve
from app.game.events import decode
from app.game.merging import View
from app.game.names import team_name
from app.game.pack import Pack
from app.game.state import State
from app.game.viewing import Audience
from app.review import instruments as around
from app.review.log import Stored
from app.review.replay import replay

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PhaseTime:
    """How long the session was in a phase of its plan, all visits together. `planned` in minutes, `spent` in ms."""

    phase: str
    round: int | None
    planned: int
    spent: int


@dataclass(frozen=True, slots=True)
class Place:
    """On the compass, both -100..100."""

    regulation: float
    interest: float


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where a group lies: its middle, and how far around it along its main axes (see `app.game.aggregate.cloud`)."""

    centre: Place
    major: float
    minor: float
    angle: float


@dataclass(frozen=True, slots=True)
class Answers:
    """Of a ballot box: how many answered, and the group's cloud from the anonymity floor up."""

    count: int
    cloud: Cloud | None


@dataclass(frozen=True, slots=True)
class Solution:
    """What a team made in a round that was revealed. `texts`: title, text, ict, needs_now, develops_later."""

    round: int
    team: int
    persona: str | None
    actor: str | None
    submitted: bool
    texts: Texts
    place: Place | None
    as_self: Place | None
    shifted: Place | None
    aspects: Mapping[str, int]
    actors: Texts
    factors: Mapping[str, tuple[int, str]]
    reading: Answers | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How near the teams lay to each other in a round: `spread` is the mean distance to their middle, 0 to 141.

    `nearer` and `toward` tell what changed since the round before, where the same teams lie in both. `after` is the
    spread after the discussion, if `shifted` teams laid their solution elsewhere then.
    """

    round: int
    teams: int
    spread: float
    nearer: bool | None
    same: bool
    toward: tuple[str, ...]
    after: float | None
    shifted: int


@dataclass(frozen=True, slots=True)
class Note:
    """What a team wrote with a card; `change` is -2..2 for a factor."""

    round: int
    team: int
    change: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A factor or actor that solutions name, with what was written there, by round and team."""

    id: str
    notes: tuple[Note, ...]

    def times(self, number: int) -> int:
        """By how many teams in a round."""
        return sum(note.round == number for note in self.notes)


@dataclass(frozen=True, slots=True)
class Vote:
    """`tally` is votes by team, of all that could be voted for; None while hidden, and when it would tell on one."""

    ballot: int
    count: int
    tally: Mapping[int, int] | None
    winner: int | None


@dataclass(frozen=True, slots=True)
class Insight:
    text: str
    tags: Mapping[str, Any]
    shown: bool
    phase: str
    round: int | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Of one session. `names` are those that teams gave themselves; `school` and `debrief` as in docs/protocol.md."""

    code: str
    title: str
    rehearsal: bool
    closed: bool
    devices: str
    floor: int
    teams: tuple[int, ...]
    names: Mapping[int, str]
    seats: int
    rounds: tuple[int, ...]
    times: tuple[PhaseTime, ...]
    solutions: tuple[Solution, ...]
    agreement: tuple[Agreement, ...]
    factors: tuple[Named, ...]
    actors: tuple[Named, ...]
    pulses: Mapping[tuple[str, str], Answers]
    """By (moment, pulse): before, after or later; now or wanted."""
    vote: Vote | None
    insights: tuple[Insight, ...]
    actions: tuple[Texts, ...]
    questions: tuple[Texts, ...]
    meetings: tuple[Texts, ...]
    debrief: Mapping[str, Any]
    evaluated: int
    evaluation: Mapping[str, Any]
    """By question, only those that enough people answered."""
    instruments: tuple[str, ...]
    """Those that were on at the end: what was made with the others stays out of sight."""
    networks: tuple[around.Network, ...]
    profile: Mapping[str, Texts]
    """School profile by design question: stages `now` and `wanted`, and the own `next` step."""
    dilemmas: tuple[around.Dilemma, ...]
    indicators: Mapping[str, int]
    slots: Mapping[str, Texts]


def find(events: Sequence[Stored], pack: Pack, *, names: bool = True) -> Findings:
    """All that can be said of these events, which are at least one; without `names` for research."""
    seen = replay(events, Audience("review", names=names), pack)
    board, session = seen["board"], seen["session"]
    rounds = tuple(board["revealed"])
    solutions = tuple(_solutions(seen, rounds))
    return Findings(
        code=session["code"],
        title=session["title"],
        rehearsal=session["rehearsal"],
        closed=session["closed"],
        devices=session["devices"],
        floor=session["floor"],
        teams=tuple(int(number) for number in seen["teams"]),
        names=_names(seen),
        seats=sum(team["seats"] for team in seen["teams"].values()),
        rounds=rounds,
        times=tuple(_times(events)),
        solutions=solutions,
        agreement=tuple(_agreement(board, number) for number in rounds),
        factors=_named((s.round, s.team, key, *held) for s in solutions for key, held in s.factors.items()),
        actors=_named((s.round, s.team, key, None, does) for s in solutions for key, does in s.actors.items()),
        pulses={
            (moment, pulse): _answers(box) for moment, boxes in board["pulse"].items() for pulse, box in boxes.items()
        },
        vote=_vote(seen["vote"], session),
        insights=tuple(
            Insight(one["text"], one["tags"], one["shown"], one["phase"], one.get("round"))
            for one in seen["insights"].values()
        ),
        actions=tuple(seen["debrief"]["actions"].values()),
        questions=tuple(seen["debrief"]["questions"].values()),
        meetings=tuple(seen["debrief"]["meetings"].values()),
        debrief=seen["debrief"],
        evaluated=seen["evaluation"]["count"],
        evaluation=seen["evaluation"].get("results", {}),
        instruments=tuple(session["instruments"]),
        networks=around.networks(seen),
        profile=seen["profile"],
        dilemmas=around.dilemmas(seen),
        indicators=seen["indicators"].get("values", {}),
        slots=seen["slots"],
    )


def _names(seen: View) -> dict[int, str]:
    """Those that were chosen; a team that chose none is called after its sign by whoever writes about it."""
    language = seen["session"]["language"]
    held = {int(number): team["name"] for number, team in seen["teams"].items()}
    return {number: name for number, name in held.items() if name != team_name(number, None, language)}


def _times(events: Sequence[Stored]) -> list[PhaseTime]:
    """From one event to the next the session is in one phase; what comes after the end is no time of play."""
    spent: dict[int, int] = {}
    state, last = State(), events[0].at
    for event in events:
        if state.agenda and not state.closed:
            spent[state.index] = spent.get(state.index, 0) + event.at - last
        state, last = evolve(state, decode(event.type, event.version, event.data)), event.at
    return [
        PhaseTime(item.id, item.round, item.minutes, spent.get(index, 0))
        for index, item in enumerate(state.agenda)
        if item.id not in ("lobby", "closed") and (item.minutes or spent.get(index))
    ]


def _place(held: View | None) -> Place | None:
    return Place(held["regulation"], held["interest"]) if held else None


def _answers(box: View) -> Answers:
    centre = _place(box.get("centre"))
    return Answers(box["count"], Cloud(centre, box["major"], box["minor"], box["angle"]) if centre else None)


def _solutions(seen: View, rounds: Sequence[int]) -> list[Solution]:
    readings = seen["board"]["readings"]
    return [
        Solution(
            round=number,
            team=int(team),
            persona=held.get("persona"),
            actor=held.get("actor"),
            submitted=held["status"] == "submitted",
            texts={name: held[name] for name in ("title", "text", "ict", "needs_now", "develops_later") if held[name]},
            place=_place(held.get("place")),
            as_self=_place(held.get("self")),
            shifted=_place(held.get("shift")),
            aspects=held["aspects"],
            actors=held["actors"],
            factors={key: (factor["change"], factor["consequence"]) for key, factor in held["factors"].items()},
            reading=_answers(box) if (box := readings.get(str(number), {}).get(team)) else None,
        )
        for number in rounds
        for team, held in seen["solutions"].get(str(number), {}).items()
    ]


def _agreement(board: View, number: int) -> Agreement:
    held, after = board["agreement"][str(number)], board.get("after", {}).get(str(number), {})
    return Agreement(
        round=number,
        teams=held["n"],
        spread=held["spread"],
        nearer=held.get("nearer"),
        same=held.get("same", False),
        toward=tuple(held.get("toward", ())),
        after=after.get("spread"),
        shifted=after.get("shifted", 0),
    )


def _named(rows: Any) -> tuple[Named, ...]:
    """Those that were named most often first; of equals the one that was named first."""
    notes: dict[str, list[Note]] = {}
    for number, team, key, change, text in rows:
        notes.setdefault(key, []).append(Note(number, team, change, text))
    return tuple(Named(key, tuple(held)) for key, held in sorted(notes.items(), key=lambda one: -len(one[1])))


def _vote(vote: View, session: View) -> Vote | None:
    if vote["state"] == "idle":
        return None
    tally = around.counted(vote, session)
    nobody = {one["team"]: 0 for one in vote["candidates"]}  # who got no vote could have had one
    shown = None if tally is None else nobody | {int(team): votes for team, votes in tally.items()}
    return Vote(vote["ballot"], vote["count"], shown, vote.get("winner"))
