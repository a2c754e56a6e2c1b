"""A server that is asked to stop says so to everyone, and loses nothing."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import websockets
from websockets.asyncio.client import connect

from app.version import VERSION
from bench.server import Made, Server, serving
from tests.crash.witness import check_views, everybody

pytestmark = pytest.mark.slow


async def test_a_stop_is_announced_and_everyone_comes_back(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        made = await asyncio.to_thread(server.make_session, 4)
        async with everybody(server, made) as clients:
            facilitator = clients[0]
            there = asyncio.Event()
            farewell = asyncio.create_task(_last_frames(server, made, there))
            await asyncio.wait_for(there.wait(), 10)
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


async def test_a_stop_is_told_over_lines_without_a_websocket_and_waits_for_none(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        made = await asyncio.to_thread(server.make_session, 4)
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as http:
            lines = [Listening(http, made) for _ in range(2)]
            tasks = [asyncio.create_task(lines[0].stream()), asyncio.create_task(lines[1].poll())]
            for line in lines:
                await asyncio.wait_for(line.welcomed.wait(), 10)
            await asyncio.to_thread(server.stop)
            await asyncio.wait_for(asyncio.gather(*tasks), 10)
        assert "did not take" not in server.log()
        for line in lines:
            assert line.heard[-1] == {"type": "closing", "code": "restarting"}


def test_a_start_and_a_stop_are_a_line_each_in_the_log(tmp_path: Path) -> None:
    server = Server(tmp_path, MAATWERK_LOG_LEVEL="INFO", MAATWERK_LOG_FORMAT="json")
    server.start()
    assert server.stop() == 0
    lines = [orjson.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    told = [{key: value for key, value in line.items() if key not in ("timestamp", "level")} for line in lines]
    about = {"version": VERSION, "address": server.url, "database": "sqlite", "workers": 1}
    assert told == [{"event": "server starts", **about}, {"event": "server stopped", **about}]


def test_a_misspelt_setting_is_warned_of_at_the_start(tmp_path: Path) -> None:
    server = Server(tmp_path, MAATWERK_LOG_FORMAT="json", MAATWERK_LOGLEVEL="DEBUG", MAATWERK_TEST_X="1")
    server.start()
    server.stop()
    (warned,) = [orjson.loads(line) for line in server.log().splitlines() if "no setting" in line]
    assert (warned["level"], warned["name"]) == ("warning", "MAATWERK_LOGLEVEL")
    assert warned["meant"] == "MAATWERK_LOG_LEVEL"


class Listening:
    """The projector on a line without a websocket."""

    def __init__(self, http: httpx.AsyncClient, made: Made) -> None:
        self.heard: list[Any] = []
        self.welcomed = asyncio.Event()
        self._http = http
        self._token = made.screen
        self._path = f"/api/v1/lines/{made.code}"

    async def _open(self) -> dict[str, str]:
        hello = orjson.dumps({"type": "hello", "token": self._token})
        return {"Maatwerk-Line": (await self._http.post(self._path, content=hello)).raise_for_status().json()["line"]}

    def _hear(self, text: str) -> None:
        self.heard.append(orjson.loads(text))
        self.welcomed.set()

    async def stream(self) -> None:
        """Until the server ends it."""
        async with self._http.stream("GET", f"{self._path}/events", headers=await self._open()) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data: "):
                    self._hear(line.removeprefix("data: "))

    async def poll(self) -> None:
        """Until it hears a goodbye."""
        line, got = await self._open(), "0"
        while not self.heard or self.heard[-1]["type"] != "closing":
            answer = (await self._http.get(f"{self._path}/poll?got={got}", headers=line)).raise_for_status()
            got = answer.headers["maatwerk-batch"]
            for text in answer.text.splitlines():
                self._hear(text)


async def _last_frames(server: Server, made: Made, there: asyncio.Event) -> tuple[object, int | None]:
    """The last frame that the projector gets, and the close code after it. `there` is set with the first."""
    last: object = None
    async with connect(f"{server.url.replace('http', 'ws')}/ws/{made.code}") as socket:
        await socket.send(orjson.dumps({"type": "hello", "token": made.screen}).decode())
        try:
            async for text in socket:
                last = orjson.loads(text)
                there.set()
        except websockets.ConnectionClosedError:
            pass
        return last, socket.close_code
