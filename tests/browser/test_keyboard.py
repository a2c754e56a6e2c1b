"""A seat and the console with keys only: Tab, arrows, Enter, Space. Focus is never lost, and never caught."""

from dataclasses import dataclass
from itertools import pairwise

from playwright.async_api import Locator, Page, expect

from tests.browser.people import Facilitator
from tests.browser.stage import Stage
from tests.browser.story import gather, seat

MOST_TABS = 90
HERE = "(element) => element === document.activeElement || element.contains(document.activeElement)"
LOST = "document.activeElement === document.body || !document.activeElement.checkVisibility()"


@dataclass(slots=True)
class Keys:
    """Someone without a mouse."""

    page: Page

    async def to(self, goal: Locator, back: bool = False) -> None:
        """Tab until it has the focus."""
        await expect(goal.first).to_be_visible()
        for _ in range(MOST_TABS):
            if await goal.first.evaluate(HERE):
                return
            await self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not come to {goal}")

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def type(self, field: Locator, text: str) -> None:
        await self.to(field)
        await self.press("Control+a")
        await self.page.keyboard.type(text)

    async def push(self, name: str, key: str = "Enter") -> None:
        """Go to a button and press it."""
        await self.to(self.page.get_by_role("button", name=name))
        await self.press(key)

    async def hold(self, sign: str, then: Locator) -> None:
        """The signpost: Enter twice."""
        await expect(self.page.get_by_role("button", name=sign)).to_be_enabled()
        await self.to(self.page.get_by_role("button", name=sign))
        await self.press("Enter")
        await expect(self.page.get_by_text("Nog een keer")).to_be_visible()
        await self.press("Enter")
        await expect(then).to_be_visible()
        await self.kept()

    async def kept(self) -> None:
        """Whoever acted still knows where they are."""
        assert not await self.page.evaluate(LOST), f"focus was lost at {self.page.url}"

    def place(self, name: str) -> Locator:
        return self.page.get_by_role("heading", name=name, exact=True, level=2)


async def test_a_seat_and_the_console_with_keys_only(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=0)
        await seat(cast, 2)
        lead = Keys(await stage.console())
        own = Keys(await stage.open("/"))
        await _join(own, stage.code)
        await lead.hold("Begin", lead.place("Welkom"))
        await _pulse(own)
        await lead.hold("Naar Kamp 1", lead.place("Kamp 1, Kiezen"))
        await cast.choose(1, 2)
        await _choose(own)
        await lead.hold("Naar Werken", lead.place("Kamp 1, Werken"))
        await cast.write(1, 2)
        await cast.hand_in(2)
        await _work(own)
        await lead.hold("Naar Onthullen", lead.place("Kamp 1, Onthullen"))
        await lead.hold("Onthul alles", lead.page.get_by_role("heading", name="Tik wie nu vertelt"))
        await _blank(lead, own)
        await _vote(lead, own, cast.sample(1, 2)["title"])


async def _join(own: Keys, code: str) -> None:
    page = own.page
    await own.type(page.get_by_label("Code van de sessie"), code)
    await own.press("Enter")
    await own.to(page.get_by_role("radio").first)
    await own.press("Space")
    await own.push("Neem plaats")
    await own.type(page.get_by_label("Naam van jullie subteam"), "De Verkenners")
    await own.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("De Verkenners")
    await own.kept()


async def _pulse(own: Keys) -> None:
    page = own.page
    questions = ("Waar ligt jouw school nu?", "Waar wil jij met de school heen?", "Geef de laptop door")
    for question, then in pairwise(questions):
        await expect(page.get_by_role("heading", name=question)).to_be_visible()
        await own.to(page.get_by_role("application"), back=True)
        await own.press("ArrowRight", "ArrowRight", "Shift+ArrowUp")
        await expect(page.get_by_text("Jouw plek: de leerling heeft iets meer regie.")).to_be_visible()
        await own.push("Leg mijn plek neer")
        await expect(page.get_by_role("heading", name=then)).to_be_focused()


async def _choose(own: Keys) -> None:
    page = own.page
    for group, sign in (("Leerlingen", "Neem Imani mee"), ("Blikken", "Denk als de ouder")):
        cards = page.get_by_role("radiogroup", name=group)
        await own.to(cards)
        await own.press("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight")
        await expect(cards.get_by_role("radio", checked=True)).to_be_focused()
        await own.push(sign)
        await expect(cards).to_be_hidden()
        await own.kept()
    await expect(page.get_by_text("gaat mee. Jullie denken als")).to_be_focused()


