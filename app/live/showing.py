"""Who looks at a room and what they were shown last: views become patches here, encoded once for each audience."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from app.game.context import Who
from app.game.merging import diff
from app.game.pack import Pack
from app.game.state import State
from app.game.viewing import Audience, View, seat_view, view
from app.live import frames
from app.live.outbox import Outbox

Own = Mapping[str, Mapping[int, Mapping[str, Any]]]
RESUMABLE = 512
"""How many states are kept so that a returning client gets one patch instead of a whole view."""


@dataclass(eq=False, slots=True)
class Connection:
    """One open socket. `seq` is that of the last view or patch put in its outbox."""

    who: Who
    audience: Audience
    outbox: Outbox = field(default_factory=Outbox)
    seq: int = 0


class Showing:
    """The connections of one room and the newest view of each audience that somebody looks through."""

    def __init__(self, code: str, pack: Pack, now: Callable[[], int], own: Callable[[State, str], Own]) -> None:
        self.connections: set[Connection] = set()
        self._code = code
        self._pack = pack
        self._now = now
        self._own = own
        self._views: dict[Audience, View] = {}
        self._parts: dict[str, View] = {}
        self._states: deque[State] = deque(maxlen=RESUMABLE)
        self._online: frozenset[str] = frozenset()

    def remember(self, state: State) -> None:
        """Keep a state, so that clients can resume from it."""
        self._states.append(state)

    @property
    def online(self) -> frozenset[str]:
        """Seats with at least one open connection now."""
        return frozenset(each.who.seat for each in self.connections if each.who.seat)

    # --- arriving -------------------------------------------------------------------------------------------------

    def join(self, connection: Connection, state: State, after: int | None) -> None:
        """Start showing; the first frame is `welcome`, or `resumed` when the client's last `seq` is near enough."""
        self.connections.add(connection)
        earlier = self._state_at(after, state)
        if earlier is None or self._seat_audience(earlier, connection) != connection.audience:
            self.welcome(connection, state)
            return
        connection.seq = earlier.seq
        connection.outbox.answer(frames.encode(self._resumed(connection, earlier.seq)))
        merge = diff(self._as_it_was(connection, earlier), self._total(connection, state))
        self._send(connection, state.seq, orjson.dumps(merge).decode())

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

    def _as_it_was(self, connection: Connection, earlier: State) -> View:
        """What the client must have seen, without what is not in the log: that is sent again in any case."""
        seen = view(earlier, connection.audience, self._pack)
        for part in ("teams", "seats"):
            for entry in seen.get(part, {}).values():
                entry.pop("online", None)
        if connection.who.seat:
            seen["me"] = dict.fromkeys(("team", "name", "vote"), "?")  # unknown: set again, or removed
        return seen

    # --- showing --------------------------------------------------------------------------------------------------

    def show(self, state: State) -> None:
        """Send everyone what changed for them."""
        self._online = self.online
        before, old_parts = self._views, self._parts
        self._views, self._parts = {}, {}
        merges: dict[Audience, str | None] = {}
        for connection in self.connections:
            audience = self._seat_audience(state, connection)
            if audience != connection.audience:
                self._move(connection, audience, state, before, old_parts)
                continue
            if audience not in merges:
                merges[audience] = _encoded(before.get(audience), self._view(audience, state))
            self._send(connection, state.seq, merges[audience])
            if connection.who.seat:
                part = self._part(connection.who.seat, state)
                self._send(connection, state.seq, _encoded(old_parts.get(connection.who.seat), part))

    def _move(
        self,
        connection: Connection,
        audience: Audience,
        state: State,
        views: Mapping[Audience, View],
        parts: Mapping[str, View],
    ) -> None:
        """The seat changed teams: one patch from all that it saw to all that it may see now."""
        seat = connection.who.seat or ""
        old = views.get(connection.audience, {}) | parts.get(seat, {})
        connection.audience = audience
        self._send(connection, state.seq, _encoded(old, self._total(connection, state)))

    def _send(self, connection: Connection, seq: int, merge: str | None) -> None:
        if merge is not None and connection.outbox.patch(frames.patch(seq, connection.seq, merge)):
            connection.seq = seq

    # --- views ----------------------------------------------------------------------------------------------------

    def _total(self, connection: Connection, state: State) -> View:
        seen = self._view(connection.audience, state)
        return seen | self._part(connection.who.seat, state) if connection.who.seat else seen

    def _view(self, audience: Audience, state: State) -> View:
        if audience not in self._views:
            self._views[audience] = view(state, audience, self._pack, self._online)
        return self._views[audience]

    def _part(self, seat: str, state: State) -> View:
        if seat not in self._parts:
            self._parts[seat] = seat_view(state, seat, self._own(state, seat))
        return self._parts[seat]

    @staticmethod
    def _seat_audience(state: State, connection: Connection) -> Audience:
        seat = connection.who.seat
        if seat is None or connection.audience.kind == "review":
            return connection.audience
        held = state.seats.get(seat)
        return Audience("team", team=held.team) if held and held.team else Audience("seat", seat=seat)


def _encoded(old: View | None, new: View) -> str | None:
    merge = diff(old or {}, new)
    return orjson.dumps(merge).decode() if merge else None
