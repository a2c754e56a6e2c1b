"""The fold of a session's events. Private to the engine: what leaves the server is a view.

Everything is frozen; a change makes a new object and shares what stayed the same, so that old states are cheap to keep.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from itertools import repeat
from operator import attrgetter, call
from typing import Any, TypeVar

from app.game.events import AgendaItem, Event, Settings
from app.game.shared_text import Letters

K = TypeVar("K")
V = TypeVar("V")


def put(mapping: Mapping[K, V], key: K, value: V) -> dict[K, V]:
    """A copy of the mapping with one entry more or changed."""
    return {**mapping, key: value}


def drop(mapping: Mapping[K, V], key: K) -> dict[K, V]:
    """A copy of the mapping without one entry; fine if it is not there."""
    return {other: value for other, value in mapping.items() if other != key}


@dataclass(frozen=True, slots=True)
class Seat:
    """A person or laptop, or in a rehearsal a bot. `team` is None until one is chosen."""

    nickname: str | None = None
    team: int | None = None
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """A subteam. `personas` and `actors` are by round; a persona holds until a later round picks another."""

    name: str | None = None
    present: bool = True
    ready: bool = False
    personas: Mapping[int, str] = field(default_factory=dict[int, str])
    actors: Mapping[int, str] = field(default_factory=dict[int, str])

    def persona_in(self, number: int) -> str | None:
        """The persona that this team has in a round."""
        earlier = [held for held in self.personas if held <= number]
        return self.personas[max(earlier)] if earlier else None


@dataclass(frozen=True, slots=True)
class Timer:
    """`remaining_ms` is what was left at the last change; `ends_at` (ms UTC) only while it runs."""

    state: str = "idle"
    planned_ms: int = 0
    remaining_ms: int = 0
    ends_at: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the compass, both dimensions -100..100."""

    regulation: int
    interest: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A team's made-to-measure solution of one round."""

    submitted_at: int | None = None
    reopened: bool = False
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    edits: Mapping[str, int] = field(default_factory=dict[str, int])
    """Per field the seq of its last change, so that nobody overwrites what they have not seen."""
    letters: Letters = field(default_factory=Letters)
    """The same fields letter by letter, for devices that write at the same time."""
    place: Mark | None = None
    """The team's mark as the actor that it plays: sealed, and the mark of this round for ever."""
    as_self: Mark | None = None
    shift: Mark | None = None
    """What the team laid last after the reveal; see `shifted`."""
    places: Mapping[str, Mark] = field(default_factory=dict[str, Mark])
    aspects: Mapping[str, int] = field(default_factory=dict[str, int])
    actors: Mapping[str, str] = field(default_factory=dict[str, str])
    factors: Mapping[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])

    @property
    def document(self) -> bytes:
        """The letters as they go to devices; see `shared_text`."""
        return self.letters.document

    @property
    def started(self) -> bool:
        """Whether there is anything to show at the reveal."""
        marks = (self.place, self.as_self, self.places)
        return any((any(self.fields.values()), *marks, self.aspects, self.actors, self.factors))

    @property
    def shifted(self) -> Mark | None:
        """Where the discussion brought it; None while that is where it was sealed."""
        return None if self.shift == self.place else self.shift


