"""No screen has a barrier that axe can find: every phase, light and dark, Dutch and English."""

import asyncio
import re
from importlib.resources import files
from typing import Any

import httpx
import pytest
from playwright.async_api import Page

from tests.browser.stage import AT_REST, Stage
from tests.browser.story import Cast, camp_through, day, gather, seat, with_instruments
from tests.support.game import ALL_INSTRUMENTS

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RUN = """async (only) => (await axe.run({resultTypes: ['violations'], ...only})).violations.flatMap(({id, nodes}) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.any.concat(node.all, node.none)[0]?.message ?? ''}`))"""
SEEN_BEFORE = ("choose-some-", "chosen-3", "handed-in-3", "revealed-3", "spotlight-3", "discuss-read-3")
SCHEMES = pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("en", "dark")])


COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules that another scheme can break."""


async def barriers(page: Page, state: str, only: Any = None) -> list[str]:
    """What axe finds on this page, one line each; `only` is for its options."""
    await page.evaluate(AT_REST)
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    found: list[str] = await page.evaluate(RUN, only or {})
    where = page.url.rpartition("/")[2]
    return [f"{state}, {where}: {line}" for line in found]


@SCHEMES
async def test_no_barriers_all_day(house: Stage, language: str, scheme: Any) -> None:
    settings = {"instruments": list(ALL_INSTRUMENTS)}
    async with house.another(title="De Klinker", language=language, settings=settings) as stage:
        options: dict[str, Any] = {"bypass_csp": True, "color_scheme": scheme}
        only = COLOURS if scheme == "dark" else None
        cast = await gather(stage, teams=0, language=language)
        pages = [await stage.console(**options), await stage.screen(**options)]
        await cast.shown(*pages)
        found = [line for page in pages for line in await barriers(page, "lobby-empty")]
        token = await seat(cast, 1)
        for team in (2, 3, 4):
            await seat(cast, team)
        pages.append(await stage.seat(token, **options))
        async for state in with_instruments(cast, day(cast, camps=(1, 3))):
            if state.startswith(SEEN_BEFORE):
                continue
            await cast.shown(*pages)
            for lines in await asyncio.gather(*(barriers(page, state, only) for page in pages)):
                found += lines
        review = await stage.review(**options)
        await review.get_by_role("slider").wait_for()
        await review.get_by_text(re.compile("^(Kanttekeningen|Annotations)")).click()
        await review.get_by_label(re.compile("Kanttekening bij|Annotation at")).fill("Hier draaide het.")
        await review.get_by_role("button", name=re.compile("Bewaar|Save")).click()
        await review.get_by_text(re.compile("van jou|by you")).wait_for()
        found += await barriers(review, "closed")
        await review.get_by_role("button", name=re.compile("Zet dit moment vast|Pin this moment")).click()
        await (
            review.get_by_role("region", name=re.compile("Vastgezet moment|Pinned moment"))
            .get_by_role("img")
            .wait_for()
        )
        found += await barriers(review, "closed, side by side")
        for page in ("results", "report"):
            await review.goto(f"{stage.server.url}/s/{stage.code}/review/{page}")
            found += await barriers(review, page)
        assert not found, "\n".join(found)


@SCHEMES
async def test_no_barriers_on_plain_pages(house: Stage, language: str, scheme: Any) -> None:
    async with house.another(title="De Klinker", language=language) as stage:
        context = await stage.context(language=language, bypass_csp=True, color_scheme=scheme)
        await stage.take_seat(1)
        page = await context.new_page()
        found: list[str] = []

        async def look(path: str) -> None:
            await page.goto(f"{stage.server.url}{path}")
            found.extend(await barriers(page, path))

        await look("/")
        await look(f"/join/{stage.code}")
        await look("/privacy")
        await look("/toegankelijkheid")
        stage.forgiven = ("404", "401")
        await look("/join/AAAAAA")
        await look("/sessions/new")
        token = {"name": f"maatwerk_facilitator_{stage.code}", "value": stage.made["facilitator_token"]}
        await context.add_cookies([{**token, "url": stage.server.url, "sameSite": "Strict"}])  # type: ignore[typeddict-item]
        await look("/")
        await look(f"/s/{stage.code}/keep")
        await look(f"/s/{stage.code}/about")
        await look("/sessions/new")
        await look("/sessions")
        await look(await two_beside_each_other(stage, language))
        assert not found, "\n".join(found)


async def two_beside_each_other(stage: Stage, language: str) -> str:
    """A session that was played, and itself once more out of its file: the page on which both lie."""
    cast = await gather(stage, teams=2, language=language)
    await camp_through(cast, 1)
    await cast.do(cast.lead, "close_session")
    headers = {"Authorization": f"Bearer {stage.made['facilitator_token']}"}
    async with httpx.AsyncClient(base_url=stage.server.url, headers=headers, timeout=30) as http:
        packed = await http.get(f"/api/v1/sessions/{stage.code}/export/zip")
        answer = await http.post("/sessions/import", files={"file": ("sessie.zip", packed.content)})
    assert answer.status_code == 303, answer.text
    return f"/sessions/compare?code={stage.code}&code={answer.headers['location'].split('/')[2]}"


async def _desk(cast: Cast, page: Page, found: list[str]) -> None:
    """What the console opens over itself, and the leaves of the debrief."""
    await page.get_by_role("button", name="Toetsen").click()
    found += await barriers(page, "help")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Zet de klok").click()
    found += await barriers(page, "set the clock")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Neem de pen over").first.click()
    found += await barriers(page, "take over")
    await page.get_by_role("button", name="Terug naar de zaal").click()
    await page.get_by_role("heading", name="Eigen school").click()
    await page.get_by_role("button", name="Vul de eigen school in").click()
    found += await barriers(page, "own school")
    await page.get_by_role("button", name="Terug naar de zaal").click()
    await cast.go("debrief")
    await cast.do(cast.lead, "set_debrief", script=next(iter(cast.content["scripts"])), step=0, quadrant="personal")
    await cast.do(cast.lead, "add_action", what="Een uur per week")
    for leaf in ("Vragen", "Nu en straks", "Kwadrant", "Kijkwijzer", "Acties"):
        await page.get_by_role("group", name="Aan het kampvuur").get_by_role("button", name=leaf).click()
        found += await barriers(page, leaf)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_barriers_beside_the_compass(house: Stage, scheme: Any) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage, teams=0)
        token = await seat(cast, 1)
        await seat(cast, 2)
        options = {"bypass_csp": True, "color_scheme": scheme}
        narrow = await stage.seat(token, size={"width": 390, "height": 844}, **options)
        own, console = await stage.seat(token, **options), await stage.console(**options)
        await camp_through(cast, 1)
        await cast.shown(own, narrow, console)
        found: list[str] = []
        for page in (own, narrow, console):
            await page.get_by_role("button", name=re.compile("^Open de oplossing")).first.click()
            found += await barriers(page, "opened mark")
            await page.keyboard.press("Escape")
        for page in (own, narrow):
            await page.get_by_role("button", name="Verschuif nog eens").click()
            found += await barriers(page, "shift")
        await console.get_by_role("button", name="Als tabel").click()
        found += await barriers(console, "table")
        assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_barriers_behind_buttons(house: Stage, scheme: Any) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage, teams=2)
        options = {"bypass_csp": True, "color_scheme": scheme}
        found: list[str] = []
        token = await stage.take_seat(1)
        narrow = await stage.seat(token, size={"width": 390, "height": 844}, **options)
        own = await stage.seat(token, **options)
        console = await stage.console(**options)
        await cast.go("choose", 1)
        await cast.choose(1)
        await cast.go("work", 1)
        await cast.write(1)
        for page in (own, narrow):
            todo = page.get_by_role("navigation")
            for name in ("Wie doet wat", "Wat verandert er", "Wie beslist", "Titel en tekst"):
                await todo.get_by_role("button", name=name).click()
                found += await barriers(page, name)
            await page.get_by_role("button", name="Verplaats").click()
            found += await barriers(page, "place")
            await page.get_by_role("button", name="En als jezelf?").click()
            found += await barriers(page, "as self")
        await _desk(cast, console, found)
        assert not found, "\n".join(found)
