"""One open database: threads that read, one thread that writes."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from app.store import sqlite
from app.store.errors import StoreFailed
from app.store.writer import QUEUE_LIMIT, Writer

T = TypeVar("T")

READERS = 4


class Database:
    """An open database. Make it with `open_database`, end it with `close`."""

    def __init__(self, engine: Engine, writing: Engine, queue_limit: int) -> None:
        self.engine = engine
        self.writer = Writer(writing, queue_limit)
        self._writing = writing
        self._closed = False
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Call `fn` on a reading thread and give its result; each of its statements sees the newest commit.

        Raises:
            StoreFailed: the database does not answer, or is closed.
        """
        if self._closed:
            raise StoreFailed("the store is closed")
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, fn)

    async def ping(self) -> None:
        """Return when the database answers; raises StoreFailed when it does not."""
        await self.read(lambda connection: connection.execute(text("SELECT 1")).scalar_one())

    async def close(self) -> None:
        """Finish what is queued, end the threads, close the file. Twice is once."""
        self._closed = True
        await asyncio.to_thread(self._close)

    def _read(self, fn: Callable[[Connection], T]) -> T:
        try:
            with self.engine.connect() as connection:
                return fn(connection)
        except DBAPIError as error:  # who calls us knows no SQL, so no SQL's errors either
            raise StoreFailed(f"cannot read: {type(error).__name__}") from error

    def _close(self) -> None:
        self._readers.shutdown()
        self.engine.dispose()
        self.writer.close()
        self._writing.dispose()


def open_database(url: str, *, busy_ms: int = sqlite.BUSY_MS, queue_limit: int = QUEUE_LIMIT) -> Database:
    """Open `sqlite:///path`, which `migrate` has made ready. Blocks for as long as opening a file takes.

    `busy_ms` is how long a write waits for another process; `queue_limit` how many may wait before StoreBusy.
    Raises ValueError for any other url.
    """
    parsed = sqlite.file_url(url)
    return Database(sqlite.reader(parsed, busy_ms, READERS), sqlite.writer(parsed, busy_ms), queue_limit)
