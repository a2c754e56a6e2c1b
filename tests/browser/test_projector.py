"""The projector: nothing scrolls, nothing is cut off, nothing is too small, whatever is typed and however wide."""

from typing import Any

import pytest

from tests.browser.stage import Stage
from tests.browser.story import day, gather

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SIZES = ({"width": 1920, "height": 1080}, {"width": 1366, "height": 768}, {"width": 1280, "height": 720})
SMALLEST = 1.4
"""Rem of the projector; whoever sits at the back reads this from eight metres."""
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
        if (!words || holder.closest('script, noscript, .unseen') || !holder.checkVisibility()) continue;
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


async def _wrong(screens: list[Any], state: str) -> list[str]:
    """What is wrong with these screens, one line each."""
    lines: list[str] = []
    for size, screen in zip(SIZES, screens, strict=True):
        found: list[str] = await screen.evaluate(MEASURE, SMALLEST)
        lines += [f"{state} at {size['width']} x {size['height']}: {line}" for line in found]
    return lines


@pytest.mark.parametrize("long", [False, True], ids=["as-people-write", "as-long-as-may-be"])
async def test_everything_fits(house: Stage, *, long: bool) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage, long=long)
        screens = [await stage.screen(size=size) for size in SIZES]
        wrong: list[str] = []
        async for state in day(cast, camps=(1, 3) if long else (1, 2, 3)):
            await cast.shown(*screens)
            wrong += await _wrong(screens, state)
        assert not wrong, "\n".join(wrong)
