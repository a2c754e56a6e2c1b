"""Two workers' doorbells on a real Redis: whatever that forgets, they tell each other again."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from app.live.doorbell import Here
from app.live.redis_doorbell import RedisDoorbell, connect
from tests.support import services

pytestmark = pytest.mark.slow
CODE, OTHER = "ABCDEF", "GHJKMN"
SOMEBODY = Here(frozenset({"s_1"}), connections=1)


@pytest.fixture(scope="module")
def redis() -> Iterator[services.Redis]:
    with services.Redis.running() as redis:
        yield redis


@dataclass
class Ear:
    """Notes what a worker is told."""

    rings: list[int] = field(default_factory=list[int])
    there: dict[str, Here] = field(default_factory=dict[str, Here])
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def moved(self, code: str, seq: int) -> None:
        self.rings.append(seq)
        self.news.set()

    def seen(self, code: str, worker: str, here: Here) -> None:
        self.there[worker] = here
        self.news.set()

    def missed(self) -> None:
        self.news.set()

    async def until(self, met: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not met():
                self.news.clear()
                await self.news.wait()


@asynccontextmanager
async def bell(redis: services.Redis, name: str) -> AsyncGenerator[tuple[RedisDoorbell, Ear]]:
    made, ear = RedisDoorbell(redis.url, name, f"http://{name}"), Ear()
    made.listen(ear)
    try:
        yield made, ear
    finally:
        await made.close()


async def test_a_session_is_heard_whenever_it_is_followed_while_the_line_is_opened(redis: services.Redis) -> None:
    """A worker takes its first clients the moment it starts; one that was late for the line heard nothing for ever."""
    async with bell(redis, "two") as (two, other):
        two.follow(CODE)
        await other.until(lambda: two.hears)
        for turns in range(0, 40, 2):
            async with bell(redis, "one") as (one, ear):
                for _ in range(turns):
                    await asyncio.sleep(0)
                one.follow(CODE)
                await ear.until(lambda: one.hears)
                await one.look_around()
                two.ring(CODE, 7)
                await ear.until(lambda: 7 in ear.rings)


async def test_who_is_there_is_told_again_when_redis_forgot_it(redis: services.Redis) -> None:
    async with bell(redis, "one") as (one, _), bell(redis, "two") as (two, ear):
        one.follow(CODE)
        two.follow(CODE)
        one.show(CODE, SOMEBODY)
        await ear.until(lambda: ear.there.get("one") == SOMEBODY)
        raw = connect(redis.url)
        await raw.flushall()
        await raw.aclose()
        assert await two.look_around() == {CODE: {}}, "neither who is there nor who lives is known"
        ear.there.clear()
        await one.look_around()
        await ear.until(lambda: ear.there.get("one") == SOMEBODY)
        assert await two.look_around() == {CODE: {"one": SOMEBODY}}


async def test_that_redis_is_gone_is_logged_once_and_so_is_that_it_is_back(redis: services.Redis) -> None:
    async with bell(redis, "one") as (one, ear):
        await ear.until(lambda: one.hears)
        tries: list[str] = []

        def hang_up(_: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
            tries.append("again")
            line.close()
            ear.news.set()

        with capture_logs() as logs:
            redis.kill()
            async with await asyncio.start_server(hang_up, "127.0.0.1", redis.port):
                await ear.until(lambda: len(tries) > 3)
            redis.start()
            await ear.until(lambda: one.hears and bool(logs))
    said = [(line["log_level"], line["event"]) for line in logs]
    assert said == [("warning", "doorbell is out of order"), ("info", "doorbell is back")]
    assert logs[0]["why"]


async def test_who_loses_a_claim_is_told(redis: services.Redis) -> None:
    async with bell(redis, "one") as (one, _), bell(redis, "two") as (two, _):
        lost: list[str] = []
        assert await one.claim(CODE, lambda: lost.append("one")) is None
        assert await two.claim(CODE, lambda: lost.append("two")) == "one"
        raw = connect(redis.url)
        await raw.flushall()
        await raw.aclose()
        assert await two.claim(CODE, lambda: lost.append("two")) is None
        await one.look_around()
        await two.look_around()
        assert lost == ["one"]


async def test_who_is_done_leaves_a_claim_to_whom_redis_gave_it(redis: services.Redis) -> None:
    async with bell(redis, "one") as (one, _):
        for code in (CODE, OTHER):
            assert await one.claim(code, lambda: None) is None
        raw = connect(redis.url)
        await raw.set(f"maatwerk:bots:{CODE}", "two")
        for code in (CODE, OTHER):
            one.release(code)
        async with asyncio.timeout(10):
            while await raw.exists(f"maatwerk:bots:{OTHER}"):
                pass
        assert await one.holder(CODE) == "two"
        assert await one.claim(OTHER, lambda: None) is None
        await raw.set(f"maatwerk:bots:{OTHER}", "two")
    assert await raw.mget(f"maatwerk:bots:{CODE}", f"maatwerk:bots:{OTHER}") == ["two", "two"]
    await raw.aclose()
