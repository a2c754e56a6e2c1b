"""How the pages look is up to the device: light or dark, more contrast, the system's own colours, a pack's colours."""

import re
import secrets
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.stage import Stage, maatwerk
from tests.browser.story import Cast, camp_through, gather, seat

LIGHT, DARK = "rgb(241, 245, 232)", "rgb(14, 31, 34)"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


async def _ground(page: Page) -> str:
    return await page.evaluate(GROUND)


async def _first_paint(page: Page) -> str:
    """What the server sends before any script runs, without what the scripts read."""
    answer = await page.reload()
    assert answer
    return (await answer.text()).partition("<body")[0]


async def test_a_device_chooses_light_or_dark_and_finds_it_in_the_first_paint(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage, teams=0)
        page = await stage.seat(await seat(cast, 1), color_scheme="dark")
        await page.get_by_label("Weergave").click()
        assert await _ground(page) == DARK, "as the device, until somebody chooses"
        await page.get_by_label("Licht").check()
        assert await _ground(page) == LIGHT
        await page.keyboard.press("Escape")
        await expect(page.get_by_label("Licht")).to_be_hidden()
        assert 'data-theme="light"' in await _first_paint(page)
        assert await _ground(page) == LIGHT
        await page.get_by_label("Weergave").click()
        await page.get_by_label("Als het apparaat").check()
        assert "data-theme" not in await _first_paint(page)
        assert await _ground(page) == DARK


async def test_plain_pages_choose_without_a_script(house: Stage) -> None:
    context = await house.context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{house.server.url}/privacy")
    await page.get_by_role("button", name="Donker").click()
    await expect(page.get_by_role("heading", name="Wat wordt bewaard?")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.get_by_role("button", name="Donker")).to_have_attribute("aria-pressed", "true")
    await page.goto(f"{house.server.url}/")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.get_by_role("button", name="Als het apparaat").click()
    await expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


async def test_large_print_is_kept_on_the_projectors_own_device(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        screen = await stage.screen()
        await expect(screen.get_by_text("Scan de code")).to_be_visible()
        letters = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
        usual: float = await screen.evaluate(letters)
        await screen.keyboard.press("l")
        assert 'data-print="large"' in await _first_paint(screen)
        assert await screen.evaluate(letters) > 1.35 * usual
        await expect(screen.get_by_text("Scan de code")).to_be_visible()
        await screen.keyboard.press("l")
        assert await screen.evaluate(letters) == usual


SHAPES = """() => [...document.querySelectorAll('svg path, svg circle, svg rect, svg ellipse')].map((shape) => {
    const style = getComputedStyle(shape);
    return [style.fill, style.stroke];
}).flat()"""
SYSTEM = """() => ['Canvas', 'CanvasText', 'Highlight', 'HighlightText'].map((name) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.forcedColorAdjust = 'none';
    probe.style.color = name;
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
})"""
RING = """() => {
    const style = getComputedStyle(document.activeElement);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor];
}"""
TOKENS = """() => ['--ink', '--ink-2', '--line', '--hair'].map((name) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = `var(${name})`;
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
})"""


async def _discussed(stage: Stage) -> tuple[Cast, str]:
    cast = await gather(stage, teams=0)
    token = await seat(cast, 1)
    await seat(cast, 2)
    await camp_through(cast, 1)
    return cast, token


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_with_the_systems_own_colours_everything_is_drawn_in_those(house: Stage, scheme: Any) -> None:
    async with house.another(title="De Klinker") as stage:
        cast, token = await _discussed(stage)
        options: dict[str, Any] = {"forced_colors": "active", "color_scheme": scheme}
        pages = [await stage.screen(**options), await stage.console(**options), await stage.seat(token, **options)]
        await cast.shown(*pages)
        for page in pages:
            system: list[str] = await page.evaluate(SYSTEM)
            canvas, text = system[:2]
            drawn = {colour for colour in await page.evaluate(SHAPES) if colour.startswith("rgb(")}
            assert drawn <= set(system), (page.url, drawn - set(system))
            assert {canvas, text} <= drawn, "shapes stand out from the paper"
            assert await _ground(page) == canvas
        console = pages[1]
        pressed, other = console.get_by_role("button", name="Paden"), console.get_by_role("button", name="Als tabel")
        back = "(element) => getComputedStyle(element).backgroundColor"
        assert await pressed.evaluate(back) != await other.evaluate(back), "on and off can be told apart"
        await other.focus()
        await console.keyboard.press("Shift+Tab")
        style, width, colour = await console.evaluate(RING)
        assert (style, width) == ("solid", "3px")
        assert colour != (await console.evaluate(SYSTEM))[0]


async def test_more_contrast_leaves_no_soft_edge_and_no_grey_word(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast, token = await _discussed(stage)
        pages = [await stage.screen(contrast="more"), await stage.seat(token, contrast="more", color_scheme="dark")]
        await cast.shown(*pages)
        for page in pages:
            tokens: list[str] = await page.evaluate(TOKENS)
            assert set(tokens) == ({"rgb(255, 255, 255)"} if page is pages[1] else {"rgb(0, 0, 0)"})


async def test_a_packs_own_colours_are_on_every_screen(house: Stage) -> None:
    name = f"eigen_{secrets.token_hex(3)}"  # the house may hold the pack of an earlier try
    made = maatwerk("pack", "new", name, "--from", "po", data=house.server.data, base=house.server.url)
    pack = Path(made["directory"]) / "pack.yaml"
    pack.write_text(f"{pack.read_text('utf-8')}\ncolours:\n  personas: '#ffddaa'\n", "utf-8")
    async with house.another(title="De Klinker", pack=name) as stage:
        cast = await gather(stage)
        pages = [await stage.screen(), await stage.screen(color_scheme="dark")]
        await cast.go("choose", 1)
        await cast.choose(1)
        await cast.shown(*pages)
        light, dark = (page.locator(".k-persona").first for page in pages)
        await expect(light).to_have_css("background-color", "rgb(255, 221, 170)")
        await expect(dark).to_have_css("background-color", re.compile(r"^color\(srgb 0\.(29|30)"))
