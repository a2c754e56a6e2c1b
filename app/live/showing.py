"""Who looks at a room and what they were shown last: views become patches here, encoded once for each audience.

A connection that joins is given exactly what its audience was shown last, so that the next patch fits all of them.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

import orjson

from app.game import shared_text
from app.game.context import Who
from app.game.merging import Known, View, diff
from app.game.pack import Pack
from app.game.sections import Sections
from app.game.state import Seat, Solution, State
from app.game.viewing import NOBODY, Audience, Behind, Bots, last_view, seat_view, step, view
from app.live import frames
from app.live.boxes import Own
from app.live.doorbell import Here
from app.live.outbox import Outbox

Place = tuple[int, int]
"""Round and team: whose solution."""
Texts = dict[tuple[int, str], str]
"""Frames of one `show`, by the seq that they follow on and the patch in them."""


class Saying:
    """Members of the merge patches of one `show`: between the same two parts of a view, compared and written once."""

    def __init__(self) -> None:
        self._known: Known = {}
        self._said: dict[tuple[str, int, int], tuple[str, object, object]] = {}  # holds them: an id stays that of one

    def __call__(self, name: str, old: object, new: object) -> str:
        """As JSON; empty when both are the same. None is for what is not there."""
        about = name, id(old), id(new)
        if (held := self._said.get(about)) is None:
            held = self._said[about] = (self._say(name, old, new), old, new)
        return held[0]

    def _say(self, name: str, old: object, new: object) -> str:
        if isinstance(old, dict) and isinstance(new, dict):
            new = diff(cast(View, old), cast(View, new), self._known)
            return f'"{name}":{orjson.dumps(new).decode()}' if new else ""
        return "" if old == new else f'"{name}":{orjson.dumps(new).decode()}'


RESUMABLE = 128
"""How many states are kept so that a returning client gets one patch instead of a whole view."""


Rank = Literal["leads", "cofacilitators"]
"""Who opens a console: the one who leads, or somebody who looks and steers along."""


@dataclass(eq=False, slots=True)
class Connection:
    """One open socket, or a bot in this server. `seq` is that of the last view or patch put in its outbox.

    `key` stands for the token that opened it, `rank` is set when that was one of a facilitator or cofacilitator.
    `language` is what its reader asked to be answered in, if anything.
    """

    who: Who
    audience: Audience
    key: str = ""
    rank: Rank | None = None
    language: str | None = None
    outbox: Outbox = field(default_factory=Outbox)
    seq: int = 0
    bot: bool = False
    texts: dict[Place, bytes] = field(default_factory=dict[Place, bytes])
    """The shared texts that are written in here, as they were shown last."""


class Showing:
    """The connections of one room, and what each audience and each seat was shown last."""

    def __init__(self, code: str, pack: Pack, now: Callable[[], int], own: Callable[[State, str], Own]) -> None:
        self.connections: dict[Connection, None] = {}
        """In the order in which they came, which is the order in which they are shown something."""
        self.bots: Bots | None = None
        self._code = code
        self._pack = pack
        self._now = now
        self._own = own
        self._sections = Sections()
        self._nameless = Sections()
        """Of audiences without names: apart, for a section does not know who will look at it."""
        self._parts: dict[str, View] = {}
        self._parts_of: tuple[object, ...] | None = None
        self._seats: Mapping[str, Seat] = {}
        self._solutions: Mapping[Place, Solution] = {}
        self._groups: list[tuple[Audience, list[Connection]]] | None = None
        self._seated: frozenset[str] | None = None
        self._opened: frozenset[tuple[str, str]] | None = None
        self._bearers: frozenset[str] | None = None
        self._states: deque[State] = deque(maxlen=RESUMABLE)
        self._online: frozenset[str] = frozenset()
        self._behind = NOBODY
        """Who is online and what only consoles see, as they were shown last: who joins is shown the same."""
        self.elsewhere: dict[str, Here] = {}
        """Who is at other workers, by the worker's name."""
        self.worked: Mapping[int, int] = {}
        """When each team last worked on its solution, as the room found it in the log."""

    def remember(self, state: State) -> None:
        """Keep a state, so that clients can resume from it."""
        self._states.append(state)

    def answers_changed(self) -> None:
        """A ballot box took an answer or was counted: the next `show` makes the seats' own parts again."""
        self._parts_of = None

    @property
    def behind(self) -> bool:
        """Whether seats have yet to see an answer of their own."""
        return self._parts_of is None

    def leave(self, connection: Connection) -> None:
        """Show this connection nothing more; fine if it has left before."""
        self.connections.pop(connection, None)
        self._forget()

    def _forget(self) -> None:
        """Who is here changed: what was counted of that is counted again when it is asked."""
        self._groups = self._seated = self._opened = self._bearers = None

    @property
    def online(self) -> frozenset[str]:
        """Seats with at least one open connection now, at any worker."""
        here = self._seats_here()
        return here.union(*(there.seats for there in self.elsewhere.values())) if self.elsewhere else here

    def _seats_here(self) -> frozenset[str]:
        if self._seated is None:
            self._seated = frozenset(each.who.seat for each in self.connections if each.who.seat)
        return self._seated

    @property
    def bearers(self) -> frozenset[str]:
        """The keys of who is no seat."""
        if self._bearers is None:
            self._bearers = frozenset(each.key for each in self.connections if each.key and each.who.seat is None)
        return self._bearers

    @property
    def here(self) -> Here:
        """What other workers cannot know of this one."""
        people = sum(not each.bot for each in self.connections)
        return Here(self._seats_here(), self._consoles(), people, self.bots)

    def _consoles(self) -> frozenset[tuple[str, str]]:
        if self._opened is None:
            consoles = (each for each in self.connections if each.audience.kind == "facilitator")
            self._opened = frozenset((each.rank, each.key) for each in consoles if each.rank is not None)
        return self._opened

    def behind_of(self, audience: Audience) -> Behind:
        """What this audience sees that no event says: nothing, unless it is a console."""
        return self._behind_consoles() if audience.kind == "facilitator" else NOBODY

    def _behind_consoles(self) -> Behind:
        there = self.elsewhere.values()
        open_ones = self._consoles().union(*(each.consoles for each in there))
        ranks = [rank for rank, _ in open_ones]
        bots = self.bots or next((each.bots for each in there if each.bots), None)
        return Behind({rank: ranks.count(rank) for rank in ranks}, self.worked, bots)

    # --- arriving -------------------------------------------------------------------------------------------------

    def join(self, connection: Connection, state: State, after: int | None) -> None:
        """Start showing; the first frame is `welcome`, or `resumed` when the client's last `seq` is near enough."""
        connection.audience = _audience_of(connection, state)
        first = not any(each.audience.kind == "facilitator" for each in self.connections)
        self.connections[connection] = None
        self._forget()
        if first:
            self._behind = self._behind_consoles()
        earlier = self._state_at(after, state)
        if earlier is None or _audience_of(connection, earlier) != connection.audience:
            self.welcome(connection, state)
            return
        connection.seq = earlier.seq
        connection.outbox.answer(frames.encode(self._resumed(connection, earlier.seq)))
        merge = diff(self._as_it_was(connection, earlier), self._total(connection, state))
        self._send([connection], state.seq, orjson.dumps(merge).decode())

    def _state_at(self, after: int | None, state: State) -> State | None:
        if after is None:
            return None
        return state if after == state.seq else next((old for old in self._states if old.seq == after), None)

    def _resumed(self, connection: Connection, seq: int) -> dict[str, Any]:
        return {"type": "resumed", "seq": seq, "now": self._now(), **self._names(connection)}

    def _names(self, connection: Connection) -> dict[str, str]:
        names = {"audience": str(connection.audience)}
        return names | ({"seat": connection.who.seat} if connection.who.seat else {})

    def welcome(self, connection: Connection, state: State) -> None:
        """Send the whole view."""
        connection.seq = state.seq
        connection.outbox.stale = False
        frame = {
            "type": "welcome",
            "protocol": frames.PROTOCOL,
            "session": self._code,
            **self._names(connection),
            "seq": state.seq,
            "now": self._now(),
            "view": self._total(connection, state),
        }
        connection.outbox.answer(frames.encode(frame))
        self._show_texts([connection], state)

    def _as_it_was(self, connection: Connection, earlier: State) -> View:
        """What the client must have seen, without what is not in the log: that is sent again in any case."""
        seen = view(earlier, connection.audience, self._pack)
        for part in ("teams", "seats"):
            for entry in seen.get(part, {}).values():
                entry.pop("online", None)
        if connection.who.seat:
            seen["me"] = dict.fromkeys(("team", "name", "vote", "dilemma"), "?")  # unknown: set again, or removed
        if connection.audience.kind == "facilitator":
            seen["rehearsal"] = "?"
            seen["consoles"] = dict.fromkeys(get_args(Rank), "?")
        return seen

    def open_text(self, connection: Connection, place: Place, state: State, has: bytes, frame_id: str) -> None:
        """Send what this device lacks of a shared text, and from now on what others write there.

        Raises:
            BadUpdate: `has` is no Yjs state vector.
        """
        document = _document(state, place)
        update = shared_text.missing(document, has)
        connection.texts[place] = document
        connection.outbox.answer(frames.text(place, state.seq, update, frame_id))

    # --- showing --------------------------------------------------------------------------------------------------

    def show(self, state: State) -> None:
        """Send everyone what changed for them: first what the audience sees, then each seat its own part."""
        online = self.online
        self._online = self._online if online == self._online else online
        moved = self._move_seats(state)
        say, texts = Saying(), Texts()
        for audience, connections in self._by_audience():
            if audience.kind == "facilitator":
                self._behind = self._behind_consoles()
            stayed = [each for each in connections if each not in moved] if moved else connections
            sections = self._sections_of(audience)
            said = step(state, audience, self._pack, self._online, sections, self._behind, say)
            self._send(stayed, state.seq, _merge(said), texts)
        self._show_parts(state, moved)
        if state.solutions is not self._solutions:  # who lagged is shown the letters with a whole view
            self._solutions = state.solutions
            self._show_texts(self.connections, state)

    def _show_texts(self, connections: Iterable[Connection], state: State) -> None:
        """Letters that came in, to the devices that have the same text open."""
        texts: dict[tuple[Place, bytes], str] = {}
        for connection in connections:
            for place, shown in connection.texts.items():
                document = _document(state, place)
                if document is shown:
                    continue
                if (place, shown) not in texts:
                    texts[place, shown] = frames.text(place, state.seq, shared_text.since(document, shown))
                if connection.outbox.patch(texts[place, shown]):
                    connection.texts[place] = document

    def _by_audience(self) -> list[tuple[Audience, list[Connection]]]:
        if self._groups is None:
            groups: dict[Audience, list[Connection]] = {}
            for connection in self.connections:
                groups.setdefault(connection.audience, []).append(connection)
            self._groups = list(groups.items())
        return self._groups

    def _move_seats(self, state: State) -> dict[Connection, View]:
        """Who changed teams, with all that they saw before."""
        if state.seats is self._seats:
            return {}
        self._seats, moved = state.seats, dict[Connection, View]()
        for connection in self.connections:
            audience = _audience_of(connection, state)
            if audience != connection.audience:
                shown = last_view(self._sections_of(connection.audience), connection.audience, self._pack)
                moved[connection] = shown | self._parts.get(connection.who.seat or "", {})
                connection.audience, self._groups = audience, None
                connection.texts.clear()
        return moved

    def _show_parts(self, state: State, moved: Mapping[Connection, View]) -> None:
        """Who moved gets one patch, from all that they saw to all that they may see now."""
        about = (state.seats, state.vote, state.round)
        if self._parts_of is not None and all(was is now for was, now in zip(self._parts_of, about, strict=True)):
            return
        self._parts_of = about
        shown, self._parts = self._parts, {}
        for connection in [each for each in self.connections if each.who.seat]:
            seat = connection.who.seat or ""
            if connection in moved:
                self._send([connection], state.seq, _encoded(moved[connection], self._total(connection, state)))
            else:
                self._send([connection], state.seq, _encoded(shown.get(seat), self._part(seat, state)))

    def _send(self, connections: Iterable[Connection], seq: int, merge: str | None, texts: Texts | None = None) -> None:
        """The very same text for all that were shown the same before; with the same `texts` also of other audiences."""
        if merge is None:
            return
        texts = {} if texts is None else texts
        for connection in connections:
            about = connection.seq, merge
            if (text := texts.get(about)) is None:
                text = texts[about] = frames.patch(seq, connection.seq, merge)
            if connection.outbox.patch(text):
                connection.seq = seq

    # --- views ----------------------------------------------------------------------------------------------------

    def _total(self, connection: Connection, state: State) -> View:
        seen = self._view(connection.audience, state)
        return seen | self._part(connection.who.seat, state) if connection.who.seat else seen

    def _view(self, audience: Audience, state: State) -> View:
        return view(state, audience, self._pack, self._online, self._sections_of(audience), self._behind)

    def _sections_of(self, audience: Audience) -> Sections:
        return self._sections if audience.names else self._nameless

    def _part(self, seat: str, state: State) -> View:
        if seat not in self._parts:
            self._parts[seat] = seat_view(state, seat, self._own(state, seat))
        return self._parts[seat]


def _audience_of(connection: Connection, state: State) -> Audience:
    """Of a seat its team, once it has one; what it looks back at stays the same."""
    seat = connection.who.seat
    if seat is None or connection.audience.kind == "review":
        return connection.audience
    held = state.seats.get(seat)
    return Audience("team", team=held.team) if held and held.team else Audience("seat", seat=seat)


def _document(state: State, place: Place) -> bytes:
    held = state.solutions.get(place)
    return held.document if held else shared_text.EMPTY


def _merge(said: Sequence[str]) -> str | None:
    told = ",".join(filter(None, said))
    return f"{{{told}}}" if told else None


def _encoded(old: View | None, new: View) -> str | None:
    merge = diff(old or {}, new)
    return orjson.dumps(merge).decode() if merge else None
