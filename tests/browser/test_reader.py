"""A whole session by the accessibility tree alone: facilitator, seat and a listener at the projector see nothing."""

import re

from tests.browser.reader import Reader
from tests.browser.stage import Stage
from tests.browser.story import Cast, gather, seat

TITLE = "De week van de wedstrijd"
ACTORS = {1: "de ouder", 2: "de leraar", 3: "de leerling zelf"}


async def test_a_whole_session_heard(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage, teams=0)
        for team in (2, 3):
            await seat(cast, team)
        lead, screen = await Reader.on(await stage.console()), await Reader.on(await stage.screen())
        own = await Reader.on(await stage.open("/"))
        await _join(own, screen, stage.code)
        await _go(lead, "Begin", "Welkom")
        await _pulse(cast, lead, own, screen)
        for camp in (1, 2, 3):
            await _camp(cast, lead, own, screen, camp)
        await _vote(cast, lead, own, screen)
        await _campfire(lead, own, screen)
        await _home(cast, lead, own, screen)


async def _go(lead: Reader, sign: str, place: str) -> None:
    await lead.hold(sign)
    await lead.find("heading", place)


async def _join(own: Reader, screen: Reader, code: str) -> None:
    await screen.hear(f"Code {' '.join(f'{code[:3]}-{code[3:]}')}")
    await own.write(re.compile("^Code van de sessie"), code)
    await own.keys("Enter")
    await own.press("radio", re.compile("Maan"))
    await own.press("button", "Neem plaats")
    await own.write("Naam van jullie subteam", "De Verkenners")
    await own.keys("Enter")
    await own.find("heading", "De Verkenners")
    await screen.hear("De Verkenners")


async def _pulse(cast: Cast, lead: Reader, own: Reader, screen: Reader) -> None:
    await cast.lay_pulse()
    for question in ("Waar ligt jouw school nu?", "Waar wil jij met de school heen?"):
        await own.find("heading", question)
        await own.slide("Wie heeft de regie?", 10)
        await own.slide("Wiens belang staat voorop?", 30)
        await own.hear("Jouw plek: anderen hebben de regie. Deze leerling staat voorop.")
        await own.press("button", "Leg mijn plek neer")
    await own.find("heading", "Geef de laptop door")
    await lead.press("button", "Toon de wolken aan de zaal")
    await lead.press("button", "Toon de wolken")
    await screen.hear("Gewenst: de leerling heeft")
    await own.find("heading", "Zo ziet de zaal jullie school")


async def _camp(cast: Cast, lead: Reader, own: Reader, screen: Reader, camp: int) -> None:
    if camp == 3:
        await _go(lead, "Naar Rust", "Rust")
        await lead.press("button", re.compile("^Start"))
        await own.hear("We gaan verder om")
        await screen.hear("We gaan verder om")
    await _go(lead, f"Naar Kamp {camp}", f"Kamp {camp}, Kiezen")
    await cast.choose(camp)
    if camp == 1:
        await own.press("radio", re.compile("^Imani"))
        await own.press("button", "Neem Imani mee")
    await own.press("radio", re.compile(f"^{ACTORS[camp].split()[1]}", re.IGNORECASE))
    await own.press("button", f"Denk als {ACTORS[camp]}")
    await own.find("heading", re.compile("gaat mee"))
    await _go(lead, "Naar Werken", f"Kamp {camp}, Werken")
    await cast.write(camp)
    await cast.hand_in()
    await own.write(re.compile("^Titel"), f"{TITLE} {camp}")
    await own.write(re.compile("^Wat doen we voor"), "De leraar spreekt af wat moet, de leerling kiest wanneer.")
    await own.press("button", "Leg jullie plek")
    await own.slide("Wie heeft de regie?", 35)
    await own.slide("Wiens belang staat voorop?", 30)
    await own.hear("Jullie plek: de leerling heeft de regie. Deze leerling staat voorop.")
    await own.press("button", "Lever in")
    await own.hear("Ingeleverd.")
    await _go(lead, "Naar Onthullen", f"Kamp {camp}, Onthullen")
    await lead.hold("Onthul alles")
    await screen.hear(f"{TITLE} {camp}")
    await own.hear(cast.sample(camp, 2)["title"])
    await _go(lead, "Naar Bespreken", f"Kamp {camp}, Bespreken")
    await screen.hear(re.compile("Kompas\\..*De Verkenners: de leerling heeft de regie"))
    await cast.read(camp, 1)
    await lead.press("button", "Onthul de lezing")
    await lead.press("button", "Onthul")
    await screen.hear("De zaal leest De Verkenners zo:")
    await own.hear("De zaal leest De Verkenners zo:")
    await lead.write("Inzicht", f"Inzicht van kamp {camp}.")
    await lead.press("button", "Leg vast")
    await own.hear(f"Inzicht van kamp {camp}.")
    await screen.hear(f"Inzicht van kamp {camp}.")


async def _vote(cast: Cast, lead: Reader, own: Reader, screen: Reader) -> None:
    await _go(lead, "Naar Stemmen", "Stemmen")
    await lead.hold("Open de stemming")
    await own.press("radio", re.compile(cast.sample(3, 2)["title"]))
    await own.press("button", "Stem")
    await own.hear("Jullie stem ligt er.")
    await cast.do(cast.hands[2], "vote", team=1)
    await cast.do(cast.hands[3], "vote", team=1)
    await screen.hear("3 stemmen")
    await lead.hold("Sluit de stemming")
    await lead.hold("Onthul de uitslag")
    await own.hear(f"We nemen mee: {TITLE} 3")
    await screen.hear("De zaal bouwt verder op de oplossing van De Verkenners.")


async def _campfire(lead: Reader, own: Reader, screen: Reader) -> None:
    await _go(lead, "Naar Kampvuur", "Kampvuur")
    await lead.to("combobox", "Draaiboek")
    await lead.keys("ArrowDown")
    await lead.press("button", "Volgende vraag")
    await screen.hear(re.compile("Vraag 2 van"))
    await lead.press("button", "Acties")
    await lead.write("Wat doen we?", "Een uur per week eigen tijd")
    await lead.press("button", "Zet op de lijst")
    for page in (own, screen):
        await page.hear("Een uur per week eigen tijd")


async def _home(cast: Cast, lead: Reader, own: Reader, screen: Reader) -> None:
    await _go(lead, "Naar Evaluatie", "Evaluatie")
    await cast.evaluate()
    for _ in cast.content["evaluation"]:
        await own.hear(re.compile("vraag \\d van"))
        if any(node.role == "radio" for node in await own.nodes()):
            await own.press("radio", re.compile("."))
        else:
            await own.write("Jouw antwoord", "Het gesprek over de toets.")
        await own.press("button", re.compile("^(Volgende|Klaar)$"))
    await lead.hold("Sluit de sessie")
    await lead.press("button", "Sluit de sessie", turn=-1)
    await screen.hear("Dank voor jullie tijd en aandacht.")
    await own.find("heading", "Thuis")
