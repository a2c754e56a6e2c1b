"""On 320 pixels, at 400 % zoom and with wider text spacing all can be read and reached, scrolling one way only."""

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.stage import AT_REST, Stage
from tests.browser.story import Cast, day, gather, seat, with_instruments
from tests.support.game import ALL_INSTRUMENTS

PHONE = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}
"""What is left of 1280 x 1024 at 400 % (WCAG 2.2, 1.4.10)."""
LAPTOP = {"width": 1280, "height": 800}
SPACED = """* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
} p { margin-bottom: 2em !important; }"""
"""WCAG 2.2, 1.4.12."""
FREE = "table, .scroll, [role='img'], [role='application'], .unseen, script, noscript, option"
"""What may need two ways: tables and the compass; and what nobody looks at."""
LOST = """(free) => {
    const found = new Set();
    const page = document.scrollingElement;
    if (page.scrollWidth > innerWidth) found.add(`the page scrolls sideways: ${page.scrollWidth}`);
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
        const words = node.data.trim().slice(0, 60);
        const holder = node.parentElement;
        if (!words || holder.closest(free)) continue;
        if (!holder.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
            if (box.width < 1 || box.height < 1) continue;
            let dots = false, below = false;
            for (let up = holder; up && up !== document.documentElement; up = up.parentElement) {
                const style = getComputedStyle(up);
                if (style.display === 'inline' || style.display === 'contents') continue;
                dots ||= style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
                const edge = up.getBoundingClientRect();
                const scrolls = /auto|scroll/.test(style.overflowX);
                if (scrolls && up.scrollWidth > up.clientWidth + 1)
                    found.add(`scrolls sideways inside: ${up.className || up.tagName}`);
                if (/hidden|clip/.test(style.overflowX) && !dots) {
                    if (box.right > edge.right + 2 || box.left < edge.left - 2) found.add(`cut at the side: ${words}`);
                }
                if (/hidden|clip/.test(style.overflowY) && !dots && !below) {
                    const high = box.height * 0.25;
                    if (box.bottom > edge.bottom + high || box.top < edge.top - high) found.add(`cut: ${words}`);
                }
                // What lies further down in a part that scrolls can be reached.
                below ||= /auto|scroll/.test(style.overflowY);
                if (style.position === 'fixed') break;
            }
            if (!dots && (box.right > innerWidth + 2 || box.left < -2)) found.add(`outside: ${words}`);
        }
    }
    return [...found];
}"""


SQUEEZED = """(free) => {
    const found = new Set();
    for (const part of document.body.querySelectorAll('h1, h2, h3, h4, p, b, li, label, dt, dd, button, a, span')) {
        const own = [...part.childNodes].filter((node) => node.nodeType === 3);
        const words = own.map((node) => node.data).join('').trim();
        if (words.length < 12 || part.closest(free) || !part.checkVisibility()) continue;
        // A button with an icon says its name in full when one rests on it.
        if (part.closest('button[title][aria-label]')) continue;
        const style = getComputedStyle(part);
        const wide = part.clientWidth / parseFloat(style.fontSize);
        const cut = style.textOverflow === 'ellipsis' && part.scrollWidth > part.clientWidth;
        if (style.display !== 'inline' && cut && wide < 4) found.add(`cut to nothing: ${words.slice(0, 40)}`);
        if (style.display === 'block' && wide > 0 && wide < 3) found.add(`a few letters a line: ${words.slice(0, 40)}`);
    }
    return [...found];
}"""
HIDDEN = """() => {
    const found = new Set();
    const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    for (const part of document.querySelectorAll(usable)) {
        if (part.disabled || !part.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        part.scrollIntoView({block: 'nearest', inline: 'nearest', behavior: 'instant'});
        const box = part.getBoundingClientRect();
        const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
        const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
        const name = (part.getAttribute('aria-label') ?? part.textContent.trim()).slice(0, 40) || part.tagName;
        if (right - left < 1 || bottom - top < 1) { found.add(`cannot be scrolled to: ${name}`); continue; }
        const on = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const label = part.labels?.[0];
        if (!on || !(part.contains(on) || on.contains(part) || label?.contains(on))) found.add(`covered: ${name}`);
    }
    scrollTo(0, 0);
    return [...found];
}"""
"""What has the focus is not hidden by something that stands still (WCAG 2.2, 2.4.11)."""


