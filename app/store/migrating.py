"""Bringing a database to the tables of this version. Revisions are numbered: 0001, 0002, ...

Alembic's machinery is imported only when there is something to do: a start without migrations should be quick.
"""

from pathlib import Path

from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import OperationalError

from app.store import sqlite
from app.store.errors import DatabaseTooNew

MIGRATIONS = Path(__file__).parents[2] / "migrations"
LOCK_MS = 60_000

_VERSION = text("SELECT version_num FROM alembic_version")


def migrate(url: str, revisions: Path = MIGRATIONS) -> None:
    """Upgrade the database at `url` to the newest of `revisions`, creating file and folder when they are not there.

    Blocks. Safe to call from several processes at once: one works, the others wait (up to a minute) and find it done.

    Raises:
        ValueError: the url is not one of a SQLite file.
        DatabaseTooNew: the database is ahead of this program.
    """
    parsed = sqlite.file_url(url)
    sqlite.path_of(parsed).parent.mkdir(parents=True, exist_ok=True)
    if _current(parsed) != head(revisions):
        _upgrade(parsed, revisions)


def is_current(url: str) -> bool:
    """Whether the database has exactly the tables of this program. Blocks."""
    parsed = sqlite.file_url(url)
    return sqlite.path_of(parsed).exists() and _current(parsed) == head()


def head(revisions: Path = MIGRATIONS) -> str:
    """The newest of `revisions`, by default those of this program."""
    return max(path.name.partition("_")[0] for path in (revisions / "versions").glob("[0-9]*_*.py"))


def _current(url: URL) -> str | None:
    engine = sqlite.reader(url, sqlite.BUSY_MS, 1)
    try:
        with engine.connect() as connection:
            return _version(connection)
    finally:
        engine.dispose()


def _version(connection: Connection) -> str | None:
    try:
        return connection.execute(_VERSION).scalar_one_or_none()
    except OperationalError:  # no such table: a new file
        return None


def _upgrade(url: URL, revisions: Path) -> None:
    engine = sqlite.migrator(url, LOCK_MS)
    # The transaction takes the write lock when it begins, and DDL is part of it: all revisions or none. Who waited for
    # the lock finds the revisions done, and Alembic then does nothing.
    with engine.begin() as connection:
        found = _version(connection)
        if found is not None and found > head(revisions):
            raise DatabaseTooNew(f"the database has revision {found}, this program knows up to {head(revisions)}")
        _run_alembic(connection, revisions)
        _check_references(connection)


def _run_alembic(connection: Connection, revisions: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(revisions).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise RuntimeError(f"the migration broke {len(broken)} references; nothing was changed")
