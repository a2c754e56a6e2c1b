"""The writing sheet helps who does not know how to begin, says what room is left, and is out of the way after that."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.stage import Stage
from tests.browser.story import Cast, gather, seat

TEXT = re.compile("^Wat doen we voor")


async def at_work(stage: Stage) -> tuple[Cast, Page]:
    """A team at its sheet: Yara goes along, and they think as the parent."""
    cast = await gather(stage, teams=0)
    page = await stage.seat(await seat(cast, 1))
    await cast.go("choose", 1)
    await cast.do(cast.lead, "assign", team=1, persona="yara", actor="parent")
    await cast.go("work", 1)
    await expect(page.get_by_label(TEXT)).to_be_visible()
    return cast, page


def starts(page: Page, field: str | re.Pattern[str]) -> Locator:
    """The buttons under a field."""
    return page.locator(".written").filter(has=page.get_by_label(field)).get_by_role("group")


async def test_a_beginning_goes_where_the_caret_is_and_the_others_out_of_the_way(house: Stage) -> None:
    async with house.another() as stage:
        cast, page = await at_work(stage)
        text, offered = page.get_by_label(TEXT), starts(page, TEXT)
        await expect(offered.get_by_role("button")).to_have_text(
            ["Thuis merken wij dat …", "De dag begint nu met …", "Anders dan nu mag …"]
        )
        below = page.get_by_label("Hoe helpt ict?")
        before = await below.bounding_box()
        await text.focus()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(text).to_be_focused()
        await page.keyboard.type("Yara meer vertelt.")
        await expect(text).to_have_value("Thuis merken wij dat Yara meer vertelt.")
        await expect(offered).to_have_count(0)
        assert await below.bounding_box() == before
        await expect(page.get_by_text("Bewaard", exact=True)).to_be_visible()
        assert cast.lead.view["solutions"]["1"]["1"]["text"] == "Thuis merken wij dat Yara meer vertelt."
        await text.fill(" ")
        await expect(offered).to_be_visible()


async def test_beginnings_stand_by_the_other_fields_and_in_the_readers_language(house: Stage) -> None:
    async with house.another() as stage:
        _, page = await at_work(stage)
        await starts(page, "Hoe helpt ict?").get_by_role("button", name="Dit scheelt tijd, want").click()
        await expect(page.get_by_label("Hoe helpt ict?")).to_have_value("Dit scheelt tijd, want ")
        await page.get_by_role("button", name="Wie doet wat").click()
        await page.get_by_role("group", name="Wie doet nog meer mee?").get_by_role("button", name="Leraar").click()
        await starts(page, "Wat doet deze persoon?").get_by_role("button").first.click()
        await expect(page.get_by_label("Wat doet deze persoon?")).to_have_value("Zet de eerste stap door ")
        await page.get_by_role("button", name="Titel en tekst").click()
        await page.get_by_label("Weergave en taal").click()
        await page.get_by_role("radio", name="English").check()
        group = page.get_by_role("group", name="It could begin like this").first
        await expect(group.get_by_role("button").first).to_have_text("At home we notice that …")


async def test_a_pack_without_beginnings_shows_none(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=0)
        page = await stage.seat(await seat(cast, 1))
        answers: list[str] = []

        async def none(route: object) -> None:
            answers.append("asked")
            await route.fulfill(json=[])  # type: ignore[attr-defined]

        await page.route("**/content/starters?*", none)
        await cast.go("choose", 1)
        await cast.do(cast.lead, "assign", team=1, persona="yara", actor="parent")
        assert answers == []  # only who writes fetches them
        await cast.go("work", 1)
        await expect(page.get_by_label(TEXT)).to_be_visible()
        await cast.shown(page)
        assert answers == ["asked"]
        await expect(page.get_by_role("group", name="Zo kan het beginnen")).to_have_count(0)


async def test_the_room_that_is_left_is_shown_near_the_limit_and_said_when_the_fingers_rest(house: Stage) -> None:
    async with house.another() as stage:
        _, page = await at_work(stage)
        title = page.get_by_label("Titel", exact=True)
        said = page.locator("[aria-live=polite]").filter(has_text=re.compile("^Nog .* tekens?$"))
        left = page.get_by_text(re.compile("^Nog .* tekens?$")).and_(page.locator("span"))
        await title.fill("x" * 99)
        box = await title.bounding_box()
        await expect(left).to_have_count(0)
        await title.press("y")
        await expect(left).to_have_text("Nog 20 tekens")
        assert await said.count() == 0  # not at every key
        assert await title.bounding_box() == box  # and nothing moves for it
        await expect(title).to_have_accessible_description("Nog 20 tekens")
        await page.keyboard.type("z" * 30)
        await expect(title).to_have_value(re.compile("^.{120}$"))
        await expect(said).to_have_text("Nog 0 tekens")
        await title.fill("Kort")
        await expect(left).to_have_count(0)
        await expect(said).to_have_count(0)


async def test_who_is_done_sees_whom_the_room_waits_for(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=3)
        for team in (1, 2, 3):
            await cast.do(cast.hands[team], "rename_team", name=f"Team {team}")
        page = await stage.seat(await stage.take_seat(1))
        await cast.go("choose", 1)
        await cast.choose(1, 2, 3)
        await expect(page.get_by_text("De anderen zijn klaar. Neem de tijd die er nog is.")).to_be_visible()
        await cast.choose(1, 1)
        await expect(page.get_by_text("Iedereen is klaar. De spelleider gaat zo verder.")).to_be_visible()
        await cast.go("work", 1)
        await cast.write(1)
        await cast.hand_in(1)
        await expect(page.get_by_text("We wachten op Team 2 en Team 3.")).to_be_visible()
        await cast.hand_in(3)
        await expect(page.get_by_text("We wachten op Team 2.")).to_be_visible()
        others = page.get_by_role("listitem")
        await expect(others.filter(has_text="Team 3")).to_contain_text("Ingeleverd")
        await expect(others.filter(has_text="Team 2")).to_contain_text("Schrijft")
        await cast.do(cast.hands[1], "withdraw_solution")
        await expect(page.get_by_text(re.compile("^We wachten op"))).to_have_count(0)
        await cast.hand_in(2)
        await expect(page.get_by_text("De anderen zijn klaar.")).to_be_visible()


@pytest.mark.parametrize("size", [None, {"width": 360, "height": 640}], ids=["laptop", "phone"])
async def test_what_is_missing_is_said_beside_its_field(house: Stage, size: dict[str, int] | None) -> None:
    async with house.another() as stage:
        _, page = await at_work(stage)
        if size:
            await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        title, text = page.get_by_label("Titel", exact=True), page.get_by_label(TEXT)
        hand_in = page.get_by_role("button", name="Lever in")
        await page.get_by_role("button", name="Wie doet wat").click()
        await hand_in.click()
        for field, missing in (
            (title, "Geef jullie oplossing eerst een titel."),
            (text, "Schrijf eerst wat jullie doen voor deze leerling."),
        ):
            await expect(field).to_be_focused()
            await expect(field).to_have_attribute("aria-invalid", "true")
            await expect(field).to_have_accessible_description(missing)
            await expect(page.get_by_role("alert")).to_have_text([missing])
            await expect(page.get_by_role("alert")).to_be_in_viewport(ratio=1)
            await page.keyboard.type("Thuis")
            await expect(page.get_by_role("alert")).to_have_count(0)
            await expect(page.get_by_text("Bewaard", exact=True)).to_be_visible()
            await hand_in.click()
        await expect(page.get_by_text("Ingeleverd.")).to_be_visible()


async def test_what_the_room_has_seen_is_not_called_sealed(house: Stage) -> None:
    async with house.another() as stage:
        cast, page = await at_work(stage)
        await cast.write(1)
        await cast.hand_in()
        sealed, until = page.get_by_text(re.compile("^Verzegeld")), page.get_by_text("Tot de onthulling")
        await expect(sealed).to_be_visible()
        await expect(until).to_be_visible()
        await cast.go("reveal", 1)
        await cast.do(cast.lead, "reveal", what="solutions")
        await cast.go("work", 1)
        await expect(page.get_by_text("De anderen zagen dit al.")).to_be_visible()
        await expect(page.get_by_text("Ingeleverd.")).to_be_visible()
        await expect(page.get_by_role("button", name="Neem terug")).to_be_visible()
        await expect(sealed).to_have_count(0)
        await expect(until).to_have_count(0)


async def test_who_is_alone_sees_no_list_of_others(house: Stage) -> None:
    async with house.another(teams=1) as stage:
        cast, page = await at_work(stage)
        await cast.write(1)
        await cast.hand_in()
        await expect(page.get_by_text("Ingeleverd.")).to_be_visible()
        await expect(page.get_by_role("heading", name="De anderen")).to_have_count(0)
