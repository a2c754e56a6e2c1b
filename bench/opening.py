"""How long people wait: for a server that starts, and for the review of a long log: `python -m bench.opening`."""

import asyncio
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import orjson
import websockets
from websockets.asyncio.client import connect

from app.bots.client import Client
from bench.measured import Measured, quantile, show
from bench.server import Made, Server, serving

MOST_START_S = 2.0
MOST_REVIEW_S = 1.0
EVENTS = 5000
STARTS = 3


async def measure_start(data: Path) -> list[Measured]:
    """From the start of the process to the first hello that is answered."""
    with serving(data) as server:
        made = await asyncio.to_thread(server.make_session, 0)
    took: list[float] = []
    for _ in range(STARTS):
        again = Server(data)
        began = time.perf_counter()
        again.launch()
        try:
            await asyncio.wait_for(_welcomed(again, made), 30)
            took.append(time.perf_counter() - began)
        finally:
            again.kill()
    return [Measured("process start to the first welcome", quantile(took, 0.5), "s", MOST_START_S)]


async def _welcomed(server: Server, made: Made) -> None:
    while True:
        try:
            async with connect(f"{server.url.replace('http', 'ws')}/ws/{made.code}") as socket:
                await socket.send(orjson.dumps({"type": "hello", "token": made.facilitator}).decode())
                await socket.recv()
                return
        except (OSError, websockets.InvalidHandshake):
            await asyncio.sleep(0.005)


async def measure_review(server: Server, made: Made) -> list[Measured]:
    """Page, log and first replay of a long session: the server's part of opening the review.

    Once while the session is open, and once after a restart: an old session is looked back at by a server that has to
    read it first.
    """
    seq = await _write_events(server, made)
    found = await _open_review(server, made, seq, f"review of {seq} events")
    server.kill()
    await asyncio.to_thread(server.start)
    return found + await _open_review(server, made, seq, f"review of {seq} events, after a restart")


async def _open_review(server: Server, made: Made, seq: int, what: str) -> list[Measured]:
    headers = {"Authorization": f"Bearer {made.facilitator}"}
    api = f"/api/v1/sessions/{made.code}"
    paths = (f"/s/{made.code}/review", f"{api}/log", f"{api}/replay/{seq}", f"{api}/replay/{seq // 2}")
    took: list[float] = []
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=30) as http:
        for path in paths:
            began = time.perf_counter()
            (await http.get(path)).raise_for_status()
            took.append(time.perf_counter() - began)
    page, log, replay, moment = (seconds * 1000 for seconds in took)
    return [
        Measured(f"{what}: page", page, "ms"),
        Measured(f"{what}: log", log, "ms"),
        Measured(f"{what}: first replay", replay, "ms"),
        Measured(f"{what}: together", (page + log + replay) / 1000, "s", MOST_REVIEW_S),
        Measured(f"{what}: another moment, half-way", moment, "ms"),
    ]


async def _write_events(server: Server, made: Made) -> int:
    """Everyone types until the log is long enough; gives its length."""
    async with AsyncExitStack() as stack:
        facilitator = await stack.enter_async_context(
            Client(server.url, made.code, made.facilitator, "facilitator", "long-f")
        )
        seats = [
            await stack.enter_async_context(Client(server.url, made.code, token, "seat", f"long-{n}"))
            for n, token in enumerate(made.seats)
        ]
        await facilitator.send("go", phase="work", round=2)

        async def type_on(seat: Client, field: str) -> None:
            while facilitator.seq < EVENTS:
                text = f"{facilitator.seq} ".ljust(200, "z")
                await seat.send("write_draft", fields={field: text})

        fields = ("text", "ict", "needs_now", "develops_later")
        await asyncio.gather(*(type_on(seat, fields[n // 4]) for n, seat in enumerate(seats)))
        return facilitator.seq


def main() -> None:
    """The review alone."""
    with tempfile.TemporaryDirectory(prefix="maatwerk-opening-") as folder, serving(Path(folder)) as server:
        show(asyncio.run(measure_review(server, server.make_session(16))))


if __name__ == "__main__":
    main()
