"""Thousands of clients in one process, as light as can be: what they cost must not drown what the server costs.

They read the first words of a frame and skip the rest; whether views are right is asked in the tests.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from random import Random
from typing import Any

from app.bots.client import SUBPROTOCOL
from bench.server import Made, Server

ADDRESSES = 8
"""Addresses of this machine to come from: each has 28,000 ports to go out by."""
JOINING = 64
"""Lines that are opened at the same time, when there is no hurry."""
HTTP_AT_ONCE = 16
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 15.0
"""As `backOff` in the browser: doubling, with chance."""
UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    f"Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n"
)
TEXT, PING, PONG = 0x81, 0x89, 0x8A
ACK, REJECT = b'{"type":"ack"', b'{"type":"reject"'
SHOWN = (b'{"type":"welcome"', b'{"type":"resumed"')


class Refused(Exception):
    """The server said no to a command, or closed a line that was to stay."""


def masked(text: bytes, kind: int = TEXT) -> bytes:
    """A websocket frame of a client; with a mask of zeros the text stays as it is."""
    size = len(text)
    length = bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + size.to_bytes(2, "big")
    return bytes([kind]) + length + b"\0\0\0\0" + text


class Line(asyncio.Protocol):
    """One connection: `shown` when the server showed it the session, `answers` by id with the time they came."""

    def __init__(self, path: str, port: int, token: str) -> None:
        self.shown: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.answers: dict[str, tuple[float, bool]] = {}
        self.lost = False
        self._first = UPGRADE.format(path=path, port=port).encode()
        self._hello = masked(json.dumps({"type": "hello", "token": token}).encode())
        self._rest = b""
        self._upgraded = False
        self._transport: asyncio.Transport | None = None
        self.answered = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._first)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        self.answered.set()
        if not self.shown.done():
            self.shown.set_exception(ConnectionResetError("before anything was shown"))
            self.shown.exception()  # nobody may have asked yet

    def data_received(self, data: bytes) -> None:
        self._rest += data
        if not self._upgraded:
            head, end, rest = self._rest.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head[:20]:
                self.drop()
                return
            self._upgraded, self._rest = True, rest
            self._send(self._hello)
        self._read_frames()

    def _read_frames(self) -> None:
        data, at = self._rest, 0
        while (size := len(data) - at) >= 2:
            length, start = data[at + 1], at + 2
            if length >= 126:
                start += 2 if length == 126 else 8
                if size < start - at:
                    break
                length = int.from_bytes(data[at + 2 : start], "big")
            if len(data) < start + length:
                break
            if data[at] == TEXT:
                self._heard(data, start, start + length)
            elif data[at] == PING:  # who does not answer is hung up on
                self._send(masked(data[start : start + length], PONG))
            at = start + length
        self._rest = data[at:]

    def _heard(self, data: bytes, start: int, end: int) -> None:
        if data.startswith((ACK, REJECT), start):
            frame = json.loads(data[start:end])
            self.answers[frame["id"]] = (time.perf_counter(), frame["type"] == "ack")
            self.answered.set()
        elif not self.shown.done() and data.startswith(SHOWN, start):
            self.shown.set_result(time.perf_counter())

    def _send(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.write(data)

    def send(self, frame_id: str, kind: str, **fields: Any) -> None:
        """Send a command; its answer comes in `answers`."""
        self._send(masked(json.dumps({"type": kind, "id": frame_id, **fields}).encode()))

    async def until_answered(self, frame_id: str) -> float:
        """When it was accepted. Raises Refused."""
        while frame_id not in self.answers:
            if self.lost:
                raise ConnectionResetError
            self.answered.clear()
            await self.answered.wait()
        at, accepted = self.answers.pop(frame_id)
        if not accepted:
            raise Refused(frame_id)
        return at

    def drop(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()


@dataclass(slots=True)
class Played:
    """A session with its open lines: facilitator, projector, seats."""

    made: Made
    lines: list[Line] = field(default_factory=list[Line])

    @property
    def tokens(self) -> tuple[str, ...]:
        """Of everybody, in the order of `lines`."""
        return (self.made.facilitator, self.made.screen, *self.made.seats)

    def wish(self, number: int) -> tuple[Line, str, str, dict[str, str]]:
        """The command with this number: by turns a short one of a team and 200 signs of the facilitator."""
        if number % 2:
            return self.lines[0], f"c{number}", "capture_insight", {"text": f"{number} ".ljust(200, ".")}
        return self.lines[2 + number // 2 % len(self.made.seats)], f"c{number}", "rename_team", {"name": f"T{number}"}


def _make(port: int, token: str, count: int, seats: int) -> list[Made]:
    """Sessions with taken seats, over one connection that is kept: a thousand sessions are 17,000 requests."""

    def post(path: str, **body: Any) -> dict[str, Any]:
        http.request("POST", f"/api/v1/sessions{path}", json.dumps(body), headers)
        answer = http.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise Refused(f"{path}: {answer.status} {text.decode()}")
        return json.loads(text)

    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=60)) as http:
        made: list[Made] = []
        for _ in range(count):
            one = post("")
            taken = tuple(post(f"/{one['code']}/seats", team=1 + seat % 4)["token"] for seat in range(seats))
            made.append(Made(one["code"], one["facilitator_token"], one["projector_token"], taken))
        return made


class Crowd:
    """All sessions at one server and whoever plays them."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.sessions: list[Played] = []
        self._count = 0
        self._opened = 0

    async def make(self, count: int, seats: int) -> None:
        """Further sessions over the public interface, with their seats spread over four teams."""
        first = await asyncio.to_thread(self.server.command, "session", "create", "--json")
        token = json.loads(first)["facilitator_token"]
        shares = [len(range(turn, count, HTTP_AT_ONCE)) for turn in range(HTTP_AT_ONCE)]
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(HTTP_AT_ONCE) as threads:
            asked = [loop.run_in_executor(threads, _make, self.server.port, token, share, seats) for share in shares]
            made = await asyncio.gather(*asked)
        self.sessions += [Played(one) for some in made for one in some]

    async def _open(self, played: Played, token: str) -> Line:
        path, loop = f"/ws/{played.made.code}", asyncio.get_running_loop()
        self._opened += 1
        here = (f"127.0.0.{2 + self._opened % ADDRESSES}", 0)
        port = self.server.port
        _, line = await loop.create_connection(lambda: Line(path, port, token), "127.0.0.1", port, local_addr=here)
        try:
            await line.shown
        except BaseException:
            line.drop()
            raise
        return line

    async def join(self, sessions: Sequence[Played]) -> None:
        """Open every line of these sessions."""
        gate = asyncio.Semaphore(JOINING)

        async def one(played: Played) -> None:
            async with gate:
                played.lines = [await self._open(played, token) for token in played.tokens]

        await asyncio.gather(*map(one, sessions))

    async def come_back(self, played: Played, place: int, chance: Random) -> None:
        """Open a line again, as a browser does that lost it: at growing intervals, until it is let in."""
        wait = FIRST_WAIT_S
        while True:
            await asyncio.sleep(wait * (0.5 + chance.random() / 2))
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(30):
                    played.lines[place] = await self._open(played, played.tokens[place])
                return
            wait = min(LONGEST_WAIT_S, wait * 2)

    async def say(self, played: Played) -> float:
        """One command of this session; gives how many seconds it took to be accepted."""
        self._count += 1
        line, frame_id, kind, fields = played.wish(self._count)
        began = time.perf_counter()
        line.send(frame_id, kind, **fields)
        return await line.until_answered(frame_id) - began

    async def say_all(self, sessions: Sequence[Played], at_once: int = 16) -> list[float]:
        """One command of each session."""
        gate = asyncio.Semaphore(at_once)

        async def one(played: Played) -> float:
            async with gate:
                return await self.say(played)

        return await asyncio.gather(*map(one, sessions))

    async def load(self, sessions: Sequence[Played], rate: float, seconds: float) -> list[float]:
        """So many commands a second, one at least, over these sessions by turns; gives the seconds to each ack."""
        loop, asked = asyncio.get_running_loop(), list[asyncio.Task[float]]()
        start = loop.time()
        for number in range(max(1, int(rate * seconds))):
            await asyncio.sleep(max(0.0, start + number / rate - loop.time()))
            asked.append(asyncio.create_task(self.say(sessions[number % len(sessions)])))
        return list(await asyncio.wait_for(asyncio.gather(*asked), 60))

    async def press(self, sessions: Sequence[Played], at_once: int, seconds: float) -> float:
        """Commands a second, when `at_once` sessions each send their next one as soon as the last is accepted."""
        done, until = 0, time.perf_counter() + seconds

        async def one(mine: Sequence[Played]) -> None:
            nonlocal done
            while time.perf_counter() < until:
                for played in mine:
                    await self.say(played)
                    done += 1

        began = time.perf_counter()
        await asyncio.gather(*(one(sessions[turn::at_once]) for turn in range(at_once)))
        return done / (time.perf_counter() - began)

    def leave(self) -> None:
        """Hang up everywhere."""
        for played in self.sessions:
            for line in played.lines:
                line.drop()
            played.lines = []


@contextlib.asynccontextmanager
async def crowd(server: Server) -> AsyncGenerator[Crowd]:
    """People at a server; all gone afterwards."""
    people = Crowd(server)
    try:
        yield people
    finally:
        people.leave()
        await asyncio.sleep(0)
