"""Sentences of the rule book: given what happened, when somebody wants something, then this happens.

Every sentence also proves that the log alone (encoded, stored, decoded, folded) gives the state that was lived.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

import orjson

from app.game.agenda import find, plan
from app.game.commands import Command, Instrument
from app.game.context import Context, Who
from app.game.engine import decide, evolve, fold
from app.game.events import (
    AgendaItem,
    BoxCounted,
    DraftWritten,
    Event,
    PhaseEntered,
    SeatTaken,
    SessionCreated,
    Settings,
    SolutionsRevealed,
    SolutionSubmitted,
    decode,
    encode,
)
from app.game.merging import View
from app.game.pack import Dilemma, Pack, Question
from app.game.rejected import Code, Rejected
from app.game.rules.answering import ballot_of, boxes_to_count
from app.game.state import State
from app.game.viewing import Audience, seat_view, view

ALL_INSTRUMENTS: tuple[str, ...] = get_args(Instrument)
NOW = 1_795_305_600_000
FACILITATOR, SCREEN, SYSTEM = "facilitator", "screen", "system"
AGENDA: tuple[AgendaItem, ...] = plan({})

PACK = Pack(
    personas=("bram", "imani", "lotte", "sem", "yara"),
    actors=("leader", "teacher", "parent", "publisher", "pupil"),
    factors=frozenset({"vision", "timetable"}),
    aspects=frozenset({"pace", "what"}),
    quadrants=frozenset({"personal"}),
    prompts=frozenset({"why"}),
    scripts=frozenset({"orid"}),
    visitation=frozenset({"leadership"}),
    teacher_indicators=frozenset({"feedback"}),
    design_questions=frozenset({"why"}),
    design_stages=frozenset({"traditional", "innovative"}),
    indicators=("results", "motivation"),
    dilemmas={
        number: Dilemma(f"d{number}", {"a": {"results": 1, "motivation": -1}, "b": {"results": -1, "motivation": 1}})
        for number in (1, 2, 3)
    },
    schools={1: "lindehof", 2: "stroom"},
    evaluation={
        "useful": Question("scale"),
        "next": Question("choice", frozenset({"try", "wait"})),
        "remember": Question("text"),
    },
)


class Reversing:
    """Chance, as far as tests are concerned."""

    def shuffle(self, x: list[Any], /) -> None:
        x.reverse()


def created(
    teams: int = 4,
    language: str = "nl",
    rehearsal: bool = False,
    minutes: dict[str, int] | None = None,
    **settings: Any,
) -> SessionCreated:
    """The first fact of every session. `settings`: house rules that differ from the default."""
    return SessionCreated(
        code="ABCDEF",
        title="Een middag",
        language=language,
        pack="test",
        pack_version="1",
        teams=teams,
        settings=Settings(minutes=minutes or {}, **settings),
        agenda=plan(minutes or {}),
        at=NOW,
        rehearsal=rehearsal,
    )


def sits(seat: str, team: int | None = None, nickname: str | None = None) -> SeatTaken:
    return SeatTaken(seat=seat, team=team, nickname=nickname)


def plays(seat: str, team: int) -> SeatTaken:
    """A bot sits there."""
    return SeatTaken(seat=seat, team=team, bot=True)


def index_of(phase: str, number: int | None = None) -> int:
    index = find(AGENDA, phase, number)
    assert index is not None
    return index


def entered(phase: str, number: int | None = None, at: int = NOW) -> PhaseEntered:
    """The session came to this phase."""
    return PhaseEntered(index=index_of(phase, number), at=at)


def wrote(team: int, number: int, **fields: str) -> DraftWritten:
    return DraftWritten(team=team, round=number, fields=fields or {"title": "Plan", "text": "Wat we doen"})


def handed_in(team: int, number: int) -> Sequence[Event]:
    """A whole solution, submitted."""
    return [wrote(team, number), SolutionSubmitted(team=team, round=number, at=NOW)]


def revealed(number: int, *teams: int) -> Sequence[Event]:
    """A round that went by: these teams handed in and everybody saw it."""
    solutions = [event for team in teams for event in handed_in(team, number)]
    return [*solutions, entered("reveal", number), SolutionsRevealed(round=number)]


def who(name: str) -> Who:
    """`facilitator`, `screen`, `system`, or the id of a seat."""
    if name in (FACILITATOR, SCREEN, SYSTEM):
        return Who(name)  # pyright: ignore[reportArgumentType]
    return Who("seat", name)


class Play:
    """A session as a room lives it, without the room: state, log and ballot boxes."""

    def __init__(self, *facts: Event | Sequence[Event], pack: Pack = PACK) -> None:
        self.state = State()
        self.pack = pack
        self.now = NOW
        self.log: list[tuple[str, int, bytes]] = []
        self.boxes: dict[str, dict[str, dict[str, Any]]] = {}
        flat = [event for fact in facts for event in ([fact] if isinstance(fact, Event) else fact)]
        if not flat or not isinstance(flat[0], SessionCreated):
            self.record([created()])
        self.record(flat)

    def record(self, events: Sequence[Event]) -> None:
        """These facts happened."""
        for event in events:
            data = encode(event)
            assert decode(event.name, event.version, data) == event, f"{event.name} changes when it is stored"
            self.log.append((event.name, event.version, data))
            self.state = evolve(self.state, event)

    def send(self, name: str, command: Command) -> Sequence[Event]:
        """Decide, store, evolve, as `app.live.room` does. Raises Rejected."""
        sender = who(name)
        ballot = ballot_of(self.state, command, sender.seat)
        context = Context(
            who=sender,
            now=self.now,
            pack=self.pack,
            draw=Reversing(),
            answered=ballot is not None and ballot.voter in self.boxes.get(ballot.box, {}),
            answers={box: self._answers(box) for box in boxes_to_count(self.state, command)},
        )
        events = decide(self.state, command, context)
        if ballot is not None:
            self.boxes.setdefault(ballot.box, {})[ballot.voter] = orjson.loads(orjson.dumps(ballot.answer))
        for event in events:
            if isinstance(event, BoxCounted):
                self.boxes.pop(event.box, None)
        self.record(events)
        return events

    def _answers(self, box: str) -> list[dict[str, Any]]:
        return list(self.boxes.get(box, {}).values())

    def check_log(self) -> None:
        """The log alone gives the state."""
        assert fold(decode(*stored) for stored in self.log) == self.state
        assert self.state.seq == len(self.log)

    def look(self, audience: Audience) -> View:
        return view(self.state, audience, self.pack)

    def look_as(self, seat: str) -> View:
        """All that the screen of one seat gets: its team's view and its own part."""
        held = self.state.seats[seat]
        audience = Audience("team", team=held.team) if held.team else Audience("seat", seat=seat)
        return self.look(audience) | seat_view(self.state, seat, self._own(seat))

    def _own(self, seat: str) -> dict[str, dict[int, dict[str, Any]]]:
        team = self.state.seats[seat].team
        found: dict[str, dict[int, dict[str, Any]]] = {}
        for box, held in self.boxes.items():
            names = {f"{seat}#{person}": person for person in (1, 2, 3, 4)}
            if box.startswith(("vote:", "dilemma:")) and self.state.settings.devices == "team":
                names = {f"team:{team}": 1}
            for voter, answer in held.items():
                if voter in names:
                    found.setdefault(box, {})[names[voter]] = answer
        return found


