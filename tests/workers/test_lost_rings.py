"""What one worker stored is seen at the other within two seconds, whatever becomes of the rings."""

import asyncio
import itertools
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from app import ids
from app.bots.client import Client
from app.live.redis_doorbell import connect
from tests.workers.conftest import House

pytestmark = pytest.mark.slow

HEALED_SECONDS = 2.0
RUNG_SECONDS = 1.0
ANSWER_SECONDS = 5.0
ROUNDS = 6
"""Every other one begins right after a look of who has to find it, so that it takes as long as it can."""


class Pair:
    """One console at each worker. Each hears of what the other does."""

    def __init__(self, one: Client, two: Client) -> None:
        self.turns = itertools.cycle([(one, two), (two, one)])

    async def lags(self, rounds: int) -> list[float]:
        """Seconds from an answer at one worker until it is seen at the other, by turns; without the longest.

        The machine may hold up one of them.
        """
        lags = [await self._lag(*next(self.turns)) for _ in range(rounds + 1)]
        print("seconds", *(f"{lag:.2f}" for lag in lags))  # noqa: T201
        return sorted(lags)[:-1]

    async def _lag(self, one: Client, other: Client) -> float:
        title = f"Titel {ids.new_seat()}"
        now = asyncio.get_running_loop().time
        began = now()
        assert (await one.send("set_title", title=title))["type"] == "ack"
        answered = now()
        assert answered - began < ANSWER_SECONDS, "an answer waits for nobody"
        seen = other.until(lambda view: view["session"]["title"] == title)
        await asyncio.wait_for(seen, 10)
        return now() - answered


@pytest.fixture
async def pair(house: House) -> AsyncGenerator[Pair]:
    made = await asyncio.to_thread(house.make_session, 0)
    one, two = (
        Client(worker.url, made.code, made.facilitator, "facilitator", f"console {n}")
        for n, worker in enumerate(house.workers)
    )
    async with one, two:
        pair = Pair(one, two)
        assert max(await pair.lags(4)) < RUNG_SECONDS
        yield pair
        await pair.lags(1)  # a bell that was deaf looks every half second whether it hears again
        assert max(await pair.lags(4)) < RUNG_SECONDS, "afterwards rings are heard again"


async def admin(house: House, *words: str) -> Any:
    """Say something to Redis itself."""
    redis = connect(house.redis.url)
    try:
        return await redis.execute_command(*words)
    finally:
        await redis.aclose()


async def test_a_lost_ring_is_healed(house: House, pair: Pair) -> None:
    """Redis refuses every ring, and answers all else: no worker knows that it misses anything."""
    await admin(house, "ACL", "SETUSER", "default", "-publish")
    try:
        lags = await pair.lags(ROUNDS)
    finally:
        await admin(house, "ACL", "SETUSER", "default", "+publish")
    assert max(lags) < HEALED_SECONDS
    assert max(lags) > RUNG_SECONDS / 4, "else the rings were not lost"


async def test_a_redis_that_hangs_makes_it_only_slower(house: House, pair: Pair) -> None:
    """It takes connections and says nothing. People who come then are let in all the same."""
    with house.redis.standing_still():
        lags = await pair.lags(ROUNDS)
    assert max(lags) < HEALED_SECONDS
