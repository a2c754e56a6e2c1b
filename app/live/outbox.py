"""What waits to be sent over one connection. Its bounds keep one slow laptop from costing the others anything."""

import asyncio
from collections.abc import Callable

from app.live.frames import Closing

MOST_ANSWERS = 512
"""Acks and rejects that may wait; more means that the client sends but never reads."""
MOST_PATCHES = 64
"""Patches that may wait; more than that and one full view later takes their place."""


class Outbox:
    """A queue of frames for one connection.

    A task may stand by and take them with `next`. A socket has none, for most have nothing waiting for hours: with
    `open`, a frame goes out at once while nothing waits, and a task is only started for what has to wait.

    Answers are never dropped: too many of them end the connection (`too_slow`). Patches are: then `stale` is set, and
    the room sends a full view when everything that waited is out.
    """

    __slots__ = ("_asleep", "_frames", "_patches", "_send_later", "_sending", "_write_now", "closing", "stale")

    def __init__(self) -> None:
        self.stale = False
        self.closing: Closing | None = None
        self._frames: list[tuple[str, bool]] = []  # an empty deque is ten times as large, and most are empty
        self._patches = 0
        self._asleep: asyncio.Future[None] | None = None
        self._write_now: Callable[[str], bool] | None = None
        self._send_later: Callable[[], None] | None = None
        self._sending = False

    def open(self, write_now: Callable[[str], bool] | None, send_later: Callable[[], None]) -> None:
        """From now on without a task that stands by.

        `write_now` sends a frame, or gives False when the client does not keep up; not every server has it.
        `send_later` starts a task that takes what waits with `next` as long as `more` says that there is more.
        """
        self._write_now, self._send_later = write_now, send_later
        if self.waiting:
            self._wake()

    def more(self) -> bool:
        """Whether the task that was started has more to send; after a no another one is started when there is."""
        self._sending = self.waiting
        return self._sending

    @property
    def waiting(self) -> bool:
        """Whether `next` would answer at once."""
        return bool(self._frames) or self.stale or self.closing is not None

    @property
    def depth(self) -> int:
        """How many frames wait."""
        return len(self._frames)

    def answer(self, frame: str) -> None:
        """Queue a frame that must arrive."""
        if len(self._frames) - self._patches >= MOST_ANSWERS:
            self.close(Closing.TOO_SLOW)
            return
        self._push(frame, False)

    def patch(self, frame: str) -> bool:
        """Queue a patch. False when the connection lags too far behind; then it is stale."""
        if self.stale or self._patches >= MOST_PATCHES:
            self.stale = True
            return False
        self._push(frame, True)
        return True

    def close(self, why: Closing) -> None:
        """End the connection after what waits now, at once if it is too slow."""
        if self.closing is None:
            self.closing = why
        if why is Closing.TOO_SLOW:
            self._frames.clear()
        self._wake()

    async def next(self) -> str | None:
        """The next frame to send, None when everything is out: then it is time for `stale` and `closing`."""
        if not self.waiting:
            self._asleep = asyncio.get_running_loop().create_future()
            await self._asleep
        if not self._frames:
            return None
        frame, is_patch = self._frames.pop(0)
        self._patches -= is_patch
        return frame

    def _push(self, frame: str, is_patch: bool) -> None:
        if not (self._write_now is None or self._sending or self._frames or self.stale or self.closing) and (
            self._write_now(frame)
        ):
            return
        self._frames.append((frame, is_patch))
        self._patches += is_patch
        self._wake()

    def _wake(self) -> None:
        if self._send_later is not None:
            if not self._sending:
                self._sending = True
                self._send_later()
        elif self._asleep is not None and not self._asleep.done():
            self._asleep.set_result(None)
