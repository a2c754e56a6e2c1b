"""Group commit: one thread takes everything that all rooms wait for and puts it on disk in one transaction.

A commit costs a trip to the disk whatever is in it, so the more wait, the more share one. Nobody waits for a full
batch: the thread takes what lies there the moment the disk is free. When several shared a commit it is busy, and the
next one begins no sooner than a screen draws its next frame, unless enough wait before that.
"""

import asyncio
import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from app import metrics
from app.store import entries
from app.store.backend import Backend
from app.store.errors import StoreBusy, StoreError, StoreFailed
from app.store.patience import Patience, Watch
from app.store.records import Entry, check_chain

T = TypeVar("T")
Work = tuple[Entry, ...] | Callable[[Connection], Any]
"""Entries of one session, in one piece, or anything else."""
Store = Callable[[Connection, Sequence[entries.Chain]], Sequence[StoreError | None]]

QUEUE_LIMIT = 2048
BATCH_LIMIT = 256
REST_SECONDS = 0.016
"""From the beginning of a commit that several shared to that of the next."""
ENOUGH = 16
"""So many that wait end the rest: more of them would hardly cost less each."""
SCRUB_SECONDS = 1.0
RETRY_SECONDS = 0.1

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Job:
    """Something to write, and who waits for it; either `value` or `error` is the answer."""

    work: Work
    scrub: bool
    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"
    value: Any = None
    error: Exception | None = None


class Writer:
    """The only one in this process who writes. Every method may be called from any event loop.

    Owns one thread and one connection of `engine`, whose transactions must take the write lock at once.
    """

    def __init__(
        self,
        engine: Engine,
        backend: Backend,
        check_place: Callable[[], None],
        patience: float,
        queue_limit: int = QUEUE_LIMIT,
        watch: Watch = time,
    ) -> None:
        """`check_place` raises when nobody would find again what is stored now.

        `patience`: seconds that it goes on trying while a database that may vanish is gone.
        """
        self._engine = engine
        self._backend = backend
        self._check_place = check_place
        self._patience = Patience(patience, watch)
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()  # in C: cheaper to wake up from
        self._queue_limit = queue_limit
        self._watch = watch
        self._door = threading.Lock()
        self._closed = False
        self._connection: Connection | None = None
        self._scrub = False
        self._committing = False
        self._refused = False
        self._rested_at = 0.0
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    async def append(self, *chain: Entry) -> None:
        """Store entries of one session; see EventLog.append for what it raises."""
        check_chain(chain)
        await self._submit(chain, scrub=bool(chain[0].counted))

    async def run(self, fn: Callable[[Connection], T], *, scrub: bool = False) -> T:
        """Call `fn` in the writer's transaction and give its result once that is on disk.

        An exception of `fn` takes back what `fn` did and comes out here. `scrub` takes deleted bytes off the disk.

        Raises:
            StoreBusy: too much is waiting.
            StoreFailed: the disk refused; nothing of it is stored.
        """
        return cast(T, await self._submit(fn, scrub=scrub))

    def close(self) -> None:
        """Finish what is queued and end the thread. Blocks; later calls of the other methods raise StoreFailed."""
        with self._door:
            already, self._closed = self._closed, True
        if not already:
            self._queue.put(None)
        self._thread.join()

    def _submit(self, work: Work, *, scrub: bool) -> "asyncio.Future[Any]":
        loop = asyncio.get_running_loop()
        job = _Job(work, scrub, loop, loop.create_future())
        with self._door:
            if self._closed:
                raise StoreFailed("the store is closed")
            if self._queue.qsize() >= self._queue_limit:
                raise StoreBusy("too much is waiting to be written")
            self._queue.put(job)
        return job.future

    # The thread

    def _work(self) -> None:
        going = True
        while going:
            batch, going = self._take()
            self._rested_at = self._watch.monotonic() + REST_SECONDS if len(batch) > 1 else 0
            for part in _apart(batch) if self._backend.may_vanish else [batch]:
                if part:
                    self._store(part)
                self._clean()
                _settle(part)
        self._disconnect()

    def _take(self) -> tuple[list[_Job], bool]:
        batch: list[_Job] = []
        with contextlib.suppress(queue.Empty):
            job = self._queue.get(timeout=SCRUB_SECONDS if self._scrub else None)
            while self._watch.monotonic() < self._rested_at and self._queue.qsize() < ENOUGH:
                self._watch.sleep(REST_SECONDS / 4)
            while job is not None:
                batch.append(job)
                if len(batch) == BATCH_LIMIT:
                    return batch, True
                job = self._queue.get_nowait()
            return batch, False
        return batch, True

    def _store(self, batch: Sequence[_Job]) -> None:
        until = self._patience.until()
        while True:
            try:
                self._commit(batch)
                self._patience.met()
                self._tell_it_works()
                metrics.COMMIT_SIZE.observe(sum(_size(job.work) for job in batch))
                self._scrub = self._scrub or any(job.scrub for job in batch)
                return
            except Exception as error:
                self._disconnect()
                if isinstance(error, OperationalError):
                    self._patience.missed()
                if not (self._watch.monotonic() < until and self._may_repeat(batch, error)):
                    self._give_up(batch, error)
                    return
            self._watch.sleep(RETRY_SECONDS)

    def _commit(self, batch: Sequence[_Job]) -> None:
        try:
            self._transact(batch, entries.store)
        except OperationalError:
            raise
        except entries.FAULTS:  # somebody's entry cannot be stored, which took all of them back
            self._transact(batch, entries.store_apart)

    def _transact(self, batch: Sequence[_Job], store: Store) -> None:
        self._committing = False
        if self._connection is None:
            self._connection = self._engine.connect()
        with metrics.COMMIT_SECONDS.time(), self._connection.begin():
            self._backend.hold(self._connection, [code for job in batch if (code := _session(job.work))])
            for wave in _waves(batch):
                _execute(self._connection, wave, store)
            self._check_place()
            self._committing = True

    def _may_repeat(self, batch: Sequence[_Job], error: Exception) -> bool:
        """Whether a second try cannot do a second time what was stored although its answer was lost.

        An entry that was stored is then a DuplicateCommand, and its caller looks up what became of it.
        """
        return isinstance(error, OperationalError) and (
            not self._committing or not any(callable(job.work) for job in batch)
        )

    def _give_up(self, batch: Sequence[_Job], error: Exception) -> None:
        metrics.COMMITS_FAILED.inc()
        self._tell(error)
        for job in batch:
            job.value, job.error = None, StoreFailed(f"not stored: {type(error).__name__}")
            job.error.__cause__ = error

    def _tell(self, error: Exception) -> None:
        """What the database refuses is said once, until it works again: clients try for as long as it takes.

        A line for each would help to fill a disk that is full already. Anything else is a mistake of ours, with trace.
        """
        if not isinstance(error, OperationalError):
            log.error("this could not be stored", exc_info=error)
        elif not self._refused:
            self._refused = True
            log.error("nothing can be stored: %s", str(error.orig).strip())

    def _tell_it_works(self) -> None:
        if self._refused:
            self._refused = False
            log.warning("storing works again")

    def _clean(self) -> None:
        # What was destroyed still stands on the disk. If a reader is in the way, the next round tries again.
        if self._scrub and self._connection is not None:
            try:
                self._scrub = not self._backend.scrub(self._connection)
            except Exception:
                log.exception("what was deleted is not off the disk yet")
                self._disconnect()

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.invalidate()  # after a failure nothing of its state can be trusted: the next one is new
            connection.close()


