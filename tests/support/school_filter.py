"""A proxy as schools have them: it passes requests on, and stops what looks like a websocket, a stream, or both."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

Block = Literal["refuse websockets", "swallow websockets", "hold streams"]
REFUSAL = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
PART = 65536


@dataclass(slots=True)
class SchoolFilter:
    """Stands before a server on this machine. What it blocks may be changed while it runs."""

    server: int
    blocks: set[Block]
    port: int = 0
    stopped: list[str] = field(default_factory=list[str])
    """First lines of the requests that were stopped."""
    _open: "set[asyncio.Task[None]]" = field(default_factory=lambda: set())

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a browser, until either side ends it."""
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._between(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            writer.close()

    async def _between(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.read(PART)
        socket = b"\r\nupgrade: websocket" in head.lower()
        if socket and self._stops("refuse websockets", head):
            writer.write(REFUSAL)
            return
        answers, back = await asyncio.open_connection("127.0.0.1", self.server)
        held = asyncio.Event()  # from here on nothing of what the server says comes through
        up = asyncio.create_task(self._up(head, reader, back, held))
        try:
            first = await answers.read(PART)
            if not held.is_set():
                writer.write(first)
            if socket and self._stops("swallow websockets", head):
                held.set()
            while part := await answers.read(PART):
                if not held.is_set():
                    writer.write(part)
                    await writer.drain()
        finally:
            up.cancel()
            back.close()

    async def _up(
        self, part: bytes, reader: asyncio.StreamReader, back: asyncio.StreamWriter, held: asyncio.Event
    ) -> None:
        while part:
            if b"/events HTTP/1.1\r\n" in part and self._stops("hold streams", part):
                held.set()
            back.write(part)
            await back.drain()
            part = await reader.read(PART)
        back.close()

    def _stops(self, what: Block, head: bytes) -> bool:
        if what not in self.blocks:
            return False
        self.stopped.append(head.split(b"\r\n", 1)[0].decode())
        return True

    async def cut(self) -> None:
        """End every connection."""
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)


@asynccontextmanager
async def school_filter(server: int, *blocks: Block) -> AsyncGenerator[SchoolFilter]:
    """A filter on a free port before the server on this one."""
    found = SchoolFilter(server, set(blocks))
    listening = await asyncio.start_server(found.connected, "127.0.0.1", 0)
    found.port = listening.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        listening.close()
        await found.cut()
        await listening.wait_closed()
