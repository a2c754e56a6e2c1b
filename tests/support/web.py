"""A server in this process and people who talk with it, over HTTP and over the live connection."""

import itertools
import json
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, Literal, cast, get_args

import anyio
from starlette.testclient import TestClient, WebSocketTestSession

from app.live.frames import Closing
from app.main import create_app
from app.settings import Settings
from app.web.protocol import SUBPROTOCOL
from tests.support.room import ManualClock

_ids = itertools.count(1)
Frame = dict[str, Any]
Way = Literal["socket", "events", "poll"]
WAYS: tuple[Way, ...] = get_args(Way)
NUMBERS = {why.word: why.code for why in Closing}
PAGE = {"accept": "text/html"}
"""As a browser asks for a page."""
SOON = 10
"""Seconds after which what did not come will not come."""


class Wire(ABC):
    """One live connection, as a client speaks on it, whichever way it goes."""

    def __init__(self) -> None:
        self.seen: list[Frame] = []

    @abstractmethod
    def send(self, frame: Frame | str | bytes) -> None:
        """Say something."""

    @abstractmethod
    def _receive(self) -> str | int:
        """The next frame, or the number with which the connection was closed; one that never comes is a failure."""

    def hear(self) -> Frame:
        text = self._receive()
        assert isinstance(text, str), f"closed: {text}"
        frame = cast(Frame, json.loads(text))
        self.seen.append(frame)
        return frame

    def hear_until(self, kind: str, **wanted: Any) -> Frame:
        """The next frame of this kind with these fields; what came before it is in `seen`."""
        while True:
            frame = self.hear()
            if frame["type"] == kind and all(frame.get(name) == value for name, value in wanted.items()):
                return frame

    def hello(self, token: str | None = None, **fields: Any) -> Frame:
        """Introduce oneself and get the first frame."""
        self.send({"type": "hello", **({"token": token} if token else {}), **fields})
        return self.hear()

    def ask(self, kind: str, command_id: str | None = None, /, **fields: Any) -> Frame:
        """Send a command and get its ack or reject."""
        sent = command_id or f"c{next(_ids)}"
        self.send({"type": kind, "id": sent, **fields})
        while True:
            frame = self.hear()
            if frame["type"] in ("ack", "reject") and frame["id"] == sent:
                return frame

    def sync(self) -> list[Frame]:
        """All frames that came before the answer to a ping."""
        before = len(self.seen)
        mark = f"p{next(_ids)}"
        self.send({"type": "ping", "id": mark})
        self.hear_until("pong", id=mark)
        return self.seen[before:-1]

    def closed(self) -> tuple[str, int]:
        """The word and the number with which the server closes; what came before is in `seen`."""
        word = self.hear_until("closing")["code"]
        number = self._receive()
        assert isinstance(number, int)
        return word, number


