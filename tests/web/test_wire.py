"""The short way in: what is heard at once, what waits, and that nothing changes places."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import orjson
import uvicorn
from fastapi import FastAPI
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from app.game.viewing import FACILITATOR
from app.live.frames import Closing
from app.live.inbox import WAITING
from app.live.jobs import Job
from app.settings import Settings
from app.web.conversation import Conversation
from app.web.wire import Mailbox, Wire
from tests.support.room import Client, World, settle
from tests.support.wishes import command


def mark(n: int) -> str:
    return orjson.dumps({"type": "bookmark", "id": f"b{n}", "label": f"merk {n}"}).decode()


async def talking(world: World, **settings: Any) -> tuple[Conversation, Client]:
    await world.happened()
    room = await world.open()
    desk = Client("desk", FACILITATOR).join(room)
    found = SimpleNamespace(clock=world.clock, settings=Settings(_env_file=None, **settings))  # pyright: ignore
    return Conversation(cast(Any, found), room, desk.connection), desk


async def test_a_mailbox_gives_what_came_in_its_order_and_outlives_a_reader_that_gave_up():
    box = Mailbox()
    reader = asyncio.create_task(box.get())
    await asyncio.sleep(0)
    assert box.empty()
    box.put_nowait(1)
    box.put_nowait(2)
    assert await reader == 1
    assert not box.empty()
    assert await box.get() == 2
    gone = asyncio.create_task(box.get())
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    box.put_nowait(3)
    assert await box.get() == 3


async def test_what_is_heard_at_once_is_done_as_if_it_had_waited():
    world = World()
    talk, desk = await talking(world)
    assert talk.hear_now(mark(1))
    assert talk.hear_now('{"type":"ping","id":"p"}')
    assert talk.hear_now("no frame")
    await settle(talk.room)
    got = [(frame["type"], frame.get("id")) for frame in await desk.read()]
    assert got == [("welcome", None), ("pong", "p"), ("reject", None), ("ack", "b1"), ("patch", None)]
    await world.close()


async def test_a_room_that_is_full_lets_frames_wait_outside_in_their_order():
    world = World()
    talk, desk = await talking(world)
    world.log.open.clear()
    while not talk.room.full:
        await talk.room.submit(Job(desk.connection.who, f"f{talk.room.waiting}", command("undo"), lambda _: None))
        await asyncio.sleep(0)
    assert talk.room.waiting == WAITING
    assert not talk.hear_now(mark(1))
    outside = asyncio.create_task(talk.hear(mark(1)))
    await asyncio.sleep(0)
    assert not talk.hear_now(mark(2))  # also when the room has a place again, before the one outside took it
    await talk.room._inbox.take()  # pyright: ignore[reportPrivateUsage]
    assert not talk.hear_now(mark(2))
    world.log.open.set()
    await outside
    await talk.hear(mark(2))
    await settle(talk.room)
    assert [bookmark[0] for bookmark in talk.room.state.bookmarks] == ["merk 1", "merk 2"]
    await world.close()


async def test_too_many_frames_end_it_and_the_rest_is_not_heard():
    world = World()
    talk, _ = await talking(world, frames_burst=10)
    for n in range(12):
        assert talk.hear_now(mark(n))
    await settle(talk.room)
    assert talk.outbox.closing is Closing.FLOOD
    assert len(talk.room.state.bookmarks) == 10
    await world.close()


class Timers:
    """A loop's clock that a test sets, and what it was asked to do when."""

    def __init__(self) -> None:
        self.now = 100.2
        self.asked: list[tuple[float, Callable[[], None]]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, after: float, do: Callable[[], None]) -> None:
        self.asked.append((self.now + after, do))

    def call_at(self, when: float, do: Callable[[], None]) -> None:
        self.asked.append((when, do))


def test_only_who_is_silent_is_asked_for_a_sign_of_life():
    config = uvicorn.Config(FastAPI(), ws=Wire, log_config=None, ws_ping_interval=30, ws_ping_timeout=15)
    config.load()
    timers, sent = Timers(), list[bytes]()
    wire = Wire(config, ServerState(), {}, cast(Any, timers))
    wire.transport = cast(Any, SimpleNamespace(write=sent.append, is_closing=lambda: False))
    wire.conn = ServerProtocol(state=State.OPEN)
    wire.ear = lambda text: True
    wire.start_keepalive()
    assert timers.asked.pop() == (130.25, wire.send_keepalive_ping)  # with all others of this eighth of a second
    timers.now = 110.2
    wire.curr_msg_data_type, wire.frames = "text", [b"{}"]
    wire.send_receive_event_to_app()
    timers.now = 130.25
    wire.send_keepalive_ping()
    assert (timers.asked.pop(), sent) == ((140.25, wire.send_keepalive_ping), [])
    timers.now = 140.25
    wire.send_keepalive_ping()
    assert timers.asked.pop() == (155.25, wire.keepalive_timeout)
    assert [frame[:2] for frame in sent] == [b"\x89\x04"]  # a ping of four bytes


def test_a_frame_far_over_the_limit_ends_with_the_word_of_one_that_is_just_over_it():
    config = uvicorn.Config(FastAPI(), ws=Wire, ws_max_size=100, log_config=None)
    config.load()
    sent = list[bytes]()
    wire = Wire(config, ServerState(), {}, cast(Any, Timers()))
    wire.transport = cast(Any, SimpleNamespace(write=sent.append, is_closing=lambda: False, close=lambda: None))
    wire.conn = ServerProtocol(state=State.OPEN, max_size=100)
    wire.data_received(Frame(Opcode.TEXT, b"x" * 101).serialize(mask=True))
    closing, code = b'{"type":"closing","code":"protocol"}', (4007).to_bytes(2, "big")
    assert b"".join(sent) == b"\x81" + bytes([len(closing)]) + closing + b"\x88\x02" + code
