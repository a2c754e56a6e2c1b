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
        self._missed_at = 0.0

    def until(self) -> float:
        """How long somebody who begins to try now may go on."""
        now = self._watch.monotonic()
        if now - self._missed_at > self._seconds:  # nobody has tried since: that absence may long be over
            self._gone_since = None
        return self._seconds + (now if self._gone_since is None else self._gone_since)

    def missed(self) -> None:
        """The database was not there."""
        self._missed_at = self._watch.monotonic()
        if self._gone_since is None:
            self._gone_since = self._missed_at

    def met(self) -> None:
        """The database is there: its next absence is another one."""
        self._gone_since = None
