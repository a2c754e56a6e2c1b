"""Limits against guessing and flooding."""

import contextlib
from asyncio import Semaphore
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from typing import Any
from weakref import WeakValueDictionary

from limits import RateLimitItem, aio, parse, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class TooManyGuesses(Exception):
    """This address failed too often; it has to wait."""


class Windows:
    """Counts what somebody did of late, with Redis at all workers; while that does not answer, each for itself."""

    def __init__(self, redis_url: str = "") -> None:
        self._here = MovingWindowRateLimiter(MemoryStorage())
        self._everywhere, self._lost = _everywhere(redis_url) if redis_url else (None, ())

    async def test(self, limit: RateLimitItem, *who: str) -> bool:
        """Whether one more would be allowed."""
        if not self._here.test(limit, *who):
            return False
        with contextlib.suppress(*self._lost):
            return self._everywhere is None or await self._everywhere.test(limit, *who)
        return True

    async def hit(self, limit: RateLimitItem, *who: str) -> bool:
        """Count one more; False when it is not allowed."""
        allowed = self._here.hit(limit, *who)
        if self._everywhere is not None:
            with contextlib.suppress(*self._lost):
                return await self._everywhere.hit(limit, *who)
        return allowed


def _everywhere(redis_url: str) -> tuple[aio.strategies.MovingWindowRateLimiter, tuple[type[Exception], ...]]:
    """The windows in Redis, and what they raise while it does not answer."""
    from redis.asyncio.retry import Retry  # takes a moment to load, and only several workers need it
    from redis.backoff import NoBackoff
    from redis.exceptions import RedisError

    patience = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0)}
    options: dict[str, Any] = {"implementation": "redispy", "key_prefix": "maatwerk:limits", **patience}
    storage = aio.storage.RedisStorage(f"async+{redis_url}", **options)
    return aio.strategies.MovingWindowRateLimiter(storage), (RedisError, OSError, TimeoutError)


class Turns:
    """Lets so many tries of somebody run at once; the others wait until those have been counted.

    Else whoever sends a thousand at the same moment has them all looked at before the first one counts as wrong.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._of = WeakValueDictionary[str, Semaphore]()

    def of(self, who: str) -> Semaphore:
        """What to hold from asking whether a try is allowed until it is counted."""
        turn = self._of.get(who)
        if turn is None:
            turn = self._of[who] = Semaphore(self._at_once)
        return turn


class Guesses:
    """Counts wrong codes and secrets per address. Who gives a right one never meets this: only failures count."""

    def __init__(self, limit: str, windows: Windows, about: str = "guess") -> None:
        self._limits = parse_many(limit)
        self._windows = windows
        self._about = about

    async def check(self, address: str) -> None:
        """Before something is looked up that is short enough to guess.

        Raises:
            TooManyGuesses: this address failed too often of late.
        """
        if not await self._allowed(address, self._limits):
            raise TooManyGuesses

    async def failed(self, address: str) -> None:
        """Count something that does not exist."""
        await self._count(address, self._limits)

    async def wrong(self, address: str) -> None:
        """Count a secret that nobody can guess, after it was looked up: right ones work whatever others here tried.

        They are counted by themselves: a class that opens an old link keeps nobody from typing a code.

        Raises:
            TooManyGuesses: this address brought too many of late.
        """
        if not all([await self._windows.hit(limit, f"{self._about} secret", address) for limit in self._limits]):
            raise TooManyGuesses

    async def _allowed(self, address: str, limits: Sequence[RateLimitItem]) -> bool:
        return all([await self._windows.test(limit, self._about, address) for limit in limits])

    async def _count(self, address: str, limits: Sequence[RateLimitItem]) -> None:
        for limit in limits:
            await self._windows.hit(limit, self._about, address)


FEW = parse_many("5/hour")
OF_A_SESSION = parse_many("300/hour")
AT_HOME = parse("1/12 hour")
ALL = "all"
LOOKED_UP = 4
"""Codes that are looked up at once for one address: so many more than the limit may be wrong, and no class waits."""


class CodeGuesses(Guesses):
    """Wrong codes of sessions and seats: per address, per session, and of everybody together.

    Where many addresses try one session or all of them, each has only a few tries left until that is over. Nobody who
    types a right code at once notices. A whole class is behind one address, and so is whoever there tries codes: where
    a session is at home, because its console was open behind the same address, its own code keeps working.
    """

    def __init__(self, limit: str, everybody: str, windows: Windows) -> None:
        super().__init__(limit, windows)
        self._everybody = parse_many(everybody)
        self._turns = Turns(LOOKED_UP)

    def turn(self, address: str) -> Semaphore:
        """To be held from `check` to `failed`."""
        return self._turns.of(address)

    async def check(self, address: str, code: str | None = None) -> None:
        """Before a code is looked up: of the session `code`, or of a seat in it. Raises TooManyGuesses."""
        calm = await self._allowed(ALL, self._everybody) and await self._allowed(f"{ALL} {code}", OF_A_SESSION)
        if await self._allowed(address, self._limits if calm else [*self._limits, *FEW]):
            return
        if code is None or await self._windows.test(AT_HOME, "home", code, address):
            raise TooManyGuesses

    async def failed(self, address: str, code: str | None = None) -> None:
        """Count a code that does not exist; `code`: the session where it was tried."""
        await self._count(address, [*self._limits, *FEW])
        await self._count(ALL, self._everybody)
        if code is not None:
            await self._count(f"{ALL} {code}", OF_A_SESSION)

    async def welcome(self, address: str, code: str) -> None:
        """Whoever steers this session was seen behind this address, which is kept for twelve hours and nowhere else."""
        await self._windows.hit(AT_HOME, "home", code, address)


class SignInGuesses:
    """Counts failed passwords and codes: by name and address together, and by name alone for many addresses at once.

    Both are forgotten within the hour, so nobody can lock somebody else out for good. A name that is no account's is
    counted like any other.
    """

    def __init__(self, windows: Windows) -> None:
        self._here = Guesses("5/minute;20/hour", windows, "sign-in here")
        self._anywhere = Guesses("100/hour", windows, "sign-in anywhere")
        self._turns = Turns(1)

    @contextlib.asynccontextmanager
    async def turn(self, name: str, address: str) -> AsyncGenerator[None]:
        """To be held from `check` to `failed`. Who tries many names, or one from many places, waits for oneself."""
        async with self._turns.of(f"from {address}"), self._turns.of(f"as {name}"):
            yield

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


class AtOnce:
    """So many per address at the same moment, and no more."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of = Counter[str]()

    @contextlib.contextmanager
    def one(self, address: str) -> Generator[bool]:
        """Whether there is place for one more, which it keeps meanwhile."""
        if self._of[address] >= self._most:
            yield False
            return
        self._of[address] += 1
        try:
            yield True
        finally:
            self._of[address] -= 1
            if not self._of[address]:
                del self._of[address]


class Bucket:
    """A token bucket for one connection: `burst` frames at once, `rate` a second after that."""

    __slots__ = ("_at", "_burst", "_left", "_now", "_rate")

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
