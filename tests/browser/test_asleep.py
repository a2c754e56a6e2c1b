"""The projector beside sleep and a line that goes: it says what it cannot do, and comes back by itself."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.stage import Stage
from tests.browser.story import gather, revealed

NO_WAKE_LOCK = "Object.defineProperty(Navigator.prototype, 'wakeLock', {value: undefined})"
REFUSED = "WakeLock.prototype.request = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
SLEEP = "Zet de slaapstand van deze computer uit"


async def _says(screen: Page, browser: str) -> Locator:
    """What a screen says of sleeping that was opened long ago in such a browser, or would say."""
    await screen.add_init_script(browser)
    await screen.clock.install()
    await screen.reload()
    notice = screen.get_by_role("status").filter(has_text=SLEEP)
    await expect(notice).to_be_visible()
    await screen.clock.fast_forward(13_000)
    return notice


@pytest.mark.parametrize("browser", [NO_WAKE_LOCK, REFUSED], ids=["a browser without", "a browser that refuses"])
async def test_it_says_when_the_screen_may_fall_asleep_until_that_is_read(house: Stage, browser: str) -> None:
    async with house.another(title="De Klinker") as stage:
        screen = await stage.screen()
        await expect(screen.get_by_text("Scan de code")).to_be_visible()
        notice = await _says(screen, browser)
        await expect(notice).to_be_visible()
        await notice.get_by_role("button", name="Gelezen").click()
        await expect(notice).to_have_count(0)
        await screen.reload()
        await expect(screen.get_by_text("Scan de code")).to_be_visible()
        await expect(notice).to_have_count(0)


async def test_once_people_play_what_it_says_of_sleeping_goes_by_itself(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        await cast.go("welcome")
        screen = await stage.screen()
        await cast.shown(screen)
        await expect(await _says(screen, NO_WAKE_LOCK)).to_have_count(0)


async def test_after_sleep_it_shows_the_newest_view_without_a_touch(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen = await stage.screen()
        await cast.go("welcome")
        await expect(screen.get_by_text("Leg je eigen school")).to_be_visible()
        devtools: Any = await screen.context.new_cdp_session(screen)
        await devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
        await revealed(cast, 1)
        await cast.do(cast.lead, "spotlight", team=2)
        await devtools.send("Page.setWebLifecycleState", {"state": "active"})
        await expect(screen.get_by_text("Nu vertelt", exact=True)).to_be_visible()
        await expect(screen.get_by_role("heading", name=cast.sample(1, 2)["title"])).to_be_visible()


ALL_FETCHED = """async () => {
    const fetched = () => performance.getEntriesByType('resource').some(({name}) => name.includes('/assets/Help-'));
    while (!fetched()) await new Promise((drawn) => requestAnimationFrame(drawn));
}"""
"""Pages follow one after another when the browser is idle; the help comes last."""


async def test_without_network_it_says_so_and_comes_back_by_itself(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        stage.forgiven = ("ERR_INTERNET_DISCONNECTED", "WebSocket connection")
        cast = await gather(stage)
        screen = await stage.screen()
        await cast.go("welcome")
        await expect(screen.get_by_text("Leg je eigen school")).to_be_visible()
        await screen.evaluate(ALL_FETCHED)
        devtools: Any = await screen.context.new_cdp_session(screen)
        offline = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        await devtools.send("Network.emulateNetworkConditions", {**offline, "offline": True})
        await screen.evaluate("dispatchEvent(new Event('offline'))")
        await expect(screen.get_by_text("Even geen verbinding. Het scherm loopt zo weer mee.")).to_be_visible()
        await screen.keyboard.press("PageDown")
        await expect(screen.get_by_role("heading", name="De dag")).to_be_visible()
        await revealed(cast, 1)
        await devtools.send("Network.emulateNetworkConditions", {**offline, "offline": False})
        await screen.evaluate("dispatchEvent(new Event('online'))")
        await expect(screen.get_by_role("heading", name=cast.sample(1, 4)["title"])).to_be_visible()
