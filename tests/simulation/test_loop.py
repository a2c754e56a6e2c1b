"""The simulation's own promises: time jumps, order is drawn from the seed, the dead do nothing; and the real clock."""

import asyncio
from collections.abc import Coroutine
from random import Random
from typing import Any

import pytest

from app.clock import LOOK_MS, SystemClock
from tests.simulation.loop import Pause, Process, SimLoop, Standstill
from tests.support.game import NOW


def play(main: Coroutine[Any, Any, Any], seed: int = 1) -> SimLoop:
    loop = SimLoop(Random(seed))
    try:
        loop.run(main)
    finally:
        loop.close()
    return loop


def test_a_year_takes_no_time() -> None:
    loop = play(asyncio.sleep(365 * 24 * 3600))
    assert loop.time() == 365 * 24 * 3600
    assert loop.steps < 20


async def _talk(said: list[str], name: str) -> None:
    for _ in range(5):
        said.append(name)
        await asyncio.sleep(0)


def _said(seed: int) -> str:
    said: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, SimLoop)
        await asyncio.gather(*(loop.start(Process(name), _talk(said, name)) for name in "abc"))

    play(main(), seed)
    return "".join(said)


def test_who_is_next_is_drawn_from_the_seed() -> None:
    assert _said(1) == _said(1)
    assert len({_said(seed) for seed in range(20)}) > 10


def test_nobody_who_waits_for_nothing_hangs_the_run() -> None:
    loop = SimLoop(Random(1))
    future: asyncio.Future[None] = loop.create_future()
    with pytest.raises(Standstill):
        loop.run_until_complete(future)
    future.cancel()
    loop.close()


def test_a_dead_process_does_not_even_tidy_up_and_a_frozen_one_goes_on_later() -> None:
    said: list[str] = []

    async def work(name: str) -> None:
        try:
            await asyncio.sleep(10)
            said.append(f"{name} at {asyncio.get_running_loop().time()}")
        finally:
            said.append(f"{name} ends")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, SimLoop)
        dead, frozen = Process("dead"), Process("frozen")
        for process in (dead, frozen):
            loop.start(process, work(process.name))
        await asyncio.sleep(5)
        loop.kill(dead)
        loop.freeze(frozen)
        await asyncio.sleep(15)
        assert said == []
        loop.thaw(frozen)
        await asyncio.sleep(1)
        assert said == ["frozen at 20.0", "frozen ends"]
        await loop.bury(dead)

    play(main())


def test_a_pause_takes_its_time_in_one_callback_and_can_be_broken_off() -> None:
    async def pausing(loop: SimLoop) -> float:
        await Pause(loop, 10)
        return loop.time()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, SimLoop)
        one, other = loop.start(Process("one"), pausing(loop)), loop.start(Process("other"), pausing(loop))
        await asyncio.sleep(5)
        other.cancel()
        await asyncio.wait((other,))
        assert (other.cancelled(), loop.time()) == (True, 5.0)
        before = loop.steps
        assert await one == 10.0
        assert loop.steps - before == 2  # that of the pause, and ours

    play(main())


def test_what_fails_in_a_callback_is_told_and_the_rest_goes_on() -> None:
    async def main() -> None:
        asyncio.get_running_loop().call_soon(lambda: 1 / 0)
        await asyncio.sleep(1)

    assert "ZeroDivisionError" in play(main()).failures[0]


@pytest.mark.parametrize(("jump", "rings"), [(0, 60.0), (600_000, 30.0), (-600_000, 660.0)])
def test_the_real_clock_rings_by_the_wall_and_waits_by_itself(jump: int, rings: float) -> None:
    """Somebody sets the time after half a minute, or the laptop slept; a screen's clock goes by the wall too."""
    rang: dict[str, float] = {}

    async def main() -> None:
        loop = asyncio.get_running_loop()
        set_by = 0
        clock = SystemClock(lambda: NOW + round(loop.time() * 1000) + set_by)
        clock.call_at(NOW + 60_000, lambda: rang.update(at=loop.time()))
        clock.call_in(60_000, lambda: rang.update(after=loop.time()))
        clock.call_at(NOW + 60_000, lambda: rang.update(never=loop.time())).cancel()
        await asyncio.sleep(30)
        set_by = jump
        await asyncio.sleep(700)

    play(main())
    assert rang.keys() == {"at", "after"}
    assert rings <= rang["at"] <= rings + LOOK_MS / 1000
    assert rang["after"] == 60.0
