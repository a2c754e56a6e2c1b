"""Paper that counts: a typed code and a scanned card, a mark from the board, a seat card for a laptop that died."""

import re
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
import segno
from playwright.async_api import Browser, Page, async_playwright, expect

from app.content.codes import card_codes
from app.content.loader import load_pack
from tests.browser.people import Team
from tests.browser.stage import FLAGS, ROOT, Stage
from tests.browser.story import gather, seat
from tests.support.chromium import find

CODES = {key: code for code, key in card_codes(load_pack(ROOT / "game_content" / "po")).items()}
WIDE, HIGH = 320, 240


async def enter(page: Page, code: str) -> None:
    """Type the code that stands on a card."""
    await page.get_by_label("Code van de kaart").fill(code)
    await page.get_by_role("button", name="Neem", exact=True).click()


async def make_cards(stage: Stage) -> list[dict[str, Any]]:
    async with httpx.AsyncClient(base_url=stage.server.url) as http:
        headers = {"Authorization": f"Bearer {stage.made['facilitator_token']}"}
        answer = await http.post(f"/api/v1/sessions/{stage.code}/seat-cards", headers=headers)
        answer.raise_for_status()
        return answer.json()["cards"]


async def test_a_typed_card_code_picks_the_card(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=0)
        page = await stage.seat(await seat(cast, 1))
        await cast.go("choose", 1)
        await enter(page, CODES["personas", "yara"].lower())
        await expect(page.get_by_role("heading", name="Door wiens ogen kijken jullie?")).to_be_visible()
        await enter(page, CODES["actors", "parent"])
        await expect(page.get_by_role("heading", name=re.compile("Yara gaat mee"))).to_be_visible()
        held = cast.lead.view["teams"]["1"]
        assert (held["persona"], held["actor"]) == ("yara", "parent")


async def test_a_code_that_cannot_be_taken_says_why(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=0)
        one, two = await stage.seat(await seat(cast, 1)), await stage.seat(await seat(cast, 2))
        await cast.go("choose", 1)
        await enter(two, "zzzz")
        await expect(two.get_by_role("alert").filter(has_text="hoort bij geen kaart")).to_be_visible()
        await enter(two, CODES["factors", "vision"])
        await expect(two.get_by_role("alert").filter(has_text="Dit is een factor")).to_be_visible()
        await enter(one, CODES["personas", "yara"])
        await expect(one.get_by_role("heading", name="Door wiens ogen kijken jullie?")).to_be_visible()
        await enter(two, CODES["personas", "yara"])
        await expect(two.get_by_text("Deze leerling is net gekozen.")).to_be_visible()
        assert "persona" not in cast.lead.view["teams"]["2"]


async def test_a_factors_card_opens_its_form_by_its_code_and_by_its_page(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=0)
        page = await stage.seat(await seat(cast, 1))
        await cast.go("choose", 1)
        await cast.choose(1)
        await cast.go("work", 1)
        await page.get_by_role("heading", name="Jullie plek op het kompas").wait_for()
        await page.goto(f"{stage.server.url}/k/po/{CODES['factors', 'vision']}")
        await page.get_by_role("link", name="Open bij jullie oplossing").click()
        vision = page.get_by_role("heading", name=load_pack(ROOT / "game_content" / "po").factors["vision"].name["nl"])
        await expect(vision).to_be_visible()
        assert "#" not in page.url
        await expect(page.get_by_role("listitem").filter(has=vision)).to_contain_text("Hoeveel verandert dit?")
        await enter(page, CODES["factors", "timetable"])
        await expect(page.get_by_text("Hoeveel verandert dit?")).to_have_count(2)


async def test_a_dead_laptop_comes_back_to_its_seat_by_its_card_with_its_draft(house: Stage) -> None:
    async with house.another() as stage:
        cards = await make_cards(stage)
        url, typed = cards[0]["url"], cards[0]["code"]
        laptop = await stage.open(url)
        await expect(laptop.get_by_role("heading", name="Hoe heten jullie?")).to_be_visible()
        assert "#" not in laptop.url
        cast = await gather(stage, teams=0)
        await cast.go("choose", 1)
        await cast.do(cast.lead, "assign", team=1, persona="yara", actor="parent")
        await cast.go("work", 1)
        await laptop.get_by_label("Titel", exact=True).fill("Yara maakt een weerstation")
        await expect(laptop.get_by_text("Bewaard", exact=True)).to_be_visible()
        await laptop.context.close()

        other = await stage.open(f"/join/{stage.code}", java_script_enabled=False)
        await other.get_by_text("Ik had al een plek").click()
        await other.get_by_label("Plekkaart of code").fill(typed.lower())
        await other.get_by_role("button", name="Naar mijn plek").click()
        await expect(other).to_have_url(f"{stage.server.url}/s/{stage.code}")
        third = await stage.open(url)
        await expect(third.get_by_label("Titel", exact=True)).to_have_value("Yara maakt een weerstation")
        assert list(cast.lead.view["seats"]) == ["s_card_1_1"]


