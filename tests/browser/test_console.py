"""The facilitator's console: keys, moments, notes and the desk; on a tablet, and for everyone."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.stage import TABLET, Stage
from tests.browser.story import camp_through, gather, revealed
from tests.browser.test_axe import barriers

STANDING = {"width": 820, "height": 1180}


# --- keys -------------------------------------------------------------------------------------------------------------


async def test_a_key_of_your_own_and_no_keys_at_all(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=1)
        console = await stage.console()
        blank = console.get_by_role("button", name="Zwart", exact=True)
        await expect(blank).to_be_visible()
        await console.keyboard.press("?")
        await console.get_by_role("button", name=re.compile("Andere toets voor: Maak het grote scherm zwart")).click()
        await console.keyboard.press("m")
        await expect(console.get_by_text("Deze toets doet al iets.")).to_be_visible()
        await console.keyboard.press("z")
        await console.keyboard.press("Escape")
        await console.keyboard.press("b")
        await console.keyboard.press("z")
        await expect(blank).to_have_attribute("aria-pressed", "true")
        await console.reload()
        await console.get_by_role("button", name="Toetsen").click()
        await console.get_by_label("Toetsen van één teken aan").uncheck()
        await console.keyboard.press("Escape")
        for key in ("z", "b", "m"):
            await console.keyboard.press(key)
        await console.get_by_role("button", name="Toetsen").click()
        await console.get_by_role("button", name="Terug naar gewoon").click()
        await console.keyboard.press("Escape")
        await expect(blank).to_have_attribute("aria-pressed", "true")
        assert cast.lead.view["bookmarks"] == []
        await console.keyboard.press(".")
        await expect(blank).to_have_attribute("aria-pressed", "false")


async def test_no_key_acts_while_somebody_types(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=1)
        console = await stage.console()
        await cast.go("welcome")
        await console.get_by_label("Notitie bij deze fase").press_sequentially("b.rtjmin+-? ")
        await expect(console.get_by_text("Bewaard", exact=True)).to_be_visible()
        view = cast.lead.view
        assert (view["board"]["blank"], view["bookmarks"], view["timer"]["state"]) == (False, [], "idle")
        await expect(console.get_by_role("dialog")).to_have_count(0)


# --- moments, notes, the desk -----------------------------------------------------------------------------------------


async def test_a_good_moment_to_move_on_is_said_quietly(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=2)
        console = await stage.console()
        await cast.go("choose", 1)
        await cast.choose(1)
        await cast.go("work", 1)
        await cast.write(1)
        await cast.hand_in(1)
        await expect(console.get_by_text("Ingeleverd: 1 van 2")).to_be_visible()
        await cast.do(cast.hands[2], "ready", on=True)
        await expect(console.get_by_text("Klaar", exact=True)).to_be_visible()
        await expect(console.get_by_text("Alle twee klaar")).to_be_visible(timeout=15_000)
        await expect(console.get_by_text(re.compile("^sinds 5 seconden|^sinds 10 seconden"))).to_be_visible()
        await cast.do(cast.hands[2], "ready", on=False)
        await expect(console.get_by_text("Alle twee klaar")).to_have_count(0)


async def test_more_time_says_what_it_does_to_the_end(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=1)
        console = await stage.console()
        await console.get_by_role("button", name="Tijden van de dag").click()
        await console.get_by_label("We moeten klaar zijn om").fill("23:59")
        await console.get_by_role("button", name="Bewaar").click()
        await expect(console.get_by_text(re.compile("minuten (voor|na) 23:59"))).to_be_visible()
        assert "ends_at" in cast.lead.view["session"]
        await console.keyboard.press("+")
        await expect(console.get_by_text(re.compile(r"^Eindtijd wordt \d\d:\d\d, was \d\d:\d\d\.$"))).to_be_visible()


async def test_notes_can_be_prepared(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=1)
        console = await stage.console()
        await console.get_by_label("Bij welke fase").select_option("Stemmen")
        await console.get_by_label("Notitie voor straks of van eerder").fill("Eerst de pitches")
        async with asyncio.timeout(10):
            await cast.lead.until(lambda view: "Eerst de pitches" in view["notes"].values())
        await cast.go("vote")
        await console.reload()
        await expect(console.get_by_label("Notitie bij deze fase")).to_have_value("Eerst de pitches")


async def test_what_can_be_taken_back_is_never_half_a_word(house: Stage) -> None:
    async with house.another(title="Basisschool De Klinker") as stage:
        cast = await gather(stage, teams=2)
        console = await stage.console()
        await cast.go("choose", 1)
        back = console.get_by_role("button", name="Maak ongedaan: de stap naar deze fase")
        words = back.get_by_text("Ongedaan", exact=True)
        await expect(words).to_be_visible()
        assert await words.evaluate("words => words.scrollWidth <= words.clientWidth")
        await console.set_viewport_size({"width": 1920, "height": 1080})
        await expect(back.get_by_text("Maak ongedaan: de stap naar deze fase")).to_be_visible()


async def test_what_is_read_aloud_of_the_school_lies_on_the_desk(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=2)
        console = await stage.console()
        for camp, words in ((1, "Dorpsschool met 190 leerlingen"), (2, "Stadsschool met 320 leerlingen")):
            await cast.go("choose", camp)
            await expect(console.get_by_role("button", name="Naar Werken")).to_be_visible()
            await console.get_by_text("De school", exact=True).click()
            await expect(console.get_by_text(words)).to_be_visible()
            await cast.go("work", camp)  # a desk of its own for each phase: the next begins folded
            await expect(console.get_by_role("button", name="Naar Onthullen")).to_be_visible()
        await cast.go("choose", 3)
        await expect(console.get_by_text("De school", exact=True)).to_be_hidden()


async def test_a_black_screen_is_in_sight_on_the_desk_and_one_press_away(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=2)
        await camp_through(cast, 1)
        console, screen = await stage.console(), await stage.screen()
        light = console.get_by_role("button", name="Scherm is zwart: zet aan")
        await expect(console.get_by_role("heading", name="Wie vertelt?")).to_be_visible()
        await expect(light).to_have_count(0)
        await cast.do(cast.lead, "blank", on=True)
        await expect(light).to_be_in_viewport(ratio=1)
        await expect(screen.get_by_text("Het scherm is even leeg.")).to_be_visible()
        await light.click()
        await expect(light).to_have_count(0)
        await expect(screen.get_by_text("Het scherm is even leeg.")).to_be_hidden()


async def test_the_log_is_asked_for_at_each_step_and_not_at_each_update(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=1)
        console = await stage.console()
        asked: list[str] = []
        console.on("request", lambda request: asked.append(request.url) if "/log?after=" in request.url else None)
        await cast.shown(console)
        asked.clear()
        for _ in range(3):
            await cast.shown(console)
        assert asked == []
        async with console.expect_response(lambda answer: "/log?after=" in answer.url):
            await cast.go("welcome")
        await cast.shown(console)
        assert len(asked) == 1


# --- on a tablet, and for everyone ------------------------------------------------------------------------------------


BROKEN = """() => [...document.querySelectorAll('nav .name')]
    .filter((name) => name.offsetHeight > 1.9 * parseFloat(getComputedStyle(name).fontSize))
    .map((name) => name.textContent)"""
"""Names of phases in the route that stand in two lines."""


@pytest.mark.parametrize("size", [TABLET, STANDING], ids=["lying", "standing"])
async def test_nothing_of_the_foot_falls_off_a_tablet(house: Stage, size: dict[str, int]) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=4)
        console = await stage.console(size=size, has_touch=True, is_mobile=True)
        for phase, camp in (
            ("lobby", None),
            ("welcome", None),
            ("work", 1),
            ("discuss", 1),
            ("debrief", None),
            ("evaluate", None),
        ):
            if phase != "lobby":
                await cast.go(phase, camp)
            await cast.shown(console)
            assert await console.evaluate(BROKEN) == []
            for button in await console.locator("footer").get_by_role("button").all():
                box = await button.bounding_box()
                assert box, await button.inner_text()
                assert box["x"] >= 0, (phase, await button.inner_text())
                assert box["x"] + box["width"] <= size["width"], (phase, await button.inner_text())
                assert box["y"] + box["height"] <= size["height"], (phase, await button.inner_text())
                assert box["height"] >= 44, (phase, await button.inner_text())


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_barriers_in_what_the_console_opens(house: Stage, scheme: Any) -> None:
    async with house.another() as stage:
        await gather(stage, teams=2)
        console = await stage.console(bypass_csp=True, color_scheme=scheme)
        await console.get_by_role("button", name="Tijden van de dag").click()
        found = await barriers(console, "begin and end")
        await console.keyboard.press("Escape")
        await console.keyboard.press("j")
        found += await barriers(console, "how to join")
        assert not found, "\n".join(found)


async def test_where_nobody_voted_the_facilitator_chooses(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage)
        await revealed(cast, 1)
        await cast.go("vote")
        for command in ("open_vote", "close_vote"):
            await cast.do(cast.lead, command)
        await cast.do(cast.lead, "reveal", what="vote")
        console, screen = await stage.console(), await stage.screen()
        await expect(screen.get_by_text("Er is niet gestemd.")).to_be_visible()
        await expect(console.get_by_text("Er is niet gestemd. Laat opnieuw stemmen, of kies zelf.")).to_be_visible()
        await console.get_by_role("button", name="Kies deze").nth(1).click()
        await expect(console.get_by_text("gaat mee naar het kampvuur")).to_be_visible()
        await expect(screen.get_by_text("De zaal bouwt verder op")).to_be_visible()


async def test_without_a_solution_there_is_no_vote_to_open(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=2)
        await cast.go("vote")
        console, screen = await stage.console(), await stage.screen()
        await expect(console.get_by_role("button", name="Naar Kampvuur")).to_be_visible()
        await expect(screen.get_by_text("Er is nog geen onthulde oplossing om op te stemmen.")).to_be_visible()