async def _lost(pages: dict[str, Page], state: str) -> list[str]:
    lines: list[str] = []
    for name, page in pages.items():
        await page.evaluate(AT_REST)
        found: list[str] = await page.evaluate(LOST, FREE)
        found += await page.evaluate(SQUEEZED, FREE)
        found += await page.evaluate(HIDDEN)
        lines += [f"{state}, {name}: {line}" for line in found]
    return lines


async def _at_work(stage: Stage) -> tuple[Cast, str]:
    cast = await gather(stage, teams=0)
    token = await seat(cast, 1)
    for team in (2, 3, 4):
        await seat(cast, team)
    return cast, token


async def _large_letters(page: Page) -> Page:
    """As who sets the browser's letters to twice their size (WCAG 2.2, 1.4.4)."""
    line: Any = await page.context.new_cdp_session(page)
    await line.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 32}})
    return page


async def _small(stage: Stage, token: str) -> dict[str, Page]:
    """Seat and console where there is little room, and where words take more of it."""
    spaced: dict[str, Any] = {"size": LAPTOP, "bypass_csp": True}
    pages = {
        "seat on a phone": await stage.seat(token, size=PHONE),
        "seat zoomed": await stage.seat(token, size=ZOOMED),
        "console on a phone": await stage.console(size=PHONE),
        "console zoomed": await stage.console(size=ZOOMED),
        "seat spaced": await stage.seat(token, **spaced),
        "console spaced": await stage.console(**spaced),
        "seat in large letters": await _large_letters(await stage.seat(token, size=LAPTOP)),
        "console in large letters": await _large_letters(await stage.console(size=LAPTOP)),
    }
    for name in ("seat spaced", "console spaced"):
        await pages[name].add_style_tag(content=SPACED)
    return pages


async def test_every_phase_on_a_small_screen(house: Stage) -> None:
    settings = {"instruments": list(ALL_INSTRUMENTS)}
    async with house.another(title="De Klinker", settings=settings) as stage:
        cast, token = await _at_work(stage)
        pages = await _small(stage, token)
        lost: list[str] = []
        async for state in with_instruments(cast, day(cast, camps=(1, 3))):
            await cast.shown(*pages.values())
            lost += await _lost(pages, state)
        reviews = {
            "review on a phone": await stage.review(size=PHONE),
            "review zoomed": await stage.review(size=ZOOMED),
            "review, side by side": await stage.review("?beside=20", size=PHONE),
        }
        for page in reviews.values():
            await page.get_by_role("slider").wait_for()
        await reviews["review, side by side"].get_by_text("Vastgezet").wait_for()
        lost += await _lost(reviews, "closed")
        assert not lost, "\n".join(lost)


PATHS = (
    "/",
    "/join/{code}",
    "/privacy",
    "/toegankelijkheid",
    "/sessions/new",
    "/s/{code}/keep",
    "/sessions",
    "/packs",
    "/packs/po",
    "/join/AAAAAA",
)


@pytest.mark.parametrize("size", [PHONE, ZOOMED, LAPTOP], ids=["phone", "zoomed", "spaced"])
async def test_plain_pages_on_a_small_screen(house: Stage, size: dict[str, int]) -> None:
    context = await house.context(size=size, bypass_csp=True)
    name = f"maatwerk_facilitator_{house.code}"
    token = {"name": name, "value": house.made["facilitator_token"], "url": house.server.url, "sameSite": "Strict"}
    await context.add_cookies([token])  # type: ignore[list-item]
    house.forgiven = ("404",)
    page = await context.new_page()
    lost: list[str] = []
    for path in PATHS:
        await page.goto(f"{house.server.url}{path.format(code=house.code)}")
        if size is LAPTOP:
            await page.add_style_tag(content=SPACED)
        lost += await _lost({path: page}, "plain")
    assert not lost, "\n".join(lost)
