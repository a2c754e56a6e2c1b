"""One whole session on one core: how long until the last one at the table reads what somebody did."""

import asyncio
import time
from bisect import bisect_left
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import Random
from typing import Any

from app.bots.client import Client, Frame
from bench.measured import Measured, quantile
from bench.server import Made, Server

SEATS = 16
RATE = 20
SECONDS = 20
MOST_P99_MS = 50
FIELDS = ("text", "ict", "needs_now", "develops_later")


class Reader(Client):
    """A client that notes when it had read which event."""

    def __init__(self, url: str, code: str, token: str, looks_as: str, name: str) -> None:
        super().__init__(url, code, token, looks_as, name)
        self.seqs: list[int] = []
        self.times: list[float] = []

    def _take(self, frame: Frame) -> None:
        super()._take(frame)
        if not self.seqs or self.seq > self.seqs[-1]:
            self.seqs.append(self.seq)
            self.times.append(time.perf_counter())

    def read_at(self, seq: int) -> float:
        """When this client had read the event with this number, or one after it."""
        return self.times[bisect_left(self.seqs, seq)]


@dataclass(frozen=True, slots=True)
class Wish:
    """A command of the plan: when, by whom, and who gets to see what it does."""

    at: float
    client: Reader
    kind: str
    fields: dict[str, Any]
    seen_by: Sequence[Reader]


async def measure(server: Server, made: Made) -> list[Measured]:
    """Run the plan, open loop: who is late starts nobody later."""
    async with AsyncExitStack() as stack:
        clients = _readers(server, made)
        for client in clients:
            await stack.enter_async_context(client)
        await clients[0].send("go", phase="work", round=1)
        await _run(_plan(clients, 2.0, Random(1)))  # the first ones pay for what is loaded on first use
        late = await _run(_plan(clients, SECONDS, Random(2)))
        wrong = await _wrong_views(server, made, clients)
    size = f"{len(clients)} connections, {RATE} commands/s"
    return [
        Measured(f"{size}: to the last reader, p50", quantile(late, 0.5) * 1000, "ms"),
        Measured(f"{size}: to the last reader, p99", quantile(late, 0.99) * 1000, "ms", MOST_P99_MS),
        Measured(f"{size}: views that differ from a fresh one", wrong, "", 0),
    ]


def _readers(server: Server, made: Made) -> list[Reader]:
    seats = [(token, "seat", f"seat-{n}") for n, token in enumerate(made.seats)]
    everybody = [(made.facilitator, "facilitator", "facilitator"), (made.screen, "screen", "screen"), *seats]
    return [Reader(server.url, made.code, *one) for one in everybody]


def _plan(clients: Sequence[Reader], seconds: float, chance: Random) -> list[Wish]:
    """Sixteen players who type and place, a facilitator who writes down what is said."""
    facilitator, _, *seats = clients
    plan: list[Wish] = []
    at = 0.0
    while (at := at + chance.expovariate(RATE)) < seconds:
        if chance.random() < 0.1:
            text = f"inzicht {len(plan)} ".ljust(120, "x")
            plan.append(Wish(at, facilitator, "capture_insight", {"text": text}, clients))
            continue
        seat = chance.randrange(len(seats))
        mates = [facilitator, *(seats[other] for other in range(seat % 4, len(seats), 4))]
        if chance.random() < 0.2:
            place = {"regulation": chance.randint(-100, 100), "interest": chance.randint(-100, 100)}
            plan.append(Wish(at, seats[seat], "place", place, mates))
        else:
            text = f"{len(plan)} ".ljust(chance.randint(20, 600), "y")
            plan.append(Wish(at, seats[seat], "write_draft", {"fields": {FIELDS[seat // 4]: text}}, mates))
    return plan


async def _run(plan: Sequence[Wish]) -> list[float]:
    """Seconds from the moment each command was planned to the moment that the last one had read it."""
    start = time.perf_counter() + 0.1
    loop, asked = asyncio.get_running_loop(), list[asyncio.Task[Frame]]()
    offset = loop.time() - time.perf_counter()
    for wish in plan:
        done: asyncio.Future[None] = loop.create_future()
        loop.call_at(start + wish.at + offset, done.set_result, None)
        await done
        asked.append(asyncio.create_task(wish.client.send(wish.kind, **wish.fields)))
    answers = await asyncio.wait_for(asyncio.gather(*asked), 30)
    late: list[float] = []
    for wish, answer in zip(plan, answers, strict=True):
        if answer["type"] != "ack":
            raise RuntimeError(f"{wish.kind} was refused: {answer}")
        for reader in wish.seen_by:
            await asyncio.wait_for(reader.until(lambda _, r=reader, seq=answer["seq"]: r.seq >= seq), 30)
        late.append(max(reader.read_at(answer["seq"]) for reader in wish.seen_by) - (start + wish.at))
    return late


async def _wrong_views(server: Server, made: Made, clients: Sequence[Reader]) -> int:
    """How many clients put together another view from patches than a fresh one is given."""
    fresh = _readers(server, made)
    wrong = 0
    async with AsyncExitStack() as stack:
        for mine, other in zip(clients, fresh, strict=True):
            await stack.enter_async_context(other)
            try:
                await asyncio.wait_for(mine.until(lambda view, other=other: view == other.view), 3)
            except TimeoutError:
                wrong += 1
    return wrong
