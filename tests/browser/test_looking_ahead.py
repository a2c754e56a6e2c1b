"""The console shows what the projector will show, before it does."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.stage import Stage
from tests.browser.story import camp_through, gather
from tests.browser.test_axe import barriers


def _ahead(page: Page) -> Locator:
    """What the frame of the console shows."""
    return page.frame_locator("iframe").locator("main")


async def test_the_signpost_shows_what_the_projector_will_show(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=2)
        console, screen = await stage.console(), await stage.screen()
        await cast.go("choose", 1)
        await cast.choose(1)
        await cast.go("work", 1)
        await cast.write(1)
        await console.get_by_role("button", name="Naar Onthullen").focus()
        await expect(_ahead(console).get_by_text("Alle oplossingen komen tegelijk op tafel.")).to_be_visible()
        await expect(console.get_by_text("2 subteams schrijven nog.").first).to_be_visible()
        await console.keyboard.press("Escape")
        await expect(console.locator("iframe")).to_have_count(0)
        await expect(screen.get_by_text("Alle oplossingen komen tegelijk op tafel.")).to_have_count(0)
        await console.get_by_role("button", name="Terug naar Kamp 1, Kiezen").click()
        await expect(_ahead(console).get_by_text("Gekozen", exact=True).first).to_be_visible()
        await console.get_by_role("button", name="Toch niet").click()


async def test_what_comes_knows_what_was_chosen_since_it_was_first_looked_at(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=2)
        console = await stage.console()
        await cast.go("choose", 1)
        await console.get_by_role("button", name="Naar Werken").focus()
        await expect(_ahead(console).get_by_text("Nog geen leerling")).to_have_count(2)
        await cast.choose(1)
        await expect(_ahead(console).get_by_text("Nog geen leerling")).to_have_count(0)
        await expect(_ahead(console).get_by_text("gezien door")).to_have_count(2)


async def test_every_button_on_stage_can_be_looked_at_first(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=2)
        console = await stage.console()
        await camp_through(cast, 1)
        await cast.go("reveal", 1)
        await console.get_by_role("button", name="Straks").click()
        await expect(_ahead(console)).to_contain_text("Bespreken")
        await console.get_by_role("button", name="Zet in het licht").nth(1).hover()
        await expect(_ahead(console).get_by_role("heading", name=cast.sample(1, 2)["title"])).to_be_visible()
        await console.get_by_role("button", name="Zwart", exact=True).focus()
        await expect(_ahead(console).get_by_role("heading", name=cast.sample(1, 2)["title"])).to_have_count(0)
        assert "spotlight" not in cast.lead.view["board"]


async def test_what_people_voted_stays_covered_beforehand(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=2)
        console = await stage.console()
        await camp_through(cast, 1)
        await cast.go("vote")
        await cast.do(cast.lead, "open_vote")
        await cast.vote()
        await cast.do(cast.lead, "close_vote")
        await console.get_by_role("button", name="Onthul de uitslag").focus()
        await expect(console.get_by_text("De uitslag komt na de onthulling")).to_be_visible()
        await expect(_ahead(console)).to_contain_text("Straks zien we samen de uitslag.")
        await expect(_ahead(console).get_by_text(re.compile("Gekozen|Staat gelijk|evenveel"))).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_barriers_beside_what_comes(house: Stage, scheme: Any) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=2)
        console = await stage.console(bypass_csp=True, color_scheme=scheme)
        await cast.go("work", 1)
        await console.get_by_role("button", name="Straks").click()
        await expect(_ahead(console)).to_contain_text("Onthullen")
        await console.get_by_role("button", name="Naar Onthullen").focus()
        await expect(console.get_by_text("Straks op het grote scherm")).to_be_visible()
        found = await barriers(console, "look ahead")
        assert not found, "\n".join(found)
