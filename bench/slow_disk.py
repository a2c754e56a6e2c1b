"""`python -m bench.slow_disk`: how long answers take when a whole team writes and the disk is slow.

A real room with its rules, on a log in memory that waits as long as a disk would: a good one takes 1 to 5 ms for a
commit, that of an old laptop 20 to 50.
"""

import asyncio
import time

from app.game.commands import Place
from app.store import Entry
from bench.measured import Measured, quantile, show
from tests.support.game import entered, sits
from tests.support.room import StubbornLog, World, ask

DISKS = (0.005, 0.02, 0.04)
"""Seconds of a commit."""
RATE = 32
"""Commands a second: sixteen people who each move a mark twice."""
SECONDS = 10.0
MOST_TRIPS = 3
"""So many commits an answer may wait for: the one under way, its own, and some for what else has to be done."""


class SlowLog(StubbornLog):
    """Each commit takes its time."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    async def append(self, *entries: Entry) -> None:
        await asyncio.sleep(self.seconds)
        await super().append(*entries)


async def waits(disk: float, rate: float = RATE, seconds: float = SECONDS) -> list[float]:
    """How long each answer took, in seconds, when commands come at this rate, answered or not."""
    world = World()
    world.log = SlowLog(disk)
    await world.happened(sits("s_1", 1), sits("s_2", 2), entered("work", 1))
    room = await world.open()

    async def move(number: int) -> float:
        began = time.perf_counter()
        await ask(room, f"s_{1 + number % 2}", Place(regulation=number % 100, interest=0))
        return time.perf_counter() - began

    began, moves = time.perf_counter(), list[asyncio.Task[float]]()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0, began + number / rate - time.perf_counter()))
        moves.append(asyncio.create_task(move(number)))
    found = await asyncio.gather(*moves)
    await world.close()
    return found


async def measure() -> list[Measured]:
    """Half of the answers and nearly all of them, by disk."""
    found: list[Measured] = []
    for disk in DISKS:
        took = [1000 * seconds for seconds in await waits(disk)]
        name = f"a disk of {1000 * disk:.0f} ms, {RATE} commands/s in one room: command to ack"
        found += [
            Measured(f"{name}, p50", quantile(took, 0.5), "ms"),
            Measured(f"{name}, p95", quantile(took, 0.95), "ms", most=1000 * disk * MOST_TRIPS),
        ]
    return found


if __name__ == "__main__":
    show(asyncio.run(measure()))
