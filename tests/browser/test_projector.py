"""The projector: nothing scrolls, is cut off or too small, whatever is typed, on any shape of screen."""

from collections.abc import Iterable

import pytest
from playwright.async_api import Page

from tests.browser.stage import Stage
from tests.browser.story import day, gather, with_instruments
from tests.support.game import ALL_INSTRUMENTS

USUAL, LARGE = "", "large"
SCREENS = (
    (1920, 1080, USUAL),
    (1366, 768, USUAL),
    (1280, 800, USUAL),
    (1024, 768, USUAL),
    (2560, 1080, USUAL),
    (1920, 1080, LARGE),
    (1024, 768, LARGE),
    (2560, 1080, LARGE),
)
"""Film, laptop, 16:10, 4:3 and ultra-wide, and large print on the most different of these."""
MOST_DIFFERENT = (SCREENS[0], SCREENS[6], SCREENS[7])
"""What people write is shorter than what may be, which is looked at on all."""
SMALLEST = 1.4
"""Rem of the projector; whoever sits at the back reads this from eight metres."""
HEIGHTS = {USUAL: 0.0259, LARGE: 0.0301}
"""What that comes to at least, as a share of the screen's height; 3.6 % in large print where there is width for it."""
MEASURE = """(smallest) => {
    const found = new Set();
    const page = document.scrollingElement;
    if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight)
        found.add(`the page scrolls: ${page.scrollWidth} x ${page.scrollHeight}`);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const lines = [];
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
        const words = node.data.trim();
        const holder = node.parentElement;
        if (!words || holder.closest('script, noscript, .unseen')) continue;
        if (!holder.checkVisibility({visibilityProperty: true})) continue;
        const style = getComputedStyle(holder);
        const turned = holder.getScreenCTM?.();
        const scale = turned ? Math.hypot(turned.a, turned.b) : 1;
        if (parseFloat(style.fontSize) * scale < smallest * rem - 0.05)
            found.add(`small, ${(parseFloat(style.fontSize) * scale / rem).toFixed(2)} rem: ${words}`);
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
            let seen = box.right;
            if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) {
                let shown = false;
                for (let up = holder; up; up = up.parentElement)
                    shown ||= getComputedStyle(up).textOverflow === 'ellipsis';
                if (!shown) found.add(`outside the screen: ${words}`);
            }
            for (let up = holder; up; up = up.parentElement) {
                const way = getComputedStyle(up);
                if (way.overflowX === 'visible' && way.overflowY === 'visible') continue;
                if (way.display === 'inline') continue;
                const edge = up.getBoundingClientRect();
                const dots = way.textOverflow === 'ellipsis';
                if ((!dots && (box.right > edge.right + 1 || box.left < edge.left - 1)))
                    found.add(`cut at the side: ${words}`);
                const high = box.height * 0.2;
                if (box.top < edge.top - high || box.bottom > edge.bottom + high)
                    found.add(`cut above or below: ${words}`);
                if (dots) seen = Math.min(seen, edge.right);
                if (dots) break;
            }
            if (!turned) lines.push({words, box, seen});
        }
    }
    const ink = ({top, bottom, height}) => ({top: top + height / 4, bottom: bottom - height / 4});
    for (const one of lines) for (const other of lines) {
        const across = Math.min(one.seen, other.seen) - Math.max(one.box.left, other.box.left);
        const [a, b] = [ink(one.box), ink(other.box)];
        if (one.words < other.words && across > 2 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
            found.add(`on each other: ${one.words} / ${other.words}`);
    }
    return [...found];
}"""


REM = "parseFloat(getComputedStyle(document.documentElement).fontSize) / innerHeight"


async def _shapes(stage: Stage, shapes: Iterable[tuple[int, int, str]]) -> dict[str, Page]:
    """The projector on screens of these shapes, by their names."""
    screens: dict[str, Page] = {}
    for width, height, size in shapes:
        screen = await stage.screen(size={"width": width, "height": height})
        await screen.get_by_text("Scan de code").wait_for()
        asleep = screen.get_by_role("button", name="Gelezen")
        if await asleep.count():  # a browser that cannot keep the screen awake says so until that is read
            await asleep.click()
        if size == LARGE:
            await screen.keyboard.press("l")
        letters = await screen.evaluate(REM) * SMALLEST
        assert letters > HEIGHTS[size], (width, height, size)
        assert size == USUAL or width / height < 1.5 or letters > 0.0358
        screens[f"{width} x {height} {size}"] = screen
    return screens


async def _wrong(screens: dict[str, Page], state: str) -> list[str]:
    """What is wrong with these screens, one line each."""
    lines: list[str] = []
    for name, screen in screens.items():
        found: list[str] = await screen.evaluate(MEASURE, SMALLEST)
        lines += [f"{state} at {name}: {line}" for line in found]
    return lines


@pytest.mark.parametrize("long", [False, True], ids=["as-people-write", "as-long-as-may-be"])
async def test_everything_fits(house: Stage, *, long: bool) -> None:
    settings = {"instruments": list(ALL_INSTRUMENTS)} if long else {}
    async with house.another(title="De Klinker", settings=settings) as stage:
        cast = await gather(stage, long=long)
        screens = await _shapes(stage, SCREENS if long else MOST_DIFFERENT)
        wrong: list[str] = []
        story = day(cast, camps=(1, 3) if long else (1, 2, 3))
        async for state in with_instruments(cast, story) if long else story:
            await cast.shown(*screens.values())
            wrong += await _wrong(screens, state)
        assert not wrong, "\n".join(wrong)


MIDDLE = """(part) => {
    const {left, right} = part.getBoundingClientRect();
    return Math.round((left + right) / 2 - innerWidth / 2);
}"""
INK = """() => {
    const style = (css) => getComputedStyle(document.querySelector(css)).color;
    return [style('footer'), style('body')];
}"""


async def test_the_last_screen_stands_in_the_middle_and_its_foot_can_be_read_on_the_land(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen = await stage.screen()
        await cast.go("evaluate")
        await cast.do(cast.lead, "close_session")
        title = screen.get_by_text("Dank voor jullie tijd en aandacht.")
        await title.wait_for()
        assert await title.evaluate(MIDDLE) == 0
        assert await screen.get_by_role("img", name="Route").evaluate(MIDDLE) == 0
        foot, ink = await screen.evaluate(INK)
        assert foot == ink, "the second ink has less than 4.5 on a hill"
