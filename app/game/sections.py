"""Views are made in sections. A section that read nothing that changed stays the very same object, and costs nothing.

Nobody writes down what a section depends on: it is made from a `Watched` state, which notes what is read, and of other
sections, which note that too. One that is made again and comes out equal stays the same object, so that nothing behind
it has to look further. What an audience is shown next is found section by section (`Gathered.step`).
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields
from itertools import compress
from operator import attrgetter, is_not
from types import MappingProxyType
from typing import Any, TypeVar, cast

from app.game.state import State

K = TypeVar("K")
V = TypeVar("V")
S = TypeVar("S")
T = TypeVar("T")
Key = tuple[Callable[..., Any], *tuple[Hashable, ...]]
"""The function that makes a section from the state, and its other arguments."""
FIELDS = {each.name: None for each in fields(State)}
NOTHING: Mapping[str, Any] = MappingProxyType({})
_values = attrgetter(*FIELDS)


class Watched:
    """Reads like a state, and notes the names of the fields that were read.

    Properties and methods of State are here too, and read fields in their turn.
    """

    def __init__(self, state: State, read: set[str]) -> None:
        self._state = state
        self._read = read


class Reading:
    """A field of `Watched`. It is asked the first time only: then the value lies before it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._value = attrgetter(name)

    def __get__(self, watched: Any, _: type) -> Any:
        watched._read.add(self._name)
        value = watched.__dict__[self._name] = self._value(watched._state)
        return value


for _name, _member in vars(State).items():
    if not _name.startswith("__"):
        setattr(Watched, _name, Reading(_name) if _name in FIELDS else _member)


@dataclass(eq=False, slots=True)
class Section:
    """What `make(state, *about)` gave, which fields of the state it has read for that, and from which sections."""

    make: Callable[..., Any]
    about: tuple[Hashable, ...]
    made: Any = None
    read: set[str] = field(default_factory=set[str])
    parts: list["Section"] = field(default_factory=list["Section"])
    users: list["Section"] = field(default_factory=list["Section"])
    """Which sections it is a part of."""
    views: list["Gathered"] = field(default_factory=list["Gathered"])
    """Which views it is in."""
    stale: bool = True
    """It has to be made again: a field that it read is another one now, or a part of it is."""
    doubtful: bool = False
    """A part of it may be stale, or a part of that."""


@dataclass(eq=False, slots=True)
class Gathered:
    """A view as the sections that it is put together from. Sections that are None are left out of it."""

    names: dict[Section, str]
    shown: dict[str, Any] = field(default_factory=dict[str, Any])
    """The view as it was shown last; it is this one that changes."""
    beside: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What of it is no section."""
    unsure: dict[Section, None] = field(default_factory=dict[Section, None])
    """Those that may be another object than was shown, in the order in which they came to be so."""

    def step(self, say: Callable[[str, Any, Any], T], beside: Mapping[str, Any] = NOTHING) -> list[T]:
        """Show it as it is now; what `say(name, old, new)` gives for each field that is another. None: not there."""
        changes = [(self.names[section], section.made) for section in self.unsure]
        self.unsure.clear()
        if beside != self.beside:
            changes += [(name, beside.get(name)) for name in {**self.beside, **beside}]
            self.beside = beside
        return [say(name, self._show(name, new), new) for name, new in changes if self.shown.get(name) is not new]

    def _show(self, name: str, new: Any) -> Any:
        """Gives what was there before."""
        if new is None:
            return self.shown.pop(name)
        before, self.shown[name] = self.shown.get(name), new
        return before


class Sections:
    """The newest views of one session, and the sections that they share."""

    def __init__(self) -> None:
        self._state = State()
        self._values = _values(self._state)
        self._online: frozenset[str] = frozenset()
        self._held: dict[Key, Section] = {}
        self._readers: dict[str, dict[Section, None]] = {}
        self._views: dict[Hashable, Gathered] = {}
        self._entries: dict[Hashable, tuple[Mapping[Any, Any], object, dict[Any, Any]]] = {}
        self._making: list[Section] = []

    def move(self, state: State, online: frozenset[str]) -> None:
        """Go on to another state and other seats that are online: the sections that read what changed are stale."""
        if state is self._state and online is self._online:
            return
        values = _values(state)
        changed = list(compress(FIELDS, map(is_not, self._values, values)))
        self._values = values
        if online != self._online:
            changed.append("online")
        for name in changed:
            for section in self._readers.get(name, ()):
                section.stale = True
                _doubt(section)
        self._state, self._online = state, online

    @property
    def online(self) -> frozenset[str]:
        """Seats with an open connection; reading it counts like reading a field of the state."""
        if self._making:
            self._making[-1].read.add("online")
        return self._online

    def gather(self, whose: Hashable, recipe: Callable[[], Mapping[str, Key]]) -> Gathered:
        """The view with a section in each field, all of them as they are now.

        `recipe` is asked the first time only: what it says may depend on `whose` and nothing else.
        """
        held = self._views.get(whose)
        if held is None:
            names = {self._section(key): name for name, key in recipe().items()}
            held = self._views[whose] = Gathered(names, unsure=dict.fromkeys(names))
            for section in names:
                section.views.append(held)
        for section in held.unsure:
            if section.doubtful or section.stale:
                self._freshen(section)
        return held

    def get(self, make: Callable[..., S], *about: Hashable) -> S:
        """`make(state, *about)`. It may depend on the state, its arguments and other sections, on nothing else."""
        section = self._section((make, *about))
        self._freshen(section)
        if self._making and section not in (user := self._making[-1]).parts:
            user.parts.append(section)
            section.users.append(user)
        return section.made

    def _section(self, key: Key) -> Section:
        if key not in self._held:
            make, *about = key
            self._held[key] = Section(make, tuple(about))
        return self._held[key]

    def _freshen(self, section: Section) -> None:
        if section.doubtful:
            section.doubtful = False
            for part in section.parts:
                if part.doubtful or part.stale:
                    self._freshen(part)
        if section.stale:
            self._make(section)

    def _make(self, section: Section) -> None:
        known = len(section.read)
        self._making.append(section)
        try:
            made = section.make(cast(State, Watched(self._state, section.read)), *section.about)
        finally:
            self._making.pop()
        section.stale = False
        if made != section.made:
            section.made = made
            for user in section.users:
                user.stale = True
        if len(section.read) > known:
            for name in section.read:
                self._readers.setdefault(name, {})[section] = None

    def each(self, make: Callable[[K, V, Any], S], entries: Mapping[K, V], about: object) -> dict[K, S]:
        """`make(key, entry, about)` for each entry; again only for those that are other objects than last time."""
        before, was_about, old = self._entries.get(make, ({}, about, {}))
        if before is entries and was_about is about:
            return old
        known: Mapping[Any, Any] = before if was_about is about else {}
        made = {key: old[key] if known.get(key) is entry else make(key, entry, about) for key, entry in entries.items()}
        self._entries[make] = (entries, about, made)
        return made


def _doubt(section: Section) -> None:
    section.doubtful = True
    for held in section.views:
        held.unsure[section] = None
    for user in section.users:
        if not user.doubtful:
            _doubt(user)
