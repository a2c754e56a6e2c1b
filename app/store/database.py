"""One open database: threads that read, one thread that writes."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from app.store import postgres, sqlite
from app.store.backend import Backend
from app.store.errors import StoreFailed
from app.store.patience import Patience, Watch
from app.store.writer import QUEUE_LIMIT, RETRY_SECONDS, Writer

T = TypeVar("T")

READERS = 4
BACKENDS = {"sqlite": sqlite.BACKEND, "postgresql": postgres.BACKEND}


class Database:
    """An open database. Make it with `open_database`, end it with `close`."""

    def __init__(self, url: URL, backend: Backend, busy_ms: int, queue_limit: int, watch: Watch) -> None:
        self._backend = backend
        patience = busy_ms / 1000 if backend.may_vanish else 0
        self._patience, self._impatience, self._watch = Patience(patience, watch), Patience(0, watch), watch
        self._url = url
        self._opened = backend.which(url)
        self._engine = backend.reader(url, busy_ms, READERS)
        self._writing = backend.writer(url, busy_ms)
        for engine in (self._engine, self._writing):  # to open what lies there now would mix it with what we have
            event.listen(engine, "do_connect", lambda *_: self._check_place())
        self.writer = Writer(self._writing, backend, self._check_place, patience, queue_limit, watch)
        self._closed = False
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Call `fn` on a reading thread and give its result; each of its statements sees the newest commit.

        `fn` may be called again when the database was gone for a moment.

        Raises:
            StoreFailed: the database does not answer, or is closed.
        """
        return await self._in_thread(fn, self._patience)

    async def ping(self) -> None:
        """Return when the database answers now and is where it was opened; raises StoreFailed when it does not."""
        await self._in_thread(self._ping, self._impatience)

    def _ping(self, connection: Connection) -> None:
        self._check_place()
        connection.execute(text("SELECT 1")).scalar_one()

    def _check_place(self) -> None:
        if self._opened is None or self._backend.which(self._url) != self._opened:
            raise StoreFailed("the database is not where it was opened")

    async def _in_thread(self, fn: Callable[[Connection], T], patience: Patience) -> T:
        if self._closed:
            raise StoreFailed("the store is closed")
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, fn, patience)

    async def close(self) -> None:
        """Finish what is queued, end the threads, close the file. Twice is once."""
        self._closed = True
        await asyncio.to_thread(self._close)

    def _read(self, fn: Callable[[Connection], T], patience: Patience) -> T:
        until = patience.until()
        while True:
            try:
                with self._engine.connect() as connection:
                    found = fn(connection)
                patience.met()
                return found
            except DBAPIError as error:  # who calls us knows no SQL, so no SQL's errors either
                gone = isinstance(error, OperationalError)
                if gone:
                    patience.missed()
                if not gone or self._watch.monotonic() >= until or self._closed:
                    raise StoreFailed(f"cannot read: {type(error).__name__}") from error
            self._watch.sleep(RETRY_SECONDS)

    def _close(self) -> None:
        self._readers.shutdown()
        self._engine.dispose()
        self.writer.close()
        self._writing.dispose()


def find_backend(url: str) -> tuple[URL, Backend]:
    """The parsed url and its kind of database. Raises ValueError when no store can lie there."""
    try:
        parsed = make_url(url)
        backend = BACKENDS[parsed.get_backend_name()]
    except (ArgumentError, KeyError, ValueError):
        raise ValueError(
            "the database url must look like sqlite:///path/to/file.db or postgresql+psycopg://user@host/database"
        ) from None
    backend.check_url(parsed)
    return parsed, backend


def may_share(url: str) -> bool:
    """Whether several workers may write in the database at `url`. Raises ValueError when no store can lie there."""
    return find_backend(url)[1].may_vanish


def kind(url: str) -> str:
    """`sqlite` or `postgresql`. Raises ValueError when no store can lie there."""
    return find_backend(url)[0].get_backend_name()


def shown(url: str) -> str:
    """The url as people may see it, without a password."""
    return make_url(url).render_as_string()


def open_database(
    url: str, *, busy_ms: int | None = None, queue_limit: int = QUEUE_LIMIT, watch: Watch = time
) -> Database:
    """Open `sqlite:///path` or `postgresql+psycopg://...`, which `migrate` has made ready. Blocks while opening a file.

    `busy_ms` is how long a write waits for the database; `queue_limit` how many may wait before StoreBusy.
    `watch` is what its threads wait by.
    Raises ValueError when no store can lie there.
    """
    parsed, backend = find_backend(url)
    return Database(parsed, backend, backend.busy_ms if busy_ms is None else busy_ms, queue_limit, watch)
