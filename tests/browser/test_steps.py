"""A new step begins at its heading: in view on a phone, and with the focus, so that it is read aloud."""

import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.people import Team
from tests.browser.stage import Stage
from tests.browser.story import Cast, gather, seat
from tests.browser.test_writing import TEXT, at_work

PHONE: dict[str, Any] = {"size": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
A_NEW_HEADING = """() => {
    const main = document.querySelector('main');
    main.prepend(Object.assign(document.createElement('h2'), {textContent: 'Iets anders'}));
    return new Promise(requestAnimationFrame);
}"""
NEXT = "Leg mijn plek neer"
BELOW = "() => scrollTo(0, document.body.scrollHeight)"


async def led_to(page: Page, words: str | re.Pattern[str]) -> None:
    """This heading is where the page is, and where keys and a reader go on."""
    heading = page.locator("main").get_by_role("heading", name=words, level=2)
    await expect(heading).to_be_focused()
    await expect(heading).to_be_in_viewport(ratio=1)


async def tap(page: Page, name: str | re.Pattern[str]) -> None:
    await page.get_by_role("button", name=name).tap()


async def place(page: Page) -> None:
    await Team(page, 1).slide(20, 30)
    await tap(page, NEXT)


async def on_a_phone(stage: Stage) -> tuple[Cast, Page]:
    cast = await gather(stage, teams=0)
    token = await seat(cast, 1)
    for team in (2, 3):
        await seat(cast, team)
    page = await stage.seat(token, **PHONE)
    await expect(page.get_by_role("heading", name="Hoe heten jullie?")).not_to_be_focused()
    return cast, page


async def test_every_step_begins_at_its_heading(house: Stage) -> None:
    async with house.another() as stage:
        cast, page = await on_a_phone(stage)
        await cast.go("welcome")
        await expect(page.get_by_role("heading", name="Waar ligt jouw school nu?")).not_to_be_focused()
        await place(page)
        await led_to(page, "Waar wil jij met de school heen?")
        await place(page)
        await led_to(page, "Geef de laptop door")
        await tap(page, "Ik ben persoon 2")
        await led_to(page, "Waar ligt jouw school nu?")
        await page.evaluate(BELOW)
        await cast.go("choose", 1)
        await led_to(page, "Wie nemen jullie mee op expeditie?")
        await page.get_by_role("radio", name="Yara").tap()
        await tap(page, "Neem Yara mee")
        await led_to(page, "Door wiens ogen kijken jullie?")
        await page.get_by_role("radio", name="Ouder").tap()
        await tap(page, "Denk als de ouder")
        await led_to(page, "Yara gaat mee. Jullie denken als de ouder.")
        await cast.choose(1, 2, 3)
        await page.evaluate(BELOW)
        await cast.go("work", 1)
        await led_to(page, "Jullie oplossing voor Yara")
        await cast.write(1)
        await tap(page, "Wie doet wat")
        await led_to(page, "Wie doet wat?")
        await cast.hand_in()
        await page.evaluate(BELOW)
        await cast.go("reveal", 1)
        await led_to(page, "Verzegeld tot de onthulling.")
        await page.evaluate(BELOW)
        await cast.do(cast.lead, "reveal", what="solutions")
        await led_to(page, "Maan")
        await page.evaluate(BELOW)
        await cast.go("discuss", 1)
        for team in (2, 3):
            await led_to(page, f"Waar leg jij deze oplossing? {cast.sample(1, team)['title']}")
            await place(page)
        await led_to(page, "Geef de laptop door")
        again, shift = (
            page.get_by_role("button", name=name) for name in ("Iemand wil iets veranderen", "Verschuif jullie plek")
        )
        await page.set_viewport_size({"width": 1366, "height": 768})
        assert await _stands(shift) > await _stands(again) + 40  # a line of its own, not askew in that of the other
        await page.evaluate(BELOW)
        await cast.do(cast.lead, "close_session")
        await expect(page.get_by_role("heading", name="Thuis")).to_be_in_viewport(ratio=1)


async def test_what_is_no_step_leaves_everybody_where_they_are(house: Stage) -> None:
    async with house.another() as stage:
        cast, page = await at_work(stage)
        await page.set_viewport_size(PHONE["size"])
        await page.reload()
        await expect(page.get_by_role("heading", name="Jullie oplossing voor Yara")).not_to_be_focused()
        text = page.get_by_label(TEXT)
        await text.fill("Thuis")
        at = await _stands(text)
        await cast.do(cast.lead, "assign", team=1, persona="danylo", actor="parent")
        await expect(page.get_by_role("heading", name="Jullie oplossing voor Danylo")).to_be_attached()
        await expect(page.get_by_label(TEXT)).to_be_focused()
        assert await _stands(page.get_by_label(TEXT)) == at
        await page.evaluate(A_NEW_HEADING)
        await expect(page.get_by_label(TEXT)).to_be_focused()
        await page.get_by_label("Titel", exact=True).fill("De week")
        await page.get_by_role("button", name="Lever in").click()
        await page.get_by_role("button", name="Neem terug").press("Enter")
        await expect(page.get_by_role("button", name="Lever in")).to_be_focused()


async def _stands(part: Locator) -> float:
    box = await part.bounding_box()
    assert box
    return box["y"]
