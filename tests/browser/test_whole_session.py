"""One whole session, played by hand: a console, a projector and four laptops."""

import asyncio
import re
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.people import Facilitator, Slow, Team
from tests.browser.stage import MOVING, Stage

NAMES = {1: "De Verkenners", 2: "Team Noord", 3: "Kaart en Co", 4: "Losse Veters"}
TITLES = {1: "Yara presenteert het weer", 2: "Schaken als taalles", 3: "Lezen in tweetallen", 4: "Breuken vooruit"}
TEXT = "De leraar spreekt af wat moet, de leerling kiest hoe en wanneer."
INSIGHT = "Tijd vinden begint met iets laten."


async def test_from_lobby_to_looking_back(house: Stage) -> None:
    async with house.another(title="Basisschool De Klinker") as stage:
        lead = Facilitator(await stage.console(**MOVING))
        screen = await stage.screen(**MOVING)
        line = Slow()
        teams = {number: Team(await (await stage.context(**MOVING)).new_page(), number) for number in NAMES}
        await line.route(teams[2].page)
        await _arrive(stage, lead, screen, teams)
        await _welcome(lead, screen, teams)
        await _first_camp(stage, lead, screen, teams, line)
        await _second_camp(lead, screen, teams)
        await _third_camp(lead, screen, teams)
        await _vote(lead, screen, teams)
        await _campfire(lead, screen, teams)
        await _go_home(stage, lead, screen, teams)
        await _look_back(lead.page)


async def _all(*acts: Any) -> None:
    """People do things at the same time."""
    await asyncio.gather(*acts)


async def _arrive(stage: Stage, lead: Facilitator, screen: Page, teams: dict[int, Team]) -> None:
    await expect(lead.button("Begin")).to_be_disabled()
    await _all(
        teams[1].join_by_code(stage), teams[2].join_by_code(stage),
        teams[3].join_by_link(stage), teams[4].join_by_link(stage),
    )  # fmt: skip
    await _all(*(team.name(NAMES[number]) for number, team in teams.items()))
    for name in NAMES.values():
        await expect(screen.get_by_role("list", name="Subteams").get_by_text(name)).to_be_visible()
    await lead.onward("Begin", "Welkom")


async def _welcome(lead: Facilitator, screen: Page, teams: dict[int, Team]) -> None:
    await _all(*(team.lay_pulse() for team in teams.values()))
    await teams[1].button("Ik ben persoon 2").click()
    await teams[1].lay_pulse()
    await expect(screen.get_by_text("5 hebben gelegd")).to_have_count(2)
    await lead.button("Toon de wolken aan de zaal").click()
    await lead.agree("Toon de wolken")
    await expect(screen.get_by_role("definition").first).to_contain_text("regie")
    await expect(teams[3].page.get_by_role("heading", name="Zo ziet de zaal jullie school")).to_be_visible()


async def _first_camp(stage: Stage, lead: Facilitator, screen: Page, teams: dict[int, Team], line: Slow) -> None:
    await lead.onward("Naar Kamp 1", "Kamp 1, Kiezen")
    await _at_the_same_time(teams, line)
    await _all(
        teams[1].choose(None, "Ouder"),
        teams[3].choose("Roos", "Leerling"),
        teams[4].choose("Jayden", "Uitgever"),
    )  # fmt: skip
    await teams[2].choose(None, "Leraar")
    await expect(screen.get_by_text("Gekozen", exact=True)).to_have_count(4)
    await lead.onward("Naar Werken", "Kamp 1, Werken")
    await _all(*(team.write(TITLES[number], TEXT) for number, team in teams.items()))
    await _place(teams)
    await _all(*(team.hand_in() for team in teams.values()))
    await expect(screen.get_by_text("Ingeleverd", exact=True)).to_have_count(4)
    await teams[1].take_back()
    await expect(screen.get_by_text("Schrijft", exact=True)).to_be_visible()
    await teams[1].hand_in()
    await lead.onward("Naar Onthullen", "Kamp 1, Onthullen")
    await expect(screen.get_by_role("listitem").filter(has_text="Ingeleverd")).to_have_count(4)
    await _nothing_leaked(stage, screen, teams)
    await lead.hold("Onthul alles", screen.get_by_text(TITLES[4]))
    for title in TITLES.values():
        await expect(screen.get_by_text(title)).to_be_visible()
        await expect(teams[2].page.get_by_role("heading", name=title)).to_be_visible()
    card = lead.page.get_by_role("article").filter(has_text=TITLES[3])
    await card.get_by_role("button", name="Zet in het licht").click()
    await expect(screen.get_by_role("heading", name=TITLES[3])).to_be_visible()
    await expect(screen.get_by_text("Nu vertelt", exact=True)).to_be_visible()
    await expect(teams[3].page.get_by_text("Jullie vertellen nu")).to_be_visible()
    await lead.onward("Naar Bespreken", "Kamp 1, Bespreken")
    await _discuss(lead, screen, teams)


