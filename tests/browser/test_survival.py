"""What breaks in a school: two pens in one field, a refresh, Wi-Fi, the server's power. Nothing typed is lost."""

import asyncio
import re
import time
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.browser.people import Slow, Team
from tests.browser.stage import Stage
from tests.browser.story import Cast, gather, seat

NO_SERVER = (
    "ERR_CONNECTION_REFUSED", "ERR_INTERNET_DISCONNECTED", "WebSocket connection", "ERR_CONNECTION_RESET",
    "ERR_CONNECTION_CLOSED", "ERR_EMPTY_RESPONSE", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONTENT_LENGTH_MISMATCH",
)  # fmt: skip
"""What browsers say when a server vanishes, also in the middle of a file that they fetch ahead."""
AWAY = "Even weg, je tekst blijft hier"
SAVED = "Bewaard"


@dataclass(slots=True)
class Work:
    """Team 1 at work in camp 1."""

    cast: Cast
    token: str

    def stored(self, field: str) -> str:
        """What the server has."""
        solution = self.cast.lead.view["solutions"].get("1", {}).get("1", {})
        return str(solution.get(field, ""))

    async def until_stored(self, field: str, text: str) -> None:
        async with asyncio.timeout(10):
            await self.cast.lead.until(lambda _: self.stored(field) == text)


async def _at_work(stage: Stage) -> Work:
    cast = await gather(stage, teams=0)
    token = await seat(cast, 1)
    await cast.go("choose", 1)
    await cast.choose(1)
    await cast.go("work", 1)
    return Work(cast, token)


def _field(page: Page, name: str = "Titel") -> Locator:
    return page.get_by_label(name, exact=True)


async def test_two_devices_of_a_team_see_what_the_other_writes(house: Stage) -> None:
    async with house.another() as stage:
        work = await _at_work(stage)
        one, other = await stage.seat(work.token), await stage.seat(await stage.take_seat(1))
        await expect(_field(other)).to_be_visible()
        await _field(one).fill("Yara maakt een weerstation")
        await expect(_field(other)).to_have_value("Yara maakt een weerstation", timeout=1000)
        await Team(one, 1).open_compass()
        await Team(one, 1).point(0.7, 0.7)
        await expect(other.get_by_role("img", name=re.compile("de leerling heeft de regie"))).to_be_visible()


async def test_two_pens_in_one_field_keep_every_letter_of_both(house: Stage) -> None:
    async with house.another() as stage:
        work = await _at_work(stage)
        one = await stage.seat(work.token)
        await _field(one).fill("Yara bouwt")
        context = await stage.context()
        other, line = await context.new_page(), Slow()
        await line.route(other)
        await other.goto(f"{stage.server.url}/join/{stage.code}")
        await other.get_by_role("radio").first.check()
        await other.get_by_role("button", name="Neem plaats").click()
        await expect(_field(other)).to_have_value("Yara bouwt")
        await expect(_field(other)).to_be_editable()
        async with line.hold():
            await _type(_field(one), "End", " een weerstation")
            await work.until_stored("title", "Yara bouwt een weerstation")
            await _type(_field(other), "Home", "Hoe ")
            await expect(_field(other)).to_have_value("Hoe Yara bouwt")
        for page in (one, other):
            await expect(_field(page)).to_have_value("Hoe Yara bouwt een weerstation")
            await expect(page.get_by_text(SAVED, exact=True)).to_be_visible()
        # The hand that wrote in front is still there.
        await other.keyboard.type("goed ")
        await work.until_stored("title", "Hoe goed Yara bouwt een weerstation")


async def test_a_pen_without_a_net_and_a_new_page_brings_its_letters_later(house: Stage) -> None:
    async with house.another() as stage:
        stage.forgiven = NO_SERVER
        work = await _at_work(stage)
        one, token = await stage.seat(work.token), await stage.take_seat(1)
        await _field(one).fill("Yara.")
        other = await stage.seat(token)
        await expect(_field(other)).to_have_value("Yara.")
        await expect(_field(other)).to_be_editable()
        await other.context.set_offline(True)
        await expect(other.get_by_role("status").get_by_text(AWAY)).to_be_visible(timeout=30_000)
        await _type(_field(other), "End", " Thuis bedacht.")
        await _type(_field(one), "Home", "Nu: ")
        await work.until_stored("title", "Nu: Yara.")
        await other.close()  # the lid goes down, and the battery is empty
        await other.context.set_offline(False)
        again = await other.context.new_page()
        await again.goto(f"{stage.server.url}/s/{stage.code}")
        await work.until_stored("title", "Nu: Yara. Thuis bedacht.")
        for page in (one, again):
            await expect(_field(page)).to_have_value("Nu: Yara. Thuis bedacht.")


async def _type(field: Locator, key: str, text: str) -> None:
    await field.focus()
    await field.press(key)
    await field.press_sequentially(text)


