"""Passwords: what a good one is, and Argon2 on threads of its own, so that guessers do not hold up the rooms."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.web.problems import Problem

T = TypeVar("T")

SHORTEST, LONGEST = 12, 128
LEAST_SCORE = 3
"""Of zxcvbn: "safely unguessable", some 10^8 guesses or more."""
MOST_GUESSED = 72
"""So many characters zxcvbn looks at: more make it slow and a password no worse."""

_hasher = PasswordHasher()
_threads = ThreadPoolExecutor(2, thread_name_prefix="passwords")


def check_password(password: str, *known: str) -> None:
    """Refuse a password that is easy to guess, also for somebody who knows these words about the person.

    Raises:
        Problem: 422, with what to do.
    """
    from zxcvbn import zxcvbn  # reads its lists of words, which only this needs

    if not SHORTEST <= len(password) <= LONGEST:
        raise Problem(422, "weak_password", "Kies een wachtwoord van 12 tot 128 tekens.")
    about = [part for word in known for part in word.replace("@", " ").replace(".", " ").split()]
    if zxcvbn(password[:MOST_GUESSED], user_inputs=[*known, *about, "maatwerk"])["score"] < LEAST_SCORE:
        sentence = "Dit wachtwoord is makkelijk te raden. Neem vier woorden die niets met elkaar te maken hebben."
        raise Problem(422, "weak_password", sentence)


async def hashed(password: str) -> str:
    """What is stored of a password."""
    return await _on_thread(lambda: _hasher.hash(password))


async def fits(password: str, stored: str | None) -> bool:
    """Whether this is the password. Without a stored one it takes as long and the answer is no."""
    return await _on_thread(lambda: _fits(password, stored))


def is_old(stored: str) -> bool:
    """Whether a newer version would hash it better."""
    return _hasher.check_needs_rehash(stored)


async def _on_thread(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads, work)


@cache
def _nobodys() -> str:
    return _hasher.hash("a password that nobody has")


def _fits(password: str, stored: str | None) -> bool:
    nobodys = _nobodys()  # made once, and not only for an account that is not there: that would tell
    try:
        return _hasher.verify(stored or nobodys, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
