"""A client that keeps what it sent and every answer to it, and can ask again."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Protocol

from app.bots.client import Client, Frame
from app.game.merging import diff
from bench.server import Made

Events = list[dict[str, Any]]


class House(Protocol):
    """Where people come in: a server, or what stands before several."""

    @property
    def url(self) -> str: ...


class Witness(Client):
    """Also notes at which moments the views it saw let the clock end."""

    def __init__(self, url: str, code: str, token: str, looks_as: str | None = None, name: str = "bot") -> None:
        super().__init__(url, code, token, looks_as, name)
        self.name = name
        self.url = url
        self.token = token
        self.looks_as = looks_as
        self.sent: dict[str, Frame] = {}
        self.answers: dict[str, list[Frame]] = {}
        self.ends: set[int] = set()

    async def again(self, command_id: str) -> Frame:
        """Send a command once more, as if its answer had been lost."""
        future: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._waiting[command_id] = (self.sent[command_id], future)
        await self._transmit(self.sent[command_id])
        return await future

    async def _transmit(self, frame: Frame) -> None:
        if "id" in frame:
            self.sent[frame["id"]] = frame
        await super()._transmit(frame)

    def _take(self, frame: Frame) -> None:
        if frame["type"] in ("ack", "reject"):
            self.answers.setdefault(frame["id"], []).append(frame)
        super()._take(frame)
        if "ends_at" in self.view.get("timer", {}):
            self.ends.add(self.view["timer"]["ends_at"])


@asynccontextmanager
async def everybody(server: House, made: Made) -> AsyncGenerator[list[Witness]]:
    """The facilitator, the projector, and everyone with a seat, connected for as long as it takes."""
    async with AsyncExitStack() as stack:
        clients = _witnesses(server, made)
        for client in clients:
            await stack.enter_async_context(client)
        yield clients


def _witnesses(server: House, made: Made) -> list[Witness]:
    seats = [(token, "seat", f"seat-{n}") for n, token in enumerate(made.seats)]
    all_of_them = [(made.facilitator, "facilitator", "facilitator"), (made.screen, "screen", "screen"), *seats]
    return [Witness(server.url, made.code, token, looks_as, name) for token, looks_as, name in all_of_them]


async def check_views(server: House, made: Made, clients: Sequence[Witness]) -> None:
    """What each client put together from patches is what a fresh one is welcomed with."""
    for client in clients:
        async with Client(server.url, made.code, client.token, client.looks_as, "fresh") as fresh:
            try:
                await asyncio.wait_for(_same(client, fresh), 20)
            except TimeoutError as error:
                error.add_note(f"{client.name} at {client.seq} lacks of {fresh.seq}: {diff(client.view, fresh.view)}")
                raise


async def _same(client: Client, fresh: Client) -> None:
    """Return when both see the same, whoever of them hears last."""
    waits = [asyncio.create_task(each.until(lambda _: client.view == fresh.view)) for each in (client, fresh)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()
        for done in await asyncio.gather(*waits, return_exceptions=True):
            if isinstance(done, Exception):
                raise done
