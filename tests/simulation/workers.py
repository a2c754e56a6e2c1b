"""One worker of the installation: the real rooms under the real endpoint, in a process that can vanish."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace
from typing import Any, cast

from app.clock import SystemClock
from app.game.events import Event
from app.game.pack import Pack
from app.live.doorbell import ALONE, Doorbell
from app.live.frames import Closing
from app.live.room import Room
from app.live.rooms import Rooms
from app.live.surroundings import Surroundings
from app.serving.workers import GOODBYE_SECONDS
from app.settings import Settings
from app.store.records import Token
from app.web.limits import AtOnce
from app.web.lines import Lines
from app.web.services import Services
from tests.simulation.bells import Exchange, SimBell
from tests.simulation.disk import COMMIT_SECONDS, Disk, SimLog
from tests.simulation.loop import Process
from tests.simulation.network import Network
from tests.support.game import PACK

Fail = Callable[[str], None]
"""Is told of a promise that was broken."""
HANG_UP_SECONDS = 6
"""In which all that served a line has ended, once the line is cut."""


class Tokens:
    """Who may what, by secret; here it does not change."""

    def __init__(self, disk: Disk) -> None:
        self.known: dict[str, Token] = {}
        self._disk = disk

    async def find(self, secret: str) -> Token | None:
        await self._disk.reading()
        return self.known.get(secret)

    async def standing(self, bearers: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        if bearers:
            await self._disk.reading()
        return dict.fromkeys(bearers, "facilitator")


class NoGuesses:
    """Everybody here holds a secret that is right."""

    async def welcome(self, address: str, code: str) -> None: ...


@dataclass
class Presence:
    """At which workers a session has a room that runs; `gaps` tells from when to when there was none, in seconds."""

    now: Callable[[], float]
    open_at: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    gaps: dict[str, list[tuple[float, float]]] = field(default_factory=dict[str, list[tuple[float, float]]])
    since: dict[str, float] = field(default_factory=dict[str, float])

    def opened(self, code: str, worker: str) -> None:
        held = self.open_at.setdefault(code, set())
        if not held:
            self.gaps.setdefault(code, []).append((self.since.pop(code, 0.0), self.now()))
        held.add(worker)

    def closed(self, code: str, worker: str) -> None:
        held = self.open_at.setdefault(code, set())
        if worker in held:
            held.discard(worker)
            if not held:
                self.since[code] = self.now()

    def stopped(self, worker: str) -> list[str]:
        """None of its rooms runs; tells which did."""
        codes = [code for code, held in self.open_at.items() if worker in held]
        for code in codes:
            self.closed(code, worker)
        return codes


class TellingRooms(Rooms):
    """Also tell which are open, and of one that is closed although it has something to do."""

    def __init__(
        self, presence: Presence, fail: Fail, worker: str, around: Surroundings, find_pack: Any, standing: Any
    ) -> None:
        super().__init__(around, find_pack, standing=standing)
        self._presence, self._fail, self._worker = presence, fail, worker

    async def get(self, code: str) -> Room:
        room = await super().get(code)
        self._presence.opened(code, self._worker)
        return room

    async def end(self, code: str, why: Closing = Closing.ENDED) -> None:
        room = self._rooms.get(code)
        if room is not None and why is Closing.ENDED and room.state.timer.ends_at and not room.state.closed:
            self._fail(f"{code}: the room at {self._worker} is closed while a clock runs")
        self._presence.closed(code, self._worker)
        await super().end(code, why)

    @property
    def open_rooms(self) -> dict[str, Room]:
        """By session."""
        return self._rooms


class Worker:
    """`name` is new with every start. `app` is what the endpoint finds its services on."""

    def __init__(
        self,
        network: Network,
        number: int,
        disk: Disk,
        tokens: Tokens,
        exchange: Exchange | None,
        presence: Presence,
        fail: Fail,
    ) -> None:
        self.number = number
        self.process: Process | None = None
        self.name = ""
        self.app: Any = None
        self.skew = 0
        self.starts = 0
        self._network = network
        self._loop = network.loop
        self._disk = disk
        self._tokens = tokens
        self._exchange = exchange
        self._presence = presence
        self._fail = fail
        self.rooms: TellingRooms
        self._log: SimLog
        self._bell: Doorbell

    @property
    def up(self) -> bool:
        return self.process is not None and self.process.alive

    async def start(self, wall: Callable[[], int], chance: Random) -> None:
        """As a server after a start: nothing is open."""
        self.starts += 1
        self.name = f"w{self.number}.{self.starts}"
        self.process = Process(self.name)
        await self._loop.start(self.process, self._open(wall, chance))

    async def _open(self, wall: Callable[[], int], chance: Random) -> None:
        self._log = SimLog(self._disk)
        self._bell = ALONE if self._exchange is None else SimBell(self._exchange, self.name)
        clock = SystemClock(lambda: wall() + self.skew)
        around = Surroundings(log=self._log, clock=clock, draw=chance, after=self._after, bell=self._bell)
        self.rooms = TellingRooms(self._presence, self._fail, self.name, around, self._find_pack, self._tokens.standing)
        store: Any = SimpleNamespace(tokens=self._tokens)
        guesses, nothing = cast(Any, NoGuesses()), cast(Any, None)
        settings = Settings()
        hellos = AtOnce(settings.hellos_per_address)
        services = Services(
            settings, store, self.rooms, nothing, clock, guesses, nothing, hellos, "", windows=nothing, bell=self._bell
        )
        self._bell.listen(self.rooms)
        self.app = SimpleNamespace(state=SimpleNamespace(services=services, lines=Lines(clock)))

    async def _find_pack(self, code: str) -> Pack:
        await self._disk.reading()
        return PACK

    async def _after(self, code: str, events: Sequence[Event]) -> None:
        await self._disk.wait(0.001)

    async def committing(self, most: float) -> None:
        """Wait until it is in the middle of a commit, or for so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(most):
                await self._log.under_way.wait()
        await self._disk.wait(COMMIT_SECONDS)

    def crash(self) -> Process:
        """The process is gone, now."""
        assert self.process is not None
        process, self.process = self.process, None
        self._loop.kill(process)
        self._log.crash()
        self._presence.stopped(self.name)
        if self._exchange is not None:
            self._exchange.forget(self.name)
        return process

    async def leave(self) -> Process:
        """It is told to end, and does so in the order of `app.serving.workers`; then its process is gone."""
        assert self.process is not None
        process, self.process = self.process, None
        self._presence.stopped(self.name)
        await self._loop.start(process, self._say_goodbye())
        await asyncio.sleep(GOODBYE_SECONDS)
        for line in self._network.lines_of(process):
            line.cut()
        await asyncio.sleep(HANG_UP_SECONDS)
        await self._loop.start(process, self._close())
        await asyncio.sleep(HANG_UP_SECONDS)
        self._loop.kill(process)
        return process

    async def _say_goodbye(self) -> None:
        await self.rooms.close()
        await self._bell.close()

    async def _close(self) -> None:
        """Rooms that somebody opened while others were told goodbye."""
        await self._say_goodbye()
        await self._log.close()
