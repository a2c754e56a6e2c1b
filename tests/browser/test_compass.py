"""The compass on the screens: as the actor and as oneself, the shift, and marks that open their solution."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.stage import AT_REST, Stage
from tests.browser.story import PLACES, Cast, gather, revealed, seat

PLACE = re.compile("^Leg (de|jouw) plek op het kompas")
OPEN = re.compile("^Open de oplossing van ")
BOXES = """() => [...document.querySelectorAll('main *, aside *')]
    .filter((one) => !one.closest('dialog') && !(one.closest('svg') && one.localName !== 'svg'))
    .map((one) => { const {x, y, width, height} = one.getBoundingClientRect(); return [x, y, width, height].join(); })
    .join(';')"""
"""Where everything lies on the page, but for the leaf over it; the hands of clocks go on."""
TARGETS = """() => [...document.querySelectorAll('[role=toolbar] button')].map((one) => {
    const {x, y, width, height} = one.getBoundingClientRect();
    return [x + width / 2, y + height / 2, width, height]; })"""


QUADRANT_ON_TOP = """(svg) => {
    const drawn = [...svg.querySelectorAll('text, path, rect')];
    const name = drawn.findIndex((one) => one.textContent.trim() === 'Klassikaal onderwijs');
    return name > drawn.findLastIndex((one) => one.closest('.at, .name')); }"""
"""A mark or a team's name never covers the name of a quadrant."""


async def _seated(stage: Stage) -> tuple[Cast, Page]:
    cast = await gather(stage, teams=0)
    token = await seat(cast, 1)
    for team in (2, 3, 4):
        await seat(cast, team)
    await cast.name_teams()
    return cast, await stage.seat(token)


async def _step(pad: Locator, keys: str) -> None:
    for key in keys.split():
        await pad.press(key)


def _held(cast: Cast, camp: str, team: str) -> dict[str, Any]:
    return cast.lead.view["solutions"][camp][team]


