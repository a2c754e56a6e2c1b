"""Insights in seconds: by keys, by finger, with tags."""

import asyncio

from playwright.async_api import expect

from tests.browser.stage import TABLET, Stage
from tests.browser.story import Cast, camp_through, gather

TEXT = "Wie kiest, leert plannen."


async def _in_discussion(stage: Stage, teams: int = 2) -> Cast:
    cast = await gather(stage, teams=teams)
    await camp_through(cast, 1)
    await cast.do(cast.lead, "spotlight", team=2)
    return cast


async def test_an_insight_takes_two_keys(house: Stage) -> None:
    """Besides the words themselves: one to begin, one to keep; camp and team are tagged without asking."""
    async with house.another() as stage:
        cast = await _in_discussion(stage)
        console, screen = await stage.console(), await stage.screen()
        await expect(console.get_by_role("heading", name="Wie vertelt?")).to_be_visible()
        await console.keyboard.press("i")
        await expect(console.get_by_label("Inzicht", exact=True)).to_be_focused()
        await console.keyboard.type(TEXT)
        await console.keyboard.press("Enter")
        await expect(screen.get_by_text(TEXT)).to_be_visible()
        await expect(console.get_by_label("Inzicht", exact=True)).to_have_value("")
        held = [insight for insight in cast.lead.view["insights"].values() if insight["text"] == TEXT]
        assert [insight["tags"] for insight in held] == [{"round": 1, "team": 2}]


async def test_tags_by_key_and_by_finger(house: Stage) -> None:
    async with house.another() as stage:
        cast = await _in_discussion(stage)
        console = await stage.console(size=TABLET, has_touch=True, is_mobile=True)
        await console.get_by_role("button", name="Inzicht", exact=True).tap()
        await console.keyboard.type("Een")
        await console.keyboard.press("Alt+1")
        offers = console.get_by_role("group", name="Waar gaat het over?").get_by_role("button")
        await expect(offers.first).to_have_attribute("aria-pressed", "true")
        for offer in await offers.all():
            box = await offer.bounding_box()
            assert box, "an offer is not on the screen"
            assert min(box["width"], box["height"]) >= 44, await offer.inner_text()
        await offers.nth(2).tap()
        await console.get_by_role("button", name="Leg vast").tap()
        async with asyncio.timeout(10):
            seen = await cast.lead.until(lambda view: any(one["text"] == "Een" for one in view["insights"].values()))
        tags = next(one["tags"] for one in seen["insights"].values() if one["text"] == "Een")
        assert tags == {"round": 1, "team": 1, "dimension": "regulation"}