class Socket(Wire):
    """A websocket."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        super().__init__()
        self.socket = socket

    def send(self, frame: Frame | str | bytes) -> None:
        if isinstance(frame, bytes):
            self.socket.send_bytes(frame)
        else:
            self.socket.send_text(as_text(frame))

    def _receive(self) -> str | int:
        stream = self.socket._send_rx  # pyright: ignore[reportPrivateUsage]

        async def receive() -> Any:
            with anyio.fail_after(SOON):
                return await stream.receive()

        message = self.socket.portal.call(receive)
        return message["code"] if message["type"] == "websocket.close" else message["text"]


class Plain(Wire, ABC):
    """A line of plain requests. The hello opens it; a close has no number here, but its word has one."""

    def __init__(self, client: TestClient, code: str, headers: dict[str, str]) -> None:
        super().__init__()
        self.path = f"/api/v1/lines/{code}"
        self.line: dict[str, str] = {}
        self._client = client
        self._headers = headers
        self._heard: deque[str | int] = deque()

    def send(self, frame: Frame | str | bytes) -> None:
        said = frame if isinstance(frame, bytes) else as_text(frame).encode()
        if self.line:
            answer = self._client.post(f"{self.path}/frames", content=said, headers={**self._headers, **self.line})
            assert answer.status_code in (204, 410), answer.text  # 410: it was closed, and nobody hears this
            return
        answer = self._client.post(self.path, content=said, headers=self._headers)
        if answer.status_code == 201:
            self.line = {"Maatwerk-Line": answer.json()["line"]}
            self._opened()
        else:
            self._take(json.dumps({"type": "closing", "code": answer.json()["code"]}))

    def _opened(self) -> None:
        """The hello was taken."""

    def _take(self, text: str) -> None:
        self._heard.append(text)
        frame = json.loads(text)
        if frame["type"] == "closing":
            self._heard.append(NUMBERS[frame["code"]])

    def _receive(self) -> str | int:
        if not self._heard:
            self._listen()
        return self._heard.popleft()

    @abstractmethod
    def _listen(self) -> None:
        """Wait for at least one frame."""

    def leave(self) -> None:
        """Be gone, as a page that is closed."""
        self._client.delete(self.path, headers={**self._headers, **self.line})


class Polling(Plain):
    """Reads by asking."""

    got = 0

    def _listen(self) -> None:
        said = self.poll(SOON)
        assert said, "nothing came"
        for text in said:
            self._take(text)

    def poll(self, wait: float) -> list[str]:
        """What is new."""
        address = f"{self.path}/poll?got={self.got}&wait={wait}"
        answer = self._client.get(address, headers=self.line)
        assert answer.status_code == 200, answer.text
        self.got = int(answer.headers["maatwerk-batch"])
        return answer.text.splitlines()


class Events(Plain):
    """Reads a stream of server-sent events, driven as a server drives the app: the test client hears it too late."""

    def _opened(self) -> None:
        self._chunks: SimpleQueue[dict[str, Any]] = SimpleQueue()
        assert self._client.portal is not None
        self._done = self._client.portal.start_task_soon(self._read)

    async def _read(self) -> None:
        hung_up = self._hung_up = anyio.Event()

        async def receive() -> dict[str, Any]:
            await hung_up.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            self._chunks.put(message)

        await self._client.app(self._scope(), receive, send)  # type: ignore[arg-type]

    def _scope(self) -> dict[str, Any]:
        headers = {"host": "testserver", **self.line}
        return {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "GET",
            "scheme": "http", "path": f"{self.path}/events", "raw_path": b"", "query_string": b"", "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("testclient", 50000), "server": ("testserver", 80),
        }  # fmt: skip

    def chunk(self) -> dict[str, Any]:
        """The next message of the answer, as it goes out."""
        return self._chunks.get(timeout=SOON)

    def _listen(self) -> None:
        while not self._heard:
            message = self.chunk()
            if message["type"] == "http.response.start":
                self.status, self.headers = message["status"], message["headers"]
            for line in message.get("body", b"").decode().splitlines():
                if line.startswith("data: "):
                    self._take(line.removeprefix("data: "))

    def leave(self) -> None:
        if self.line and self._client.portal is not None:
            self._client.portal.call(self._hung_up.set)
            self._done.result(SOON)


def as_text(frame: Frame | str) -> str:
    """A frame as it goes over the line."""
    return frame if isinstance(frame, str) else json.dumps(frame)


class Table:
    """One session with its tokens."""

    def __init__(self, server: "Server", made: dict[str, str]) -> None:
        self.server = server
        self.code = made["code"]
        self.facilitator = made["facilitator_token"]
        self.projector = made["projector_token"]
        self.made = made
        self.seats: list[tuple[str, str]] = []

    def take_seat(self, team: int | None = None, name: str | None = None) -> tuple[str, str]:
        """A seat's id and token."""
        body = {key: value for key, value in {"team": team, "name": name}.items() if value is not None}
        response = self.server.http.post(f"{self.api}/seats", json=body)
        self.server.http.cookies.clear()
        assert response.status_code == 201, response.text
        self.seats.append((response.json()["seat"], response.json()["token"]))
        return self.seats[-1]

    @property
    def api(self) -> str:
        return f"/api/v1/sessions/{self.code}"

    @contextmanager
    def wire(self, token: str | None = None, **hello: Any) -> Generator[Wire]:
        """A connection that said hello and was welcomed."""
        with self.server.connect(self.code) as wire:
            assert wire.hello(token, **hello)["type"] in ("welcome", "resumed")
            yield wire

    def close(self) -> None:
        """The facilitator ends the session."""
        with self.wire(self.facilitator) as wire:
            assert wire.ask("close_session")["type"] == "ack"
            wire.ask("undo")  # what the close means for the lists of sessions is done before the next command


class Server:
    """The real app, in which rooms do not rest.

    `http` is a client without cookies, `browser()` a new one that keeps them.
    """

    def __init__(self, settings: Settings, first: dict[str, str], way: Way = "socket") -> None:
        self.way = way
        self.clock = ManualClock()
        self.app = create_app(settings, clock=self.clock, rest=0)
        self.http = TestClient(self.app, raise_server_exceptions=False)
        self.http.__enter__()
        self.first = Table(self, first)

    def stop(self) -> None:
        self.http.__exit__(None, None, None)

    def wind(self, ms: int) -> None:
        """Time goes by on the server."""
        assert self.http.portal is not None
        self.http.portal.call(self.clock.wind, ms)

    def table(self, seats: bool = True, **wanted: Any) -> Table:
        """A new session of the first facilitator, with a seat in each of the teams 1 and 2."""
        response = self.http.post("/api/v1/sessions", json=wanted, headers=bearer(self.first.facilitator))
        self.http.cookies.clear()
        assert response.status_code == 201, response.text
        table = Table(self, response.json())
        for team in (1, 2) if seats else ():
            table.take_seat(team)
        return table

    def browser(self) -> TestClient:
        """Somebody's browser. It lives in the same server."""
        client = TestClient(self.app, raise_server_exceptions=False, follow_redirects=False)
        client.portal = self.http.portal
        return client

    @contextmanager
    def connect(self, code: str, client: TestClient | None = None, **headers: str) -> Generator[Wire]:
        """A connection that has yet to say hello, over the way of this server's tests."""
        if self.way == "socket":
            with self.socket(code, client, headers) as socket:
                yield socket
            return
        wire = (Polling if self.way == "poll" else Events)(client or self.http, code, headers)
        try:
            yield wire
        finally:
            wire.leave()

    @contextmanager
    def socket(
        self,
        code: str,
        client: TestClient | None = None,
        headers: dict[str, str] | None = None,
        subprotocols: Sequence[str] = (SUBPROTOCOL,),
    ) -> Generator[Socket]:
        """A websocket that has yet to say hello."""
        offer: dict[str, Any] = {"subprotocols": subprotocols, "headers": headers or {}}
        with (client or self.http).websocket_connect(f"/ws/{code}", **offer) as socket:
            yield Socket(socket)


def reasons(server: Server) -> list[str]:
    """Why each session in the deletion register was deleted, the oldest first."""
    assert server.http.portal is not None
    return [line.reason for line in server.http.portal.call(server.app.state.services.store.sessions.deletions)]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def seat_of(table: Table, n: int = 0) -> dict[str, str]:
    return bearer(table.seats[n][1])


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """It is a problem document of this status that says what to do."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"urn:maatwerk:problem:{code}"
    assert body["detail"].endswith(".")
    return body
