"""A server in this process and people who talk with it, over HTTP and over the live connection."""

import itertools
import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

import anyio
from starlette.testclient import TestClient, WebSocketTestSession

from app.main import create_app
from app.settings import Settings
from app.web.protocol import SUBPROTOCOL
from tests.support.room import ManualClock

_ids = itertools.count(1)
Frame = dict[str, Any]
SOON = 10
"""Seconds after which what did not come will not come."""


class Wire:
    """One live connection, as a client speaks on it."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self.socket = socket
        self.seen: list[Frame] = []

    def send(self, frame: Frame | str | bytes) -> None:
        if isinstance(frame, dict):
            self.socket.send_json(frame)
        elif isinstance(frame, str):
            self.socket.send_text(frame)
        else:
            self.socket.send_bytes(frame)

    def hear(self) -> Frame:
        message = self._receive()
        assert message["type"] == "websocket.send", f"closed: {message}"
        frame = cast(Frame, json.loads(message["text"]))
        self.seen.append(frame)
        return frame

    def _receive(self) -> Any:
        """As `socket.receive`, but a frame that never comes is a failure and no hang."""
        stream = self.socket._send_rx  # pyright: ignore[reportPrivateUsage]

        async def receive() -> Any:
            with anyio.fail_after(SOON):
                return await stream.receive()

        return self.socket.portal.call(receive)

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
        message = self._receive()
        assert message["type"] == "websocket.close"
        return word, message["code"]


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


class Server:
    """The real app; `http` is a client without cookies, `browser()` a new one that keeps them."""

    def __init__(self, settings: Settings, first: dict[str, str]) -> None:
        self.clock = ManualClock()
        self.app = create_app(settings, clock=self.clock)
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
    def connect(
        self, code: str, client: TestClient | None = None, subprotocols: list[str] | None = None, **headers: str
    ) -> Generator[Wire]:
        offered = [SUBPROTOCOL] if subprotocols is None else subprotocols
        with (client or self.http).websocket_connect(f"/ws/{code}", subprotocols=offered, headers=headers) as socket:
            yield Wire(socket)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
