"""Hostile frames over every kind of connection: none ends a room, and what a screen is shown stays what it may see.

A short form runs here; `MAATWERK_TEST_FRAMES=100000` (and `make attack`) runs the whole.
A seed that failed goes in SEEDS.
"""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.requests import HTTPConnection

from app.game.commands import Ready
from app.game.context import Who
from app.game.merging import apply
from app.game.viewing import Audience
from app.live.frames import Closing
from app.live.room import Room
from app.web.conversation import Conversation, begin
from tests.attack import hostile
from tests.support.web import Server, Table

FRAMES = int(os.environ.get("MAATWERK_TEST_FRAMES", "4000"))
A_RUN = 2000
SEEDS = range(1, max(1, FRAMES // A_RUN) + 1)


@dataclass
class Client:
    """One connection, and the view that its client would have by now."""

    talk: Conversation
    role: str
    view: dict[str, Any] = field(default_factory=dict[str, Any])
    seq: int = 0
    answers: Counter[str] = field(default_factory=Counter[str])
    ended: Closing | None = None

    async def listen(self) -> None:
        """Take everything that waits, as a browser does, and hold the server to its promises on the way."""
        while self.talk.outbox.waiting and self.ended is None:
            said = await self.talk.next()
            if isinstance(said, Closing):
                self.ended = said
                return
            self._hear(json.loads(said))

    def _hear(self, frame: dict[str, Any]) -> None:
        self.answers[frame["type"]] += 1
        match frame["type"]:
            case "welcome":
                self.view, self.seq = frame["view"], frame["seq"]
            case "patch":
                assert frame["prev"] == self.seq, "a gap"
                self.view, self.seq = apply(self.view, frame["merge"]), frame["seq"]
            case "reject":
                self.answers[frame["code"]] += 1
                assert frame["message"].endswith("."), frame
            case kind:
                assert kind in ("ack", "pong", "text", "resumed", "closing"), kind


def line(server: Server) -> HTTPConnection:
    return HTTPConnection({"type": "http", "headers": [], "app": server.app, "method": "GET", "path": "/"})


async def enter(server: Server, table: Table, token: str, **hello: Any) -> Client:
    talk = await begin(line(server), table.code, json.dumps({"type": "hello", "token": token, **hello}))
    roles = {table.facilitator: "facilitator", table.projector: "screen"}
    client = Client(talk, roles.get(token, "seat"))
    await client.listen()
    return client


async def attack(server: Server, table: Table, seed: int, count: int) -> list[Client]:
    """Clients of every role send hostile frames by turns, while the room is somewhere in the camps."""
    random = hostile.Hostile(seed)
    tokens = [table.facilitator, table.projector, *[token for _, token in table.seats]]
    clients = [await enter(server, table, token) for token in tokens]
    clients.append(await enter(server, table, table.facilitator, **{"as": "review"}))
    await clients[0].talk.hear('{"type":"go","id":"go","phase":"work","round":1}')
    for _ in range(count):
        client = random.choice(clients)
        random.role = client.role
        await client.talk.hear(hostile.frame(random))
        if random.random() < 0.3:
            await settled(client.talk.room)
            for each in clients:
                await each.listen()
    await settled(clients[0].talk.room)
    for each in clients:
        await each.listen()
    return clients


async def settled(room: Room) -> None:
    """Everything that was sent is decided: an answer to something sent after it."""
    await room.ask(Who("screen"), f"t{room.waiting}", Ready(on=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_room_stands_hostile_frames_and_every_screen_shows_what_it_may(server: Server, seed: int):
    table = server.table()
    for team in (3, 4, 1):
        table.take_seat(team)
    assert server.http.portal is not None
    clients: list[Client] = server.http.portal.call(attack, server, table, seed, min(A_RUN, FRAMES))
    heard = sum((client.answers for client in clients), Counter[str]())
    assert heard["ack"] > A_RUN / 40
    assert heard["reject"] > A_RUN / 4
    assert heard["busy"] == 0, "a command failed inside"
    for client in clients:
        assert client.ended is None
    server.http.portal.call(check_views, server, table, clients)


async def check_views(server: Server, table: Table, clients: list[Client]) -> None:
    """Every view that grew by patches is the view of somebody who comes in now."""
    tokens = [table.facilitator, table.projector, *[token for _, token in table.seats], table.facilitator]
    for client, token in zip(clients, tokens, strict=True):
        hello = {"as": "review"} if client is clients[-1] else {}
        fresh = await enter(server, table, token, **hello)
        await client.listen()
        assert client.view == fresh.view
        fresh.talk.leave()
    look = clients[0].talk.room.look
    assert json.dumps(look(Audience("screen"))) == json.dumps(clients[1].talk.room.look(Audience("screen")))


@pytest.mark.parametrize("seed", range(6))
def test_a_frame_over_the_limit_ends_that_connection_and_no_other(server: Server, seed: int):
    table = server.table()
    random = hostile.Hostile(seed)

    async def send() -> tuple[Client, Client]:
        loud, calm = [await enter(server, table, token) for _, token in table.seats]
        for _ in range(5):
            await loud.talk.hear(hostile.huge(random))
        await settled(loud.talk.room)
        for client in (loud, calm):
            await client.listen()
        return loud, calm

    assert server.http.portal is not None
    loud, calm = server.http.portal.call(send)
    assert loud.ended in (None, Closing.PROTOCOL)
    assert loud.ended or loud.answers["reject"] == 5
    assert calm.ended is None
