"""`python -m bench.several_workers`: two workers on PostgreSQL and Redis against one, under the same load.

Everything shares the cores of this machine: workers, PostgreSQL, Redis and the clients. So read the processor time, and
take commands a second as what this machine gives, not as what two workers can do.
"""

import argparse
import asyncio
import contextlib
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from bench.crowd import crowd
from bench.many_sessions import fits
from bench.measured import Measured, cpu_seconds, memory_mib, quantile, show
from bench.server import Server
from tests.support import services

SESSIONS = 50
SEATS = 16
RATE = 50
SECONDS = 10.0
AT_ONCE = 25
"""Sessions that each have one command on its way, to find how many a second are accepted."""
SECRET = "Zq7vR2m9Lx4TbN8sYw3KpD6hJf5GcA1eUoVi0EtB"


class Absent(Exception):
    """There is no PostgreSQL or no Redis on this machine; the text says what to install."""


@contextlib.contextmanager
def house(folder: Path, count: int) -> Generator[Server]:
    """A server with this many workers on one port, on a database of its own. Raises Absent."""
    with contextlib.ExitStack() as stack:
        try:
            cluster = stack.enter_context(services.Cluster.running())
            redis = stack.enter_context(services.Redis.running())
        except (pytest.skip.Exception, pytest.fail.Exception) as absent:
            raise Absent(str(absent)) from None
        database = stack.enter_context(services.new_database(cluster.url("postgres")))
        server = Server(folder / f"{count}", MAATWERK_DATABASE_URL=database, MAATWERK_REDIS_URL=redis.url)
        server.set(MAATWERK_SECRET_KEY=SECRET, MAATWERK_ENV="room")  # an address of this machine alone
        server.also("--workers", str(count))
        stack.callback(server.kill_family)
        server.start()
        yield server


async def measure(
    server: Server, count: int, sessions: int = SESSIONS, seats: int = SEATS, seconds: float = SECONDS
) -> list[Measured]:
    """The same sessions and commands whatever the number of workers."""
    pids = server.children() or [server.pid]
    if len(pids) != count:
        raise RuntimeError(f"{len(pids)} workers serve, not {count}")
    async with crowd(server) as people:
        await people.make(sessions, seats)
        await people.join(people.sessions)
        await people.say_all(people.sessions)
        began = sum(map(cpu_seconds, pids))
        late = await people.load(people.sessions, RATE, seconds)
        cost = (sum(map(cpu_seconds, pids)) - began) / len(late) * 1000
        most = await people.press(people.sessions, min(AT_ONCE, sessions), seconds)
        lost = sum(line.lost for played in people.sessions for line in played.lines)
    name = f"{count} worker{'s' * (count > 1)} on PostgreSQL"
    return [
        Measured(f"{name}: command to ack at {RATE}/s, p50", quantile(late, 0.5) * 1000, "ms"),
        Measured(f"{name}: command to ack at {RATE}/s, p95", quantile(late, 0.95) * 1000, "ms"),
        Measured(f"{name}: CPU of the workers for 1,000 commands", cost, "s"),
        Measured(f"{name}: commands a second, {min(AT_ONCE, sessions)} on their way", most, ""),
        Measured(f"{name}: memory of the workers", sum(map(memory_mib, pids)), "MiB"),
        Measured(f"{name}: connections lost", lost, "", 0),
    ]


def compare(sessions: int = SESSIONS, seats: int = SEATS, seconds: float = SECONDS) -> list[Measured]:
    """One worker, then two. Raises Absent."""
    found: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="maatwerk-bench-") as folder:
        for count in (1, 2):
            with house(Path(folder), count) as server:
                found += asyncio.run(measure(server, count, sessions, seats, seconds))
    one, two = (next(each.value for each in found[start:] if "CPU" in each.what) for start in (0, len(found) // 2))
    return [*found, Measured("CPU of a command, two workers x one", two / one if one else 0.0, "")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    options = parser.parse_args()
    fits((options.sessions,), SEATS)
    show(compare(options.sessions))


if __name__ == "__main__":
    main()