async def test_the_facilitator_keys_in_a_mark_from_the_paper_board_and_prints_seat_cards(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=0)
        await seat(cast, 1)
        desk = await stage.console()
        async with desk.expect_download() as coming:
            await desk.get_by_role("button", name="Plekkaarten").click()
        assert (await (await coming.value).path()).read_bytes().startswith(b"%PDF-")
        await cast.go("choose", 1)
        await cast.choose(1)
        await cast.go("work", 1)
        await desk.get_by_role("button", name=re.compile("^Neem de pen over van")).first.click()
        await desk.get_by_label("Van het papieren bord").check()
        await Team(desk, 1).slide(30, -45)
        place = {"regulation": 30, "interest": -45}
        await cast.lead.until(lambda view: view["solutions"].get("1", {}).get("1", {}).get("place") == place)
        async with httpx.AsyncClient(base_url=stage.server.url) as http:
            headers = {"Authorization": f"Bearer {stage.made['facilitator_token']}"}
            log = (await http.get(f"/api/v1/sessions/{stage.code}/log", headers=headers)).text
        assert '"source":"paper"' in log


# --- the camera -------------------------------------------------------------------------------------------------------


def film(path: Path, text: str) -> None:
    """What a camera sees that looks at this QR code: a few frames, over and over."""
    rows = [list(row) for row in segno.make(text, error="m").matrix_iter(scale=5, border=4)]
    top, left = (HIGH - len(rows)) // 2, (WIDE - len(rows[0])) // 2
    assert min(top, left) >= 0

    def line(y: int) -> Iterable[int]:
        inside = 0 <= y - top < len(rows)
        for x in range(WIDE):
            dark = inside and 0 <= x - left < len(rows[0]) and rows[y - top][x - left]
            yield 16 if dark else 235

    frame = b"FRAME\n" + bytes(value for y in range(HIGH) for value in line(y)) + b"\x80" * (WIDE * HIGH // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 5)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def camera(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Browser]:
    """A Chromium whose camera looks at the card of Yara."""
    seen = tmp_path_factory.mktemp("camera") / "card.y4m"
    film(seen, f"http://maatwerk.example/k/po/{CODES['personas', 'yara']}")
    flags = [*FLAGS, "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={seen}"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=flags)
        yield browser
        await browser.close()


async def test_the_camera_reads_a_card(house: Stage, camera: Browser) -> None:
    async with house.another() as stage:
        stage.browser = camera
        cast = await gather(stage, teams=0)
        page = await stage.seat(await seat(cast, 1), permissions=["camera"])
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await cast.go("choose", 1)
        await page.get_by_role("button", name="Scan een kaart").click()
        await expect(page.get_by_role("heading", name="Door wiens ogen kijken jullie?")).to_be_visible()
        assert cast.lead.view["teams"]["1"]["persona"] == "yara"
        assert any(url.endswith(".wasm") for url in asked)
        assert all(url.startswith((stage.server.url, stage.server.url.replace("http", "ws"))) for url in asked)


async def test_a_camera_that_may_not_look_leaves_the_code_to_type(house: Stage, camera: Browser) -> None:
    async with house.another() as stage:
        stage.browser = camera
        cast = await gather(stage, teams=0)
        page = await stage.seat(await seat(cast, 1), permissions=[])
        await cast.go("choose", 1)
        await page.get_by_role("button", name="Scan een kaart").click()
        await expect(page.get_by_role("alert").filter(has_text="De camera mag niet meekijken.")).to_be_visible()
        await enter(page, CODES["personas", "yara"])
        await expect(page.get_by_role("heading", name="Door wiens ogen kijken jullie?")).to_be_visible()