async def _work(own: Keys) -> None:
    page = own.page
    await own.type(page.get_by_label("Titel", exact=True), "De week van de wedstrijd")
    await own.press("Tab")
    await page.keyboard.type("De leraar spreekt af wat moet, de leerling kiest wanneer.")
    await own.push("Leg jullie plek", "Space")
    await own.kept()
    await own.to(page.get_by_role("application"), back=True)
    await own.press("Home", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowUp", "ArrowUp")
    await expect(page.get_by_text("Jullie plek: anderen hebben iets meer regie.")).to_be_visible()
    await own.push("Lever in")
    await expect(page.get_by_role("button", name="Neem terug")).to_be_focused()
    await own.press("Enter")
    await expect(page.get_by_role("button", name="Lever in")).to_be_focused()
    await own.push("Lever in")
    await expect(page.get_by_text("Ingeleverd.")).to_be_visible()


async def _blank(lead: Keys, own: Keys) -> None:
    black = lead.page.get_by_role("button", name="Zwart", exact=True)
    await lead.press("b")
    await expect(own.page.get_by_role("heading", name="Even geen scherm")).to_be_visible()
    await expect(black).to_have_attribute("aria-pressed", "true")  # the key turns over what the console shows
    await lead.press("b")
    await expect(own.page.get_by_role("heading", name="Even geen scherm")).to_be_hidden()
    await lead.press("?")
    await expect(lead.page.get_by_role("dialog", name="Toetsen")).to_be_visible()
    await lead.press("Escape")
    await expect(lead.page.get_by_role("dialog")).to_be_hidden()
    await lead.kept()


async def _vote(lead: Keys, own: Keys, title: str) -> None:
    await lead.to(lead.page.get_by_role("navigation", name="Route").get_by_role("button", name="Stemmen"), back=True)
    await lead.press("Enter")
    await lead.push("Ga daarheen")
    await expect(lead.place("Stemmen")).to_be_visible()
    await lead.hold("Open de stemming", lead.page.get_by_role("button", name="Sluit de stemming"))
    await own.to(own.page.get_by_role("radio", name=title))
    await own.press("Space")
    await own.push("Stem")
    await expect(own.page.get_by_text("Jullie stem ligt er.")).to_be_visible()
    await own.kept()
    await lead.hold("Sluit de stemming", lead.page.get_by_role("button", name="Onthul de uitslag"))
    await lead.hold("Onthul de uitslag", lead.page.get_by_text("gaat mee naar het kampvuur"))
    await expect(own.page.get_by_text(f"We nemen mee: {title}")).to_be_visible()


async def test_a_key_that_is_held_down_moves_the_room_no_further(house: Stage) -> None:
    async with house.another() as stage:
        await gather(stage, teams=2)
        lead = Keys(await stage.console())
        await lead.to(lead.page.get_by_role("button", name="Begin"))
        for _ in range(6):  # from the second on the browser calls it a repeat
            await lead.page.keyboard.down("Enter")
        await lead.page.keyboard.up("Enter")
        await expect(lead.page.get_by_text("Nog een keer")).to_be_visible()
        await lead.press("Enter")
        await expect(lead.place("Welkom")).to_be_visible()


async def test_the_space_bar_is_the_clocks_whatever_a_hand_pressed_before(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=2)
        lead = Keys(await stage.console())
        await Facilitator(lead.page).onward("Begin", "Welkom")
        start, pause = (lead.page.get_by_role("button", name=name, exact=True) for name in ("Start", "Pauzeer"))
        await expect(start).to_be_visible()
        await lead.press("Space")
        await expect(pause).to_be_visible()
        await lead.page.get_by_role("button", name="+ 1 min").click()
        await expect(lead.page.locator(":focus")).to_have_accessible_name("+ 1 min")
        left = cast.lead.view["timer"]["planned_ms"]
        await lead.press("Space")
        await expect(lead.page.get_by_role("button", name="Ga door", exact=True)).to_be_visible()
        await expect(lead.place("Welkom")).to_be_visible()
        await lead.to(lead.page.get_by_role("button", name="+ 1 min"))
        await lead.press("Space")  # whoever came there with keys presses it
        await cast.lead.until(lambda view: view["timer"]["planned_ms"] > left)
