"""The rooms of this worker: opened when somebody comes, closed when nobody looks any more."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from typing import Any

from app.clock import Alarm
from app.game.pack import Pack
from app.live.doorbell import EVERYTHING, Here
from app.live.frames import Closing
from app.live.room import Room
from app.live.surroundings import Surroundings
from app.store.errors import StoreBusy, StoreError

FindPack = Callable[[str], Awaitable[Pack]]
Bearer = tuple[str, str]
FindStanding = Callable[[Collection[Bearer]], Awaitable[Mapping[Bearer, str]]]

LOOK_MS = 1500
"""So often a worker that may not be the only one looks for itself: whatever ring is lost is healed by then."""
ALONE_MS = 3000
"""The only worker looks too, for the command line deletes sessions and takes rights away beside it."""


class Rooms:
    """Rooms by session code. One opening at a time for each code, so that a session has at most one room here."""

    def __init__(
        self,
        around: Surroundings,
        find_pack: FindPack,
        idle_ms: int = 10 * 60_000,
        standing: FindStanding | None = None,
    ) -> None:
        """`standing`: what bearers, by session and key, may be now; who is void is left out."""
        self._around = around
        self._find_pack = find_pack
        self._idle_ms = idle_ms
        self._rooms: dict[str, Room] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._opening: dict[str, list[Callable[[Room], None]]] = {}
        """What the bell told of a session while its log was being read."""
        self._sweeping: asyncio.Task[None] | None = None
        self._alarm: Alarm | None = None
        self._closed = False
        self._bell = around.bell
        self._standing = standing
        self._watch: Alarm | None = None
        self._looking: set[asyncio.Task[None]] = set()

    async def get(self, code: str) -> Room:
        """The room of a session, opened if need be; it knows what other workers stored before this was asked.

        Raises:
            UnknownSession: from `find_pack`, when there is no such session.
            StoreBusy: this worker is stopping; another one, or the next, will do.
        """
        if self._closed:
            raise StoreBusy("this worker is stopping")
        room = self._rooms.get(code)
        if room is not None:
            if self._bell.shared:
                await room.catch_up()
            return room
        async with self._locks.setdefault(code, asyncio.Lock()):
            if code not in self._rooms:
                pack = await self._find_pack(code)
                told = self._opening[code] = list[Callable[[Room], None]]()
                self._bell.follow(code)
                try:
                    room = self._rooms[code] = await Room.open(code, pack, self._around)
                except BaseException:
                    self._bell.leave(code)
                    raise
                finally:
                    del self._opening[code]
                for tell in told:
                    tell(room)
                self._sweep_later()
                self._watch_later()
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
            self._bell.leave(code)

    async def gone(self, code: str) -> None:
        """A session was deleted: its room is closed, at every worker."""
        await self.end(code)
        self._bell.ring(code, EVERYTHING)

    async def close(self) -> None:
        """Close all rooms; clients are told that the server restarts."""
        self._closed = True
        if self._alarm is not None:
            self._alarm.cancel()
        if self._watch is not None:
            self._watch.cancel()
        for task in (self._sweeping, *self._looking):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
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
            self._alarm = self._around.clock.call_in(self._idle_ms // 2, self._start_sweep)

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

    # --- other workers ------------------------------------------------------------------------------------------------

    def moved(self, code: str, seq: int) -> None:
        """See Listener.moved."""
        self._tell(code, lambda room: room.moved(seq))
        if seq == EVERYTHING and code in self._rooms:
            self._look_soon([code])

    def seen(self, code: str, worker: str, here: Here) -> None:
        """See Listener.seen."""
        self._tell(code, lambda room: room.seen(worker, here))

    def _tell(self, code: str, tell: Callable[[Room], None]) -> None:
        """A room that is being opened hears it once it is."""
        if (room := self._rooms.get(code)) is not None:
            tell(room)
        elif code in self._opening:
            self._opening[code].append(tell)

    def missed(self) -> None:
        """See Listener.missed."""
        for room in self._rooms.values():
            room.moved(EVERYTHING)
        self._look_soon(list(self._rooms))

    def _look_soon(self, codes: Collection[str]) -> None:
        self._start(self._look(codes), "look at what others did")

    def _start(self, looking: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(looking, name=name)
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)
        return task

    def _watch_later(self, began: float | None = None) -> None:
        if self._watch is None and self._rooms and not self._closed:
            passed = 0 if began is None else int((asyncio.get_running_loop().time() - began) * 1000)
            often = LOOK_MS if self._bell.shared else ALONE_MS
            self._watch = self._around.clock.call_in(max(0, often - passed), self._start_watch)

    def _start_watch(self) -> None:
        self._start(self.watch(), "watch what others do")

    async def watch(self) -> None:
        """Find what no ring told: what was stored, taken away or deleted elsewhere, and who lives no more."""
        began = asyncio.get_running_loop().time()
        around = self._start(self._look_around(), "look who is elsewhere")  # neither waits for the other
        try:
            await self._look(list(self._rooms))
            await around
        finally:
            self._watch = None
            self._watch_later(began)

    async def _look_around(self) -> None:
        around = await self._bell.look_around()
        for code, there in around.items() if around is not None else ():
            if (room := self._rooms.get(code)) is not None:
                room.see(there)

    async def _look(self, codes: Collection[str]) -> None:
        keys = {code: self._rooms[code].bearers for code in codes if code in self._rooms}
        bearers = [(code, key) for code, held in keys.items() for key in held]
        try:
            heads = await self._around.log.last_seqs(codes)
            asking = [code for code in codes if code in self._rooms and self._rooms[code].asks]
            changes = await self._around.log.changes(asking if self._bell.shared else ())
            roles = await self._standing(bearers) if self._standing else dict.fromkeys(bearers, "")
        except StoreError:
            return  # there is a next time
        standing: dict[str, dict[str, str]] = {code: {} for code in keys}
        for (code, key), role in roles.items():
            standing[code][key] = role
        for code in [code for code in codes if code in self._rooms]:
            if code not in heads:
                await self.end(code)
                continue
            room = self._rooms[code]
            room.moved(heads[code])
            if code in changes:
                room.changed(changes[code])
            came_since = room.bearers - keys.get(code, frozenset())
            room.stand(standing.get(code, {}) | dict.fromkeys(came_since, ""))
