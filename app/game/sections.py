"""Views are made in sections. A section that read nothing that changed stays the very same object, and costs nothing.

Nobody writes down what a section depends on: it is made from a `Watched` state, which notes what is read.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, TypeVar, cast

from app.game.state import State

K = TypeVar("K")
V = TypeVar("V")
S = TypeVar("S")
FIELDS = {field.name: None for field in fields(State)}
_values = attrgetter(*FIELDS)


class Watched:
    """Reads like a state, and notes the names of the fields that were read."""

    def __init__(self, state: State, read: set[str]) -> None:
        self._state = state
        self._read = read

    def __getattr__(self, name: str) -> Any:
        if name not in FIELDS:  # a property or method of State, which reads fields in its turn
            return getattr(State, name).__get__(self)
        self._read.add(name)
        value = self.__dict__[name] = getattr(self._state, name)
        return value


@dataclass(frozen=True, slots=True)
class Section:
    """What a function made, and which fields of the state it read for that."""

    made: Any
    read: set[str]


class Sections:
    """The sections of the newest views of one session, by the function that made them and its arguments."""

    def __init__(self) -> None:
        self._state = State()
        self._online: frozenset[str] = frozenset()
        self._held: dict[tuple[Hashable, ...], Section] = {}
        self._entries: dict[Hashable, tuple[Mapping[Any, Any], object, dict[Any, Any]]] = {}
        self._reading: list[set[str]] = []

    def move(self, state: State, online: frozenset[str]) -> None:
        """Go on to another state and other seats that are online: forget the sections that read what changed."""
        if state is self._state and online is self._online:
            return
        pairs = zip(FIELDS, _values(self._state), _values(state), strict=True)
        changed = {name for name, before, after in pairs if before is not after}
        changed |= {"online"} if online != self._online else set()
        self._held = {key: section for key, section in self._held.items() if section.read.isdisjoint(changed)}
        self._state, self._online = state, online

    @property
    def online(self) -> frozenset[str]:
        """Seats with an open connection; reading it counts like reading a field of the state."""
        if self._reading:
            self._reading[-1].add("online")
        return self._online

    def get(self, make: Callable[..., S], *about: Hashable) -> S:
        """`make(state, *about)`. It may depend on the state, its arguments and other sections, on nothing else."""
        key = (make, *about)
        section = self._held.get(key)
        if section is None:
            section = self._held[key] = self._make(make, about)
        if self._reading:
            self._reading[-1] |= section.read
        return section.made

    def _make(self, make: Callable[..., Any], about: tuple[Hashable, ...]) -> Section:
        read = set[str]()
        self._reading.append(read)
        try:
            return Section(make(cast(State, Watched(self._state, read)), *about), read)
        finally:
            self._reading.pop()

    def each(self, make: Callable[[K, V, Any], S], entries: Mapping[K, V], about: object) -> dict[K, S]:
        """`make(key, entry, about)` for each entry; again only for those that are other objects than last time."""
        before, was_about, old = self._entries.get(make, ({}, about, {}))
        if before is entries and was_about is about:
            return old
        known: Mapping[Any, Any] = before if was_about is about else {}
        made = {key: old[key] if known.get(key) is entry else make(key, entry, about) for key, entry in entries.items()}
        self._entries[make] = (entries, about, made)
        return made
