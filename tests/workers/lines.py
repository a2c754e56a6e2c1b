"""Lines that do not come back, to see how they end."""

import orjson
import websockets
from websockets.asyncio.client import ClientConnection, connect

from bench.server import Made


async def screen(url: str, made: Made) -> ClientConnection:
    """A projector that is shown this session over this address, and does not come back."""
    line = await connect(f"{url.replace('http', 'ws', 1)}/ws/{made.code}")
    await line.send(orjson.dumps({"type": "hello", "token": made.screen}).decode())
    await line.recv()
    return line


async def goodbye(line: ClientConnection) -> tuple[object, int | None]:
    """The last frame, and the close code after it."""
    last: object = None
    try:
        async for text in line:
            last = orjson.loads(text)
    except websockets.ConnectionClosedError:
        pass
    return last, line.close_code
