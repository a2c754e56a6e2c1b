"""The real server, killed in the middle of traffic again and again: what it said yes to is there, once."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from random import Random

import orjson
import pytest

from app.bots.client import Frame
from app.clock import SystemClock
from bench.server import Made, Server, serving
from tests.crash.witness import Events, Witness, check_views, everybody

pytestmark = pytest.mark.slow

KILLS = 10
SECONDS = 10
"""The shortest clock there is; it runs out while the server is down."""
FIELDS = ("text", "ict")
LONGEST = 900


class Tally:
    """How many answers came in, for whoever waits for more."""

    def __init__(self) -> None:
        self.count = 0
        self.stopped = False
        self._more = asyncio.Event()

    def add(self) -> None:
        self.count += 1
        self._more.set()

    async def more(self, number: int) -> None:
        """Until this many more answers have come."""
        until = self.count + number
        while self.count < until:
            self._more.clear()
            await self._more.wait()


Said = list[tuple[str, Frame]]
"""Texts that nobody sent before or after, with the answers to them."""


async def capture(client: Witness, tally: Tally) -> Said:
    """Write down one idea after another."""
    said: Said = []
    while not tally.stopped:
        text = f"idea {len(said)}"
        said.append((text, await client.send("capture_insight", text=text)))
        tally.add()
    return said


async def write(client: Witness, field: str, tally: Tally, chance: Random) -> Said:
    """Type one letter after another."""
    said: Said = []
    typed = ""
    while not tally.stopped:
        typed = (typed + chance.choice("abcdefghijklmnopqrstuvwxyz "))[-LONGEST:]
        text = f"{typed}|{client.name}|{len(said)}"
        said.append((text, await client.send("write_draft", fields={field: text})))
        tally.add()
    return said


async def test_nothing_is_lost_or_doubled_when_the_server_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        made = await asyncio.to_thread(server.make_session, 8)
        async with everybody(server, made) as clients:
            facilitator, _, *seats = clients
            await facilitator.send("go", phase="work", round=1)
            await facilitator.send("timer", action="start", seconds=SECONDS)
            await facilitator.until(lambda view: "ends_at" in view["timer"])
            ends_at = facilitator.view["timer"]["ends_at"]
            ideas, *drafts = await _write_while_killing(server, facilitator, seats, ends_at)
            events = exported(server, made)
            check_log(events, [pair for said in (ideas, *drafts) for pair in said])
            await check_asking_again(clients)
            assert exported(server, made) == events
            await check_views(server, made, clients)
            check_drafts(facilitator, seats, drafts)
            assert set[int]().union(*(client.ends for client in clients)) == {ends_at}
            assert [event["data"]["at"] >= ends_at for event in events if event["type"] == "timer_ran_out"] == [True]


async def _write_while_killing(
    server: Server, facilitator: Witness, seats: Sequence[Witness], ends_at: int
) -> Sequence[Said]:
    chance, tally = Random(20261122), Tally()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(capture(facilitator, tally))]
        tasks += [
            group.create_task(write(seat, FIELDS[number // 4], tally, chance)) for number, seat in enumerate(seats)
        ]
        for _ in range(KILLS):
            await asyncio.wait_for(tally.more(chance.randint(1, 80)), 30)
            for _ in range(chance.randint(0, 30)):
                await asyncio.sleep(0)
            server.kill()
            if ends_at - 3000 < SystemClock().now() < ends_at:
                await _moment(ends_at)
            await asyncio.to_thread(server.start)
        await asyncio.wait_for(tally.more(20), 30)
        await asyncio.wait_for(facilitator.until(lambda view: view["timer"]["state"] == "over"), SECONDS + 5)
        tally.stopped = True
    return [task.result() for task in tasks]


async def _moment(at: int) -> None:
    """When the clock says so: here time itself is what is waited for."""
    passed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    SystemClock().call_at(at, lambda: passed.set_result(None))
    await passed


def exported(server: Server, made: Made) -> Events:
    lines = server.command("session", "export", made.code).splitlines()
    return [orjson.loads(line) for line in lines]


def check_log(events: Events, said: Said) -> None:
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    stored = [(text, event["seq"]) for event in events for text in _texts(event)]
    assert len(stored) == len({text for text, _ in stored}), "a command took effect twice"
    assert sorted(stored) == sorted((text, answer["seq"]) for text, answer in said), "an answer does not fit the log"
    assert {answer["type"] for _, answer in said} == {"ack"}


def _texts(event: Frame) -> list[str]:
    if event["type"] == "draft_written":
        return list(event["data"]["fields"].values())
    return [event["data"]["text"]] if event["type"] == "insight_captured" else []


async def check_asking_again(clients: Sequence[Witness]) -> None:
    chance = Random(7)
    for client in clients:
        for command_id in chance.sample(sorted(client.sent), min(10, len(client.sent))):
            await asyncio.wait_for(client.again(command_id), 10)
        assert all(answer == given[0] for given in client.answers.values() for answer in given)


def check_drafts(facilitator: Witness, seats: Sequence[Witness], drafts: Sequence[Said]) -> None:
    for number, (seat, said) in enumerate(zip(seats, drafts, strict=True)):
        solution = facilitator.view["solutions"]["1"][str(seat.view["me"]["team"])]
        assert solution[FIELDS[number // 4]] == said[-1][0]
