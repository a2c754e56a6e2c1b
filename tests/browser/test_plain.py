"""The plain pages and looking back: targets large enough to hit, and buttons that stand out in the system's colours."""

from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page

from tests.browser.stage import AT_REST, Stage
from tests.browser.story import camp_through, gather

PATHS = (
    "/",
    "/join/{code}",
    "/privacy",
    "/toegankelijkheid",
    "/check",
    "/sessions/new",
    "/sessions",
    "/packs",
    "/packs/po",
    "/s/{code}/review/results",
    "/s/{code}/review/report",
    "/s/{code}/about",
    "/join/AAAAAA",
)
PHONE = {"width": 320, "height": 640}
SMALL = """() => {
    const found = [];
    for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')) {
        if (one.type === 'hidden' || !one.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        const within = one.closest('label') ?? one;
        const {width, height} = within.getBoundingClientRect();
        if (getComputedStyle(within).display === 'inline' && within.closest('p, li, td')) continue;
        if (width < 24 || height < 24) found.push(`${one.outerHTML.slice(0, 90)} is ${width} x ${height}`);
    }
    return found;
}"""
"""WCAG 2.2, 2.5.8; a link within a sentence may be as high as its line."""
FLAT = """() => {
    const canvas = getComputedStyle(document.documentElement).backgroundColor;
    const seen = (style, side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Color`] !== canvas;
    const filled = ({backgroundColor: ground}) => ground !== canvas && !ground.endsWith(', 0)');
    const drawn = (style) => seen(style, 'Top') || filled(style);
    const found = [];
    for (const one of document.querySelectorAll('.post, .btn:not(.quiet), .field')) {
        const styles = [null, '::before', '::after'].map((part) => getComputedStyle(one, part));
        const shown = styles.filter((style, n) => !n || style.content !== 'none');
        if (one.checkVisibility() && !shown.some(drawn)) found.push(one.outerHTML.slice(0, 90));
    }
    return found;
}"""
"""What is pressed or filled in has an edge or a ground of its own."""


async def _owner(house: Stage, **options: Any) -> BrowserContext:
    context = await house.context(**options)
    token = {"name": f"maatwerk_facilitator_{house.code}", "value": house.made["facilitator_token"]}
    await context.add_cookies([{**token, "url": house.server.url, "sameSite": "Strict"}])  # type: ignore[typeddict-item]
    house.forgiven = ("404",)
    return context


async def _each(house: Stage, page: Page, question: str) -> list[str]:
    found: list[str] = []
    for path in PATHS:
        await page.goto(f"{house.server.url}{path.format(code=house.code)}")
        await page.evaluate(AT_REST)
        found += [f"{path}: {line}" for line in await page.evaluate(question)]
    return found


async def test_everything_on_plain_pages_can_be_hit(house: Stage):
    page = await (await _owner(house, size=PHONE)).new_page()
    assert await _each(house, page, SMALL) == []


async def test_everything_in_looking_back_can_be_hit(house: Stage):
    async with house.another(title="De Klinker") as stage:
        await camp_through(await gather(stage, teams=2), 1)
        page = await stage.review(size=PHONE)
        await page.get_by_role("slider").wait_for()
        await page.evaluate(AT_REST)
        assert await page.evaluate(SMALL) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_with_the_systems_own_colours_buttons_and_fields_stand_out(house: Stage, scheme: Any):
    page = await (await _owner(house, forced_colors="active", color_scheme=scheme)).new_page()
    assert await _each(house, page, FLAT) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_looking_back_in_the_systems_own_colours(house: Stage, scheme: Any):
    async with house.another(title="De Klinker") as stage:
        await camp_through(await gather(stage, teams=2), 1)
        page = await stage.review(forced_colors="active", color_scheme=scheme)
        await page.get_by_role("slider").wait_for()
        await page.evaluate(AT_REST)
        assert await page.evaluate(FLAT) == []
