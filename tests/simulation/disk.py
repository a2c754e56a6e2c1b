"""What outlives every worker: one truth for all of them, and each worker's own way to it, slow and fallible.

A commit is atomic, as SQLite and PostgreSQL promise it. Whose process vanishes meanwhile never learns how it ended.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from app.store import Entry, MemoryEventLog, Outcome, StoredEvent
from app.store.errors import DuplicateCommand, StoreError, StoreFailed
from app.store.records import check_chain
from tests.simulation.loop import Pause, SimLoop

T = TypeVar("T")
READ_SECONDS = 0.004
COMMIT_SECONDS = 0.004
KEPT = 0.5
"""How likely a commit under way when its worker vanishes is on disk after all."""


class Truth(MemoryEventLog):
    """What is on disk. `stored` notes each entry with the moment (seconds, ms) at which it got there."""

    def __init__(self, chance: Random, now: Callable[[], float], wall: Callable[[], int]) -> None:
        super().__init__(chance.randbytes)
        self._now, self._wall = now, wall
        self.stored: list[tuple[float, int, Entry]] = []

    async def append(self, *entries: Entry) -> None:
        await super().append(*entries)
        self.stored.extend((self._now(), self._wall(), entry) for entry in entries)

    def known(self, session: str, seat: str, command_id: str) -> Outcome | None:
        """The outcome that is on disk of a command."""
        try:
            self.outcome(session, seat, command_id).send(None)
        except StopIteration as answer:
            return answer.value
        raise AssertionError("nothing here waits")

    def commit(self, entries: Sequence[Entry]) -> StoreError | None:
        """Put entries on disk at this very moment, or tell why not."""
        try:
            self.append(*entries).send(None)
        except StopIteration:
            return None
        except StoreError as fault:
            return fault
        raise AssertionError("nothing here waits")


@dataclass
class Moods:
    """How the disk is now."""

    full: bool = False
    away: bool = False
    slow: float = 0.0
    """Seconds that a commit takes longer."""
    lossy: float = 0.0
    """How likely the answer to a commit gets lost; only between machines."""


@dataclass
class Disk:
    """The one disk or database of an installation."""

    loop: SimLoop
    chance: Random
    truth: Truth
    faults: Counter[str]
    moods: Moods = field(default_factory=Moods)
    slowed: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    """From when to when a commit was under way that began in a slow mood, in seconds; it may outlast the mood."""

    async def wait(self, seconds: float) -> None:
        await Pause(self.loop, seconds * self.chance.expovariate(1))

    async def reading(self) -> None:
        await self.wait(READ_SECONDS)
        if self.moods.away:
            self.faults["read_failed"] += 1
            raise StoreFailed("away")

    async def read(self, ask: Callable[[], Awaitable[T]]) -> T:
        """What is there at the beginning or at the end of the time that reading takes."""
        if self.chance.random() < 0.5:
            found = await ask()
            await self.reading()
            return found
        await self.reading()
        return await ask()


Waiting = tuple[tuple[Entry, ...], "asyncio.Future[None]"]


class SimLog:
    """One worker's event log: group commit as `app.store.writer` does it, reads that are a moment old."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._truth = disk.truth
        self._queue: list[Waiting] = []
        self._asked = asyncio.Event()
        self._committing: list[Waiting] = []
        """Not on disk yet."""
        self._unanswered = 0
        """On disk, and nobody was told."""
        self.under_way = asyncio.Event()
        """Set from the beginning of a commit until all were told."""
        self._writer = asyncio.create_task(self._write(), name="writer")

    def crash(self) -> None:
        """The worker vanished: what it was committing is on disk, or not."""
        faults = self._disk.faults
        if self._committing and self._disk.chance.random() < KEPT:
            self._unanswered = sum(self._commit(entries) is None for entries, _ in self._committing)
        elif self._committing:
            faults["commit_lost_in_crash"] += len(self._committing)
        faults["answer_lost_in_crash"] += self._unanswered

    async def close(self) -> None:
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)

    # --- writing ------------------------------------------------------------------------------------------------------

    async def append(self, *entries: Entry) -> None:
        if self._writer.done():
            raise StoreFailed("closed")
        check_chain(entries)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((entries, future))
        self._asked.set()
        await future

    async def _write(self) -> None:
        disk = self._disk
        while True:
            await self._asked.wait()
            self._asked.clear()
            batch, self._queue = self._queue, []
            self._committing = batch
            self.under_way.set()
            began, slow = disk.loop.time(), disk.moods.slow
            await disk.wait(COMMIT_SECONDS + slow)
            if slow:
                disk.slowed.append((began, disk.loop.time()))
            answers = [self._commit(entries) for entries, _ in batch]
            self._committing, self._unanswered = [], answers.count(None)
            await disk.wait(COMMIT_SECONDS / 4)
            self._unanswered = 0
            self.under_way.clear()
            for (_, future), answer in zip(batch, answers, strict=True):
                if future.done():
                    continue
                if answer is None:
                    future.set_result(None)
                else:
                    future.set_exception(answer)

    def _commit(self, entries: Sequence[Entry]) -> StoreError | None:
        disk, moods = self._disk, self._disk.moods
        if moods.full or moods.away:
            disk.faults["commit_refused"] += 1
            return StoreFailed("full or away")
        fault = self._truth.commit(entries)
        if fault is not None:
            disk.faults["duplicate" if isinstance(fault, DuplicateCommand) else "conflict"] += 1
        elif disk.chance.random() < moods.lossy:  # the writer tries again and finds it there, or has given up by then
            disk.faults["answer_lost"] += 1
            return DuplicateCommand("there already") if disk.chance.random() < 0.5 else StoreFailed("no answer")
        return fault

    # --- reading ------------------------------------------------------------------------------------------------------

    async def read(self, session: str, after: int = 0, limit: int | None = None) -> list[StoredEvent]:
        return await self._disk.read(lambda: self._truth.read(session, after, limit))

    async def last_seq(self, session: str) -> int:
        return await self._disk.read(lambda: self._truth.last_seq(session))

    async def last_seqs(self, sessions: Collection[str]) -> dict[str, int]:
        if not sessions:  # as app.store: nothing is read for nobody
            return {}
        return await self._disk.read(lambda: self._truth.last_seqs(sessions))

    async def changes(self, sessions: Collection[str]) -> dict[str, int]:
        if not sessions:
            return {}
        return await self._disk.read(lambda: self._truth.changes(sessions))

    async def outcome(self, session: str, seat: str, command_id: str) -> Outcome | None:
        return await self._disk.read(lambda: self._truth.outcome(session, seat, command_id))

    async def box_secret(self, session: str, box: str) -> bytes:
        return await self._disk.read(lambda: self._truth.box_secret(session, box))

    async def ballots(self, session: str, box: str) -> dict[str, bytes]:
        return await self._disk.read(lambda: self._truth.ballots(session, box))
