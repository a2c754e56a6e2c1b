"""Bringing a database to the tables of this version. Revisions are numbered: 0001, 0002, ...

Alembic is imported only for a database of an earlier version: loading it takes a tenth of a start. An empty one is
given the tables as they are now, which a test holds equal to what all revisions make.
"""

from pathlib import Path

from sqlalchemy import (
    URL,
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError

from app.store.backend import Backend
from app.store.database import find_backend
from app.store.errors import DatabaseTooNew, StoreFailed
from app.store.tables import metadata

MIGRATIONS = Path(__file__).parents[2] / "migrations"
LOCK_MS = 60_000

_versions = Table(  # as Alembic makes it
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def migrate(url: str, revisions: Path = MIGRATIONS) -> None:
    """Upgrade the database at `url` to the newest of `revisions`, creating file and folder when they are not there.

    Blocks. Safe to call from several processes at once: one works, the others wait (up to a minute) and find it done.

    Raises:
        ValueError: no store can lie at this url.
        DatabaseTooNew: the database is ahead of this program.
    """
    parsed, backend = find_backend(url)
    backend.prepare(parsed)
    if _current(parsed, backend) != head(revisions):
        _upgrade(parsed, backend, revisions)


def is_current(url: str) -> bool:
    """Whether the database has exactly the tables of this program. Blocks. Raises StoreFailed."""
    parsed, backend = find_backend(url)
    try:
        return backend.which(parsed) is not None and _current(parsed, backend) == head()
    except DBAPIError as error:
        raise StoreFailed(f"cannot read: {type(error).__name__}") from error


def versions(url: str) -> tuple[str | None, str]:
    """The newest migration that the database at `url` has, if any, and the newest of this program. Blocks."""
    parsed, backend = find_backend(url)
    return _current(parsed, backend), head()


def head(revisions: Path = MIGRATIONS) -> str:
    """The newest of `revisions`, by default those of this program."""
    return max(path.name.partition("_")[0] for path in (revisions / "versions").glob("[0-9]*_*.py"))


def _current(url: URL, backend: Backend) -> str | None:
    engine = backend.reader(url, backend.busy_ms, 1)
    try:
        with engine.connect() as connection:
            return read_version(connection)
    finally:
        engine.dispose()


def read_version(connection: Connection) -> str | None:
    """The newest migration that a database had, None when it had none."""
    if not inspect(connection).has_table(_versions.name):
        return None
    return connection.execute(select(_versions.c.version_num)).scalar_one_or_none()


def _upgrade(url: URL, backend: Backend, revisions: Path) -> None:
    engine = backend.migrator(url, LOCK_MS)
    # The transaction takes its turn when it begins, and DDL is part of it: all revisions or none. Who waited for its
    # turn finds the revisions done, and Alembic then does nothing.
    with engine.begin() as connection:
        found = read_version(connection)
        if found is not None and found > head(revisions):
            raise DatabaseTooNew(f"the database has revision {found}, this program knows up to {head(revisions)}")
        if found is None and revisions == MIGRATIONS and not inspect(connection).get_table_names():
            _make_tables(connection)
        else:
            _run_alembic(connection, revisions)
        backend.check_migrated(connection)


def _make_tables(connection: Connection) -> None:
    metadata.create_all(connection)
    _versions.create(connection)
    connection.execute(insert(_versions).values(version_num=head()))


def _run_alembic(connection: Connection, revisions: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(revisions).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
