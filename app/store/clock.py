"""What time it is, for the store's own few dates; tests bring their own clock."""

import time
from collections.abc import Callable

Clock = Callable[[], int]


def utc_ms() -> int:
    """Milliseconds since 1970 (UTC)."""
    return time.time_ns() // 1_000_000
