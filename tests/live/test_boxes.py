"""What a room keeps of ballot boxes while another worker changes them."""

import asyncio
from typing import cast

import orjson

from app.game.rules.answering import Ballot as Answered
from app.live.boxes import Boxes
from app.store import Entry, MemoryEventLog, Outcome
from tests.support.room import CODE

BOX = "pulse:before:now"


class SlowLog(MemoryEventLog):
    """A log that is asked for ballots, and answers when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = asyncio.Event()
        self.may.set()

    async def ballots(self, session: str, box: str) -> dict[str, bytes]:
        await self.may.wait()
        return await super().ballots(session, box)


async def put(boxes: Boxes, log: MemoryEventLog, number: int, regulation: int) -> None:
    answered = Answered(BOX, "s_1#1", {"regulation": regulation, "interest": 0})
    ballot = await boxes.sealed(answered)
    await log.append(Entry(CODE, 0, "s_1", f"c{number}", Outcome(0), ballots=(ballot,)))


def seen(boxes: Boxes) -> int | None:
    own = boxes.own("s_1", "s_1").get(BOX, {})
    return cast(int, own[1]["regulation"]) if 1 in own else None


async def test_an_own_answer_stays_until_the_one_that_another_worker_took_is_read():
    log = SlowLog()
    here, there = Boxes(log, CODE), Boxes(log, CODE)
    await put(there, log, 1, 10)
    await here.load([BOX])
    assert seen(here) == 10
    await put(there, log, 2, 20)
    log.may.clear()
    reading = asyncio.create_task(here.reload([BOX], {BOX: 1}))
    await asyncio.sleep(0)
    assert seen(here) == 10  # not gone meanwhile, and not kept for good
    log.may.set()
    await reading
    assert seen(here) == 20
    await here.reload([BOX], {})
    assert seen(here) is None
    assert orjson.loads(next(iter((await log.ballots(CODE, BOX)).values())))["regulation"] == 20