class Told:
    """A sentence in the making: `when` a command, `then` events, or `refused`."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self._events: Sequence[Event] | None = None
        self._rejected: Rejected | None = None

    @property
    def state(self) -> State:
        return self.play.state

    @property
    def was_refused(self) -> bool:
        return self._rejected is not None

    def later(self, ms: int) -> "Told":
        """Time goes by."""
        self.play.now += ms
        return self

    def when(self, name: str, command: Command) -> "Told":
        """Somebody wants something."""
        self._events = self._rejected = None
        try:
            self._events = self.play.send(name, command)
        except Rejected as rejected:
            self._rejected = rejected
        self.play.check_log()
        return self

    def then(self, *expected: Event) -> "Told":
        """Exactly these facts are added; none when it changes nothing."""
        assert self._rejected is None, f"refused: {self._rejected}"
        assert list(self._events or ()) == list(expected)
        return self

    def accepted(self) -> "Told":
        """It was no mistake; what it added is told elsewhere."""
        assert self._rejected is None, f"refused: {self._rejected}"
        assert self._events, "it changed nothing"
        return self

    def refused(self, code: Code, field: str | None = None) -> "Told":
        """Refused with this code, blaming this field, and nothing happened."""
        assert self._rejected is not None, f"accepted: {self._events}"
        assert (self._rejected.code, self._rejected.field) == (code, field)
        return self

    def sees(self, audience: Audience) -> View:
        return self.play.look(audience)


def given(*facts: Event | Sequence[Event]) -> Told:
    """What happened before. A session with four teams is there from the start."""
    return Told(Play(*facts))


def with_pack(**changes: Any) -> Pack:
    return replace(PACK, **changes)
