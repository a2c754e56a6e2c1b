"""Looking back: a link leads to a moment, two moments lie side by side, and reviewers write beside them."""

import re
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.browser.stage import AT_REST, LAPTOP, Stage
from tests.browser.story import Cast, camp_through, gather

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 900, "height": 1100}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def played(house: Stage) -> AsyncGenerator[tuple[Stage, Cast, dict[str, int]]]:
    """A session with one camp, and the moments at which something could be seen."""
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        await cast.go("choose", 1)
        await cast.choose(1)
        await cast.go("work", 1)
        await cast.write(1)
        seqs = {"written": await _events(stage)}
        await cast.do(cast.lead, "note", text="Berg praat nog niet mee.")
        await camp_through(cast, 1)
        seqs["end"] = await _events(stage)
        yield stage, cast, seqs


async def _events(stage: Stage) -> int:
    """How many there are now."""
    async with httpx.AsyncClient(base_url=stage.server.url) as http:
        headers = {"Authorization": f"Bearer {stage.made['facilitator_token']}"}
        log = await http.get(f"/api/v1/sessions/{stage.code}/log", headers=headers)
        return len(log.raise_for_status().text.splitlines())


def _now(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Wat er toen was")


def _beside(page: Page) -> Locator:
    return page.get_by_role("region", name="Vastgezet moment")


async def _boxes(*parts: Locator) -> list[dict[str, float]]:
    found: list[Any] = [await part.bounding_box() for part in parts]
    assert all(found)
    return found


async def test_a_link_leads_to_a_moment_through_somebodys_eyes(played: tuple[Stage, Cast, dict[str, int]]) -> None:
    stage, cast, seqs = played
    page = await stage.review(f"?seq={seqs['written']}&as=team:1")
    await expect(_now(page).get_by_text("Kamp 1, Werken")).to_be_visible()
    await expect(page.get_by_label("Zoals gezien door")).to_have_value("team:1")
    await expect(_now(page).get_by_text(cast.sample(1, 1)["title"])).to_be_visible()
    await expect(_now(page).get_by_text(cast.sample(1, 2)["title"])).to_have_count(0)  # was sealed then
    await page.get_by_label("Zoals gezien door").select_option("facilitator")
    await page.wait_for_url(re.compile(rf"\?seq={seqs['written']}&as=facilitator$"))
    await page.get_by_role("slider", name="Moment").press("End")
    await page.wait_for_url(re.compile(rf"\?seq={seqs['end']}&as=facilitator$"))


async def test_two_moments_lie_side_by_side_and_a_link_leads_back_to_both(
    played: tuple[Stage, Cast, dict[str, int]],
) -> None:
    """With keys alone."""
    stage, cast, seqs = played
    page = await stage.review(f"?seq={seqs['written']}")
    await expect(_now(page).get_by_text("Kamp 1, Werken")).to_be_visible()
    pin = page.get_by_role("button", name="Zet dit moment vast")
    await pin.focus()
    await page.keyboard.press("Enter")
    await expect(_beside(page).get_by_text("Kamp 1, Werken")).to_be_visible()
    await expect(pin).to_be_focused()
    await page.get_by_role("slider", name="Moment").press("End")
    await expect(_now(page).get_by_text("Kamp 1, Bespreken")).to_be_visible()
    await expect(_beside(page).get_by_text("Kamp 1, Werken")).to_be_visible()
    marks = re.compile("^Open de oplossing van")
    await expect(_now(page).get_by_role("button", name=marks)).to_have_count(4)
    await expect(_beside(page).get_by_role("button", name=marks)).to_have_count(0)
    address = re.compile(rf"\?seq={seqs['end']}&beside={seqs['written']}$")
    await page.wait_for_url(address)
    await page.reload()
    await expect(_beside(page).get_by_text("Kamp 1, Werken")).to_be_visible()
    await expect(_now(page).get_by_text("Kamp 1, Bespreken")).to_be_visible()
    await page.get_by_label("Zoals gezien door").select_option("facilitator")
    await expect(_beside(page).get_by_text(cast.sample(1, 1)["title"])).to_be_visible()  # both, through the same eyes
    await _beside(page).get_by_role("button", name="Laat los").focus()
    await page.keyboard.press("Enter")
    await expect(_beside(page)).to_have_count(0)
    await expect(pin).to_be_focused()
    await page.wait_for_url(re.compile(rf"\?seq={seqs['end']}&as=facilitator$"))


async def test_two_moments_fit_a_laptop_and_stack_on_a_phone(played: tuple[Stage, Cast, dict[str, int]]) -> None:
    stage, _, seqs = played
    for size, beside in ((LAPTOP, True), (TABLET, True), (PHONE, False)):
        page = await stage.review(f"?seq={seqs['end']}&beside={seqs['written']}", size=size)
        await expect(_now(page).get_by_text("Kamp 1, Bespreken")).to_be_visible()
        await expect(_beside(page).get_by_text("Kamp 1, Werken")).to_be_visible()
        await page.evaluate(AT_REST)
        then, now = await _boxes(_beside(page), _now(page))
        assert (then["x"] + then["width"] <= now["x"]) == beside, size
        assert (then["y"] + then["height"] <= now["y"]) == (not beside), size
        one, other = await _boxes(
            _beside(page).get_by_role("group", name="Het kompas op dit moment").locator(".square"),
            _now(page).get_by_role("group", name="Het kompas op dit moment").locator(".square"),
        )
        assert one["width"] == other["width"] >= 300
        if beside:
            assert one["y"] == other["y"]
        if size is LAPTOP:
            assert await page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
            assert other["y"] + other["height"] < LAPTOP["height"] - 140, "the compass ends above the road"
        await page.context.close()


async def test_a_hand_that_drags_moves_the_road_at_once_and_the_moment_where_it_rests(
    played: tuple[Stage, Cast, dict[str, int]],
) -> None:
    stage, _, seqs = played
    page = await stage.review()
    await expect(_now(page).get_by_text("Kamp 1, Bespreken")).to_be_visible()
    slider = page.get_by_role("slider", name="Moment")
    (box,) = await _boxes(slider)
    last = await slider.get_attribute("aria-valuenow")
    await page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 60)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 300, box["y"] + 60, steps=5)
    await page.mouse.move(box["x"] + 17, box["y"] + 60, steps=5)
    await expect(slider).to_have_attribute("aria-valuenow", "1")
    await expect(_now(page).get_by_text("Aankomen")).to_be_visible()  # it rests there, and is still held
    row = page.get_by_role("region", name="Wat er gebeurde").locator("[aria-current]")
    await expect(row).to_have_attribute("data-seq", "1")
    await page.mouse.move(box["x"] + box["width"] - 10, box["y"] + 60)
    await page.mouse.up()
    await expect(slider).to_have_attribute("aria-valuenow", last or "")
    await expect(_now(page).get_by_text("Kamp 1, Bespreken")).to_be_visible()
    await expect(row).to_have_attribute("data-seq", str(seqs["end"]))
    await expect(row).to_be_in_viewport()