def _apart(batch: Sequence[_Job]) -> list[list[_Job]]:
    # The entries share a transaction. Each other work has its own, in which it holds one session: so no two workers
    # can wait for each other in a circle.
    together = [job for job in batch if not callable(job.work)]
    alone = [[job] for job in batch if callable(job.work)]
    return [together, *alone] if together else alone


def _session(work: Work) -> str | None:
    return None if callable(work) else work[0].session


def _size(work: Work) -> int:
    return 1 if callable(work) else len(work)


def _waves(batch: Sequence[_Job]) -> list[list[_Job]]:
    # In the order of arrival: entries of different sessions go in together, more of one session come after.
    waves: list[list[_Job]] = []
    seen: set[str] = set()
    for job in batch:
        session = _session(job.work)
        if session and waves and seen and session not in seen:
            waves[-1].append(job)
        else:
            waves.append([job])
            seen = set()
        if session:
            seen.add(session)
    return waves


def _execute(connection: Connection, wave: Sequence[_Job], store: Store) -> None:
    work = wave[0].work
    if callable(work):
        _call(connection, wave[0], work)
        return
    faults = store(connection, [cast(entries.Chain, job.work) for job in wave])
    for job, fault in zip(wave, faults, strict=True):
        job.error = fault  # also None: a try before this one may have had a fault


def _call(connection: Connection, job: _Job, fn: Callable[[Connection], Any]) -> None:
    try:
        with connection.begin_nested():
            job.value, job.error = fn(connection), None
    except OperationalError:
        raise  # the database, not the caller: the whole batch is lost
    except Exception as error:
        job.error = error


def _settle(batch: Sequence[_Job]) -> None:
    for loop in {job.loop for job in batch}:
        mine = [job for job in batch if job.loop is loop]
        with contextlib.suppress(RuntimeError):  # the loop was closed while we wrote: nobody waits any more
            loop.call_soon_threadsafe(_answer, mine)


def _answer(jobs: Sequence[_Job]) -> None:
    for job in jobs:
        if job.future.done():  # the caller was cancelled
            continue
        if job.error is None:
            job.future.set_result(job.value)
        else:
            job.future.set_exception(job.error)
