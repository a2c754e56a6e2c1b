"""The bench of many sessions and several workers runs from start to end, in a small form, on real servers."""

import asyncio
from pathlib import Path

import pytest

from bench import many_sessions, several_workers
from bench.crowd import Refused, crowd
from bench.measured import Measured
from bench.server import serving
from tests.support.services import missing

pytestmark = pytest.mark.slow


def lost(found: list[Measured]) -> list[float]:
    return [one.value for one in found if "lost" in one.what]


def test_many_sessions_in_small(tmp_path: Path) -> None:
    sizes = many_sessions.fits((1, 2), seats=4)
    with serving(tmp_path) as server:
        found = asyncio.run(many_sessions.measure(server, sizes, killed=2, seats=4, seconds=0.3))
    assert lost(found) == [0]
    by_name = {one.what: one.value for one in found}
    first, half, every, back = (value for what, value in by_name.items() if "SIGKILL" in what)
    assert 0 < first <= half <= every <= back
    assert by_name["2 sessions: CPU of 1,000 commands at 100/s"] > 0
    assert "CPU of a session, 2 sessions x 1" in by_name


def test_two_workers_against_one_in_small() -> None:
    try:
        found = several_workers.compare(sessions=2, seats=4, seconds=0.3)
    except several_workers.Absent as absent:
        missing("PostgreSQL or Redis", str(absent))
    assert lost(found) == [0, 0]
    assert all(one.value > 0 for one in found if "a second" in one.what or "memory" in one.what)


def test_a_refused_command_and_a_lost_line_are_not_counted_as_work(tmp_path: Path) -> None:
    async def refused() -> None:
        async with crowd(server) as people:
            await people.make(1, 4)
            await people.join(people.sessions)
            line = people.sessions[0].lines[1]
            line.send("c0", "rename_team", name="A projector may not")
            with pytest.raises(Refused):
                await line.until_answered("c0")
            server.kill()
            with pytest.raises(ConnectionResetError):
                await people.say(people.sessions[0])

    with serving(tmp_path) as server:
        asyncio.run(refused())
