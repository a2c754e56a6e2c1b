"""Frames while sixteen people move marks on the compass, on a processor slowed down: `python -m bench.frames`.

Each screen is watched alone, as it stands on a machine of its own; server and people share what is left of this one.
The browser is headless and draws in software: a machine with a graphics card has it easier.
"""

import asyncio
import os
import platform
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from playwright.async_api import Page

from app.bots.client import Client
from bench.measured import Measured, console, quantile, show
from tests.browser.stage import LAPTOP, set_up
from tests.browser.story import Cast, camp_through, gather

PEOPLE = 16
SLOWER = 4
"""Times that the processor is slowed for the page that is watched."""
SECONDS = 10
MOVES_PER_SECOND = 2
"""Of each person: a mark is told when it is let go, or half a second after the last key."""
STEP = 25
FRAME_MS = 1000 / 60
MOST_SHIFT = 0.001
WATCH = """(ms) => new Promise((done) => {
    const at = [], moved = [];
    const note = (shifts) => moved.push(...shifts.filter((one) => !one.hadRecentInput).map((one) => one.value));
    const watch = new PerformanceObserver((list) => note(list.getEntries()));
    watch.observe({ type: 'layout-shift' });
    const frame = (now) => {
        at.push(now);
        if (now - at[0] < ms) return requestAnimationFrame(frame);
        note(watch.takeRecords());
        watch.disconnect();
        done({ at, shift: moved.reduce((sum, one) => sum + one, 0) });
    };
    requestAnimationFrame(frame);
})"""


@dataclass(frozen=True, slots=True)
class Watched:
    """Milliseconds from each frame to the next, and how far things shifted untouched, as Chromium scores it."""

    frames: tuple[float, ...]
    shift: float

    @property
    def per_second(self) -> float:
        """Frames that were drawn, on average."""
        return 1000 * len(self.frames) / sum(self.frames)

    @property
    def dropped(self) -> int:
        """Beats of a screen of 60 Hz on which nothing new was drawn."""
        return sum(max(0, round(gap / FRAME_MS) - 1) for gap in self.frames)


async def watch(page: Page, seconds: float = SECONDS) -> Watched:
    """Look at a page on a slow processor."""
    line: Any = await page.context.new_cdp_session(page)
    await line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    seen: dict[str, Any] = await page.evaluate(WATCH, seconds * 1000)
    await line.detach()
    at: list[float] = seen["at"]
    return Watched(tuple(later - earlier for earlier, later in pairwise(at)), seen["shift"])


async def _move(hand: Client, kind: str, chance: Random) -> None:
    """One person who moves the mark of the own team, again and again."""
    place = {"regulation": chance.randint(-90, 90), "interest": chance.randint(-90, 90)}
    await asyncio.sleep(chance.random() / MOVES_PER_SECOND)
    while True:
        place = {axis: max(-100, min(100, at + chance.randint(-STEP, STEP))) for axis, at in place.items()}
        await asyncio.gather(hand.send(kind, **place), asyncio.sleep(1 / MOVES_PER_SECOND))


@asynccontextmanager
async def moving(people: Sequence[Client], kind: str) -> AsyncGenerator[None]:
    """Everybody moves, as long as somebody looks."""
    tasks = [asyncio.create_task(_move(hand, kind, Random(number))) for number, hand in enumerate(people)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _sitting(cast: Cast, token: str, name: str) -> AsyncGenerator[Client]:
    async with Client(cast.stage.server.url, cast.stage.code, token, "seat", name) as hand:
        yield hand


async def _scene(cast: Cast, people: Sequence[Client], kind: str, page: Page) -> Watched:
    await cast.shown(page)
    async with moving(people, kind):
        watched = await watch(page)
    await page.context.close()
    return watched


async def scenes(data: Path) -> AsyncGenerator[tuple[str, Watched]]:
    """Every screen on which marks move for others, by what it is; on a seat the sixteenth person is who looks."""
    async with set_up(data) as stage:
        cast = await gather(stage)
        tokens = [await stage.take_seat(1 + number % 4) for number in range(PEOPLE - len(cast.hands))]
        others = [await stage.hand(token, f"person-{number}") for number, token in enumerate(tokens[:-1])]
        people = [*cast.hands.values(), *others]
        await camp_through(cast, 1)
        async with _sitting(cast, tokens[-1], "last") as last:
            everybody = [*people, last]
            yield "projector, discussion", await _scene(cast, everybody, "shift", await stage.screen())
            yield "console, discussion", await _scene(cast, everybody, "shift", await stage.console(size=LAPTOP))
        yield "seat, discussion", await _scene(cast, people, "shift", await stage.seat(tokens[-1]))
        await cast.go("choose", 2)
        await cast.choose(2)
        await cast.go("work", 2)
        async with _sitting(cast, tokens[-1], "last-again") as last:
            yield "console, work", await _scene(cast, [*people, last], "place", await stage.console(size=LAPTOP))
        yield "seat, work", await _scene(cast, people, "place", await stage.seat(tokens[-1]))


async def measure() -> list[Measured]:
    """Frames and shifts of each, with what was promised."""
    found: list[Measured] = []
    machine = f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}"
    console.print(f"Frames: headless Chromium without graphics card on {machine}", highlight=False)
    with tempfile.TemporaryDirectory(prefix="maatwerk-frames-") as folder:
        async for name, watched in scenes(Path(folder)):
            what = f"{PEOPLE} people move marks, {SLOWER}x slower, {name}"
            found += [
                Measured(f"{what}: frames a second", watched.per_second, ""),
                Measured(f"{what}: frame, median", quantile(watched.frames, 0.5), "ms", 17),
                Measured(f"{what}: frame, p95", quantile(watched.frames, 0.95), "ms", 17.5),
                Measured(f"{what}: frames dropped", 100 * watched.dropped / (SECONDS * 60), "%", 2),
                Measured(f"{what}: layout shift", watched.shift, "", MOST_SHIFT),
            ]
    return found


if __name__ == "__main__":
    show(asyncio.run(measure()))
