"""A database that is gone for longer than people wait: nobody waits for the others' waiting as well."""

import asyncio
import logging

import pytest
from store_makers import CODE, entry

from app.store import SqlEventLog, StoreFailed, open_database
from app.store.patience import Patience

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"
"""Nothing listens on this port."""


class Watch:
    """Time goes on only while somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float, /) -> None:
        self.now += seconds


def test_one_absence_is_waited_out_once_and_the_next_one_again() -> None:
    watch = Watch()
    patience = Patience(10, watch)
    assert patience.until() == 110
    patience.missed()
    watch.sleep(9)
    patience.missed()
    assert patience.until() == 110
    patience.met()
    assert patience.until() == 119
    patience.missed()
    watch.sleep(11)  # in which nobody tried: who knows how often it was there meanwhile
    assert patience.until() == 130


async def test_commands_behind_one_another_do_not_wait_for_ever_longer(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "app.store.writer")
    watch = Watch()
    database = open_database(NOWHERE, busy_ms=10_000, watch=watch)
    log = SqlEventLog(database)
    for number in range(16):  # as a room does: the next one when the one before it was answered
        with pytest.raises(StoreFailed):
            await log.append(entry(0, command_id=f"c{number}"))
        assert 110 <= watch.now < 110.5
    await database.close()


async def test_who_reads_waits_no_longer_when_many_do() -> None:
    watch = Watch()
    database = open_database(NOWHERE, busy_ms=10_000, watch=watch)
    log = SqlEventLog(database)
    answers = await asyncio.gather(*(log.read(CODE) for _ in range(16)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {StoreFailed}
    assert 110 <= watch.now < 111
    await database.close()
