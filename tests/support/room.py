"""A room without network or disk: a clock that tests wind, logs that fail on demand, clients that keep their view."""

import asyncio
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from app.game.commands import Command
from app.game.context import Who
from app.game.events import Event, encode
from app.game.merging import apply
from app.game.viewing import Audience
from app.live.frames import Closing
from app.live.outbox import Outbox
from app.live.room import Room
from app.live.showing import Connection
from app.live.surroundings import Surroundings
from app.store import Entry, MemoryEventLog, Outcome, StoredEvent, StoreFailed
from tests.support import wishes
from tests.support.game import NOW, PACK, Reversing, created, who

CODE = "ABCDEF"
_ids = itertools.count(1)


class ManualClock:
    """Time that stands still until a test winds it."""

    def __init__(self, now: int = NOW) -> None:
        self._now = now
        self._alarms: list[ManualAlarm] = []

    def now(self) -> int:
        return self._now

    def call_at(self, at: int, callback: Callable[[], None]) -> "ManualAlarm":
        alarm = ManualAlarm(at, callback)
        self._alarms.append(alarm)
        return alarm

    def call_in(self, ms: int, callback: Callable[[], None]) -> "ManualAlarm":
        return self.call_at(self._now + ms, callback)

    def wind(self, ms: int = 0) -> None:
        """Time goes by; what is due rings, in order."""
        self._now += ms
        while due := sorted((a for a in self._alarms if a.at <= self._now), key=lambda alarm: alarm.at):
            self._alarms.remove(due[0])
            due[0].ring()

    @property
    def waiting(self) -> list[int]:
        """When the alarms that were not cancelled will ring."""
        return sorted(alarm.at for alarm in self._alarms if not alarm.cancelled)


class HastyClock(ManualClock):
    """Rings a little early, as real timers may."""

    def call_at(self, at: int, callback: Callable[[], None]) -> "ManualAlarm":
        return super().call_at(at - 1, callback)


class ManualAlarm:
    def __init__(self, at: int, callback: Callable[[], None]) -> None:
        self.at = at
        self.cancelled = False
        self._callback = callback

    def cancel(self) -> None:
        self.cancelled = True

    def ring(self) -> None:
        if not self.cancelled:
            self._callback()


class StubbornLog(MemoryEventLog):
    """Raises what a test put in `before` instead of storing, and what it put in `after` once it has stored.

    Stores nothing as long as `open` is not set. `sizes`: how many commands it was asked to store together, each time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.before: list[Exception] = []
        self.after: list[Exception] = []
        self.sizes: list[int] = []
        self.open = asyncio.Event()
        self.open.set()

    async def append(self, *entries: Entry) -> None:
        self.sizes.append(len(entries))
        await self.open.wait()
        if self.before:
            raise self.before.pop(0)
        await super().append(*entries)
        if self.after:
            raise self.after.pop(0)


class World:
    """What rooms need, and what outlives them. Its rooms show each step by itself, unless they are told to `rest`."""

    def __init__(self, rest: int = 0) -> None:
        self.rest = rest
        self.log = StubbornLog()
        self.clock: ManualClock = ManualClock()
        self.told: list[Event] = []
        self.deaf = False
        """What comes after a fact cannot be stored now."""
        self.rooms: list[Room] = []

    @property
    def around(self) -> Surroundings:
        async def after(_: str, events: Sequence[Event]) -> None:
            if self.deaf:
                raise StoreFailed("deaf")
            self.told.extend(events)

        return Surroundings(log=self.log, clock=self.clock, draw=Reversing(), after=after, rest=self.rest)

    async def happened(self, *facts: Event | Sequence[Event], code: str = CODE) -> None:
        """These facts are in the log already, stored by somebody else."""
        events = [event for fact in facts for event in ([fact] if isinstance(fact, Event) else fact)]
        base = await self.log.last_seq(code)
        if base == 0:
            events = [created(), *events]
        stored = tuple(
            StoredEvent(base + n, self.clock.now(), event.name, event.version, encode(event))
            for n, event in enumerate(events, start=1)
        )
        await self.log.append(Entry(code, base, "elsewhere", f"e{next(_ids)}", Outcome(base + len(stored)), stored))

    async def open(self) -> Room:
        """A room as a server opens it after a start."""
        room = await Room.open(CODE, PACK, self.around)
        self.rooms.append(room)
        return room

    async def close(self) -> None:
        for room in self.rooms:
            await room.close()


async def ask(room: Room, name: str, command: str | Command, command_id: str | None = None, **fields: Any) -> Outcome:
    """Send a command and wait for its outcome; everybody was shown by then."""
    wish = wishes.command(command, **fields) if isinstance(command, str) else command
    return await room.ask(who(name), command_id or f"c{next(_ids)}", wish)


async def settle(room: Room) -> None:
    """Wait until the room has done what waits: commands are taken in order."""
    await ask(room, "screen", "undo")


class Client:
    """A screen: holds a view, follows patches, and checks that each fits on what it has."""

    def __init__(self, name: str, audience: Audience | None = None) -> None:
        self.name = name
        self.audience = audience or (Audience("seat", seat=name) if name.startswith("s_") else Audience("screen"))
        self.view: dict[str, Any] = {}
        self.seq = 0
        self.frames: list[dict[str, Any]] = []
        self.connection = self._connection()

    def _connection(self) -> Connection:
        sender = who(self.name) if self.name.startswith("s_") else Who("screen")
        if self.audience.kind == "facilitator":
            sender = Who("facilitator")
        return Connection(sender, self.audience)

    def join(self, room: Room, after: int | None = None) -> "Client":
        self.connection = self._connection()
        room.join(self.connection, after)
        return self

    @property
    def outbox(self) -> Outbox:
        return self.connection.outbox

    @property
    def closing(self) -> Closing | None:
        return self.outbox.closing

    async def read(self, room: Room | None = None) -> list[dict[str, Any]]:
        """Take all that waits, as `app.web.conversation` would. With the room: also the view owed to a slow one."""
        frames: list[dict[str, Any]] = []
        while (text := await self._next()) is not None:
            frames.append(orjson.loads(text))
            self._follow(frames[-1])
        if room is not None and self.outbox.stale and self.closing is None:
            room.refresh(self.connection)
            frames += await self.read()
        self.frames += frames
        return frames

    async def _next(self) -> str | None:
        try:
            async with asyncio.timeout(0):
                return await self.outbox.next()
        except TimeoutError:
            return None

    def _follow(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "welcome":
                self.view, self.seq = frame["view"], frame["seq"]
            case "resumed":
                assert frame["seq"] == self.seq
            case "patch":
                assert frame["prev"] == self.seq, f"{self.name} has {self.seq}: {frame}"
                assert frame["seq"] >= self.seq
                self.view, self.seq = apply(self.view, frame["merge"]), frame["seq"]
            case _:
                pass
