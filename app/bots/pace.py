"""How fast bots live: seconds of a real session, divided by the speed."""

import asyncio
import contextlib
import random
from collections.abc import Coroutine
from typing import Any


class Pace:
    """`speed` 1 is life size, 60 an hour in a minute. The same seed gives the same choices.

    Speed and pause may change while bots wait: what is left of the wait goes on at the new speed.
    """

    def __init__(self, speed: float, seed: int | str) -> None:
        self.chance = random.Random(seed)
        self._speed = speed
        self._going = asyncio.Event()
        self._going.set()
        self._turned = asyncio.Event()

    @property
    def speed(self) -> float:
        """How many times as fast as people."""
        return self._speed

    @property
    def paused(self) -> bool:
        """Whether all who keep this pace stand still."""
        return not self._going.is_set()

    def turn(self, *, speed: float | None = None, paused: bool | None = None) -> None:
        """Change what is given, for everyone who waits too."""
        self._speed = speed if speed is not None else self._speed
        if paused is not None:
            self._going.clear() if paused else self._going.set()
        self._turned.set()
        self._turned = asyncio.Event()

    async def going(self) -> None:
        """Wait as long as it is paused."""
        await self._going.wait()

    async def wait(self, seconds: float) -> None:
        """Let some time of the session pass, a third more or less."""
        await self._pass(seconds * self.chance.uniform(0.67, 1.33))

    async def at_most(self, seconds: float, act: Coroutine[Any, Any, object]) -> None:
        """Wait for something, no longer than this time of the session."""
        acting, passing = asyncio.create_task(act), asyncio.create_task(self._pass(seconds))
        try:
            await asyncio.wait((acting, passing), return_when=asyncio.FIRST_COMPLETED)
            if acting.done():
                acting.result()
        finally:
            acting.cancel()
            passing.cancel()
            await asyncio.gather(acting, passing, return_exceptions=True)

    async def _pass(self, seconds: float) -> None:
        now, left = asyncio.get_running_loop().time, seconds
        while left > 0:
            await self.going()
            speed, began = self._speed, now()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left / speed):  # wait_for may lose a cancel that comes with the turn
                    await self._turned.wait()
            left -= (now() - began) * speed
