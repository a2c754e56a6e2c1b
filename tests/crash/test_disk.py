"""A disk that is full: who writes is told to try again, nothing half is stored, and it goes on when there is room."""

import asyncio
import resource
from pathlib import Path

import pytest

from bench.server import Server, serving
from tests.crash.test_kill import exported
from tests.crash.witness import Witness, check_views, everybody

pytestmark = pytest.mark.slow

ROOM = 200_000
"""Bytes that any file of the server may still grow by."""
MOST = 400
"""Drafts of which the last surely finds no room any more."""


def fill_disk(server: Server, room: int) -> None:
    """From now on the system refuses to let a file grow further, as a full disk does."""
    largest = max(path.stat().st_size for path in server.data.rglob("*") if path.is_file())
    _limit(server, largest + room)


def _limit(server: Server, size: int) -> None:
    _, hard = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size, hard))


async def _until_refused(seat: Witness) -> list[str]:
    """What was said yes to, before the first no."""
    said: list[str] = []
    for number in range(MOST):
        text = f"{number} {'x' * 800}"
        answer = await seat.send("write_draft", fields={"text": text})
        if answer["type"] == "reject":
            assert answer["code"] == "busy"
            return said
        said.append(text)
    pytest.fail("the disk was never full")


async def test_a_full_disk_loses_nothing_and_ends_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        made = await asyncio.to_thread(server.make_session, 4)
        async with everybody(server, made) as clients:
            facilitator, _, *seats = clients
            await facilitator.send("go", phase="work", round=1)
            fill_disk(server, ROOM)
            said = await _until_refused(seats[0])
            refused = await asyncio.gather(*(seat.send("place", regulation=40, interest=-40) for seat in seats))
            assert {answer.get("code") for answer in refused} == {"busy"}
            await check_views(server, made, clients)

            _limit(server, resource.RLIM_INFINITY)
            again = await asyncio.gather(*(seat.send("place", regulation=40, interest=-40) for seat in seats))
            assert {answer["type"] for answer in again} == {"ack"}
            events = exported(server, made)
            assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
            assert [event["data"]["fields"]["text"] for event in events if event["type"] == "draft_written"] == said
            await check_views(server, made, clients)
