"""A client inside the server: the same commands and views as any other, handed over without a network."""

import asyncio
import itertools
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from app.bots.follower import Follower, Frame, Gone
from app.game.commands import parse_command
from app.game.context import Who
from app.game.rejected import Rejected
from app.game.viewing import Audience
from app.live.frames import Closing
from app.live.room import Room
from app.live.showing import Connection
from app.store.records import Outcome


class Insider(Follower):
    """One bot at the door of a room. `going` is waited for before every command, so that a pause stops it at once."""

    def __init__(self, room: Room, who: Who, going: Callable[[], Awaitable[None]]) -> None:
        super().__init__(f"{who.seat or who.role} of {room.code}")
        self._room = room
        self._who = who
        self._going = going
        self._numbers = itertools.count(1)
        self._mark = secrets.token_hex(4)  # a seat may have been played before: its ids must not come again
        self._asked: set[asyncio.Task[Outcome]] = set()

    async def send(self, kind: str, /, **fields: Any) -> Frame:
        """See Follower.send."""
        await self._going()
        frame_id = f"bot-{self._mark}-{next(self._numbers)}"
        try:
            command = parse_command({"type": kind, **fields})
        except Rejected as rejected:
            return self._answer(frame_id, Outcome(self._room.seq, rejected.code, rejected.field))
        asking = asyncio.create_task(self._room.ask(self._who, frame_id, command))
        self._asked.add(asking)
        asking.add_done_callback(self._asked.discard)
        return self._answer(frame_id, await asyncio.shield(asking))

    async def __aexit__(self, *about: object) -> None:
        try:
            await asyncio.gather(*self._asked)  # once we left, nothing of us comes any more
        finally:
            await super().__aexit__(*about)

    async def _stay(self) -> None:
        audience = Audience("seat", seat=self._who.seat) if self._who.seat else Audience("facilitator")
        connection = Connection(self._who, audience, bot=True)
        try:
            await self._listen(connection)
        finally:
            self._room.leave(connection)
            self._changed.set()

    async def _listen(self, connection: Connection) -> None:
        if self._who.seat is not None and not self._room.has_seat(self._who.seat):
            raise Gone(Closing.REMOVED.word)
        self._room.join(connection)
        while True:
            frame = await connection.outbox.next()
            if frame is not None:
                self._follow(orjson.loads(frame))
            elif connection.outbox.closing is not None:
                raise Gone(connection.outbox.closing.word)
            elif connection.outbox.stale:
                self._room.refresh(connection)

    def _answer(self, frame_id: str, outcome: Outcome) -> Frame:
        frame: Frame = {"type": "reject" if outcome.code else "ack", "id": frame_id, "seq": outcome.seq}
        frame |= {"code": outcome.code} if outcome.code else {}
        frame |= {"field": outcome.field} if outcome.field else {}
        self._count(frame)
        return frame
