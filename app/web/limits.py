"""Limits against guessing and flooding."""

import contextlib
from collections.abc import Callable
from typing import Any

from limits import RateLimitItem, aio, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError


class TooManyGuesses(Exception):
    """This address failed too often; it has to wait."""


class Windows:
    """Counts what somebody did of late, with Redis at all workers; while that does not answer, each for itself."""

    def __init__(self, redis_url: str = "") -> None:
        self._here = MovingWindowRateLimiter(MemoryStorage())
        self._everywhere = _everywhere(redis_url) if redis_url else None

    async def test(self, limit: RateLimitItem, *who: str) -> bool:
        """Whether one more would be allowed."""
        if not self._here.test(limit, *who):
            return False
        with contextlib.suppress(*_LOST):
            return self._everywhere is None or await self._everywhere.test(limit, *who)
        return True

    async def hit(self, limit: RateLimitItem, *who: str) -> bool:
        """Count one more; False when it is not allowed."""
        allowed = self._here.hit(limit, *who)
        with contextlib.suppress(*_LOST):
            return self._everywhere is None or await self._everywhere.hit(limit, *who)
        return allowed


_LOST = (RedisError, OSError, TimeoutError)


def _everywhere(redis_url: str) -> aio.strategies.MovingWindowRateLimiter:
    patience = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0)}
    options: dict[str, Any] = {"implementation": "redispy", "key_prefix": "maatwerk:limits", **patience}
    return aio.strategies.MovingWindowRateLimiter(aio.storage.RedisStorage(f"async+{redis_url}", **options))


class Guesses:
    """Counts failed codes and tokens per address. Who types a right one never meets this: only failures count."""

    def __init__(self, limit: str, windows: Windows, about: str = "guess") -> None:
        self._limits = parse_many(limit)
        self._windows = windows
        self._about = about

    async def check(self, address: str) -> None:
        """Before a code or token is looked up.

        Raises:
            TooManyGuesses: this address failed too often of late.
        """
        for limit in self._limits:
            if not await self._windows.test(limit, self._about, address):
                raise TooManyGuesses

    async def failed(self, address: str) -> None:
        """Count a code or token that does not exist."""
        for limit in self._limits:
            await self._windows.hit(limit, self._about, address)


class SignInGuesses:
    """Counts failed passwords and codes: by name and address together, and by name alone for many addresses at once.

    Both are forgotten within the hour, so nobody can lock somebody else out for good. A name that is no account's is
    counted like any other.
    """

    def __init__(self, windows: Windows) -> None:
        self._here = Guesses("5/minute;20/hour", windows, "sign-in here")
        self._anywhere = Guesses("100/hour", windows, "sign-in anywhere")

    async def check(self, name: str, address: str) -> None:
        """Before a password is looked at. Raises TooManyGuesses."""
        await self._here.check(f"{address} {name}")
        await self._anywhere.check(name)

    async def failed(self, name: str, address: str) -> None:
        """Count a wrong one."""
        await self._here.failed(f"{address} {name}")
        await self._anywhere.failed(name)


class Allowance:
    """So much per address and no more, for what anybody may ask."""

    def __init__(self, limit: str, windows: Windows, about: str) -> None:
        self._limits = parse_many(limit)
        self._windows = windows
        self._about = about

    async def take(self, address: str) -> bool:
        """Whether one more is allowed now."""
        return all([await self._windows.hit(limit, self._about, address) for limit in self._limits])


class Bucket:
    """A token bucket for one connection: `burst` frames at once, `rate` a second after that."""

    def __init__(self, rate: int, burst: int, now: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = burst
        self._now = now
        self._left = float(burst)
        self._at = now()

    def take(self) -> bool:
        """Whether one more frame is allowed now."""
        now = self._now()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
