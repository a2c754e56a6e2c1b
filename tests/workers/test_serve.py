"""`maatwerk serve --workers N`: refused where it cannot work, and replaced one by one where it does."""

import asyncio
import contextlib
import os
import signal
import subprocess
from pathlib import Path
from random import Random

import pytest

from bench.server import MAATWERK, Server
from tests.crash.test_kill import FIELDS, Tally, check_drafts, write
from tests.crash.witness import check_views, everybody
from tests.support import services


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "MAATWERK_DATABASE_URL"),
        ({"MAATWERK_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1/nothing"}, "MAATWERK_REDIS_URL"),
    ],
)
def test_more_than_one_worker_is_refused_with_what_to_do(tmp_path: Path, settings: dict[str, str], told: str) -> None:
    line = [MAATWERK, "serve", "--workers", "2", "--data", str(tmp_path)]
    done = subprocess.run(line, env=os.environ | settings, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert told in done.stderr + done.stdout


@pytest.mark.slow
async def test_workers_are_replaced_one_by_one_and_nobody_has_to_act(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        admin = stack.enter_context(contextlib.contextmanager(services.postgres)())
        database = stack.enter_context(services.new_database(admin))
        redis = stack.enter_context(services.Redis.running())
        server = Server(tmp_path, MAATWERK_DATABASE_URL=database, MAATWERK_REDIS_URL=redis.url, MAATWERK_ENV="room")
        server.also("--workers", "2")
        stack.callback(server.kill_family)
        server.start()
        before = server.children()
        assert len(before) >= 2
        made = await asyncio.to_thread(server.make_session, 4)
        async with everybody(server, made) as clients:
            facilitator, _, *seats = clients
            await facilitator.send("go", phase="work", round=1)
            tally = Tally()
            writing = [asyncio.create_task(write(seat, FIELDS[0], tally, Random(7))) for seat in seats]
            await asyncio.wait_for(tally.more(20), 30)
            os.kill(server.pid, signal.SIGHUP)
            async with asyncio.timeout(90):
                while set(before) & set(server.children()):
                    await tally.more(1)
            await asyncio.wait_for(tally.more(20), 30)
            tally.stopped = True
            said = [await each for each in writing]
            await check_views(server, made, clients)
            check_drafts(facilitator, seats, said)
            assert {answer["type"] for each in said for _, answer in each} == {"ack"}
        assert await asyncio.to_thread(server.stop) == 0
