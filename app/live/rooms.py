"""The rooms of this worker: opened when somebody comes, closed when nobody looks any more."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from app.clock import Alarm
from app.game.pack import Pack
from app.live.frames import Closing
from app.live.room import Room, Surroundings

FindPack = Callable[[str], Awaitable[Pack]]


class Rooms:
    """Rooms by session code. One opening at a time for each code, so that a session has at most one room here."""

    def __init__(self, around: Surroundings, find_pack: FindPack, idle_ms: int = 10 * 60_000) -> None:
        self._around = around
        self._find_pack = find_pack
        self._idle_ms = idle_ms
        self._rooms: dict[str, Room] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._sweeping: asyncio.Task[None] | None = None
        self._alarm: Alarm | None = None
        self._closed = False

    async def get(self, code: str) -> Room:
        """The room of a session, opened if need be.

        Raises:
            UnknownSession: from `find_pack`, when there is no such session.
        """
        room = self._rooms.get(code)
        if room is not None:
            return room
        async with self._locks.setdefault(code, asyncio.Lock()):
            if code not in self._rooms:
                pack = await self._find_pack(code)
                self._rooms[code] = await Room.open(code, pack, self._around)
                self._sweep_later()
            return self._rooms[code]

    def dismiss_bearers(self, gone: Callable[[str], bool]) -> None:
        """In every room, end the connections whose keys are void now."""
        for room in self._rooms.values():
            room.dismiss_bearers(gone)

    async def end(self, code: str, why: Closing = Closing.ENDED) -> None:
        """Close one room: its session is gone."""
        room = self._rooms.pop(code, None)
        self._locks.pop(code, None)
        if room is not None:
            await room.close(why)

    async def close(self) -> None:
        """Close all rooms; clients are told that the server restarts."""
        self._closed = True
        if self._alarm is not None:
            self._alarm.cancel()
        if self._sweeping is not None:
            self._sweeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeping
        await asyncio.gather(*(self.end(code, Closing.RESTARTING) for code in list(self._rooms)))

    def count(self, counts: bool = True) -> tuple[int, int]:
        """Open rooms and open sockets, for the metrics: of the sessions that count, or of the rehearsals."""
        rooms = [room for room in self._rooms.values() if room.counts == counts]
        return len(rooms), sum(room.connections for room in rooms)

    def backlog(self) -> tuple[int, list[int]]:
        """Commands that wait for their turn, and for every connection the frames that wait to be sent."""
        rooms = self._rooms.values()
        return sum(room.waiting for room in rooms), [depth for room in rooms for depth in room.outboxes]

    def _sweep_later(self) -> None:
        if self._alarm is None and not self._closed:
            at = self._around.clock.now() + self._idle_ms // 2
            self._alarm = self._around.clock.call_at(at, self._start_sweep)

    def _start_sweep(self) -> None:
        self._alarm = None
        self._sweeping = asyncio.create_task(self.sweep(), name="sweep rooms")

    async def sweep(self) -> None:
        """Close the rooms that nobody has used for a while; they open again on demand."""
        long_ago = self._around.clock.now() - self._idle_ms
        for code, room in list(self._rooms.items()):
            if room.idle and room.last_used <= long_ago:
                await self.end(code)
        if self._rooms:
            self._sweep_later()
