"""How fast bots live: seconds of a real session, divided by the speed."""

import asyncio
import random


class Pace:
    """`speed` 1 is life size, 60 an hour in a minute. The same seed gives the same choices."""

    def __init__(self, speed: float, seed: int) -> None:
        self.speed = speed
        self.chance = random.Random(seed)

    async def wait(self, seconds: float) -> None:
        """Let some time of the session pass, a third more or less."""
        await asyncio.sleep(seconds * self.chance.uniform(0.67, 1.33) / self.speed)
