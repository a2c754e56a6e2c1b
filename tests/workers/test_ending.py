"""A session that is gone ends for everybody who looks at it, at every worker."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

import httpx
import psycopg
import pytest
from websockets.asyncio.client import ClientConnection

from app.live.frames import Closing
from app.purging import purge
from app.settings import Settings
from app.store import open_store
from bench.server import Made
from tests.workers.conftest import House
from tests.workers.lines import goodbye, screen

pytestmark = pytest.mark.slow

TOLD = ({"type": "closing", "code": Closing.ENDED.word}, Closing.ENDED.code)


async def lines_to(stack: AsyncExitStack, house: House, made: Made) -> Sequence[ClientConnection]:
    """Two projectors at each worker, and two behind the proxy."""
    urls = [worker.url for worker in house.workers for _ in range(2)] + [house.url] * 2
    return [await stack.enter_async_context(await screen(url, made)) for url in urls]


async def purged(house: House) -> list[str]:
    """What `maatwerk purge` does, with connections of its own."""
    store = open_store(house.database)
    try:
        return await purge(Settings(database_url=house.database), store)
    finally:
        await store.close()


async def test_a_session_past_its_end_date_is_purged_once_and_ends_at_both_workers(house: House) -> None:
    """Two jobs purge at the same moment. Nobody rings, for no worker did it."""
    due, stays = await asyncio.gather(*(asyncio.to_thread(house.make_session, 1) for _ in range(2)))
    async with AsyncExitStack() as stack:
        lines = await lines_to(stack, house, due)
        others = await lines_to(stack, house, stays)
        with psycopg.connect(house.database.replace("+psycopg", ""), autocommit=True) as db:
            db.execute("UPDATE sessions SET keep_days = 0 WHERE code = %s", (due.code,))
        deleted = await asyncio.gather(purged(house), purged(house))
        assert sorted(map(len, deleted)) == [0, 1]
        told = await asyncio.wait_for(asyncio.gather(*map(goodbye, lines)), 10)
        assert told == [TOLD] * len(lines)
        assert [line.close_code for line in others] == [None] * len(others)
    async with httpx.AsyncClient() as http:
        for worker in house.workers:
            bearer = {"Authorization": f"Bearer {due.facilitator}"}
            answer = await http.get(f"{worker.url}/api/v1/sessions/{due.code}", headers=bearer)
            assert answer.status_code == 404, answer.text


@pytest.mark.parametrize("rung", [True, False], ids=["rung", "redis_gone"])
async def test_a_session_that_is_deleted_at_one_worker_ends_at_both(house: House, rung: bool) -> None:
    made = await asyncio.to_thread(house.make_session, 1)
    async with AsyncExitStack() as stack:
        lines = await lines_to(stack, house, made)
        if not rung:
            house.redis.kill()
            stack.callback(house.redis.start)
        async with httpx.AsyncClient(timeout=30) as http:
            url = f"{house.workers[0].url}/api/v1/sessions/{made.code}"
            answer = await http.delete(url, headers={"Authorization": f"Bearer {made.facilitator}"})
        assert answer.status_code == 204
        told = await asyncio.wait_for(asyncio.gather(*map(goodbye, lines)), 10)
        assert told == [TOLD] * len(lines)
