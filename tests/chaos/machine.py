"""A machine that is spoiled while a server runs on it: somebody sets its clock, its disk gets slow.

Run as a program this is `maatwerk`, in whose own process both are as a file says: the time of day that Python tells,
and how long a commit waits before it goes to the disk.
"""

import mmap
import os
import sqlite3.dbapi2
import struct
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.clock import SystemClock

FILE = "MAATWERK_TEST_MACHINE"
TOLD = struct.Struct("qq")
"""Ms that the clock is ahead, negative when it is behind; ms that a commit waits."""


class Machine:
    """The hand that spoils it. `program` is what to start on it, with `settings`."""

    program: Sequence[str] = (sys.executable, __file__)

    def __init__(self, file: Path) -> None:
        file.write_bytes(TOLD.pack(0, 0))
        self.settings = {FILE: str(file)}
        with file.open("r+b") as opened:
            self._told = mmap.mmap(opened.fileno(), TOLD.size)
        self._ahead = 0
        self._jumps: list[tuple[int, int]] = []

    def jump(self, ms: int) -> int:
        """Set the clock so much forward, or back; gives the moment, by our own clock."""
        self._ahead += ms
        TOLD.pack_into(self._told, 0, self._ahead, 0)
        at = SystemClock().now()
        self._jumps.append((at, ms))
        return at

    def slow_disk(self, ms: int) -> None:
        """From now on each commit waits so long."""
        TOLD.pack_into(self._told, 0, self._ahead, ms)

    def time_there(self, at: int) -> int:
        """What its clock said when ours said `at`."""
        return at + sum(ms for jumped, ms in self._jumps if jumped <= at)


def _spoil(file: Path) -> None:
    with file.open("rb") as opened:
        told = mmap.mmap(opened.fileno(), TOLD.size, access=mmap.ACCESS_READ)
    true_ns, connect = time.time_ns, sqlite3.dbapi2.connect

    def time_ns() -> int:
        return true_ns() + TOLD.unpack_from(told)[0] * 1_000_000

    class Slow(sqlite3.Connection):
        def commit(self) -> None:
            time.sleep(TOLD.unpack_from(told)[1] / 1000)
            super().commit()

    def connect_slow(*words: Any, **options: Any) -> sqlite3.Connection:
        return connect(*words, factory=Slow, **options)

    time.time_ns, time.time = time_ns, lambda: time_ns() / 1e9
    sqlite3.dbapi2.connect = connect_slow


if __name__ == "__main__":
    _spoil(Path(os.environ[FILE]))
    from app.cli.main import main

    main()
