"""A whole session, lobby to closed, with everybody spread over two workers."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random
from typing import Any

import pytest

from app.bots.leader import Leader
from app.bots.pace import Pace
from app.bots.player import Player
from app.bots.playing import read_script
from app.content.loader import load_pack
from app.content.pinned import dump
from app.settings import HERE
from bench.server import Made
from tests.crash.witness import Witness, check_views
from tests.workers.conftest import House

pytestmark = pytest.mark.slow

SPEED = 3000
"""Of who leads, where nobody is waited for."""
AT_ONCE = 1e9
LONGEST_SECONDS = 180
SCRIPT = read_script(dump(load_pack(HERE.parent / "game_content" / "po")), "nl")


class Patient(Pace):
    """Of a leader who moves on when the teams are ready, however long that takes: what is lost shows."""

    async def at_most(self, seconds: float, act: Coroutine[Any, Any, object]) -> None:
        await act


@asynccontextmanager
async def everybody(house: House, made: Made) -> AsyncGenerator[list[Witness]]:
    """Who leads at one worker, teams at both and behind the proxy, second devices where the first is not.

    The order: who leads, four teams, a second device of two of them, the projector behind the proxy, a second console.
    """
    one, two = (worker.url for worker in house.workers)
    places = [two, one, two, house.url, one, two]
    about = [(one, made.facilitator, "facilitator"), *((at, made.seats[n], "seat") for n, at in enumerate(places))]
    about += [(house.url, made.screen, "screen"), (two, made.facilitator, "facilitator")]
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(Witness(at, made.code, token, looks_as, f"{looks_as} {n} at {at}"))
            for n, (at, token, looks_as) in enumerate(about)
        ]


async def test_a_whole_session_is_played_at_both_workers(house: House) -> None:
    made, seed = await asyncio.to_thread(house.make_session, 6), Random().randrange(10**9)
    print("seed", seed)  # noqa: T201
    async with everybody(house, made) as clients:
        lead, *teams = clients[:5]
        leading = Leader(lead, SCRIPT.samples, SCRIPT.content["scripts"], Patient(SPEED, seed)).lead()
        playing = [
            Player(team, SCRIPT.samples, SCRIPT.content, Pace(AT_ONCE, seed + n)).play() for n, team in enumerate(teams)
        ]
        closed = [each.until(lambda view: view["phase"]["id"] == "closed") for each in clients]
        try:
            await asyncio.wait_for(asyncio.gather(leading, *playing, *closed), LONGEST_SECONDS)
        except TimeoutError as error:
            for each in clients:
                asked = [each.sent[one] for one in each.sent.keys() - each.answers.keys()]
                error.add_note(f"{each.name} at {each.seq} in {each.view['phase'].get('id')}, unanswered {asked}")
            raise
        for worker in house.workers:
            await check_views(worker, made, clients)
        for each in clients:
            assert each.sent.keys() == each.answers.keys()
            assert all(len(answers) == 1 for answers in each.answers.values())
            assert "busy" not in {reject["code"] for reject in each.rejects}
        view = lead.view
    handed_in = {(n, t) for n, each in view["solutions"].items() for t in each if each[t]["status"] == "submitted"}
    assert handed_in == {(n, t) for n in "123" for t in "1234"}
    assert view["evaluation"]["count"] > 0
