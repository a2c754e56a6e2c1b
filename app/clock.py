"""The one place that reads the clock. Times are ms since 1970 (UTC)."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol


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
        """Call back once it is `at` (ms) or a little later."""
        ...


class SystemClock:
    """The machine's own clock, on the running event loop."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000

    def call_at(self, at: int, callback: Callable[[], None]) -> Alarm:
        return asyncio.get_running_loop().call_later(max(0, at - self.now()) / 1000, callback)
