"""A network that blocks websockets: seat, console and projector play on by a detour, and say so."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, expect

from tests.browser.people import Facilitator, Team
from tests.browser.stage import Server, Stage
from tests.support.school_filter import Block, SchoolFilter, school_filter

STREAM = "Verbonden langs een omweg"
ASKING = "Verbonden langs een langzame omweg"
DIRECT = "Verbonden"
FORGIVEN = (
    "WebSocket connection", "ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE",
    "ERR_INCOMPLETE_CHUNKED_ENCODING", "status of 410",
)  # fmt: skip
"""What a browser says of a network that stops things, and of a server that is away."""
BLOCKED = pytest.mark.parametrize(
    ("blocks", "words"),
    [(("refuse websockets",), STREAM), (("refuse websockets", "hold streams"), ASKING)],
    ids=["stream", "asking"],
)


@asynccontextmanager
async def behind(house: Stage, *blocks: Block) -> AsyncGenerator[tuple[Stage, SchoolFilter]]:
    """A session of which every screen is opened through a filter."""
    async with house.another(title="De Klinker") as stage, school_filter(house.server.port, *blocks) as wall:
        seen = Stage(Server(house.server.data, wall.port), stage.browser, stage.made, stage.stack)
        seen.forgiven = FORGIVEN
        yield seen, wall
        assert seen.complaints == []


async def says(words: str, *pages: Page) -> None:
    """These pages tell how they are connected."""
    for page in pages:
        await expect(page.get_by_text(words, exact=True).filter(visible=True).first).to_be_visible(timeout=40_000)


@BLOCKED
async def test_a_camp_is_played_and_the_server_restarts(house: Stage, blocks: tuple[Block, ...], words: str) -> None:
    async with behind(house, *blocks) as (stage, wall):
        lead, screen = Facilitator(await stage.console()), await stage.screen()
        team = Team(await stage.seat(await stage.take_seat(1)), 1)
        await says(words, lead.page, screen, team.page)
        assert any("/ws/" in line for line in wall.stopped)
        await team.name("De Verkenners")
        await expect(screen.get_by_text("De Verkenners")).to_be_visible()
        await lead.onward("Begin", "Welkom")
        await lead.onward("Naar Kamp 1", "Kamp 1, Kiezen")
        await team.choose("Yara", "Ouder")
        await lead.onward("Naar Werken", "Kamp 1, Werken")
        await team.write("Yara presenteert het weer", "Elke ochtend vertelt Yara het weer.")
        await house.server.stop()
        await team.page.get_by_label("Titel", exact=True).fill("Yara presenteert het weerbericht")
        await expect(team.page.get_by_text(re.compile("^Even weg")).filter(visible=True).first).to_be_visible()
        await house.server.start()
        await says(words, lead.page, screen, team.page)
        await team.open_compass()
        await team.point(0.3, 0.7)
        await team.button("Naar de tekst").click()
        await team.hand_in()
        await expect(screen.get_by_text("Ingeleverd", exact=True)).to_be_visible()
        await lead.onward("Naar Onthullen", "Kamp 1, Onthullen")
        await lead.hold("Onthul alles", screen.get_by_text("Yara presenteert het weerbericht"))
        await expect(team.page.get_by_role("heading", name="Yara presenteert het weerbericht")).to_be_visible()


async def test_a_filter_that_swallows_what_is_said_is_passed_by(house: Stage) -> None:
    async with behind(house, "swallow websockets") as (stage, wall):
        screen = await stage.screen()
        await says(STREAM, screen)
        assert len(wall.stopped) == 1


async def test_the_next_page_takes_the_way_that_worked(house: Stage) -> None:
    async with behind(house, "refuse websockets") as (stage, wall):
        screen = await stage.screen()
        await says(STREAM, screen)
        wall.stopped.clear()
        await screen.reload()
        await says(STREAM, screen)
        assert wall.stopped == []


async def test_when_the_filter_is_gone_the_page_returns_to_its_websocket(house: Stage) -> None:
    async with behind(house, "refuse websockets") as (stage, wall):
        context = await stage.context()
        page = await context.new_page()
        await page.clock.install()
        await Team(page, 1).join_by_code(stage)
        await says(STREAM, page)
        wall.blocks.clear()
        await page.clock.fast_forward(60_000)
        await says(DIRECT, page)
        await Team(page, 1).name("De Verkenners")


@pytest.mark.parametrize("via", ["events", "poll"])
async def test_who_closes_a_page_on_a_detour_is_missed_at_once(house: Stage, via: str) -> None:
    async with house.another(title="De Klinker") as stage:
        console, page = await stage.console(), await stage.seat(await stage.take_seat(1))
        await expect(console.get_by_text("1 plek, 1 verbonden")).to_be_visible()
        await page.goto(f"{page.url}?via={via}")
        await expect(page.get_by_text(re.compile("langs een .*omweg")).filter(visible=True).first).to_be_visible()
        await expect(console.get_by_text("1 plek, 1 verbonden")).to_be_visible()
        await page.goto("about:blank")
        await expect(console.get_by_text("1 plek, 0 verbonden")).to_be_visible()


@pytest.mark.parametrize(("via", "words"), [("events", STREAM), ("poll", ASKING)])
async def test_support_staff_can_choose_the_way(house: Stage, via: str, words: str) -> None:
    async with house.another(title="De Klinker") as stage:
        screen = await stage.screen()
        await expect(screen.get_by_text("De Klinker").first).to_be_visible()
        await screen.goto(f"{screen.url}?via={via}")
        await says(words, screen)
