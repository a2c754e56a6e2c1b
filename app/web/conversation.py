"""What is said over a line once it is open, whichever kind it is: hello, frames in, frames out, goodbye.

The lines themselves are in `socket` (websocket) and `lines` (server-sent events and polling). Policy is in `access`,
format in `protocol`.
"""

import asyncio
from base64 import b64decode

from starlette.requests import HTTPConnection

from app.game.rejected import Code, Rejected
from app.i18n import LANGUAGES
from app.ids import read_code
from app.live import frames
from app.live.frames import Closing
from app.live.jobs import Job
from app.live.room import Room
from app.live.showing import Connection
from app.store.errors import StoreBusy, StoreFailed, UnknownSession
from app.store.records import Outcome
from app.web import protocol
from app.web.access import find_access, who_and_audience
from app.web.limits import Bucket
from app.web.messages import message
from app.web.services import Services, services


class Refused(Exception):
    """The handshake failed."""

    def __init__(self, why: Closing) -> None:
        super().__init__(why.word)
        self.why = why


async def begin(line: HTTPConnection, code: str, text: str | bytes) -> "Conversation":
    """Let in whoever says hello; from then on the room is shown in the outbox.

    Raises:
        Refused: no hello, nothing shown that opens this session, or no place for one connection more.
    """
    hello, found = _hello(text), services(line)
    async with found.doorway:
        return await _let_in(line, found, code, hello)


async def _let_in(line: HTTPConnection, found: Services, code: str, hello: protocol.Hello) -> "Conversation":
    read = read_code(code)
    try:
        access = await find_access(line, read or "", hello.token, hello.as_)
        if access is None or read is None:
            raise Refused(Closing.UNAUTHORISED)
        room = await found.rooms.get(read)
    except UnknownSession:
        raise Refused(Closing.ENDED) from None
    except (StoreBusy, StoreFailed):
        raise Refused(Closing.RESTARTING) from None
    if access.seat is not None and not room.has_seat(access.seat):
        raise Refused(Closing.REMOVED)
    who, audience = who_and_audience(access, hello.as_)
    if audience.kind == "review" and access.role != "facilitator" and not room.closed:
        raise Refused(Closing.UNAUTHORISED)
    if room.everywhere >= found.settings.connections_per_session:
        raise Refused(Closing.FLOOD)
    connection = Connection(who, audience, key=access.key, rank=access.rank, language=hello.language)
    room.join(connection, hello.after)
    return Conversation(found, room, connection)


def _hello(text: str | bytes) -> protocol.Hello:
    try:
        hello = protocol.parse(text)
    except protocol.BadFrame:
        raise Refused(Closing.PROTOCOL) from None
    if not isinstance(hello, protocol.Hello):
        raise Refused(Closing.PROTOCOL)
    return hello


class Conversation:
    """One client that was let in. `hear` what it sends, tell it what is `next`, and `leave` when it is gone."""

    __slots__ = ("_bucket", "_clock", "_connection", "_hearing", "outbox", "room")

    def __init__(self, found: Services, room: Room, connection: Connection) -> None:
        self.room = room
        self.outbox = connection.outbox
        self._connection = connection
        self._clock = found.clock
        self._hearing = False
        self._bucket = Bucket(
            found.settings.frames_per_second, found.settings.frames_burst, asyncio.get_running_loop().time
        )

    def leave(self) -> None:
        """The client is gone; fine if it had left before."""
        self.room.leave(self._connection)

    async def next(self) -> str | Closing:
        """What goes out next: a frame, or after all of them why it ends. Who lagged behind gets a whole view."""
        while True:
            frame = await self.outbox.next()
            if frame is not None:
                return frame
            if self.outbox.closing is not None:
                return self.outbox.closing
            if self.outbox.stale:
                self.room.refresh(self._connection)

    async def hear(self, text: str | bytes) -> None:
        """Take one frame. Too many or too large ones end the conversation; what comes after that is not heard."""
        if (job := self._heed(text)) is not None:
            self._hearing = True
            try:
                await self.room.submit(job)
            finally:
                self._hearing = False

    def hear_now(self, text: str | bytes) -> bool:
        """As `hear`; False when it would have to wait for the room, or for a frame before it. Then it was not heard."""
        if self._hearing or self.room.full:
            return False
        if (job := self._heed(text)) is not None:
            self.room.submit_now(job)
        return True

    def _heed(self, text: str | bytes) -> Job | None:
        """A command is for the room; all else is done here."""
        if self.outbox.closing is not None:
            return None
        if not self._bucket.take():
            self.outbox.close(Closing.FLOOD)
            return None
        if protocol.too_large(text):
            self.outbox.close(Closing.PROTOCOL)
            return None
        try:
            frame = protocol.parse(text)
        except protocol.BadFrame as bad:
            self._reject(bad.id, self.room.seq, bad.code, bad.field)
            return None
        match frame:
            case protocol.Ping():
                self.outbox.answer(frames.pong(frame.id, self._clock.now()))
            case protocol.Language():
                self._connection.language = frame.language
            case protocol.TextSync():
                self._open_text(frame)
            case protocol.Resync():
                self.room.refresh(self._connection)
            case protocol.Hello():
                self._reject(None, self.room.seq, Code.INVALID, "type")
            case protocol.Sent():
                return self._command(frame)
        return None

    def _open_text(self, asked: protocol.TextSync) -> None:
        try:
            self.room.open_text(self._connection, asked.round, asked.team, b64decode(asked.state), asked.id)
        except Rejected as rejected:
            self._reject(asked.id, self.room.seq, rejected.code, rejected.field)

    def _command(self, sent: protocol.Sent) -> Job | None:
        def reply(outcome: Outcome) -> None:
            if outcome.code is None:
                self.outbox.answer(frames.ack(sent.id, outcome.seq))
            elif outcome.code == Code.BUSY and self.outbox.closing is not None:
                pass  # turned away by a room that ends: unanswered it is sent again over the next line, by itself
            else:
                self._reject(sent.id, outcome.seq, outcome.code, outcome.field)

        if self._connection.who.role == "screen":  # looks on; nothing of it is worth keeping
            reply(Outcome(self.room.seq, Code.NOT_ALLOWED))
            return None
        return Job(self._connection.who, sent.id, sent.command, reply)

    def _reject(self, frame_id: str | None, seq: int, code: str, field: str | None) -> None:
        wanted = self._connection.language
        text = message(code, field, wanted if wanted in LANGUAGES else self.room.language, self.room.sector)
        self.outbox.answer(frames.reject(frame_id, seq, code, text, field))
