"""Two workers under load, and one thing that goes wrong: nothing is lost or doubled, and nobody has to do anything.

Invariants: `tests/chaos/session.py`. Where PostgreSQL stays, no command may even be answered with `busy`.
"""

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from bench.server import Server
from tests.chaos.session import BACK_SECONDS
from tests.workers.conftest import House, settings
from tests.workers.lines import goodbye, screen
from tests.workers.load import go_on, load, no_room

pytestmark = pytest.mark.slow


def both(house: House) -> list[str]:
    return [worker.url for worker in house.workers]


async def test_a_worker_that_is_killed_costs_nobody_anything(house: House) -> None:
    """Half of the people were at it; they come back at the other one, through the proxy. Clocks ring there."""
    first, second = house.workers
    async with load(house, [house.url]) as sessions:
        second.kill()
        await go_on(sessions)
        await asyncio.to_thread(second.start)
        await go_on(sessions)
        async with no_room(sessions):
            first.kill()
            lines = await asyncio.gather(*(screen(house.url, sessions[0].made) for _ in range(20)))  # all at once
            await go_on(sessions)
        await asyncio.gather(*(line.close() for line in lines))
        rung = sessions[0].clients[0].until(lambda view: view["timer"]["state"] == "over")
        await asyncio.wait_for(rung, BACK_SECONDS)
        await asyncio.to_thread(first.start)
    assert [each.busy for each in sessions] == [0, 0]
    assert sessions[0].clocks["clock_in_time"] >= 1


async def test_redis_may_be_restarted(house: House) -> None:
    async with load(house, both(house)) as sessions:
        for _ in range(2):
            house.redis.kill()
            await go_on(sessions)
            await asyncio.to_thread(house.redis.start)
            await go_on(sessions)
    assert [each.busy for each in sessions] == [0, 0]


async def test_redis_may_be_gone_for_good(house: House) -> None:
    async with load(house, both(house), apart=True) as sessions:
        house.redis.kill()
        await go_on(sessions)
    await asyncio.to_thread(house.redis.start)
    assert [each.busy for each in sessions] == [0, 0]


async def test_postgresql_may_be_restarted(house: House) -> None:
    """Commands wait, or are refused with `busy` and sent again."""
    async with load(house, both(house)) as sessions:
        for how in ("immediate", "fast"):  # as a power cut, as an operator
            async with no_room(sessions):
                await asyncio.to_thread(house.cluster.stop, how)
                await asyncio.to_thread(house.cluster.start)
                await go_on(sessions)


async def test_a_worker_that_is_stopped_says_goodbye_through_the_proxy(house: House) -> None:
    second = house.workers[1]
    async with load(house, [house.url]) as sessions:
        lines = [await screen(house.url, sessions[0].made) for _ in range(4)]
        listening = [asyncio.create_task(goodbye(line)) for line in lines]
        assert await asyncio.to_thread(second.stop) == 0
        await go_on(sessions)
        told = [task for task in listening if task.done()]
        assert told, "the proxy gives each worker some of the lines"
        assert {str(task.result()) for task in told} == {str(({"type": "closing", "code": "restarting"}, 4000))}
        await asyncio.to_thread(second.start)
        await asyncio.gather(*(line.close() for line in lines))
        await asyncio.gather(*listening)
    assert [each.busy for each in sessions] == [0, 0]


@pytest.fixture
def family(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One `maatwerk serve --workers 2`, on the same database."""
    server = Server(tmp_path_factory.mktemp("family"), name="family")
    server.set(**settings(house.database, house.redis, server.url))
    server.also("--workers", "2")
    server.start()
    yield server
    server.kill_family()


async def test_workers_are_replaced_one_by_one_under_load(family: Server) -> None:
    before = set(await asyncio.to_thread(family.children))
    async with load(family, [family.url]) as sessions:
        os.kill(family.pid, signal.SIGHUP)
        while before & set(family.children()):
            await go_on(sessions, 5)
        await go_on(sessions)
    assert len(set(family.children()) - before) == 2
    assert [each.busy for each in sessions] == [0, 0]
