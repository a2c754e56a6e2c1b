"""`python -m bench.many_sessions`: what a session costs when there are many, and how soon all are back after a kill.

A session is eighteen connections. Cost is the server's processor time and memory; the clients run on the other core.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from bench.crowd import Crowd, Played, crowd
from bench.measured import Measured, cpu_seconds, memory_mib, quantile, show
from bench.server import Server, pin, serving

SIZES = (10, 100, 1000)
KILLED = 500
SEATS = 16
RATE = 100
"""Commands a second over all sessions, when a command's cost is asked."""
PACE = 0.5
"""Commands a second of each session, when a session's cost is asked."""
SECONDS = 10.0
MOST_GROWTH = 1.2
FILES_BESIDES = 500
"""Files that a process has open besides its connections."""


def fits(sizes: Sequence[int], seats: int = SEATS) -> tuple[int, ...]:
    """The sizes whose connections a process may have open on this machine."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    most = (hard if hard != resource.RLIM_INFINITY else soft) - FILES_BESIDES
    return tuple(size for size in sizes if size * (seats + 2) <= most)


async def measure(
    server: Server, sizes: Sequence[int] = SIZES, killed: int = KILLED, seats: int = SEATS, seconds: float = SECONDS
) -> list[Measured]:
    """Grow from the least to the most sessions; then kill the server and wait for all.

    At each size two looks: what a session costs when each does as much as before, and what a command costs when all
    together do as much as before, so that it bears what more and more silent sessions cost.
    """
    found: list[Measured] = []
    async with crowd(server) as people:
        shares: list[float] = []
        costs: list[float] = []
        empty = memory_mib(server.pid)
        for size in sizes:
            found += await _grow(people, size, seats, empty)
            apiece, _ = await _cost(server, people, PACE * size, seconds if size > sizes[0] else 3 * seconds)
            shares.append(apiece * PACE)
            found.append(Measured(f"{size} sessions: CPU a second of one with {PACE:g} commands/s", shares[-1], "ms"))
            cost, late = await _cost(server, people, RATE, seconds)
            costs.append(cost)
            found.append(Measured(f"{size} sessions: CPU of 1,000 commands at {RATE}/s", cost, "s"))
            found.append(Measured(f"{size} sessions: command to ack, p50", quantile(late, 0.5) * 1000, "ms"))
        what = f"{sizes[-1]} sessions x {sizes[0]}"
        found.append(Measured(f"CPU of a session, {what}", _growth(shares), "", MOST_GROWTH))
        found.append(Measured(f"CPU of a command at {RATE}/s, {what}", _growth(costs), "", MOST_GROWTH))
        found += await _idle(server, people, sizes[-1], seconds / 2)
        for played in people.sessions[killed:]:
            for line in played.lines:
                line.drop()
        found += await _killed(server, people, people.sessions[:killed])
    return found


async def _grow(people: Crowd, size: int, seats: int, empty: float) -> list[Measured]:
    """Make the sessions that are lacking, open all their lines and let each say something: what is loaded then stays.

    Memory is that of the server with all of them, shared out.
    """
    server, known = people.server, len(people.sessions)
    before = memory_mib(server.pid)
    await people.make(size - known, seats)
    made = memory_mib(server.pid)
    began, cpu = time.perf_counter(), cpu_seconds(server.pid)
    await people.join(people.sessions[known:])
    took, lines = time.perf_counter() - began, (size - known) * (seats + 2)
    joining = (cpu_seconds(server.pid) - cpu) / lines * 1000
    joined = memory_mib(server.pid)
    await people.say_all(people.sessions[known:])
    kib = 1024 / (size - known)
    return [
        Measured(f"{size} sessions: a connection from request to view", took / lines * 1000, "ms"),
        Measured(f"{size} sessions: CPU of opening a connection", joining, "ms"),
        Measured(f"{size} sessions: memory of one more, when made", (made - before) * kib, "KiB"),
        Measured(f"{size} sessions: memory of one more, with its connections", (joined - made) * kib, "KiB"),
        Measured(f"{size} sessions: memory of a connection", (joined - made) * 1024 / lines, "KiB"),
        Measured(f"{size} sessions: the server's memory over an empty one", joined - empty, "MiB"),
    ]


async def _cost(server: Server, people: Crowd, rate: float, seconds: float) -> tuple[float, list[float]]:
    """Seconds of processor time for a thousand commands, and how long each waited for its ack."""
    began = cpu_seconds(server.pid)
    late = await people.load(people.sessions, rate, seconds)
    return (cpu_seconds(server.pid) - began) / len(late) * 1000, late


def _growth(values: Sequence[float]) -> float:
    return values[-1] / values[0] if values[0] else 0.0  # a short look may see no tick of the clock


async def _idle(server: Server, people: Crowd, size: int, seconds: float) -> list[Measured]:
    began = cpu_seconds(server.pid)
    await asyncio.sleep(seconds)
    share = (cpu_seconds(server.pid) - began) / seconds * 100
    lost = sum(line.lost for played in people.sessions for line in played.lines)
    return [
        Measured(f"{size} idle sessions: share of a core", share, "%"),
        Measured(f"{size} idle sessions: connections lost", lost, "", 0),
    ]


async def _killed(server: Server, people: Crowd, live: Sequence[Played]) -> list[Measured]:
    """Kill the server, start it at once, let everyone come back as browsers do, and each session say something."""
    size, chance = len(live), Random(1)
    killed = time.perf_counter()
    server.kill()
    server.launch()

    async def back(played: Played) -> float:
        lines = [people.come_back(played, place, chance) for place in range(len(played.lines))]
        others = asyncio.gather(*lines[1:])
        await lines[0]
        while True:
            try:
                await people.say(played)
                break
            except ConnectionResetError:
                await asyncio.sleep(0.05)
        accepted = time.perf_counter() - killed
        await others
        return accepted

    listening = asyncio.create_task(asyncio.to_thread(server.wait))
    accepted = await asyncio.wait_for(asyncio.gather(*map(back, live)), 300)
    everyone = time.perf_counter() - killed
    await listening
    what = f"{size} live sessions, SIGKILL to"
    return [
        Measured(f"{what} the first command accepted", min(accepted), "s"),
        Measured(f"{what} one accepted in half of them", quantile(accepted, 0.5), "s"),
        Measured(f"{what} one accepted in all of them", max(accepted), "s"),
        Measured(f"{what} all their connections being back", everyone, "s"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seats", type=int, default=SEATS)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--killed", type=int, default=KILLED)
    options = parser.parse_args()
    sizes = fits(options.sizes, options.seats)
    with tempfile.TemporaryDirectory(prefix="maatwerk-bench-") as folder, serving(Path(folder), core=pin()) as server:
        show(asyncio.run(measure(server, sizes, min(options.killed, sizes[-1]), options.seats)))


if __name__ == "__main__":
    main()
