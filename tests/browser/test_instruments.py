"""The instruments around the game, by hand: switched on, filled in, shown; what is for one person stays there."""

from playwright.async_api import Page, WebSocket, expect

from tests.browser.stage import LAPTOP, Stage
from tests.browser.story import Cast, camp_through, gather, revealed, seat
from tests.support.game import ALL_INSTRUMENTS

ALL = {"instruments": list(ALL_INSTRUMENTS)}


def button(page: Page, name: str, *, exact: bool = True):
    return page.get_by_role("button", name=name, exact=exact)


def listen(page: Page) -> list[str]:
    """Everything that this page will tell the server."""
    told: list[str] = []

    def opened(line: WebSocket) -> None:
        line.on("framesent", lambda frame: told.append(frame if isinstance(frame, str) else frame.decode()))

    page.on("websocket", opened)
    page.on("request", lambda request: told.append(f"{request.url} {request.post_data or ''}"))
    return told


async def test_a_team_draws_a_network_and_the_facilitator_shows_it(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=0)
        own = await stage.seat(await seat(cast, 1))
        console, screen = await stage.console(), await stage.screen()
        await cast.go("debrief")
        await expect(button(own, "Jullie netwerk")).to_have_count(0)
        await button(console, "Instrumenten").click()
        await console.get_by_role("group", name="Netwerk", exact=True).get_by_role("button", name="Aan").click()
        await button(console, "Terug naar de zaal").click()
        await button(own, "Jullie netwerk").click()
        await own.get_by_label("Wie of wat", exact=True).select_option(label="Ouder")
        await own.get_by_label("beïnvloedt wie of wat").select_option(label="Schoolcultuur")
        await own.get_by_label("Hoe?", exact=False).fill("praat mee")
        await button(own, "Trek de pijl").click()
        await expect(button(own, "Pijl van Ouder naar Schoolcultuur weghalen")).to_be_visible()
        await expect(screen.get_by_text("praat mee")).to_have_count(0)
        await button(console, "Netwerk").click()
        await console.get_by_label("Netwerk van").select_option(label="Maan")
        await button(console, "Toon op het scherm").click()
        await expect(screen.get_by_text("praat mee").first).to_be_visible()


async def _fill(page: Page, answers: int) -> None:
    """Answer this many questions of the teacher profile with the third phase."""
    for _ in range(answers):
        await page.get_by_role("radio").nth(2).check()
        await button(page, "Volgende").click()


async def test_a_teachers_profile_stays_in_the_browser(house: Stage) -> None:
    async with house.another(settings=ALL) as stage:
        cast = await gather(stage, teams=0)
        token = await seat(cast, 1)
        own = await stage.seat(token)
        await cast.go("debrief")
        told = listen(own)
        await own.reload()
        await button(own, "Instrumenten").click()
        await button(own, "Leraarprofiel, voor jou alleen").click()
        await button(own, "Begin").click()
        before = await cast_seq(cast)
        await _fill(own, 4)
        await own.reload()
        await button(own, "Instrumenten").click()
        await button(own, "Leraarprofiel, voor jou alleen").click()
        await expect(button(own, "Ga verder")).to_be_visible()
        assert await cast_seq(cast) == before, "the profile made an event"
        sent = " ".join(told)
        for name in cast.content["teacher_indicators"]:
            assert name not in sent, name
        assert stage.server.url in sent, "nobody listened"


async def cast_seq(cast: Cast) -> int:
    """Number of the session's newest event, as the server tells it now."""
    await cast.do(cast.lead, "bookmark", label="hier")
    await cast.lead.until(lambda view: bool(view.get("bookmarks")))
    found = [mark["seq"] for mark in cast.lead.view["bookmarks"]]
    return found[-1] - len(found)


async def test_a_dilemma_is_voted_on_and_moves_the_indicators(house: Stage) -> None:
    async with house.another(settings=ALL) as stage:
        cast = await gather(stage, teams=0)
        own = await stage.seat(await seat(cast, 1))
        await seat(cast, 2)
        console, screen = await stage.console(), await stage.screen()
        await camp_through(cast, 1)
        await button(own, "Bekijk en stem").click()
        await own.get_by_role("radio").first.check()
        await button(own, "Stem").click()
        await expect(own.get_by_text("Jullie stem ligt er.")).to_be_visible()
        await button(console, "Dilemma").click()
        await button(console, "Onthul de keuze").click()
        await console.get_by_role("dialog").get_by_role("button", name="Onthul").click()
        await expect(console.get_by_text("De indicatoren zijn verschoven", exact=False)).to_be_visible()
        await expect(screen.get_by_text("Gekozen").first).to_be_visible()
        await expect(own.get_by_role("heading", name="De indicatoren")).to_be_visible()
        await expect(own.get_by_text("De open cirkel is waar de dag begon.")).to_be_visible()


async def test_a_laptop_has_room_for_the_task_under_the_word_of_a_dilemma(house: Stage) -> None:
    async with house.another(settings=ALL) as stage:
        cast = await gather(stage, teams=0)
        own = await stage.seat(await seat(cast, 1), size=LAPTOP)
        for team in (2, 3, 4):
            await seat(cast, team)
        await revealed(cast, 1)
        await cast.go("discuss", 1)
        beside = own.locator("section", has=button(own, "Bekijk en stem"))
        whole = "(part) => part.scrollHeight <= part.clientHeight && part.getBoundingClientRect().bottom < innerHeight"
        await cast.shown(own)
        assert await beside.evaluate(whole)
        assert await own.get_by_role("group", name="De oplossing", exact=True).evaluate(whole)
        await cast.read(1)
        await cast.do(cast.lead, "reveal", what="readings")
        await cast.capture(1)
        await cast.shown(own)
        await expect(button(own, "Verschuif jullie plek")).to_be_visible()
        assert await beside.evaluate(whole)


async def test_weeks_later_somebody_comes_back_on_another_device(house: Stage) -> None:
    async with house.another(settings=ALL) as stage:
        cast = await gather(stage, teams=1)
        console = await stage.console()
        await cast.do(cast.lead, "close_session")
        await button(console, "Open de meting").click()
        await expect(console.get_by_text("mensen hebben gelegd", exact=False).first).to_be_visible()
        phone = await stage.open(f"/join/{stage.code}", size={"width": 390, "height": 844})
        await button(phone, "Neem plaats").click()
        await phone.get_by_role("button", name="Leg jouw plek").or_(button(phone, "Leg mijn plek neer")).first.click()
        await phone.get_by_role("slider").first.press("ArrowRight")
        await button(phone, "Leg mijn plek neer").click()
        await cast.lead.until(lambda view: view["board"]["pulse"]["later"]["now"]["count"] == 1)
