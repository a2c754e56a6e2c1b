"""In which order a room takes what waits."""

import asyncio
from collections.abc import Sequence

from app.game.context import Who
from app.live.inbox import TOGETHER, Inbox
from app.live.jobs import Job, Look
from tests.support.wishes import command


def job(name: str) -> Job:
    return Job(Who("facilitator"), name, command("undo"), lambda _: None)


def inbox(*waiting: Job | Look) -> Inbox:
    box = Inbox()
    for work in waiting:
        box.put_now(work)
    return box


def names(taken: Look | Sequence[Job] | None) -> list[str]:
    assert isinstance(taken, Sequence)
    return [each.command_id for each in taken]


async def test_commands_that_follow_each_other_are_taken_at_once_and_a_look_by_itself():
    look = Look()
    box = inbox(job("a"), job("b"), look, job("c"))
    assert names(await box.take()) == ["a", "b"]
    assert await box.take() is look
    assert names(await box.take()) == ["c"]
    assert box.empty


async def test_no_more_than_so_many_are_taken_at_once():
    box = inbox(*(job(str(number)) for number in range(TOGETHER + 1)))
    assert len(names(await box.take())) == TOGETHER
    assert names(await box.take()) == [str(TOGETHER)]


async def test_what_did_not_go_together_comes_before_what_waits():
    look = Look()
    box = inbox(job("a"), job("b"), job("c"), look)
    taken = await box.take()
    assert isinstance(taken, Sequence)
    box.put_now(job("d"))
    box.give_back(taken[1:])
    assert box.waiting == 4
    assert names(await box.take()) == ["b", "c"]
    assert await box.take() is look
    assert names(await box.take()) == ["d"]


async def test_a_clock_that_ran_out_goes_before_what_waits_also_before_what_was_given_back():
    box = inbox(job("a"), job("b"))
    taken = await box.take()
    assert isinstance(taken, Sequence)
    box.give_back(taken[1:])
    box.ring(job("clock"))
    assert not box.empty
    assert names(await box.take()) == ["clock"]
    assert names(await box.take()) == ["b"]


async def test_a_clock_wakes_up_who_waits_for_something_to_do():
    box = inbox()
    waiting = asyncio.create_task(box.take())
    await asyncio.sleep(0)
    box.ring(job("clock"))
    assert names(await waiting) == ["clock"]


async def test_what_waits_at_the_end_is_still_given_and_what_comes_after_it_is_left():
    look = Look()
    box = inbox(job("a"))
    await box.end()
    box.put_now(job("late"))
    box.put_now(look)
    assert names(await box.take()) == ["a"]
    assert await box.take() is None
    late, other = box.rest()
    assert isinstance(late, Job)
    assert late.command_id == "late"
    assert other is look
    assert box.empty
