"""The page that tests a device: what works, what does not and what to do, on good and on bad devices and networks."""

import datetime as dt
import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.test_axe import barriers
from tests.support.school_filter import Block, school_filter

NOISE = ("WebSocket connection", "ERR_FAILED", "ERR_EMPTY_RESPONSE", "Invalid or unexpected token", "Unexpected token")
READY = "Dit apparaat is klaar voor het spel."
MIND = "Dit apparaat kan meedoen. Lees wat er staat bij Let op."
NOT_SO = "Zo kan dit apparaat niet meedoen. Lees wat je doet bij Werkt niet."


async def check(stage: Stage, script: str = "", base: str = "", **options: Any) -> Page:
    """The page in a browser of its own, before it is opened; `script` makes something of that browser worse."""
    stage.forgiven = NOISE
    page = await (await stage.context(**options)).new_page()
    if script:
        await page.add_init_script(script)
    await page.goto(f"{base or stage.server.url}/check")
    return page


async def verdict(page: Page, words: str) -> None:
    await expect(page.get_by_role("status")).to_have_text(words, timeout=40_000, use_inner_text=True)


async def line(page: Page, name: str, state: str, advice: str = "") -> None:
    """A line says in words how it is, and what to do."""
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=re.compile(f"^{name}")))
    await expect(row.get_by_role("heading")).to_have_text(re.compile(rf"^{name}\s+{state}$"), use_inner_text=True)
    await expect(row).to_contain_text(advice, use_inner_text=True)


async def test_a_good_device_is_ready(house: Stage) -> None:
    page = await check(house)
    await verdict(page, READY)
    for name in ("Browser", "Directe verbinding", "Omwegen", "Snelheid", "Klok", "Schermgrootte", "Cookies"):
        await line(page, name, "In orde")
    await line(page, "Schermgrootte", "In orde", "1366 × 768")
    await line(page, "Browser", "In orde", "Chrome")
    assert await page.context.cookies() == []
    assert await page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    ("blocks", "state", "advice"),
    [
        (("refuse websockets",), "In orde", "twee omwegen"),
        (("refuse websockets", "hold streams"), "Let op", "De langzame omweg werkt"),
        (("swallow websockets",), "In orde", "twee omwegen"),
    ],
    ids=["refused", "held too", "swallowed"],
)
async def test_a_network_that_blocks_is_found_out(
    house: Stage, blocks: tuple[Block, ...], state: str, advice: str
) -> None:
    async with school_filter(house.server.port, *blocks) as wall:
        page = await check(house, base=f"http://127.0.0.1:{wall.port}")
        await verdict(page, MIND)
        await line(
            page,
            "Directe verbinding",
            "Let op",
            f"Vraag de beheerder om websockets toe te staan naar 127.0.0.1:{wall.port}",
        )
        await line(page, "Omwegen", state, advice)
        await line(page, "Snelheid", "In orde")
        await page.close()


async def test_a_stream_that_is_held_does_not_matter_where_websockets_work(house: Stage) -> None:
    async with school_filter(house.server.port, "hold streams") as wall:
        page = await check(house, base=f"http://127.0.0.1:{wall.port}")
        await verdict(page, READY)
        await line(page, "Omwegen", "Ter info", "De langzame omweg werkt")
        await page.close()


async def test_a_server_that_is_gone_is_told(house: Stage) -> None:
    house.forgiven = NOISE
    page = await (await house.context()).new_page()
    await page.route(re.compile("/check/(now|events)"), lambda route: route.abort())
    await page.route_web_socket(re.compile("/check/socket"), lambda socket: socket.close())
    await page.goto(f"{house.server.url}/check")
    await verdict(page, NOT_SO)
    await line(page, "Directe verbinding", "Werkt niet", "Neem dan een hotspot.")
    await line(page, "Omwegen", "Werkt niet")
    await line(page, "Snelheid", "Werkt niet", "Los eerst de verbinding op.")
    await line(page, "Klok", "Ter info", "Los eerst de verbinding op.")


@pytest.mark.parametrize(
    ("off", "state", "said", "words"),
    [
        (dt.timedelta(seconds=10), "In orde", "Gelijk met de server.", READY),
        (dt.timedelta(hours=2), "Let op", "loopt voor: 2 uur.", MIND),
        (dt.timedelta(minutes=-3), "Let op", "loopt achter: 3 minuten.", MIND),
        (dt.timedelta(seconds=-45), "Let op", "loopt achter: 45 seconden.", MIND),
        (dt.timedelta(days=-400), "Werkt niet", "Verschil: 400 dagen. Zet datum en tijd op automatisch", NOT_SO),
    ],
    ids=str,
)
async def test_a_clock_that_is_off_is_told(house: Stage, off: dt.timedelta, state: str, said: str, words: str) -> None:
    page = await (await house.context()).new_page()
    await page.clock.set_system_time(dt.datetime.now(dt.UTC) + off)
    await page.goto(f"{house.server.url}/check")
    await verdict(page, words)
    await line(page, "Klok", state, said)


