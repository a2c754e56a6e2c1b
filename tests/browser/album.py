"""Every screen in every state at both sizes, to look at one by one: `python -m tests.browser.album FOLDER`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page

from tests.browser.stage import AT_REST, LAPTOP, PROJECTOR, Stage, set_up
from tests.browser.story import day, gather, seat, with_instruments
from tests.support.game import ALL_INSTRUMENTS


async def _pages(stage: Stage, token: str) -> dict[str, Page]:
    """Projector, console and seat, at the size of a laptop and of a projector."""
    pages: dict[str, Page] = {}
    for name, size in (("1366", LAPTOP), ("1920", PROJECTOR)):
        pages[f"projector-{name}"] = await stage.screen(size=size)
        pages[f"console-{name}"] = await stage.console(size=size)
        pages[f"seat-{name}"] = await stage.seat(token, size=size)
    return pages


async def main(folder: Path) -> None:
    """A picture of each, named by number and state."""
    options = [word for instrument in ALL_INSTRUMENTS for word in ("--instrument", instrument)]
    with tempfile.TemporaryDirectory() as data:
        async with set_up(Path(data), "--title", "Basisschool De Klinker", *options) as stage:
            cast = await gather(stage, teams=0)
            token = await seat(cast, 1)
            for team in (2, 3, 4):
                await seat(cast, team)
            pages, number = await _pages(stage, token), 0
            async for state in with_instruments(cast, day(cast)):
                number += 1
                await cast.shown(*pages.values())
                for name, page in pages.items():
                    await page.evaluate(AT_REST)
                    await page.screenshot(path=folder / f"{number:02}-{state}-{name}.png")
            assert stage.complaints == [], stage.complaints


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    asyncio.run(main(Path(sys.argv[1])))
