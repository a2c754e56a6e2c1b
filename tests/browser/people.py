"""What people do with their screens, said as they would say it."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Locator, Page, WebSocketRoute, expect

from tests.browser.stage import Stage

PLACE = re.compile("^Leg (de|jouw) plek op het kompas")


@dataclass(slots=True)
class Team:
    """One laptop and the people behind it."""

    page: Page
    number: int

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    async def join_by_code(self, stage: Stage) -> None:
        """Type the code of the big screen on the first page."""
        await self.page.goto(stage.server.url)
        await self.page.get_by_label("Code van de sessie").fill(f" {stage.code[:3].lower()}-{stage.code[3:].lower()}")
        await self.button("Doe mee").click()
        await self._sit_down()

    async def join_by_link(self, stage: Stage) -> None:
        """Scan the square."""
        await self.page.goto(f"{stage.server.url}/join/{stage.code}")
        await self._sit_down()

    async def _sit_down(self) -> None:
        await (
            self.page.get_by_role("group", name="Bij welk subteam hoor je?")
            .get_by_role("radio")
            .nth(self.number - 1)
            .check()
        )
        await self.button("Neem plaats").click()
        await expect(self.page.get_by_role("heading", name="Hoe heten jullie?")).to_be_visible()

    async def name(self, name: str) -> None:
        await self.page.get_by_label("Naam van jullie subteam").fill(name)
        await self.button("Bewaar").click()
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    async def point(self, right: float, up: float) -> None:
        """Point at the compass: 0 and 1 are its edges."""
        pad = self.page.get_by_role("application", name=PLACE)
        box = await pad.bounding_box()
        assert box
        await pad.click(position={"x": box["width"] * right, "y": box["height"] * (1 - up)})

    async def slide(self, regulation: int, interest: int) -> None:
        """Place with the sliders."""
        await self.page.get_by_label("Wie heeft de regie?").fill(str(regulation))
        await self.page.get_by_label("Wiens belang staat voorop?").fill(str(interest))

    async def lay_pulse(self) -> None:
        """One person lays the own school, now and wanted."""
        await self.point(0.35, 0.4)
        await self.button("Leg mijn plek neer").click()
        await expect(self.page.get_by_role("heading", name="Waar wil jij met de school heen?")).to_be_visible()
        await self.slide(30, 45)
        await self.button("Leg mijn plek neer").click()
        await expect(self.page.get_by_role("heading", name="Geef de laptop door")).to_be_visible()

    async def look_at(self, card: str) -> None:
        await self.page.get_by_role("radio", name=card).click()

    async def take(self) -> None:
        """Take the card that lies turned towards us."""
        await self.button(re.compile("^(Neem .* mee|Denk als .*)$")).click()

    async def choose(self, persona: str | None, actor: str) -> None:
        if persona:
            await self.look_at(persona)
            await self.take()
        await self.look_at(actor)
        await self.take()
        await expect(self.page.get_by_role("heading", name=re.compile("gaat mee"))).to_be_visible()

    async def write(self, title: str, text: str) -> None:
        await self.page.get_by_label("Titel", exact=True).fill(title)
        await self.page.get_by_label(re.compile("^Wat doen we voor")).fill(text)
        await self.page.get_by_label("Hoe helpt ict?").fill("Een tablet om in te spreken.")
        await expect(self.page.get_by_text("Bewaard", exact=True)).to_be_visible()

    async def open_compass(self) -> None:
        await self.button(re.compile("^(Leg jullie plek|Verplaats)$")).click()

    async def hand_in(self) -> None:
        await self.button("Lever in").click()
        await expect(self.page.get_by_text("Ingeleverd.")).to_be_visible()

    async def take_back(self) -> None:
        await self.button("Neem terug").click()
        await expect(self.button("Lever in")).to_be_visible()

    async def vote(self, title: str) -> None:
        await self.page.get_by_role("radio", name=title).check()
        await self.button("Stem").click()
        await expect(self.page.get_by_text("Jullie stem ligt er.")).to_be_visible()

    async def answer(self) -> None:
        """One person answers the evaluation, and lays the school once more."""
        await self.page.get_by_text("vraag 1 van").wait_for()
        while await self.page.get_by_text(re.compile("vraag . van")).count():
            choices = self.page.get_by_role("radio")
            if await choices.count():
                await choices.last.check()
            else:
                await self.page.get_by_label("Jouw antwoord").fill("Het gesprek over de toets.")
            asked = await self.page.get_by_text(re.compile("vraag . van")).inner_text()
            await self.button(re.compile("^(Volgende|Klaar)$")).click()
            await expect(self.page.get_by_text(asked)).to_be_hidden()


@dataclass(slots=True)
class Facilitator:
    """The console, and who stands behind it."""

    page: Page

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    async def hold(self, sign: str, then: Locator) -> None:
        """Hold the signpost until the room has moved."""
        post = self.button(sign)
        await expect(post).to_be_enabled()
        await post.hover()
        await self.page.mouse.down()
        await expect(then).to_be_visible()
        await self.page.mouse.up()

    async def onward(self, to: str, place: str) -> None:
        """To the next phase, by the signpost."""
        await self.hold(to, self.page.get_by_role("heading", name=place, exact=True, level=2))

    async def agree(self, words: str) -> None:
        """Say yes to a question."""
        await self.page.get_by_role("dialog").get_by_role("button", name=words).click()

    async def capture(self, text: str, factor: str) -> None:
        await self.page.get_by_label("Inzicht", exact=True).fill(text)
        await self.button("Meer").click()
        await self.page.get_by_label("Factor").select_option(factor)
        await self.button("Leg vast").click()
        await expect(self.page.get_by_text("Inzicht vastgelegd.")).to_be_visible()


class Slow:
    """A line on which what the server says can be held up."""

    def __init__(self) -> None:
        self._held: list[str | bytes] | None = None
        self._page: WebSocketRoute | None = None

    async def route(self, page: Page) -> None:
        """Before the page opens."""
        await page.route_web_socket(re.compile("/ws/"), self._connect)

    def _connect(self, line: WebSocketRoute) -> None:
        self._page, server = line, line.connect_to_server()
        server.on_message(self._said)

    def _said(self, words: str | bytes) -> None:
        if self._held is not None:
            self._held.append(words)
        elif self._page is not None:
            self._page.send(words)

    @asynccontextmanager
    async def hold(self) -> AsyncGenerator[None]:
        """Nothing comes in; afterwards everything at once."""
        self._held = []
        try:
            yield
        finally:
            held, self._held = self._held, None
            for words in held:
                self._said(words)
