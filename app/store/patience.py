"""How long an absence of the database is waited out."""

import time
from typing import Protocol


class Watch(Protocol):
    """What threads of the store wait by; the module `time` is one."""

    def monotonic(self) -> float: ...
    def sleep(self, seconds: float, /) -> None: ...


class Patience:
    """Seconds that one absence is waited out by all together: who comes later does not wait as long once more.

    Else the sixteenth command of a room would wait sixteen times as long as the first. May be shared by threads.
    """

    def __init__(self, seconds: float, watch: Watch = time) -> None:
        self._seconds = seconds
        self._watch = watch
        self._gone_since: float | None = None

    def until(self) -> float:
        """How long somebody who begins to try now may go on."""
        since = self._gone_since
        return self._seconds + (self._watch.monotonic() if since is None else since)

    def missed(self) -> None:
        """The database was not there."""
        if self._gone_since is None:
            self._gone_since = self._watch.monotonic()

    def met(self) -> None:
        """The database is there: its next absence is another one."""
        self._gone_since = None
