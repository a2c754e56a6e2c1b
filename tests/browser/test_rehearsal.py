"""A facilitator practises: bots fill the room, stand still, make room for people; everybody sees what this is."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.people import Facilitator, Team
from tests.browser.stage import Stage
from tests.browser.story import gather, seat
from tests.browser.test_axe import barriers
from tests.browser.test_keyboard import Keys


def strip(page: Page) -> Locator:
    """What stands above the room while bots play."""
    return page.get_by_role("region", name="Bots", exact=True)


def card(page: Page) -> Locator:
    return page.get_by_role("region", name="Oefenen met bots")


def ready(desk: Facilitator, words: str) -> Locator:
    """What stands beside the signpost."""
    return desk.page.get_by_role("contentinfo").get_by_text(words)


OVER, PEN = r"Neem (.+) over van de bot", r"Neem de pen over van (.+)"


async def named(button: Locator, words: str) -> str:
    """The team that a button is about: a bot may have named it before it was stopped, or not."""
    await expect(button).to_be_visible()
    found = re.search(words, await button.get_attribute("aria-label") or "")
    assert found
    return found[1]


async def fill(desk: Facilitator) -> None:
    """From an empty lobby to four teams of bots, in two presses."""
    await desk.button("Oefen met bots").click()
    await desk.button("Laat bots 4 subteams spelen").click()
    await expect(card(desk.page)).to_contain_text("Bots spelen 4 subteams, jij leidt.")


async def test_a_facilitator_fills_the_room_with_bots_and_leads_a_camp(house: Stage) -> None:
    async with house.another() as stage:
        desk = Facilitator(await stage.console())
        await fill(desk)
        await card(desk.page).get_by_role("button", name="60 keer zo snel").click()
        await expect(card(desk.page).get_by_role("button", name="60 keer zo snel")).to_have_attribute(
            "aria-pressed", "true"
        )
        await desk.onward("Begin", "Welkom")
        await expect(ready(desk, "16 mensen hebben gelegd")).to_be_visible()
        await desk.onward("Naar Kamp 1", "Kamp 1, Kiezen")
        await expect(ready(desk, "Gekozen: 4 van 4")).to_be_visible()
        await desk.onward("Naar Werken", "Kamp 1, Werken")
        await expect(ready(desk, "Ingeleverd: 4 van 4")).to_be_visible(timeout=30_000)
        screen = await stage.screen()
        review = await stage.review()
        for page in (screen, review, desk.page):
            await expect(page.get_by_text("Oefensessie", exact=True).first).to_be_visible()


async def test_bots_stand_still_play_on_and_are_taken_over(house: Stage) -> None:
    async with house.another() as stage:
        desk = Facilitator(await stage.console())
        await fill(desk)
        await desk.button("Zet de bots stil").click()
        await expect(card(desk.page)).to_contain_text("Alles staat nu stil.")
        for sign, place in (("Begin", "Welkom"), ("Naar Kamp 1", "Kamp 1, Kiezen"), ("Naar Werken", "Kamp 1, Werken")):
            await desk.onward(sign, place)
        await expect(strip(desk.page)).to_contain_text("Bots spelen 4 subteams, jij leidt. Alles staat nu stil.")
        berg = await named(desk.page.get_by_role("button", name=re.compile(PEN)).first, PEN)
        await desk.button(f"Neem de pen over van {berg}").click()
        await expect(desk.page.get_by_role("heading", name=f"Jij schrijft voor {berg}")).to_be_visible()
        await desk.page.get_by_label("Titel", exact=True).fill("Van mijn hand")
        await expect(desk.page.get_by_text("Bewaard", exact=True)).to_be_visible()
        await desk.button("Terug naar de zaal").click()
        await strip(desk.page).get_by_role("button", name="60 keer zo snel").click()
        await desk.button("Speel door").click()
        await expect(strip(desk.page)).to_contain_text("Bots spelen 3 subteams, jij leidt.")
        await expect(ready(desk, "Ingeleverd: 3 van 4")).to_be_visible(timeout=30_000)
        await expect(desk.page.get_by_text("Van mijn hand")).to_be_visible()
        await desk.button("Meer").click()
        await desk.button(f"Laat een bot {berg} spelen").click()
        await expect(card(desk.page)).to_contain_text("Bots spelen 4 subteams")


async def test_a_person_joins_a_team_of_a_bot(house: Stage) -> None:
    async with house.another() as stage:
        desk = Facilitator(await stage.console())
        await fill(desk)
        team = Team(await stage.open("/"), 3)
        await team.join_by_code(stage)
        await expect(team.page.get_by_text("Oefensessie", exact=True)).to_be_visible()
        await expect(card(desk.page)).to_contain_text("Bots spelen 3 subteams, jij leidt.")
        row = card(desk.page).get_by_role("listitem").nth(2)
        await expect(row).to_contain_text("Mensen")
        await desk.button("Haal de bots weg").click()
        await expect(ready(desk, "1 subteam is er")).to_be_visible()


async def test_a_bot_leads_until_the_facilitator_takes_the_lead(house: Stage) -> None:
    async with house.another() as stage:
        desk = Facilitator(await stage.console())
        await desk.button("Oefen met bots").click()
        await desk.button("60 keer zo snel").click()
        await desk.button("Laat een bot ook leiden").click()
        await expect(desk.page.get_by_role("heading", name="Welkom", exact=True, level=2)).to_be_attached()
        await expect(strip(desk.page)).to_contain_text("een bot leidt")
        await strip(desk.page).get_by_role("button", name="Neem de leiding").click()
        await expect(strip(desk.page)).to_contain_text("jij leidt")
        await desk.onward("Naar Kamp 1", "Kamp 1, Kiezen")


async def test_after_a_rehearsal_there_is_a_way_on(house: Stage) -> None:
    async with house.another(rehearsal=True, title="Proef") as stage:
        desk = Facilitator(await stage.console())
        await expect(card(desk.page)).to_be_visible()
        lead = await stage.facilitator()
        await lead.send("close_session")
        after = desk.page.get_by_role("region", name="Dit was een oefensessie")
        await expect(after.get_by_role("link", name="Nieuwe sessie")).to_have_attribute("href", "/sessions/new")
        await after.get_by_role("button", name="Nog een keer oefenen").click()
        await expect(card(desk.page)).to_be_visible()
        assert stage.code not in desk.page.url


async def test_a_session_with_people_in_it_is_not_marked_by_accident(house: Stage) -> None:
    async with house.another() as stage:
        await stage.take_seat(1)
        desk = Facilitator(await stage.console())
        await expect(desk.page.get_by_text("Eerst oefenen?")).to_be_hidden()
        await desk.button("Oefenen").click()
        await desk.button("Laat bots 3 subteams spelen").click()
        await desk.agree("Toch niet")
        await expect(desk.button("Laat bots 3 subteams spelen")).to_be_visible()
        await desk.button("Laat bots 3 subteams spelen").click()
        await desk.agree("Ja, maak er een oefensessie van")
        await expect(card(desk.page)).to_contain_text("Bots spelen 3 subteams, jij leidt.")


async def test_after_a_restart_the_console_offers_to_let_the_bots_play_again(house: Stage) -> None:
    async with house.another() as stage:
        stage.forgiven = ("WebSocket connection", "ERR_CONNECTION_REFUSED", "Failed to fetch")
        desk = Facilitator(await stage.console())
        await fill(desk)
        await desk.onward("Begin", "Welkom")
        await stage.server.stop()
        await stage.server.start()
        await expect(strip(desk.page)).to_contain_text("Er spelen nu geen bots.")
        await desk.button("Laat ze weer spelen").click()
        await expect(strip(desk.page)).to_contain_text("Bots spelen 4 subteams, jij leidt.")


async def test_the_bots_by_keyboard(house: Stage) -> None:
    async with house.another() as stage:
        keys = Keys(await stage.console())
        await keys.push("Oefen met bots")
        await keys.push("10 keer zo snel", " ")
        await keys.push("Laat bots 4 subteams spelen")
        await expect(card(keys.page)).to_contain_text("Bots spelen 4 subteams, jij leidt.")
        await keys.kept()
        await keys.push("Zet de bots stil")
        await expect(card(keys.page)).to_contain_text("Alles staat nu stil.")
        await keys.kept()
        seat_of = await named(card(keys.page).get_by_role("button", name=re.compile(OVER)).last, OVER)
        await keys.push(f"Neem {seat_of} over van de bot")
        await expect(card(keys.page)).to_contain_text("Bots spelen 3 subteams, jij leidt.")
        await keys.kept()
        await keys.hold("Begin", keys.place("Welkom"))
        await keys.push("Speel door")
        await keys.kept()
        await keys.push("Meer")
        await keys.push("Haal de bots weg")
        await expect(card(keys.page)).to_contain_text("Bots spelen de subteams waar niemand zit")
        await keys.kept()


@pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("en", "dark")])
async def test_the_bots_without_barriers(house: Stage, language: str, scheme: Any) -> None:
    async with house.another(language=language) as stage:
        options = {"bypass_csp": True, "color_scheme": scheme}
        page = await stage.console(**options)
        buttons = page.get_by_role("main").get_by_role("button")
        await page.get_by_role("button", name="Oefenen" if language == "nl" else "Practise", exact=True).click()
        found = await barriers(page, "before")
        cast = await gather(stage, teams=0, language=language)
        await seat(cast, 1)
        await page.get_by_role("listitem").filter(has_text="Mensen" if language == "nl" else "People").wait_for()
        await buttons.nth(1).click()
        found += await barriers(page, "the question")
        await page.get_by_role("dialog").get_by_role("button").first.click()
        await page.get_by_text("Oefensessie" if language == "nl" else "Rehearsal").first.wait_for()
        found += await barriers(page, "playing")
        await cast.go("welcome")
        await page.get_by_role("region", name="Bots", exact=True).wait_for()
        found += await barriers(page, "strip")
        narrow = await stage.console(size={"width": 320, "height": 640}, **options)
        await narrow.get_by_role("region", name="Bots", exact=True).wait_for()
        found += await barriers(narrow, "narrow")
        assert await narrow.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not found, "\n".join(found)
