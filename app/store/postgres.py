"""What is special about PostgreSQL: several workers write at once, and it may be restarted while we go on."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, MetaData, bindparam, create_engine, event, inspect, select
from sqlalchemy.pool import NullPool

from app.store.backend import Backend, Look
from app.store.errors import CopyFailed
from app.store.tables import sessions

BUSY_MS = 10_000
"""Longer than a restart of PostgreSQL takes, and shorter than people wait."""
CONNECT_SECONDS = 3
LOCK = 0x6D616174
"""Whoever migrates holds this advisory lock."""

# Nothing may hang for ever: a worker that vanished with its machine must not hold up the others.
_LIMITS = {
    "synchronous_commit": "on",
    "statement_timeout": "5s",
    "lock_timeout": "4s",
    "idle_in_transaction_session_timeout": "10s",
    "timezone": "UTC",
}
_KEEP_ALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 8000}

# Also in other databases: whoever takes a snapshot, and VACUUM FULL does, sees what was there before they began.
_EARLIER = """
SELECT 1 FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND greatest(age(backend_xid), age(backend_xmin)) > age((%s::xid8)::xid) LIMIT 1
"""
_WAIT_TRIES, _WAIT_PAUSE = 5, 0.01

_HOLD = (
    select(sessions.c.code)
    .where(sessions.c.code.in_(bindparam("codes", expanding=True)))
    .order_by(sessions.c.code)  # all workers in the same order, so that none waits for another in a circle
    .with_for_update(key_share=True)
)


def _check_url(url: URL) -> None:
    if url.drivername != "postgresql+psycopg" or not url.database:
        raise ValueError("the database url must look like postgresql+psycopg://user@host/database")


def _reader(url: URL, busy_ms: int, size: int) -> Engine:
    return _engine(url, pool_size=size, max_overflow=0, isolation_level="AUTOCOMMIT")


def _writer(url: URL, busy_ms: int) -> Engine:
    return _engine(url, pool_size=1)


def _migrator(url: URL, busy_ms: int) -> Engine:
    slow = {"statement_timeout": "0", "lock_timeout": f"{busy_ms}ms", "idle_in_transaction_session_timeout": "0"}
    engine = _engine(url, slow, poolclass=NullPool)
    event.listen(engine, "begin", _take_turns)
    return engine


def _engine(url: URL, other: dict[str, str] | None = None, **about: Any) -> Engine:
    wanted = " ".join(f"-c {name}={value}" for name, value in (_LIMITS | (other or {})).items())
    arguments = _KEEP_ALIVE | {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "maatwerk",
        "client_encoding": "utf8",  # also of a database that was made without an encoding
        "options": f"{url.query.get('options', '')} {wanted}".strip(),
    }
    return create_engine(url, connect_args=arguments, hide_parameters=True, **about)


def _take_turns(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _hold(connection: Connection, codes: Sequence[str]) -> None:
    # Who waits here for another worker reads the log afterwards, in a statement of its own: so it sees what that wrote.
    connection.execute(_HOLD, {"codes": codes})


def _scrub(connection: Connection) -> bool:
    # Deleted rows stay in the files, also after a plain VACUUM; this writes the two small tables anew. It would copy
    # what somebody who began before may still read, so wait a moment for those; for a backup, come back later.
    raw = cast(Any, connection.connection.dbapi_connection)
    raw.autocommit = True
    try:
        (now,) = raw.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()
        for _ in range(_WAIT_TRIES):
            if not raw.execute(_EARLIER, [now]).fetchone():
                raw.execute("VACUUM FULL ballots, boxes")
                return True
            time.sleep(_WAIT_PAUSE)
        return False
    finally:
        raw.autocommit = False


def _is_empty(url: URL) -> bool:
    engine = _engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def _take_away(url: URL) -> None:
    engine = _engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        found = MetaData()
        found.reflect(connection)
        found.drop_all(connection)


def _copy_out(url: URL, file: Path, look: Look) -> None:
    """pg_dump reads the very snapshot that `look` sees."""
    slow = {"statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
    engine = _engine(url, slow, poolclass=NullPool, isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        look(connection)
        _run("pg_dump", url, "--format=custom", f"--snapshot={snapshot}", f"--file={file}")


def _copy_in(file: Path, url: URL) -> None:
    _run("pg_restore", url, "--exit-on-error", "--single-transaction", str(file))


def _run(name: str, url: URL, *argv: str) -> None:
    program = shutil.which(name)
    if program is None:
        raise CopyFailed(f"{name} is not here: install PostgreSQL's client, of the server's version or newer")
    # The password goes beside the command line, which every user of the machine may read.
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    line = [program, "--no-owner", "--no-privileges", f"--dbname={address}", *argv]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CopyFailed(f"{name}: {done.stderr.strip()}")


BACKEND = Backend(
    check_url=_check_url,
    prepare=lambda url: None,
    which=lambda url: "its own server sees to that",
    reader=_reader,
    writer=_writer,
    migrator=_migrator,
    check_migrated=lambda connection: None,
    hold=_hold,
    scrub=_scrub,
    is_empty=_is_empty,
    take_away=_take_away,
    copy_out=_copy_out,
    copy_in=_copy_in,
    busy_ms=BUSY_MS,
    may_vanish=True,
)
