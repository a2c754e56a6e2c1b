"""Limits against guessing and flooding."""

from collections.abc import Callable

from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class TooManyGuesses(Exception):
    """This address failed too often; it has to wait."""


class Guesses:
    """Counts failed codes and tokens per address. Who types a right one never meets this: only failures count."""

    def __init__(self, limit: str) -> None:
        self._limits = parse_many(limit)
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def check(self, address: str) -> None:
        """Before a code or token is looked up.

        Raises:
            TooManyGuesses: this address failed too often of late.
        """
        if not all(self._window.test(limit, "guess", address) for limit in self._limits):
            raise TooManyGuesses

    def failed(self, address: str) -> None:
        """Count a code or token that does not exist."""
        for limit in self._limits:
            self._window.hit(limit, "guess", address)


class SignInGuesses:
    """Counts failed passwords and codes: by name and address together, and by name alone for many addresses at once.

    Both are forgotten within the hour, so nobody can lock somebody else out for good. A name that is no account's is
    counted like any other.
    """

    def __init__(self) -> None:
        self._here = Guesses("5/minute;20/hour")
        self._anywhere = Guesses("100/hour")

    def check(self, name: str, address: str) -> None:
        """Before a password is looked at. Raises TooManyGuesses."""
        self._here.check(f"{address} {name}")
        self._anywhere.check(name)

    def failed(self, name: str, address: str) -> None:
        """Count a wrong one."""
        self._here.failed(f"{address} {name}")
        self._anywhere.failed(name)


class Allowance:
    """So much per address and no more, for what anybody may ask."""

    def __init__(self, limit: str) -> None:
        self._limits = parse_many(limit)
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def take(self, address: str) -> bool:
        """Whether one more is allowed now."""
        return all(self._window.hit(limit, "ask", address) for limit in self._limits)


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