@pytest.mark.parametrize(
    ("script", "name", "state", "advice", "words"),
    [
        ("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})",
         "Bewaren op dit apparaat", "Let op", "Sluit het privévenster", MIND),
        ("Object.defineProperty(document, 'cookie', {get: () => '', set() {}})",
         "Cookies", "Werkt niet", "Sta ze toe voor 127.0.0.1", NOT_SO),
        ("let at = 0; performance.now = () => (at += 200)", "Snelheid", "Let op", "200 ms. Dat is traag.", MIND),
        ("let at = 0; performance.now = () => (at += 900)", "Snelheid", "Werkt niet", "900 ms. Dat is te", NOT_SO),
        ("delete Navigator.prototype.wakeLock", "Scherm blijft aan", "Ter info", "Zet de slaapstand uit", READY),
        ("delete Navigator.prototype.mediaDevices", "Camera voor kaarten", "Ter info", "Typ de code", READY),
        ("window.WebSocket = undefined", "Directe verbinding", "Let op", "langs een omweg", MIND),
    ],
    ids=["no storage", "no cookies", "slow", "very slow", "no wake lock", "no camera", "no websocket"],
)  # fmt: skip
async def test_what_a_device_lacks_is_told(
    house: Stage, script: str, name: str, state: str, advice: str, words: str
) -> None:
    page = await check(house, script)
    await verdict(page, words)
    await line(page, name, state, advice)


async def test_a_tiny_window_is_told(house: Stage) -> None:
    page = await check(house, size={"width": 300, "height": 500})
    await verdict(page, NOT_SO)
    await line(page, "Schermgrootte", "Werkt niet", "300 × 500. Te smal.")


async def test_a_small_one_is_enough_for_a_subteam(house: Stage) -> None:
    page = await check(house, size={"width": 390, "height": 844})
    await verdict(page, READY)
    await line(page, "Schermgrootte", "In orde", "Groot genoeg voor een subteam. De spelleider")


OLD = """for (const name of [
    'fetch', 'EventSource', 'ReadableStream', 'ResizeObserver', 'AbortSignal', 'structuredClone'])
    window[name] = undefined;
for (const name of ['at', 'findLast', 'includes', 'find', 'flat', 'flatMap']) delete Array.prototype[name];
delete Navigator.prototype.mediaDevices; delete Navigator.prototype.wakeLock;"""


async def test_an_old_browser_is_turned_down_by_a_page_that_it_can_read(house: Stage) -> None:
    """Its module stops at what it does not know, as in a browser without it."""
    house.forgiven = NOISE
    page = await (await house.context()).new_page()
    await page.add_init_script(OLD)
    await page.route(
        "**/check-modern.js", lambda route: route.fulfill(body="class { # }", content_type="text/javascript")
    )
    await page.goto(f"{house.server.url}/check")
    await verdict(page, NOT_SO)
    await line(page, "Browser", "Werkt niet", "Chrome of Edge vanaf 111, Firefox vanaf 114, Safari vanaf 16.4")
    await line(page, "Directe verbinding", "In orde")


@pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("en", "dark")])
async def test_no_barriers_and_nothing_beside_the_page(house: Stage, language: str, scheme: Any) -> None:
    house.forgiven = NOISE
    async with school_filter(house.server.port, "refuse websockets", "hold streams") as wall:
        context = await house.context({"width": 320, "height": 640}, language, bypass_csp=True, color_scheme=scheme)
        page = await context.new_page()
        await page.clock.set_system_time(dt.datetime.now(dt.UTC) - dt.timedelta(days=3))
        await page.goto(f"http://127.0.0.1:{wall.port}/check")
        await page.locator("[data-verdict]").wait_for(timeout=40_000)
        assert await barriers(page, f"check-{language}") == []
        assert await page.evaluate("document.documentElement.scrollWidth") == 320
        await page.close()


async def test_the_console_leads_there(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        console = await stage.console(bypass_csp=True)
        await console.get_by_role("button", name="Test de apparaten").click()
        box = console.get_by_role("dialog")
        await expect(box.get_by_role("img", name="QR-code naar de testpagina")).to_be_visible()
        await expect(box).to_contain_text(f"{stage.server.url.removeprefix('http://')}/check")
        assert await barriers(console, "check the devices") == []
        async with console.context.expect_page() as opened:
            await box.get_by_role("link", name="Test deze laptop").click()
        await verdict(await opened.value, READY)