async def test_a_refresh_keeps_text_and_place(house: Stage) -> None:
    async with house.another() as stage:
        work = await _at_work(stage)
        page = await stage.seat(work.token)
        await Team(page, 1).open_compass()
        await Team(page, 1).point(0.3, 0.7)
        place = page.get_by_text(re.compile("^Jullie plek:"))
        said = await place.inner_text()
        await page.get_by_role("button", name="Naar de tekst").click()
        await _field(page).fill("Yara maakt een weerstation")
        await page.reload()
        await expect(_field(page)).to_have_value("Yara maakt een weerstation")
        await expect(page.get_by_text(SAVED, exact=True)).to_be_visible()
        await work.until_stored("title", "Yara maakt een weerstation")
        await Team(page, 1).open_compass()
        await expect(place).to_have_text(said)


async def test_without_wifi_one_writes_on(house: Stage) -> None:
    async with house.another() as stage:
        stage.forgiven = NO_SERVER
        work = await _at_work(stage)
        page = await stage.seat(work.token)
        await _field(page).fill("Yara")
        await work.until_stored("title", "Yara")
        await page.context.set_offline(True)
        await _field(page).press_sequentially(" maakt een weerstation")
        await expect(page.get_by_text(AWAY).first).to_be_visible(timeout=30_000)
        await expect(page.get_by_text("Bewaard op dit apparaat")).to_be_visible()
        await expect(_field(page)).to_have_value("Yara maakt een weerstation")
        assert work.stored("title") == "Yara"
        await page.context.set_offline(False)
        await expect(page.get_by_text(SAVED, exact=True)).to_be_visible(timeout=15_000)
        await expect(page.get_by_text(AWAY)).to_have_count(0)
        await work.until_stored("title", "Yara maakt een weerstation")


async def test_when_the_server_dies_every_screen_returns_by_itself(house: Stage) -> None:
    async with house.another() as stage:
        stage.forgiven = NO_SERVER
        work = await _at_work(stage)
        console, screen, page = await stage.console(), await stage.screen(), await stage.seat(work.token)
        await _field(page).fill("Yara")
        await expect(page.get_by_text(SAVED, exact=True)).to_be_visible()
        await expect(console.get_by_text("Yara", exact=True)).to_be_visible()
        await house.server.stop(kill=True)
        await _field(page).press_sequentially(" maakt een weerstation")
        await expect(page.get_by_text(AWAY).first).to_be_visible()
        await expect(screen.get_by_text("Even geen verbinding.")).to_be_visible()
        await expect(console.get_by_text("Even geen verbinding.")).to_be_visible()
        await house.server.start()
        await expect(page.get_by_text(SAVED, exact=True)).to_be_visible(timeout=15_000)
        await expect(_field(page)).to_have_value("Yara maakt een weerstation")
        await expect(console.get_by_text("Yara maakt een weerstation")).to_be_visible(timeout=15_000)
        await expect(screen.get_by_text("Even geen verbinding.")).to_be_hidden(timeout=15_000)
        await work.until_stored("title", "Yara maakt een weerstation")
        await _same_clock(work.cast, console, screen, page)


async def _same_clock(cast: Cast, *pages: Page) -> None:
    """All clocks run on, and show the same second or its neighbour; reading them takes time too."""
    began = time.monotonic()
    told = await asyncio.gather(*(page.get_by_role("timer").first.inner_text() for page in pages))
    took = time.monotonic() - began
    shown: list[int] = []
    for text in told:
        digits = re.search(r"(\d+):(\d\d)", re.sub(r"\s", "", text))
        assert digits, text
        shown.append(int(digits[1]) * 60 + int(digits[2]))
    assert cast.lead.view["timer"]["state"] == "running"
    assert max(shown) - min(shown) <= 1 + took
    assert 0 < cast.lead.view["timer"]["planned_ms"] / 1000 - shown[0] < 60


async def test_who_is_taken_out_reads_why_and_may_come_back(house: Stage) -> None:
    async with house.another() as stage:
        work = await _at_work(stage)
        page, console = await stage.seat(work.token), await stage.console()
        await expect(_field(page)).to_be_visible()
        await console.get_by_role("heading", name="Plekken en subteams").click()
        await console.get_by_role("button", name="Haal Plek 1 weg").click()
        await console.get_by_role("dialog").get_by_role("button", name="Haal weg").click()
        await expect(page.get_by_role("heading", name="Deze plek is weg")).to_be_visible()
        await page.get_by_role("link", name="Doe weer mee").click()
        await page.get_by_role("radio").first.check()
        await page.get_by_role("button", name="Neem plaats").click()
        await expect(_field(page)).to_be_visible()


async def test_who_comes_late_sees_where_the_room_is(house: Stage) -> None:
    async with house.another() as stage:
        work = await _at_work(stage)
        await work.cast.write(1, 1)
        page = await (await stage.context()).new_page()
        await page.goto(f"{stage.server.url}/join/{stage.code}")
        await page.get_by_role("radio").first.check()
        await page.get_by_role("button", name="Neem plaats").click()
        await expect(_field(page)).to_have_value(work.cast.sample(1, 1)["title"])
        await page.context.clear_cookies()
        await page.goto(f"{stage.server.url}/join/{stage.code}")
        await page.get_by_role("radio").nth(2).check()
        await page.get_by_role("button", name="Neem plaats").click()
        await expect(page.get_by_role("heading", name="Wie nemen jullie mee op expeditie?")).to_be_visible()
