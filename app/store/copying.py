"""A copy of the whole database in one file, made while others write, and put back into an empty place."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from app.store.database import find_backend
from app.store.errors import CopyFailed
from app.store.migrating import read_version
from app.store.tables import sessions


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a copy: of which kind of database it is, its newest migration, and how many sessions."""

    kind: str
    revision: str
    sessions: int


def copy_out(url: str, file: Path) -> Contents:
    """Write one moment of the database to a file that is not there yet. Blocks; nobody who writes waits for it.

    Raises:
        ValueError: no store can lie at this url.
        CopyFailed: there is no database, or it could not be copied.
    """
    parsed, backend = find_backend(url)
    seen: list[Contents] = []

    def look(connection: Connection) -> None:
        revision = read_version(connection)
        if revision is None:
            raise CopyFailed("there is no database yet")
        count = connection.execute(select(func.count()).select_from(sessions)).scalar_one()
        seen.append(Contents(parsed.get_backend_name(), revision, count))

    if backend.which(parsed) is None:
        raise CopyFailed("there is no database yet")
    backend.copy_out(parsed, file, look)
    return seen[0]


def copy_in(file: Path, url: str) -> None:
    """Put a copy where `is_empty`; the caller migrates it. Blocks.

    Raises:
        CopyFailed: the file is broken, or not of this kind of database; nothing was put there.
    """
    parsed, backend = find_backend(url)
    backend.copy_in(file, parsed)


def take_away(url: str) -> None:
    """Remove all that lies at `url`, for good: what was put where `is_empty` and turned out wrong. Blocks."""
    parsed, backend = find_backend(url)
    backend.take_away(parsed)


def is_empty(url: str) -> bool:
    """Whether nothing lies at `url` yet, so that a copy may be put there."""
    parsed, backend = find_backend(url)
    return backend.is_empty(parsed)
