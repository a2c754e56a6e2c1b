"""The doorbell over a real Redis, where workers stand still for a while."""

import asyncio

import pytest

from app.live.doorbell import Here
from app.live.redis_doorbell import RedisDoorbell, connect
from tests.support import services

pytestmark = pytest.mark.slow
CODE = "ABCDEF"


class Hears:
    """Notes who is said to be where."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[tuple[str, Here]] = asyncio.Queue()

    def moved(self, code: str, seq: int) -> None: ...

    def seen(self, code: str, worker: str, here: Here) -> None:
        self.told.put_nowait((worker, here))

    def missed(self) -> None: ...

    async def until(self, worker: str, here: Here) -> None:
        async with asyncio.timeout(10):
            while await self.told.get() != (worker, here):
                pass


async def test_a_worker_that_was_taken_for_dead_is_seen_again() -> None:
    with services.Redis.running() as server:
        one, two, hears = RedisDoorbell(server.url, "one", "x"), RedisDoorbell(server.url, "two", "y"), Hears()
        one.listen(Hears())
        two.listen(hears)
        for bell in (one, two):
            bell.follow(CODE)
        here = Here(frozenset({"s_1"}), connections=1)
        one.show(CODE, here)
        await hears.until("one", here)
        assert await two.look_around() == {CODE: {"one": here}}
        redis = connect(server.url)
        await redis.delete("maatwerk:alive:one")  # as when it stood still for longer than that lasts
        assert await two.look_around() == {CODE: {}}
        await one.look_around()
        assert await two.look_around() == {CODE: {"one": here}}
        await redis.aclose()
        for bell in (one, two):
            await bell.close()
