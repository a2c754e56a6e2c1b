"""Frames that go out at once, and frames that wait: their order is the order in which they came."""

import asyncio

from app.live.frames import Closing
from app.live.outbox import Outbox


class Line:
    """A connection that can be slow, and has a task only for what waits."""

    def __init__(self, outbox: Outbox) -> None:
        self.sent: list[str] = []
        self.slow = False
        self.tasks = 0
        self._outbox = outbox
        self._task: asyncio.Task[None] | None = None
        outbox.open(self._write, self._send_later)

    def _write(self, frame: str) -> bool:
        if not self.slow:
            self.sent.append(frame)
        return not self.slow

    def _send_later(self) -> None:
        self.tasks += 1
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while self._outbox.more():
            frame = await self._outbox.next()
            if frame is None:  # all is out, and it ends
                return
            await asyncio.sleep(0)
            self.sent.append(frame)


async def a_few_turns() -> None:
    """Let the task do what it can."""
    for _ in range(9):
        await asyncio.sleep(0)


async def test_a_frame_goes_out_at_once_only_when_nothing_waits():
    outbox = Outbox()
    outbox.answer("1: before the line is open")
    line = Line(outbox)
    assert line.sent == []
    await a_few_turns()
    outbox.patch("2: at once")
    assert line.sent[-1] == "2: at once"
    line.slow = True
    outbox.patch("3: waits")
    line.slow = False
    outbox.answer("4: behind what waits")
    assert line.sent[-1] == "2: at once"
    await a_few_turns()
    assert [frame[0] for frame in line.sent] == ["1", "2", "3", "4"]


async def test_what_goes_out_at_once_needs_no_task_and_what_waits_needs_one_at_a_time():
    outbox = Outbox()
    line = Line(outbox)
    outbox.patch("1")
    outbox.answer("2")
    assert line.tasks == 0
    line.slow = True
    for frame in "345":
        outbox.patch(frame)
    assert line.tasks == 1
    await a_few_turns()
    line.slow = False
    outbox.answer("6")
    assert (line.sent, line.tasks) == (list("123456"), 1)


async def test_a_frame_does_not_overtake_the_one_that_is_being_sent():
    outbox = Outbox()
    line = Line(outbox)
    line.slow = True
    outbox.patch("1")
    await asyncio.sleep(0)  # taken from the queue, and on its way
    assert outbox.depth == 0
    line.slow = False
    outbox.patch("2")
    assert line.sent == []
    await a_few_turns()
    assert line.sent == ["1", "2"]


async def test_an_end_is_told_to_a_line_on_which_nothing_waits():
    outbox = Outbox()
    line = Line(outbox)
    outbox.close(Closing.ENDED)
    assert line.tasks == 1
    outbox.answer("too late to go out at once")
    assert line.sent == []
