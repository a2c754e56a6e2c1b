"""Draws docs/gallery anew out of a played session: `python -m tests.browser.gallery`.

Keep all of its pictures or none: each session has a code of its own, and they are of one day.
"""

import asyncio
import os
import tempfile
from pathlib import Path

from playwright.async_api import Page

from tests.browser.stage import AT_REST, ROOT, Stage, set_up
from tests.browser.story import Cast, camp_through, gather, seat

FOLDER = ROOT / "docs" / "gallery"
SMALL = {"width": 1280, "height": 720}
LAPTOP = {"width": 1366, "height": 768}
ADDRESS = "http://maatwerk.example"
"""What the pictures say where to go."""
LARGEST = 300_000
"""Bytes of one picture: a repository is no photo album."""


async def _picture(page: Page, name: str) -> None:
    """One picture, after everything moved to its place."""
    await page.mouse.move(0, 0)
    await page.evaluate(AT_REST)
    path = FOLDER / f"{name}.png"
    await page.screenshot(path=path)
    assert path.stat().st_size < LARGEST, f"{path.name} has {path.stat().st_size} bytes"


async def _first_camp(cast: Cast, console: Page, screen: Page, own: Page) -> None:
    """Camp 1, as far as it is drawn."""
    await cast.go("choose", 1)
    await cast.choose(1, 2, 3)
    await own.get_by_role("radio", name="Yara").click()
    await _picture(own, "seat-choose")
    await cast.choose(1, 1, 4)
    await cast.go("work", 1)
    await cast.write(1, 1, 2)
    await cast.write(1, 4)
    await cast.hand_in(4)
    await cast.do(cast.hands[3], "call_facilitator", on=True)
    await cast.do(cast.lead, "timer", action="extend", seconds=-337)
    await own.get_by_text(cast.sample(1, 1)["title"]).or_(own.get_by_label("Titel")).first.wait_for()
    await screen.get_by_text("Ingeleverd").wait_for()
    for page, name in ((screen, "projector-work"), (console, "console-work"), (own, "seat-work")):
        await _picture(page, name)
    await cast.do(cast.hands[3], "call_facilitator", on=False)
    await cast.write(1, 3)
    await cast.hand_in(1, 2, 3)
    await cast.go("reveal", 1)
    await cast.do(cast.lead, "reveal", what="solutions")
    await cast.do(cast.lead, "spotlight", team=1)
    await screen.get_by_text(cast.sample(1, 1)["title"]).first.wait_for()
    await _picture(screen, "projector-reveal")
    await cast.do(cast.lead, "spotlight")
    await cast.go("discuss", 1)
    await cast.read(1)
    await cast.do(cast.lead, "reveal", what="readings")


async def _discussion(cast: Cast, console: Page, screen: Page, own: Page) -> None:
    """Camp 3: everybody moved, and the room reads it in its own way."""
    await camp_through(cast, 3)
    await cast.do(cast.lead, "timer", action="extend", seconds=-250)
    await screen.get_by_text(cast.texts["insights"][8]["text"]).wait_for()
    for page, name in ((screen, "projector-discuss"), (console, "console-discuss"), (own, "seat-discuss")):
        await _picture(page, name)


async def _walls(cast: Cast, screen: Page) -> None:
    """The same discussion in large print, and what the day gathered."""
    await screen.keyboard.press("l")
    await _picture(screen, "projector-large")
    await screen.keyboard.press("l")
    for wall, words in (("insights", "De nieuwste"), ("recurring", "Wie en wat terugkomt")):
        await cast.do(cast.lead, "show_instrument", instrument=wall)
        await screen.get_by_text(words).last.wait_for()
        await _picture(screen, f"projector-{wall}")
    await cast.go("vote")
    await cast.do(cast.lead, "spotlight", team=2)
    await screen.get_by_text("Aan het woord").wait_for()
    await _picture(screen, "projector-pitch")


async def _close(cast: Cast, stage: Stage) -> None:
    """The end, and looking back on camp 3."""
    await cast.do(cast.lead, "open_vote")
    await cast.vote()
    await cast.do(cast.lead, "close_vote")
    await cast.do(cast.lead, "reveal", what="vote")
    await cast.go("evaluate")
    await cast.evaluate()
    await cast.do(cast.lead, "close_session")
    page = await stage.review()
    await (
        page.get_by_role("region", name="Wat er gebeurde")
        .get_by_role("button")
        .filter(has_text=cast.texts["insights"][8]["text"])
        .click()
    )
    await page.get_by_text(cast.sample(3, 1)["title"]).first.wait_for()
    await page.wait_for_load_state("networkidle")
    await _picture(page, "review")


async def main() -> None:
    """Every picture, in the order of the day."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["MAATWERK_BASE_URL"] = ADDRESS
    with tempfile.TemporaryDirectory() as data:
        async with set_up(Path(data), "--title", "Basisschool De Klinker") as stage:
            cast = await gather(stage, teams=0)
            token = await seat(cast, 1)
            await seat(cast, 2)
            await seat(cast, 3)
            await cast.name_teams()
            console = await stage.console(size=LAPTOP)
            screen = await stage.screen(size=SMALL)
            own = await stage.seat(token, size=LAPTOP)
            await screen.get_by_text(cast.texts["team_names"][4]).wait_for()
            await _picture(screen, "projector-lobby")
            await seat(cast, 4)
            await cast.name_teams()
            await cast.go("welcome")
            await cast.lay_pulse()
            await cast.do(cast.lead, "reveal", what="pulse")
            await _first_camp(cast, console, screen, own)
            await cast.capture(1)
            await camp_through(cast, 2)
            await _discussion(cast, console, screen, own)
            await _walls(cast, screen)
            await _close(cast, stage)
            assert stage.complaints == []


if __name__ == "__main__":
    asyncio.run(main())
