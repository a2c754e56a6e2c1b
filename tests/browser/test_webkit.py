"""A seat in the browser of iPads and Macs. The other tests here look with Chromium only."""

import asyncio

from tests.browser.stage import Stage
from tests.browser.webkit import LISTEN, PATIENCE, webkit

TEXT = "return document.body.innerText.includes(arguments[0])"
VERDICT = "return document.querySelector('#checks').dataset.verdict"
STATE = "return document.querySelector('#check-browser').dataset.state"


async def test_a_seat_in_webkit_plays_along(house: Stage) -> None:
    async with house.another() as session, webkit() as ipad:
        await ipad.go(f"{house.server.url}/check")
        assert await ipad.until(VERDICT) != "bad"
        assert await ipad.run(STATE) == "ok"

        await ipad.go(f"{house.server.url}/join/{session.code}")
        await ipad.press("Vlieger")
        await ipad.press("Neem plaats")
        await ipad.until(TEXT, "Verbonden")
        await ipad.run(LISTEN)
        lead = await session.facilitator()
        await lead.send("go", phase="choose", round=1)
        await ipad.press("Roos")
        await ipad.press("Neem Roos mee")
        await ipad.press("Uitgever")
        await ipad.press("Denk als de uitgever")
        await ipad.until(TEXT, "Jullie kaarten")
        await lead.send("go", phase="work", round=1)
        await ipad.until(TEXT, "Jullie oplossing voor Roos")
        await ipad.type("main input", "Een lokaal zonder klok")
        await ipad.press("Leg jullie plek")
        await ipad.tap(".pad", 0.7, 0.3)
        async with asyncio.timeout(PATIENCE):
            await lead.until(lambda view: view["solutions"].get("1", {}).get("4", {}).get("place"))
            await lead.until(lambda view: view["solutions"]["1"]["4"]["title"] == "Een lokaal zonder klok")
        assert await ipad.run("return complaints") == []
