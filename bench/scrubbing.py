"""Frames while a hand drags the road through a day of 5,000 events, on a slow processor: `python -m bench.scrubbing`.

The day is real; what the teams do in its first camp is told many times more, as different in kind as people are.
"""

import asyncio
import json
import math
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Page, expect

from app.review.log import log_line
from app.store import StoredEvent
from bench.frames import FRAME_MS, SECONDS, SLOWER, Watched, watch
from bench.measured import Measured, console, quantile, show
from tests.browser.stage import AT_REST, LAPTOP, Stage, set_up
from tests.browser.story import camp_through, gather

EVENTS = 5000
STEP_MS = 2100
SWEEP_S = 4
"""From one end of the road to the other."""
MOST_P95_MS = 17.5
MOST_DROPPED = 2


async def measure() -> list[Measured]:
    """Frames of looking back, and with two moments side by side."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}"
    console.print(f"Scrubbing: headless Chromium without graphics card on {machine}", highlight=False)
    found: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="maatwerk-scrubbing-") as folder:
        async with set_up(Path(folder)) as stage:
            code, cookies = await _long_day(stage)
            for name, query in (("one moment", ""), ("side by side", f"?beside={EVENTS // 2}")):
                context = await stage.context(LAPTOP)
                await context.add_cookies(cookies)
                page = await context.new_page()
                await page.goto(f"{stage.server.url}/s/{code}/review{query}")
                rows = await _all_there(page)
                watched, _ = await asyncio.gather(watch(page), _drag(page))
                what = f"{EVENTS} events ({rows} lines), scrubbing, {name}"
                found += _told(f"{what}, {SLOWER}x slower", watched)
                found.append(Measured(f"{what}: CPU a frame", await _cpu(page), "ms", FRAME_MS / SLOWER))
                await context.close()
    return found


def _told(what: str, watched: Watched) -> list[Measured]:
    return [
        Measured(f"{what}: frames a second", watched.per_second, ""),
        Measured(f"{what}: frame, p95", quantile(watched.frames, 0.95), "ms", MOST_P95_MS),
        Measured(f"{what}: longest frame", max(watched.frames), "ms"),
        Measured(f"{what}: frames dropped", 100 * watched.dropped / (SECONDS * 60), "%", MOST_DROPPED),
    ]


async def _cpu(page: Page) -> float:
    """What a frame of a drag takes of the page's one thread, in ms, on this processor as it is.

    Whoever else uses the machine makes frames late, and this hardly dearer.
    """
    line: Any = await page.context.new_cdp_session(page)
    await line.send("Performance.enable", {"timeDomain": "threadTicks"})

    async def busy() -> float:
        told = (await line.send("Performance.getMetrics"))["metrics"]
        return next(one["value"] for one in told if one["name"] == "TaskDuration")

    before = await busy()
    await _drag(page)
    spent = await busy() - before
    await line.detach()
    return 1000 * spent / (SECONDS * 1000 / FRAME_MS)


async def _all_there(page: Page) -> str:
    """How many lines there are, once the last of them is in the list."""
    await page.get_by_role("slider", name="Moment").wait_for()
    await page.locator(".list ol").last.locator("li").last.wait_for(state="attached")
    await expect(page.locator(".list ol:not(:has(li))")).to_have_count(0)
    await page.evaluate(AT_REST)
    said = await page.get_by_role("region", name="Wat er gebeurde").get_by_role("status").inner_text()
    return said.split()[0]


async def _drag(page: Page) -> None:
    """A hand goes to and fro over the road, as long as somebody watches."""
    box = await page.get_by_role("slider", name="Moment").bounding_box()
    assert box is not None
    left, width, y = box["x"] + 20, box["width"] - 40, box["y"] + box["height"] * 0.75
    await page.mouse.move(left, y)
    await page.mouse.down()
    began = time.monotonic()
    while (past := time.monotonic() - began) < SECONDS:
        await page.mouse.move(left + width * (0.5 - 0.5 * math.cos(math.pi * past / SWEEP_S)), y)
    await page.mouse.up()


async def _long_day(stage: Stage) -> tuple[str, Any]:
    """The code of a long session that was brought in, and the cookies of who may look back at it."""
    cast = await gather(stage)
    await camp_through(cast, 1)
    await cast.do(cast.lead, "close_session")
    headers = {"Authorization": f"Bearer {stage.made['facilitator_token']}"}
    async with httpx.AsyncClient(base_url=stage.server.url, headers=headers, timeout=60) as http:
        log = (await http.get(f"/api/v1/sessions/{stage.code}/log")).raise_for_status().text
        made = await http.post("/sessions/import", files={"file": ("day.jsonl", longer(log.splitlines()))})
        code = made.headers["location"].split("/")[2]
        cookies = [{"name": each.name, "value": each.value, "url": stage.server.url} for each in http.cookies.jar]
    return code, cookies


def longer(lines: Sequence[str]) -> bytes:
    """The log, with more of what teams do while they work: a step each two seconds, of many kinds."""
    events: list[dict[str, Any]] = [json.loads(line) for line in lines]
    work = next(n for n, event in enumerate(events) if event["type"] == "draft_written")
    at, more = events[work]["at"], EVENTS - len(events)
    steps: list[dict[str, Any]] = [{"at": at + n * STEP_MS, "version": 1, **_step(n)} for n in range(more)]
    later = [{**event, "at": event["at"] + more * STEP_MS} for event in events[work:]]
    told: list[dict[str, Any]] = [*events[:work], *steps, *later]
    stored = [
        StoredEvent(seq, one["at"], one["type"], one["version"], json.dumps(one["data"]).encode())
        for seq, one in enumerate(told, start=1)
    ]
    return b"".join(map(log_line, stored))


def _step(n: int) -> dict[str, Any]:
    team = 1 + n % 4
    of = {"team": team, "round": 1}
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("draft_written", {**of, "fields": {"text": f"Stap {n}. ".ljust(200, "z")}}),
        ("solution_placed", {**of, "regulation": n % 180 - 90, "interest": (7 * n) % 180 - 90}),
        ("team_readied", {"team": team, "on": n % 8 < 4}),
        ("facilitator_called", {"team": team, "on": n % 16 < 8}),
        ("actor_linked", {**of, "actor": "teacher", "does": f"Stap {n}"}),
    ]
    kind, data = kinds[n // 4 % len(kinds)] if n % 100 else ("bookmarked", {"label": f"{n}", "index": 3, "at": 0})
    return {"type": kind, "data": data}


if __name__ == "__main__":
    show(asyncio.run(measure()))
