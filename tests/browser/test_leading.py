"""Who leads: two consoles in one room, handing over, a dead laptop and the spare key."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.people import Facilitator
from tests.browser.stage import Stage
from tests.browser.story import gather
from tests.browser.test_axe import barriers


async def _link(console: Page, heading: str, button: str) -> str:
    """Make a link in the panel of the facilitators, and read it."""
    if not await console.get_by_role("heading", name="Samen leiden").count():
        await console.get_by_role("button", name="Spelleiders").click()
    part = console.get_by_role("region", name=heading)
    await part.get_by_role("button", name=button).click()
    field = part.get_by_role("textbox")
    await expect(field).to_have_value(re.compile("/link/"))
    return await field.input_value()


async def _enter(stage: Stage, link: str, yes: str) -> Page:
    """Somebody opens the link on a device of their own, and agrees."""
    page = await stage.open(link)
    await page.get_by_role("button", name=yes).click()
    await expect(page.get_by_role("navigation", name="Route")).to_be_visible()
    return page


async def _handover(console: Page) -> str:
    return await _link(console, "Geef de leiding over", "Maak de link")


async def test_two_facilitators_steer_one_room_and_see_each_other(house: Stage) -> None:
    async with house.another() as stage:
        await gather(stage, teams=2)
        lead, screen = await stage.console(), await stage.screen()
        link = await _link(lead, "Samen leiden", "Nodig iemand uit")
        along = await _enter(stage, link, "Ja, doe mee")
        await expect(along.get_by_text("Je kijkt en stuurt mee.")).to_be_visible()
        await expect(lead.get_by_text("Een tweede spelleider kijkt en stuurt mee.")).to_be_visible()
        for page in (lead, along):
            await expect(page.get_by_role("button", name="2 spelleiders")).to_be_visible()
        await Facilitator(along).onward("Begin", "Welkom")
        await expect(lead.get_by_role("heading", name="Welkom", level=2)).to_be_attached()
        await expect(screen.get_by_text("Welkom").first).to_be_visible()
        await lead.keyboard.press("b")
        await expect(along.get_by_role("button", name="Zwart", exact=True)).to_have_attribute("aria-pressed", "true")
        stage.forgiven = ("401",)  # from here on, also for what is on its way
        await lead.get_by_role("button", name="Stop het meesturen").click()
        await lead.get_by_role("dialog").get_by_role("button", name="Stop het meesturen").click()
        await expect(along.get_by_role("heading", name="Je stuurt niet meer mee")).to_be_visible()
        await expect(lead.get_by_role("button", name="Spelleiders", exact=True)).to_be_visible()
        await along.reload()
        await expect(along.get_by_text("Dit scherm opent met de link van de spelleider.")).to_be_visible()


async def test_the_lead_goes_to_another_device(house: Stage) -> None:
    async with house.another() as stage:
        await gather(stage, teams=2)
        old, screen = await stage.console(), await stage.screen()
        new = await _enter(stage, await _link(old, "Geef de leiding over", "Maak de link"), "Ja, neem de leiding")
        await expect(new.get_by_text("Jij leidt nu.")).to_be_visible()
        await expect(old.get_by_role("heading", name="Een ander apparaat leidt nu")).to_be_visible()
        await Facilitator(new).onward("Begin", "Welkom")
        await expect(screen.get_by_text("Welkom").first).to_be_visible()
        await new.reload()
        await expect(new.get_by_role("button", name="Naar Kamp 1")).to_be_visible()
        await expect(new.get_by_text("Jij leidt nu.")).to_have_count(0)
        await old.get_by_role("link", name="Open het grote scherm hier").click()
        await expect(old.get_by_text("Welkom").first).to_be_visible()
        stage.forgiven = ("403",)
        await old.goto(f"{stage.server.url}/s/{stage.code}/facilitate")
        await expect(old.get_by_text("Je gaf de leiding over.")).to_be_visible()


async def test_a_dead_laptop_and_the_spare_key(house: Stage) -> None:
    async with house.another() as stage:
        await gather(stage, teams=2)
        console = await stage.console()
        await Facilitator(console).onward("Begin", "Welkom")
        await console.get_by_role("button", name="Spelleiders").click()
        await console.get_by_role("button", name="Maak een reservesleutel").click()
        part = console.get_by_role("region", name="Reservesleutel")
        words = await part.get_by_text(re.compile("^([A-Z0-9]{4} ?){7}$")).inner_text()
        await console.context.close()
        other = await stage.open("/")
        await other.get_by_text("Ik ben spelleider").click()
        await other.get_by_label("Sleutel van de spelleider").fill(words.lower())
        await other.get_by_role("button", name="Open de sessie").click()
        await expect(other.get_by_role("button", name="Naar Kamp 1")).to_be_visible()
        scanned = await stage.open(f"/#sleutel={words.replace(' ', '')}")
        await expect(scanned.get_by_role("button", name="Naar Kamp 1")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_barriers_for_who_leads_and_who_takes_over(house: Stage, scheme: Any) -> None:
    async with house.another() as stage:
        await gather(stage, teams=2)
        options: dict[str, Any] = {"bypass_csp": True, "color_scheme": scheme}
        console = await stage.console(**options)
        link = await _link(console, "Samen leiden", "Nodig iemand uit")
        await console.get_by_role("button", name="Maak een reservesleutel").click()
        await expect(console.get_by_role("img", name="QR-code van je reservesleutel")).to_be_visible()
        found = await barriers(console, "who leads")
        asking = await stage.open(link, **options)
        found += await barriers(asking, "link")
        new = await _enter(stage, await _handover(console), "Ja, neem de leiding")
        found += await barriers(new, "leads now")
        await expect(console.get_by_role("heading", name="Een ander apparaat leidt nu")).to_be_visible()
        found += await barriers(console, "let go")
        assert not found, "\n".join(found)