async def _at_the_same_time(teams: dict[int, Team], line: Slow) -> None:
    """Two teams want Yara. The first stored has her; the other hears it and takes another."""
    first, second = teams[1], teams[2]
    await _all(first.look_at("Yara"), second.look_at("Yara"))
    async with line.hold():
        await first.take()
        await expect(first.page.get_by_role("heading", name="Door wiens ogen kijken jullie?")).to_be_visible()
        await second.take()
    await expect(second.page.get_by_role("alert")).to_contain_text("net gekozen")
    await expect(second.button("Neem Yara mee")).to_be_disabled()
    await second.look_at("Danylo")
    await second.take()
    await expect(second.page.get_by_role("heading", name="Door wiens ogen kijken jullie?")).to_be_visible()


async def _place(teams: dict[int, Team]) -> None:
    """By pointer, by keys, by sliders."""
    await _all(*(team.open_compass() for team in teams.values()))
    await teams[1].point(0.3, 0.7)
    await teams[2].page.get_by_role("application").focus()
    for key in ("Home", *["ArrowRight"] * 8, *["ArrowDown"] * 8):
        await teams[2].page.keyboard.press(key)
    await teams[3].slide(-60, -40)
    await teams[4].point(0.7, 0.59)
    said = {
        1: "anderen hebben de regie. Deze leerling staat voorop.",
        2: "de leerling heeft de regie. De hele groep staat voorop.",
        3: "anderen hebben de regie. De hele groep staat voorop.",
        4: "de leerling heeft de regie. Deze leerling staat iets meer voorop.",
    }
    for number, words in said.items():
        await expect(teams[number].page.get_by_text(f"Jullie plek: {words}")).to_be_visible()
    await _all(*(team.button("Naar de tekst").click() for team in teams.values()))


async def _nothing_leaked(stage: Stage, screen: Page, teams: dict[int, Team]) -> None:
    """Before the reveal no title stands on a screen of others, nor in what the server told it."""
    for title in TITLES.values():
        assert title not in await screen.content()
        assert title not in stage.ears[screen].heard
    for number, team in teams.items():
        for other, title in TITLES.items():
            assert (title in await team.page.content()) == (number == other)


async def _discuss(lead: Facilitator, screen: Page, teams: dict[int, Team]) -> None:
    async def read(team: Team) -> None:
        for turn, right in enumerate((0.35, 0.5, 0.65)):
            await expect(team.page.get_by_role("group", name="Welke oplossing").get_by_text("gelegd")).to_have_count(
                turn
            )
            await team.point(right, 0.6)
            await team.button("Leg mijn plek neer").click()
        await expect(team.page.get_by_role("heading", name="Geef de laptop door")).to_be_visible()

    await _all(*(read(team) for team in teams.values()))
    await expect(screen.get_by_text("De zaal legde 12 plekken")).to_be_visible()
    await lead.button("Onthul de lezing").click()
    await lead.agree("Onthul")
    await expect(screen.get_by_text("Nog te weinig antwoorden voor een wolk.")).to_be_visible()
    await lead.capture(INSIGHT, "Rooster en leertijd")
    await expect(screen.get_by_text(INSIGHT)).to_be_visible()
    await expect(teams[4].page.get_by_text(INSIGHT)).to_be_visible()


async def _camp(lead: Facilitator, screen: Page, teams: dict[int, Team], camp: int, actors: dict[int, str]) -> None:
    """A later camp, in short."""
    await _all(*(teams[number].choose(None, actor) for number, actor in actors.items()))
    await lead.onward("Naar Werken", f"Kamp {camp}, Werken")

    async def solve(number: int, team: Team) -> None:
        await team.write(f"{TITLES[number]} {camp}", TEXT)
        await team.open_compass()
        await team.point(0.2 * number, 0.3 * camp - 0.1)
        await team.button("Naar de tekst").click()
        await team.hand_in()

    await _all(*(solve(number, team) for number, team in teams.items()))
    await lead.onward("Naar Onthullen", f"Kamp {camp}, Onthullen")
    await lead.hold("Onthul alles", screen.get_by_text(f"{TITLES[4]} {camp}"))
    await lead.onward("Naar Bespreken", f"Kamp {camp}, Bespreken")
    await expect(screen.get_by_text(INSIGHT)).to_be_visible()


