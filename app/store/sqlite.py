"""What is special about SQLite: opening files, pragmas, and leaving no bytes behind."""

import contextlib
import os
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from app.store.backend import Backend, Look
from app.store.driver import fetch
from app.store.errors import CopyFailed

BUSY_MS = 5000
_WAL_TRIES, _WAL_PAUSE = 100, 0.02


def _check_url(url: URL) -> None:
    if url.database in (None, "", ":memory:"):  # one in memory could not be shared by the reading threads
        raise ValueError("the database url must look like sqlite:///path/to/file.db")


def _path_of(url: URL) -> Path:
    return Path(url.database or "")


def _which(url: URL) -> object | None:
    # SQLite goes on writing in a file that was moved or removed, and says nothing.
    try:
        found = os.stat(url.database or "")
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _reader(url: URL, busy_ms: int, size: int) -> Engine:
    """Up to `size` connections on which every statement sees the newest commit."""
    engine = create_engine(url, connect_args=_arguments(busy_ms), hide_parameters=True, pool_size=size, max_overflow=0)
    event.listen(engine, "connect", _prepare)
    return engine


def _writer(url: URL, busy_ms: int) -> Engine:
    """Connections whose transactions take the write lock at once, so that a check and its insert are one."""
    engine = create_engine(url, connect_args=_arguments(busy_ms), hide_parameters=True, pool_size=1)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _migrator(url: URL, busy_ms: int) -> Engine:
    """As `_writer`, but without foreign keys: rebuilding a table drops it, and that would cascade into its children."""
    engine = create_engine(url, connect_args=_arguments(busy_ms), poolclass=NullPool)
    event.listen(engine, "connect", _prepare_migrating)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _empty_wal(connection: Connection) -> bool:
    """Move the write-ahead log into the file and cut it to nothing; False when somebody is reading from it.

    Call it between transactions. With secure_delete this is what takes deleted bytes off the disk.
    """
    raw = cast(sqlite3.Connection, connection.connection.dbapi_connection)
    (patience,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute("PRAGMA busy_timeout = 0")  # waiting for a reader would hold up everybody who writes
    try:
        (busy, *_) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except sqlite3.OperationalError:
        return False
    finally:
        raw.execute(f"PRAGMA busy_timeout = {patience}")


def _arguments(busy_ms: int) -> dict[str, Any]:
    # isolation_level None: the driver starts no transactions of its own. timeout is SQLite's busy_timeout, in seconds.
    return {"timeout": busy_ms / 1000, "isolation_level": None, "check_same_thread": False}


def _prepare(raw: sqlite3.Connection, _record: object) -> None:
    _use_wal(raw)
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA secure_delete = ON")


def _prepare_migrating(raw: sqlite3.Connection, record: object) -> None:
    _prepare(raw, record)
    raw.execute("PRAGMA foreign_keys = OFF")


def _use_wal(raw: sqlite3.Connection) -> None:
    # The first switch to WAL needs the file for itself and does not wait for it; once switched, it stays.
    (mode,) = raw.execute("PRAGMA journal_mode").fetchone()
    for _ in range(_WAL_TRIES):
        if mode == "wal":
            return
        try:
            (mode,) = raw.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError:
            time.sleep(_WAL_PAUSE)
    if mode != "wal":
        raise sqlite3.OperationalError("this file cannot be put in WAL mode; is it on a network disk?")


def _begin_immediate(connection: Connection) -> None:
    fetch(connection, "BEGIN IMMEDIATE", {})


def _check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise RuntimeError(f"the migration broke {len(broken)} references; nothing was changed")


def _copy_out(url: URL, file: Path, look: Look) -> None:
    """VACUUM INTO reads in one transaction, which holds up nobody; what was deleted is in no corner of the new file."""
    try:
        with contextlib.closing(sqlite3.connect(f"{_path_of(url).resolve().as_uri()}?mode=rw", uri=True)) as raw:
            raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            raw.execute("VACUUM INTO ?", [str(file)])
    except sqlite3.Error as error:
        raise CopyFailed(f"SQLite: {error}") from None
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.connect() as connection:
        look(connection)


def _make(path: Path) -> None:
    """For its owner alone: all that people wrote is in it. What SQLite keeps beside it gets the same rights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _copy_in(file: Path, url: URL) -> None:
    with contextlib.closing(sqlite3.connect(file)) as raw:
        try:
            (found,) = raw.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.Error as error:
            found = str(error)
    if found != "ok":
        raise CopyFailed(f"SQLite: {found}")
    place = _path_of(url)
    coming = place.with_name(place.name + ".coming")
    _make(coming)
    shutil.copyfile(file, coming)
    with coming.open("rb") as written:
        os.fsync(written.fileno())
    coming.rename(place)


def _files(url: URL) -> list[Path]:
    """The database, and what SQLite keeps beside it."""
    path = _path_of(url)
    return [each for each in path.parent.iterdir() if each.name.startswith(path.name)] if path.parent.is_dir() else []


def _take_away(url: URL) -> None:
    for file in _files(url):
        file.unlink()


BACKEND = Backend(
    check_url=_check_url,
    prepare=lambda url: _make(_path_of(url)),
    which=_which,
    reader=_reader,
    writer=_writer,
    migrator=_migrator,
    check_migrated=_check_references,
    hold=lambda connection, codes: None,  # a transaction that writes has the whole file
    scrub=_empty_wal,
    is_empty=lambda url: not _files(url),
    take_away=_take_away,
    copy_out=_copy_out,
    copy_in=_copy_in,
    busy_ms=BUSY_MS,
    may_vanish=False,
)
