"""The one place that reads the clock. Times are ms since 1970 (UTC)."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

LOOK_MS = 500
"""How late an alarm may ring at most when somebody sets the time forward."""


class Alarm(Protocol):
    """Something that will ring, and can be told not to."""

    def cancel(self) -> None:
        """Do not ring any more."""
        ...


class Clock(Protocol):
    """Time as the server sees it; tests bring their own."""

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        ...

    def call_at(self, at: int, callback: Callable[[], None]) -> Alarm:
        """Call back once it is `at` (ms) or a little later, also when somebody sets the time meanwhile."""
        ...

    def call_in(self, ms: int, callback: Callable[[], None]) -> Alarm:
        """Call back when so much time has passed, whatever the time of day is then."""
        ...


def utc_ms() -> int:
    """The machine's own time, which people and time servers may set forward and back."""
    return time.time_ns() // 1_000_000


class SystemClock:
    """The machine's own clock, on the running event loop. `now`: ms since 1970, where it is read."""

    def __init__(self, now: Callable[[], int] = utc_ms) -> None:
        self._now = now

    def now(self) -> int:
        return self._now()

    def call_at(self, at: int, callback: Callable[[], None]) -> Alarm:
        """See Clock.call_at."""
        return _Wait(self.now, at, callback)

    def call_in(self, ms: int, callback: Callable[[], None]) -> Alarm:
        """See Clock.call_in."""
        return asyncio.get_running_loop().call_later(ms / 1000, callback)


class _Wait:
    """The loop's timers do not notice that the time was set, or that the machine slept: so look again now and then."""

    def __init__(self, now: Callable[[], int], at: int, callback: Callable[[], None]) -> None:
        self._now, self._at, self._callback = now, at, callback
        self._loop = asyncio.get_running_loop()
        self._sleep()

    def _sleep(self) -> None:
        left = min(LOOK_MS, max(0, self._at - self._now()))
        self._timer = self._loop.call_later(left / 1000, self._look)

    def _look(self) -> None:
        if self._now() < self._at:
            self._sleep()
        else:
            self._callback()

    def cancel(self) -> None:
        self._timer.cancel()