async def _second_camp(lead: Facilitator, screen: Page, teams: dict[int, Team]) -> None:
    await lead.onward("Naar Kamp 2", "Kamp 2, Kiezen")
    await teams[1].look_at("Ouder")
    await expect(teams[1].page.get_by_text("Jullie dachten al als de ouder. Kies een andere blik.")).to_be_visible()
    await expect(teams[1].button("Denk als de ouder")).to_be_disabled()
    await _camp(lead, screen, teams, 2, {1: "Leraar", 2: "Ouder", 3: "Uitgever", 4: "Leerling"})
    await lead.onward("Naar Rust", "Rust")
    await lead.button("Start").click()
    await expect(screen.get_by_text("We gaan verder om")).to_be_visible()
    await expect(teams[1].page.get_by_text("We gaan verder om")).to_be_visible()


async def _third_camp(lead: Facilitator, screen: Page, teams: dict[int, Team]) -> None:
    await lead.onward("Naar Kamp 3", "Kamp 3, Kiezen")
    await _camp(lead, screen, teams, 3, {1: "Schoolleider", 2: "Uitgever", 3: "Ouder", 4: "Leraar"})


async def _vote(lead: Facilitator, screen: Page, teams: dict[int, Team]) -> None:
    await lead.onward("Naar Stemmen", "Stemmen")
    await lead.hold("Open de stemming", lead.button("Sluit de stemming"))
    await expect(teams[2].page.get_by_role("radio", name=TITLES[2])).to_be_disabled()
    await _all(*(team.vote(TITLES[1 if number == 2 else 2]) for number, team in teams.items()))
    await expect(screen.get_by_text("4 stemmen", exact=True)).to_be_visible()
    await lead.hold("Sluit de stemming", lead.button("Onthul de uitslag"))
    await expect(screen.get_by_text("3 stemmen", exact=True)).to_be_hidden()
    await lead.hold("Onthul de uitslag", screen.get_by_text("3 stemmen", exact=True))
    await expect(screen.get_by_text(f"De zaal bouwt verder op de oplossing van {NAMES[2]}.")).to_be_visible()


async def _campfire(lead: Facilitator, screen: Page, teams: dict[int, Team]) -> None:
    await lead.onward("Naar Kampvuur", "Kampvuur")
    for page in (screen, teams[1].page):
        await expect(page.get_by_text(f"We nemen mee: {TITLES[2]}")).to_be_visible()
    await expect(teams[1].page.get_by_text("Jullie denken als")).to_be_hidden()
    await lead.page.get_by_label("Draaiboek").select_option(index=1)
    await lead.button("Volgende vraag").click()
    await expect(screen.get_by_text(re.compile("^Vraag 2 van"))).to_be_visible()
    await lead.button("Acties").click()
    await lead.page.get_by_label("Wat doen we?").fill("Een uur per week eigen tijd in groep 6")
    await lead.page.get_by_label("Wie trekt?").fill("Leraar groep 6")
    await lead.page.get_by_label("Welke maand?").fill("maart")
    await lead.button("Zet op de lijst").click()
    for page in (screen, teams[1].page):
        await expect(page.get_by_text("Een uur per week eigen tijd in groep 6")).to_be_visible()


async def _go_home(stage: Stage, lead: Facilitator, screen: Page, teams: dict[int, Team]) -> None:
    await lead.onward("Naar Evaluatie", "Evaluatie")
    await _all(*(team.answer() for team in teams.values()))
    await expect(screen.get_by_text("4 keer ingevuld")).to_be_visible()
    await lead.hold("Sluit de sessie", lead.page.get_by_role("dialog"))
    await lead.agree("Sluit de sessie")
    await expect(screen.get_by_text("Dank voor jullie tijd en aandacht.")).to_be_visible()
    for team in teams.values():
        await expect(team.page.get_by_role("heading", name="Thuis")).to_be_visible()


async def _look_back(page: Page) -> None:
    await page.get_by_role("link", name="Kijk terug").click()
    events = page.get_by_role("region", name="Wat er gebeurde")
    await expect(events.get_by_role("button", name=re.compile(INSIGHT))).to_be_visible()
    slider = page.get_by_role("slider", name="Moment")
    await slider.focus()
    await page.keyboard.press("Home")
    await expect(slider).to_have_attribute("aria-valuenow", "1")
    await page.keyboard.press("ArrowRight")
    await expect(slider).to_have_attribute("aria-valuenow", "2")
    await events.get_by_role("button", name=re.compile(INSIGHT)).click()
    await expect(slider).to_have_attribute("aria-valuetext", re.compile(INSIGHT))
    await expect(page.get_by_text(TITLES[2]).first).to_be_visible()
    await page.locator("summary").filter(has_text="Meenemen").click()
    async with page.expect_download() as started:
        await page.get_by_role("link", name="csv").click()
    path = await (await started.value).path()
    table = path.read_text("utf-8-sig")
    assert TITLES[2] in table
    assert INSIGHT in table
    assert len(table.splitlines()) > 100
