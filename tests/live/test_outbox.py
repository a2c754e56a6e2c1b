"""Frames that go out at once, and frames that wait: their order is the order in which they came."""

import asyncio

from app.live.outbox import Outbox


class Line:
    """A connection that can be slow."""

    def __init__(self, outbox: Outbox) -> None:
        self.sent: list[str] = []
        self.slow = False
        self._outbox = outbox
        outbox.write_now = self._write

    def _write(self, frame: str) -> bool:
        if not self.slow:
            self.sent.append(frame)
        return not self.slow

    async def run(self) -> None:
        """The task of the connection."""
        while (frame := await self._outbox.next()) is not None:
            self.sent.append(frame)


async def a_few_turns() -> None:
    """Let the task do what it can."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_frame_goes_out_at_once_only_when_nothing_waits():
    outbox = Outbox()
    line = Line(outbox)
    outbox.answer("1: before the task runs")
    assert line.sent == []
    task = asyncio.create_task(line.run())
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
    task.cancel()