@dataclass(frozen=True, slots=True)
class Insight:
    text: str
    tags: Mapping[str, Any]
    index: int
    at: int
    shown: bool = True
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Ballots:
    """The vote. `state`: idle, open, closed or revealed; a revote is a new `ballot`."""

    state: str = "idle"
    ballot: int = 0
    winner: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a ballot box gave. `result` is None below the anonymity floor."""

    count: int
    result: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Side:
    """A network now or as wanted: properties by node, and by (source, target) how the one influences the other."""

    nodes: Mapping[str, str] = field(default_factory=dict[str, str])
    links: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])


@dataclass(frozen=True, slots=True)
class State:
    """Everything that the events of one session say."""

    seq: int = 0
    code: str = ""
    title: str = ""
    language: str = "nl"
    pack: str = ""
    pack_version: str = ""
    rehearsal: bool = False
    settings: Settings = field(default_factory=Settings)
    agenda: tuple[AgendaItem, ...] = ()
    starts_at: int | None = None
    ends_at: int | None = None
    """When it begins and has to be over, as the facilitator set it; nothing happens by itself then."""
    created_at: int = 0
    index: int = 0
    entered_at: int = 0
    camped: bool = False
    """A camp has been entered at some time."""
    closed: bool = False
    timer: Timer = Timer()
    seats: Mapping[str, Seat] = field(default_factory=dict[str, Seat])
    seats_made: int = 0
    teams: Mapping[int, Team] = field(default_factory=dict[int, Team])
    calls: tuple[int, ...] = ()
    solutions: Mapping[tuple[int, int], Solution] = field(default_factory=dict[tuple[int, int], Solution])
    """By (round, team)."""
    revealed: frozenset[int] = frozenset()
    readings_revealed: frozenset[int] = frozenset()
    answers: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many answered, by box that is still open."""
    counted: Mapping[str, Counted] = field(default_factory=dict[str, Counted])
    pulses_closed: frozenset[tuple[str, str]] = frozenset()
    """(moment, pulse) that the facilitator closed for now."""
    pulses_revealed: frozenset[str] = frozenset()
    """Moments that were revealed."""
    vote: Ballots = Ballots()
    spotlight: int | None = None
    order: str | None = None
    """In which order solutions are told, where the facilitator chose one."""
    blank: bool = False
    prompt: str | None = None
    insights: Mapping[str, Insight] = field(default_factory=dict[str, Insight])
    notes: Mapping[int, str] = field(default_factory=dict[int, str])
    bookmarks: tuple[tuple[str, int, int, int], ...] = ()
    """(label, seq, at, agenda index)."""
    actions: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    actions_made: int = 0
    school: Mapping[str, Any] = field(default_factory=dict[str, Any])
    debrief: Mapping[str, Any] = field(default_factory=dict[str, Any])
    instruments: frozenset[str] = frozenset()
    """Those that are on."""
    shown: tuple[str, int | None] | None = None
    """The instrument on the projector, and whose network."""
    profile: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """School profile by design question."""
    slots: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    networks: Mapping[str, Mapping[str, Side]] = field(default_factory=dict[str, Mapping[str, Side]])
    """By `school` or number of a team, then `now` or `wanted`."""
    dilemmas_revealed: frozenset[int] = frozenset()
    dilemmas_settled: Mapping[int, str] = field(default_factory=dict[int, str])
    """Option by round, where a tie was settled."""
    undo: tuple[Event, ...] = ()
    """What would take back the facilitator's own steps, newest last; a reveal empties it."""

    @property
    def phase(self) -> str:
        """Id of the phase that the session is in."""
        return self.agenda[self.index].id if self.agenda else "lobby"

    @property
    def round(self) -> int | None:
        """Number of the camp, None outside the camps."""
        return self.agenda[self.index].round if self.agenda else None

    def seats_of(self, team: int) -> list[str]:
        """Ids of the seats in a team, in order of joining."""
        return [seat for seat, held in self.seats.items() if held.team == team]

    @property
    def people(self) -> list[str]:
        """Ids of the seats that are not a bot's."""
        return [seat for seat, held in self.seats.items() if not held.bot]


_NAMES = tuple(each.name for each in fields(State))
_values = attrgetter(*_NAMES)
_setters = tuple(getattr(State, name).__set__ for name in _NAMES)
_set: Any = call


def changed(state: State, **changes: Any) -> State:
    """As `dataclasses.replace`, in a third of the time: every command of every session makes a state or two.

    Raises:
        AttributeError: a name that a state does not have.
    """
    after = State.__new__(State)
    every: map[None] = map(_set, _setters, repeat(after), _values(state))
    deque(every, maxlen=0)  # a loop without a step in Python for each
    for name, value in changes.items():
        object.__setattr__(after, name, value)
    return after
