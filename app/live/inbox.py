"""What waits for its turn in a room, and what of it goes together: decided one after another, they share a commit."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence

from app.live.jobs import Job, Look

WAITING = 1000
"""Commands that may wait in one room."""
TOGETHER = 16
"""So many of them are taken at once: a slow disk is waited for once, not for each."""


class Inbox:
    """Commands and looks in the order in which they came. One task takes them."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Job | Look | None] = asyncio.Queue(WAITING)
        self._next: deque[Job | Look | None] = deque()
        self._rung: Job | None = None

    @property
    def waiting(self) -> int:
        """Commands that nobody has begun with."""
        return self._queue.qsize() + len(self._next)

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self.waiting and self._rung is None

    @property
    def full(self) -> bool:
        """Whether the next has to wait outside."""
        return self._queue.full()

    async def put(self, work: Job | Look) -> None:
        """Queue it; waits while the room is full."""
        await self._queue.put(work)

    def put_now(self, work: Job | Look) -> None:
        """Queue it.

        Raises:
            asyncio.QueueFull: too much waits.
        """
        self._queue.put_nowait(work)

    def ring(self, job: Job) -> None:
        """A clock that ran out goes before what waits: it must not be late because the room is busy."""
        if self.empty:
            self._queue.put_nowait(job)  # which wakes up who takes
        else:
            self._rung = job

    async def end(self) -> None:
        """What waits now is the last that `take` gives."""
        await self._queue.put(None)

    async def take(self) -> Look | Sequence[Job] | None:
        """What is to be done now: a look, or commands, of which `give_back` takes those that did not go together."""
        if not self._next:
            self._next.append(await self._queue.get())
            while self._next[-1] is not None and len(self._next) < TOGETHER and not self._queue.empty():
                self._next.append(self._queue.get_nowait())
        if self._rung is not None:
            rung, self._rung = self._rung, None
            return [rung]
        first = self._next.popleft()
        if not isinstance(first, Job):
            return first
        jobs = [first]
        while self._next and isinstance(more := self._next[0], Job):
            jobs.append(more)
            self._next.popleft()
        return jobs

    def give_back(self, jobs: Sequence[Job]) -> None:
        """These come before all that waits."""
        self._next.extendleft(reversed(jobs))

    def rest(self) -> Iterator[Job | Look]:
        """Take all that came after the end."""
        while not self._queue.empty():
            if (work := self._queue.get_nowait()) is not None:
                yield work
