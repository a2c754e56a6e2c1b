"""The facilitator's console: two who lead, handing over, a dead laptop, looking ahead, insights in seconds, keys."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.people import Facilitator
from tests.browser.stage import Stage
from tests.browser.story import Cast, camp_through, gather
from tests.browser.test_axe import barriers

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TABLET = {"width": 1024, "height": 768}
STANDING = {"width": 820, "height": 1180}


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


# --- who leads --------------------------------------------------------------------------------------------------------


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


# --- looking ahead ----------------------------------------------------------------------------------------------------


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


# --- insights ---------------------------------------------------------------------------------------------------------

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


async def test_a_black_screen_is_in_sight_on_the_desk_and_one_press_away(house: Stage) -> None:
    async with house.another() as stage:
        cast = await _in_discussion(stage)
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


# --- keys, moments, time ----------------------------------------------------------------------------------------------


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
        cast = await gather(stage, teams=2)
        options: dict[str, Any] = {"bypass_csp": True, "color_scheme": scheme}
        console = await stage.console(**options)
        found: list[str] = []
        link = await _link(console, "Samen leiden", "Nodig iemand uit")
        await console.get_by_role("button", name="Maak een reservesleutel").click()
        await expect(console.get_by_role("img", name="QR-code van je reservesleutel")).to_be_visible()
        found += await barriers(console, "who leads")
        asking = await stage.open(link, **options)
        found += await barriers(asking, "link")
        await console.get_by_role("button", name="Tijden van de dag").click()
        found += await barriers(console, "begin and end")
        await console.keyboard.press("Escape")
        await console.keyboard.press("j")
        found += await barriers(console, "how to join")
        await console.keyboard.press("Escape")
        await cast.go("work", 1)
        await console.get_by_role("button", name="Straks").click()
        await expect(_ahead(console)).to_contain_text("Onthullen")
        await console.get_by_role("button", name="Naar Onthullen").focus()
        await expect(console.get_by_text("Straks op het grote scherm")).to_be_visible()
        found += await barriers(console, "look ahead")
        new = await _enter(stage, await _handover(console), "Ja, neem de leiding")
        found += await barriers(new, "leads now")
        await expect(console.get_by_role("heading", name="Een ander apparaat leidt nu")).to_be_visible()
        found += await barriers(console, "let go")
        assert not found, "\n".join(found)


async def _handover(console: Page) -> str:
    return await _link(console, "Geef de leiding over", "Maak de link")


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
