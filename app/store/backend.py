"""What differs between the databases that a store may lie in; `sqlite` and `postgres` each fill this in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine

Look = Callable[[Connection], object]


@dataclass(frozen=True, slots=True)
class Backend:
    """One kind of database. Times are in ms."""

    check_url: Callable[[URL], None]
    """Raises ValueError when a store cannot lie there."""
    prepare: Callable[[URL], None]
    """Before it is migrated: make what has to be there."""
    which: Callable[[URL], object | None]
    """What tells the database there from another one in its place; None when there is none, whatever its tables."""
    reader: Callable[[URL, int, int], Engine]
    """(url, busy_ms, size): up to `size` connections on which every statement sees the newest commit."""
    writer: Callable[[URL, int], Engine]
    """(url, busy_ms): one connection whose transactions may check and then insert."""
    migrator: Callable[[URL, int], Engine]
    """(url, busy_ms): connections whose transactions exclude every other migration."""
    check_migrated: Callable[[Connection], None]
    """Raises RuntimeError when a migration left something broken."""
    hold: Callable[[Connection, Sequence[str]], None]
    """Keep other writers from these sessions until the transaction ends."""
    scrub: Callable[[Connection], bool]
    """Between transactions: take deleted bytes off the disk; False when it has to be tried again."""
    is_empty: Callable[[URL], bool]
    """Whether a copy may be put there: nothing of anybody is in its place."""
    take_away: Callable[[URL], None]
    """Make it empty, for good."""
    copy_out: Callable[[URL, Path, Look], None]
    """Write one moment of the database to a new file while others go on writing, and look at that same moment."""
    copy_in: Callable[[Path, URL], None]
    """Put such a file into an empty place. Both raise CopyFailed with the reason."""
    busy_ms: int
    """How long a write waits for the database when nobody says otherwise."""
    may_vanish: bool
    """Whether it is another program, which may be gone for a moment while we go on: then work is tried again."""
