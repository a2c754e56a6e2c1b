"""Own packs in a real browser: with keys alone from a copy to a changed card, and no barrier that axe can find."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.test_axe import SCHEMES, barriers

NARROW = {"width": 390, "height": 844}
MB = 1024**2


async def desk(stage: Stage, language: str = "nl", **options: Any) -> Page:
    """A facilitator's browser."""
    context = await stage.context(language=language, **options)
    token = {"name": f"maatwerk_facilitator_{stage.code}", "value": stage.made["facilitator_token"]}
    await context.add_cookies([{**token, "url": stage.server.url, "sameSite": "Strict"}])  # type: ignore[typeddict-item]
    return await context.new_page()


async def make(page: Page, stage: Stage, key: str) -> None:
    """An own pack that follows the first of the list."""
    await page.goto(f"{stage.server.url}/packs")
    await page.locator("#title-nl").fill("Ons pakket")
    await page.locator("#title-en").fill("Our pack")
    await page.locator("#id").fill(key)
    await page.locator("#make button").click()
    await page.wait_for_url(f"**/packs/{key}?done=made")


async def tab_to(page: Page, selector: str) -> None:
    """Go on with the Tab key until the focus is there."""
    for _ in range(200):
        await page.keyboard.press("Tab")
        if await page.evaluate("(selector) => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


async def enter(page: Page) -> None:
    """Press Enter and wait for the page that it leads to."""
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def test_from_a_copy_to_a_changed_card_with_keys_alone(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        page = await desk(stage)
        await page.goto(f"{stage.server.url}/")
        await tab_to(page, 'a[href="/packs"]')
        await enter(page)
        await tab_to(page, "#title-nl")
        await page.keyboard.type("Ons pakket")
        await tab_to(page, "#title-en")
        await page.keyboard.type("Our pack")
        await tab_to(page, "#id")
        await page.keyboard.press("Control+a")
        await page.keyboard.type("met_toetsen")
        await enter(page)
        await expect(page.get_by_role("status")).to_have_text("Het pakket is gemaakt. Verander wat bij jullie past.")
        await tab_to(page, 'a[href$="/factors/vision"]')
        await enter(page)
        preview = page.get_by_role("complementary", name="Zo ziet de kaart eruit")
        await expect(preview.get_by_role("heading", name="Visie")).to_be_visible()

        await tab_to(page, "#name-nl")
        await page.keyboard.press("Control+a")
        await page.keyboard.type("Koers")
        await enter(page)  # Enter in a field looks, and saves nothing
        await expect(preview.get_by_role("heading", name="Koers")).to_be_visible()

        stage.forgiven = ("422",)
        await tab_to(page, "#name-en")
        await page.keyboard.press("Control+a")
        await page.keyboard.press("Delete")
        await tab_to(page, 'button[value="save"]')
        await enter(page)
        await expect(page.locator("#name-en")).to_have_attribute("aria-invalid", "true")
        await expect(page.locator("#name-nl")).to_have_value("Koers")

        await tab_to(page, "#name-en")
        await page.keyboard.type("Course")
        await tab_to(page, 'input[name="picture"]:checked')
        await page.keyboard.press("ArrowRight")
        await tab_to(page, 'button[value="save"]')
        await enter(page)
        await expect(page.get_by_role("status")).to_have_text("Bewaard. Nieuwe sessies krijgen deze kaart.")
        await expect(page.locator("#factors-vision").get_by_role("heading", name="Koers")).to_be_visible()


async def test_a_file_that_is_too_large_gets_a_page(house: Stage, tmp_path: Path) -> None:
    large = tmp_path / "groot.zip"
    large.write_bytes(b"x" * 21 * MB)
    async with house.another(title="De Klinker") as stage:
        stage.forgiven = ("413",)
        page = await desk(stage)
        await page.goto(f"{stage.server.url}/packs")
        await page.locator("#file").set_input_files(large)
        await page.get_by_role("button", name="Zet op de server").click()
        await expect(page.get_by_text("Dit bestand is te groot voor een pakket.")).to_be_visible()


@SCHEMES
async def test_no_barriers_on_packs(house: Stage, language: str, scheme: Any) -> None:
    async with house.another(title="De Klinker", language=language) as stage:
        stage.forgiven = ("422", "409")
        page = await desk(stage, language, bypass_csp=True, color_scheme=scheme)
        key = f"ons_{scheme}"
        await make(page, stage, key)
        found: list[str] = []
        paths = ["/packs", "/packs/po", f"/packs/{key}", f"/packs/{key}/new/personas"]
        cards = ("personas", "actors", "factors", "prompts", "schools")
        for section in cards:
            edit = page.locator(f'#{section} a[href^="/packs/{key}/{section}/"]').first
            paths.append(str(await edit.get_attribute("href")))
        for path in [*paths, "/sessions/new"]:
            await page.goto(f"{stage.server.url}{path}")
            found += await barriers(page, path)
            await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            found += await barriers(page, f"narrow {path}")
            wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found += [f"{path} is {wide} wider than a narrow screen"] if wide > 0 else []
            await page.set_viewport_size({"width": 1366, "height": 768})

        await page.goto(f"{stage.server.url}{paths[-1]}")
        second = await page.context.new_page()
        await second.goto(f"{stage.server.url}{paths[-1]}")
        await second.locator("#name-nl").fill("Anders")
        await second.locator('button[value="save"]').click()
        await second.get_by_role("status").wait_for()
        await page.locator("#name-nl").fill("Nog anders")
        await page.locator('button[value="save"]').click()
        await page.locator(".theirs").wait_for()
        found += await barriers(page, "conflict")
        await page.locator("#name-nl").fill("")
        await page.locator('button[value="save"]').click()
        await page.locator("#name-nl-wrong").wait_for()
        found += await barriers(page, "wrong")
        assert not found, "\n".join(found)