async def test_the_day_plays_to_its_end_at_a_chosen_speed(played: tuple[Stage, Cast, dict[str, int]]) -> None:
    stage, _, seqs = played
    page = await stage.review("?seq=1")
    await expect(_now(page).get_by_text("Aankomen")).to_be_visible()
    speed = page.get_by_label("Tempo")
    await expect(speed.locator("option")).to_have_text(["1×", "10×", "30×", "60×"])
    await speed.select_option("60")
    await page.get_by_role("button", name="Speel af").click()
    await expect(_now(page).get_by_text("Kamp 1, Bespreken")).to_be_visible()
    await expect(page.get_by_role("button", name="Speel af")).to_be_visible()  # it stopped by itself
    await page.wait_for_url(re.compile(rf"\?seq={seqs['end']}$"))


async def test_downloads_leave_the_room_to_what_was_said(played: tuple[Stage, Cast, dict[str, int]]) -> None:
    stage, _, _ = played
    page = await stage.review()
    file = page.get_by_role("link", name="Alles samen (zip)")
    await expect(page.get_by_text("Meenemen")).to_be_visible()
    await expect(file).to_be_hidden()
    await page.get_by_text("Meenemen").click()
    await expect(file).to_be_visible()
    await expect(file).to_be_in_viewport()


async def test_a_remark_beside_a_moment_is_written_found_changed_and_removed(
    played: tuple[Stage, Cast, dict[str, int]],
) -> None:
    """With keys alone."""
    stage, _, seqs = played
    page = await stage.review(f"?seq={seqs['written']}")
    await expect(_now(page).get_by_text("Kamp 1, Werken")).to_be_visible()
    fold = page.locator("summary").filter(has_text="Kanttekeningen")
    await fold.focus()
    await page.keyboard.press("Enter")
    field, save = _now(page).get_by_label("Kanttekening bij"), page.get_by_role("button", name="Bewaar")
    await field.fill("Hier <b>draaide</b> het.")
    await save.focus()
    await page.keyboard.press("Enter")
    remark = _now(page).get_by_role("button", name="Hier <b>draaide</b> het.")
    await expect(remark).to_contain_text("Kamp 1, Werken, van jou")
    await expect(fold).to_have_text("Kanttekeningen (1)")
    await expect(field).to_have_value("")
    await page.get_by_role("slider", name="Moment").press("End")
    await expect(_now(page).get_by_text("Kamp 1, Bespreken", exact=False).first).to_be_visible()
    await page.reload()
    await fold.click()
    await remark.focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(rf"\?seq={seqs['written']}$"))
    await _now(page).get_by_role("button", name="Pas aan").click()
    await _now(page).get_by_label("Pas de kanttekening aan").fill("Hier keerde het.")
    await save.last.click()
    await expect(_now(page).get_by_role("button", name="Hier keerde het.")).to_be_visible()
    await _now(page).get_by_role("button", name="Verwijder").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Echt verwijderen").press("Enter")
    await expect(page.get_by_text("Er is nog niets bij geschreven.")).to_be_visible()
    await expect(fold).to_have_text("Kanttekeningen")
    assert await page.evaluate("document.activeElement !== document.body"), "keys go on where they were"


async def test_a_seat_reads_remarks_after_the_close_and_writes_none(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast, token = await gather(stage, teams=1), await stage.take_seat(1)
        lead = await stage.review()
        await lead.get_by_text(re.compile("^Kanttekeningen")).click()
        await lead.get_by_label("Kanttekening bij").fill("Let op de stilte.")
        await lead.get_by_role("button", name="Bewaar").click()
        await expect(lead.get_by_text("van jou")).to_be_visible()
        await cast.do(cast.lead, "close_session")
        page = await stage.look_back(token)
        await page.get_by_text("Kanttekeningen (1)").click()
        await expect(page.get_by_role("button", name="Let op de stilte.")).to_contain_text("van de spelleider")
        await expect(page.get_by_label("Kanttekening bij")).to_have_count(0)
        await expect(page.get_by_role("button", name="Verwijder")).to_have_count(0)
