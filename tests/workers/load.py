"""Sessions that are played at several workers at once, at a modest rate, while something happens beneath them."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random

from app.clock import SystemClock
from bench.server import Server
from tests.chaos.session import BACK_SECONDS, Session, make_sessions, playing
from tests.workers.conftest import House

PAUSE = 0.05
"""Between an answer and what the same person sends next."""


@asynccontextmanager
async def load(house: House | Server, urls: list[str], apart: bool = False) -> AsyncGenerator[list[Session]]:
    """Sessions whose people come in over these addresses by turns; what was promised is checked at the end.

    In the first one clocks run, in the other the agenda goes to and fro.
    """
    seeds = [2 * Random().randrange(10**9) + n for n in (1, 0)]
    print("seeds", *seeds)  # noqa: T201
    made = await asyncio.to_thread(make_sessions, house, seeds)
    async with AsyncExitStack() as stack:
        sessions = [
            await stack.enter_async_context(playing(seed, one, house, urls[n % 2 :] + urls[: n % 2], PAUSE))
            for n, (seed, one) in enumerate(zip(seeds, made, strict=True))
        ]
        plays = [asyncio.create_task(each.play()) for each in sessions]
        try:
            await go_on(sessions)
            yield sessions
            await go_on(sessions)
            for each in sessions:
                each.stopped = True
            await asyncio.wait_for(asyncio.gather(*plays), BACK_SECONDS)
        finally:
            for play in plays:
                play.cancel()
            await asyncio.gather(*plays, return_exceptions=True)
        for each in sessions:
            each.apart = apart
            await each.check(())


@asynccontextmanager
async def no_room(sessions: Sequence[Session]) -> AsyncGenerator[None]:
    """While this lasts clocks have nowhere to ring; afterwards they do."""
    gone = SystemClock().now()
    try:
        yield
    finally:
        for each in sessions:
            each.down.append((gone, SystemClock().now()))


async def go_on(sessions: Sequence[Session], commands: int = 20) -> None:
    """Return when in each session so many more commands were answered."""
    try:
        await asyncio.wait_for(asyncio.gather(*(each.goes_on(commands) for each in sessions)), BACK_SECONDS)
    except TimeoutError as error:
        for each in sessions:
            error.add_note(f"session {each.made.code}: {each.given} answers; {[str(one) for one in each.clients]}")
        raise
