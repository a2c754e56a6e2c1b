"""Lines of plain requests: one client each, how it reads, and when it is gone.

What the server says comes as one stream of server-sent events, or in the answers to polls; a line has one of the two.
"""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.background import BackgroundTask

from app.clock import Alarm, Clock
from app.ids import read_code
from app.live import frames
from app.live.frames import Closing
from app.web.conversation import Conversation
from app.web.passing import Elsewhere
from app.web.problems import Problem
from app.web.services import services

SILENT_MS = 45_000
"""A client that sends and asks nothing for so long is gone, as one that no longer answers a websocket's pings."""
BEAT_SECONDS = 15
"""How often a stream without news shows that it is alive."""
UNBUFFERED = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}


class Gone(Exception):
    """This line has ended; the client opens another one."""


def gone() -> Problem:
    """What tells a client to open a new line."""
    return Problem(410, "line_gone", "Deze verbinding is er niet meer. De pagina maakt vanzelf een nieuwe.")


class Line:
    """One client and how it reads. Nobody has to end a line: it ends when the client is silent."""

    def __init__(self, talk: Conversation, clock: Clock, beat: float, forget: Callable[[], None]) -> None:
        self.talk = talk
        self._clock = clock
        self._beat = beat
        self._forget = forget
        self._alarm: Alarm | None = None
        self._streamed = False
        self._over = False
        self._turn = asyncio.Lock()
        self._batch = 0
        self._held: list[str] = []
        self.heard()

    def heard(self) -> None:
        """The client gave a sign of life."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = self._clock.call_in(SILENT_MS, self.leave)

    def leave(self) -> None:
        """The client is gone; fine if it had left before."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._forget()
        self.talk.leave()
        self.talk.outbox.close(Closing.TOO_SLOW)  # for a stream that nobody takes, but that is open all the same

    def stream(self) -> Response:
        """All that the server says, for as long as it lasts; the line ends with it.

        Raises:
            Gone: it was read before. What that reader took, and perhaps never got, cannot be told again.
        """
        if self._streamed or self._batch:
            raise Gone
        self._streamed = True
        done = BackgroundTask(self._left)  # also when the client hung up
        return StreamingResponse(self._events(), media_type="text/event-stream", headers=UNBUFFERED, background=done)

    async def _left(self) -> None:
        self.leave()

    async def _events(self) -> AsyncGenerator[str]:
        said: str | Closing = ""
        while isinstance(said, str):
            try:
                async with asyncio.timeout(self._beat):
                    said = await self.talk.next()
            except TimeoutError:
                yield ": still here\n\n"
            else:
                yield f"data: {_text(said)}\n\n"

    async def poll(self, got: int, wait: float) -> tuple[int, list[str]]:
        """What is new, as batch `got` + 1; that one once more for whoever did not get it, `got` itself if nothing is.

        Raises:
            Gone: the line is a stream, or this is not what its client would ask.
        """
        async with self._turn:  # a poll may come twice: browsers and networks repeat what seems lost
            followed = self._batch - 1 if self._over else self._batch
            if self._streamed or not self._batch - 1 <= got <= followed:
                raise Gone
            if got == self._batch and (news := await self._news(wait)):
                self._batch, self._held = self._batch + 1, news
            return self._batch, self._held if self._batch > got else []

    async def _news(self, wait: float) -> list[str]:
        said: list[str | Closing] = []
        try:
            async with asyncio.timeout(wait):
                said.append(await self.talk.next())
        except TimeoutError:
            return []
        while isinstance(said[-1], str) and self.talk.outbox.waiting:
            said.append(await self.talk.next())
        if isinstance(said[-1], Closing):
            self._over = True  # the line itself stays a while: this batch may have to be told twice
            self.talk.leave()
        return list(map(_text, said))


def _text(said: str | Closing) -> str:
    return frames.closing(said) if isinstance(said, Closing) else said


class Lines:
    """The lines of this server, by their secret id."""

    def __init__(self, clock: Clock, beat: float = BEAT_SECONDS, worker: str = "") -> None:
        self._clock = clock
        self._worker = worker
        self._beat = beat
        self._lines: dict[str, Line] = {}

    def open(self, talk: Conversation) -> str:
        """The id of a new line."""
        line_id = f"{self._worker}.{secrets.token_urlsafe(24)}".removeprefix(".")
        self._lines[line_id] = Line(talk, self._clock, self._beat, lambda: self._forget(line_id))
        return line_id

    def _forget(self, line_id: str) -> None:
        self._lines.pop(line_id, None)

    def find(self, code: str, line_id: str) -> Line:
        """The line with this id, which gave a sign of life by asking.

        Raises:
            Gone: there is none, or it belongs to another session.
            Elsewhere: another worker has it.
        """
        if "." in line_id and (worker := line_id.partition(".")[0]) != self._worker:
            raise Elsewhere(worker, gone())
        line = self._lines.get(line_id)
        if line is None or line.talk.room.code != read_code(code):
            raise Gone
        line.heard()
        return line


def lines(request: Request) -> Lines:
    """The lines of this server; there are none before somebody needs one."""
    state = request.app.state
    if not hasattr(state, "lines"):
        state.lines = Lines(services(request).clock, worker=services(request).bell.worker)
    return state.lines