async def test_a_team_lays_it_as_the_actor_and_as_itself_by_keyboard(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast, page = await _seated(stage)
        await cast.go("choose", 1)
        await cast.choose(1)
        await cast.go("work", 1)
        await page.get_by_role("button", name="Leg jullie plek").click()
        await expect(page.get_by_role("button", name="En als jezelf?")).to_be_hidden()
        pad = page.get_by_role("application", name=PLACE)
        await _step(pad, "Home ArrowRight ArrowRight ArrowRight ArrowRight")
        await cast.lead.until(
            lambda view: view["solutions"].get("1", {}).get("1", {}).get("place", {}).get("regulation") == 20
        )
        await page.get_by_role("button", name="En als jezelf?").click()
        await _step(pad, "Home ArrowLeft ArrowLeft")
        await cast.lead.until(lambda view: view["solutions"]["1"]["1"].get("self", {}).get("regulation") == -10)
        assert _held(cast, "1", "1")["place"] == {"regulation": 20, "interest": 0}
        said = "Als de ouder kiezen jullie voor meer regie bij de leerling dan als jezelf."
        await expect(page.get_by_text(said)).to_be_visible()
        await page.get_by_role("button", name="Haal weg").click()
        await expect(page.get_by_text(said)).to_be_hidden()
        await cast.lead.until(lambda view: "self" not in view["solutions"]["1"]["1"])
        await page.get_by_label("Wie heeft de regie?").fill("-30")
        await expect(page.get_by_text(said)).to_be_visible()
        await page.get_by_role("button", name="Terug naar de ouder").click()
        await expect(page.get_by_role("heading", name="Waar ligt jullie oplossing?")).to_be_visible()
        assert _held(cast, "1", "1")["self"] == {"regulation": -30, "interest": 0}


async def test_nobody_else_sees_a_place_as_oneself_before_the_reveal(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast, _ = await _seated(stage)
        other = await stage.seat(await stage.take_seat(2))
        screen = await stage.screen()
        await cast.go("choose", 1)
        await cast.choose(1)
        await cast.go("work", 1)
        await cast.shown(other, screen)
        await cast.do(cast.hands[1], "place_self", regulation=-77, interest=33)
        await cast.shown(other, screen)
        for page in (other, screen):
            assert "-77" not in stage.ears[page].heard
        await cast.go("reveal", 1)
        await cast.do(cast.lead, "reveal", what="solutions")
        await cast.shown(other, screen)
        for page in (other, screen):
            assert "-77" in stage.ears[page].heard


async def test_after_the_reveal_a_team_shifts_and_the_sealed_mark_stays(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast, page = await _seated(stage)
        screen = await stage.screen()
        await revealed(cast, 1)
        sealed = dict(zip(("regulation", "interest"), PLACES[1][0], strict=True))
        await page.get_by_role("button", name="Verschuif jullie plek").click()
        leaf = page.get_by_role("dialog", name="Verschuif jullie plek")
        await expect(leaf.get_by_role("button", name="Leg hier neer")).to_be_disabled()
        pad = leaf.get_by_role("application", name=PLACE)
        await _step(pad, "ArrowUp ArrowUp ArrowUp ArrowUp ArrowUp ArrowUp")
        await leaf.get_by_role("button", name="Leg hier neer").click()
        await expect(leaf).to_be_hidden()
        await expect(
            page.get_by_text("Na het gesprek schoven jullie op: meer gewicht voor deze leerling.")
        ).to_be_visible()
        held = _held(cast, "1", "1")
        assert (held["place"], held["shift"]) == (sealed, sealed | {"interest": sealed["interest"] + 30})
        await cast.go("discuss", 1)
        await cast.do(cast.lead, "reveal", what="readings")
        await expect(screen.get_by_text(re.compile("Na het gesprek schoof één subteam op"))).to_be_visible()
        await cast.shown(page)  # the page of the discussion is another one: what was open on the last would be gone
        await page.get_by_role("button", name="Verschuif nog eens").click()
        await leaf.get_by_role("button", name="Terug naar de eerste plek").click()
        await expect(page.get_by_role("button", name="Verschuif jullie plek")).to_be_visible()
        await expect(screen.get_by_text(re.compile("Na het gesprek"))).to_be_hidden()
        assert "shift" not in _held(cast, "1", "1")


async def test_the_facilitator_shifts_for_a_team_around_the_paper_board(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast, _ = await _seated(stage)
        console, screen = await stage.console(), await stage.screen()
        await revealed(cast, 1)
        await console.get_by_role("button", name="Open de oplossing van Bergop in kamp 1").click()
        leaf = console.get_by_role("dialog", name="De oplossing van Bergop in kamp 1")
        await leaf.get_by_text("Verschuif na het gesprek").click()
        await leaf.get_by_label("Wie heeft de regie?").fill("50")
        await leaf.get_by_role("button", name="Leg hier neer").click()
        await cast.lead.until(lambda view: view["solutions"]["1"]["3"].get("shift", {}).get("regulation") == 50)
        await expect(leaf.get_by_text("Bergop schoof na het gesprek op: meer regie bij de leerling.")).to_be_visible()
        await cast.go("debrief")
        await expect(screen.get_by_text("na het gesprek", exact=True)).to_be_visible()  # what the empty square is


@pytest.mark.parametrize("where", ["seat", "console", "review"])
async def test_every_mark_opens_its_solution_by_keyboard_and_by_tap(house: Stage, where: str) -> None:
    async with house.another(title="De Klinker") as stage:
        cast, page = await _seated(stage)
        await revealed(cast, 1)
        await revealed(cast, 2)
        await cast.go("discuss", 2)
        await cast.read(2)
        await cast.do(cast.lead, "reveal", what="readings")
        page = {"seat": page, "console": await stage.console(), "review": await stage.review()}[where]
        if where == "review":
            await page.wait_for_load_state("networkidle")
        marks = page.get_by_role("toolbar", name="Oplossingen op het kompas").get_by_role("button", name=OPEN)
        await expect(marks).to_have_count(8)
        await page.evaluate(AT_REST)
        before = await page.evaluate(BOXES)
        assert await marks.evaluate_all("all => all.filter((one) => one.tabIndex === 0).length") == 1
        await marks.first.focus()
        await page.keyboard.press("End")
        await expect(marks.last).to_be_focused()
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("ArrowRight")
        await expect(marks.nth(1)).to_be_focused()
        await page.keyboard.press("Enter")
        name = cast.texts["team_names"][2]
        leaf = page.get_by_role("dialog", name=f"De oplossing van {name} in kamp 1")
        sample = cast.sample(1, 2)
        for words in (sample["title"], "als de leraar", *sample["actors"].values()):
            await expect(leaf.get_by_text(words).first).to_be_visible()
        for about in sample["factors"].values():
            await expect(leaf.get_by_text(about["consequence"]).first).to_be_visible()
        assert await page.evaluate(BOXES) == before, "something moved below the leaf"
        await page.keyboard.press("Escape")
        await expect(leaf).to_be_hidden()
        await expect(marks.nth(1)).to_be_focused()
        await marks.nth(6).click()
        leaf = page.get_by_role("dialog")
        await expect(leaf.get_by_text(re.compile("9 antwoorden: de zaal leest Bergop"))).to_be_visible()
        await leaf.get_by_role("button", name="Sluit").click()
        await expect(marks.nth(6)).to_be_focused()


async def test_marks_on_one_place_can_still_be_hit_each(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast, page = await _seated(stage)
        for camp in (1, 2, 3):
            await cast.go("choose", camp)
            await cast.choose(camp)
            await cast.go("work", camp)
            await cast.write(camp)
            for hand in cast.hands.values():
                await cast.do(hand, "place", regulation=96, interest=96)
            await cast.hand_in()
            await cast.go("reveal", camp)
            await cast.do(cast.lead, "reveal", what="solutions")
        await cast.go("discuss", 3)
        await cast.do(cast.lead, "reveal", what="readings")
        await page.set_viewport_size({"width": 320, "height": 640})
        await expect(page.get_by_role("button", name=OPEN)).to_have_count(12)
        await page.evaluate(AT_REST)
        targets: list[list[float]] = await page.evaluate(TARGETS)
        for n, (x, y, width, height) in enumerate(targets):
            assert min(width, height) >= 24 - 0.1
            for other in targets[:n]:
                assert ((x - other[0]) ** 2 + (y - other[1]) ** 2) ** 0.5 >= 23.5, "a finger hits both"


async def test_the_table_says_what_the_picture_says(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast, page = await _seated(stage)
        await revealed(cast, 1)
        await cast.go("discuss", 1)
        await cast.read(1)
        await cast.do(cast.lead, "reveal", what="readings")
        await cast.shift(1)
        await cast.shown(page)
        await page.get_by_text("Als tabel").click()
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=cast.texts["team_names"][0]))
        cells = [cell.strip() for cell in await row.get_by_role("cell").all_inner_texts()]
        assert cells[:6] == ["1", "−22", "20", "−52, 14", "−30, 0", "9"]
        assert cells[8] == "meer regie bij de leerling"
        heads = await page.get_by_role("columnheader").all_inner_texts()
        assert len(heads) == len(cells) + 1
        drawn = page.get_by_role("img", name=re.compile("^Kompas"))
        assert await drawn.evaluate(QUADRANT_ON_TOP)
        picture = await drawn.get_attribute("aria-label") or ""
        for words in (
            f"Als de ouder koos {cast.texts['team_names'][0]} voor meer regie bij de leerling dan als zichzelf.",
            "schoof na het gesprek op",
            "9 antwoorden",
            "De antwoorden liggen",
        ):
            assert words in picture
