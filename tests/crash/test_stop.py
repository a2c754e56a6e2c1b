"""A server that is asked to stop says so to everyone, and loses nothing."""

import asyncio
from pathlib import Path

import orjson
import pytest
import websockets
from websockets.asyncio.client import connect

from bench.server import Made, Server, serving
from tests.crash.witness import check_views, everybody

pytestmark = pytest.mark.slow


async def test_a_stop_is_announced_and_everyone_comes_back(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        made = await asyncio.to_thread(server.make_session, 4)
        async with everybody(server, made) as clients:
            facilitator = clients[0]
            farewell = asyncio.create_task(_last_frames(server, made))
            asked = [asyncio.create_task(facilitator.send("capture_insight", text=f"idee {n}")) for n in range(100)]
            await facilitator.until(lambda view: len(view["insights"]) >= 20)
            await asyncio.to_thread(server.stop)
            last, code = await farewell
            assert (last, code) == ({"type": "closing", "code": "restarting"}, 4000)
            await asyncio.to_thread(server.start)
            answers = await asyncio.wait_for(asyncio.gather(*asked), 20)
            assert [answer["type"] for answer in answers] == ["ack"] * 100
            await check_views(server, made, clients)
            assert sorted(one["text"] for one in facilitator.view["insights"].values()) == sorted(
                f"idee {n}" for n in range(100)
            )


async def _last_frames(server: Server, made: Made) -> tuple[object, int | None]:
    """The last frame that the projector gets, and the close code after it."""
    last: object = None
    async with connect(f"{server.url.replace('http', 'ws')}/ws/{made.code}") as socket:
        await socket.send(orjson.dumps({"type": "hello", "token": made.screen}).decode())
        try:
            async for text in socket:
                last = orjson.loads(text)
        except websockets.ConnectionClosedError:
            pass
        return last, socket.close_code
