"""The pages of accounts, as people walk through them: nothing that axe finds, and all of it large enough to hit."""

import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from pyotp.totp import TOTP

from app import links
from app.settings import Settings
from app.store import Invitation, open_store
from tests.browser.stage import Stage, set_up
from tests.browser.test_axe import SCHEMES, barriers
from tests.browser.test_plain import PHONE, SMALL

PASSWORD = "paarse kano vergeet donderdag"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Stage]:
    """A server of its own: where there are accounts, strangers are asked to sign in."""
    async with set_up(tmp_path_factory.mktemp("data")) as stage:
        yield stage


async def link(house: Stage, role: Any) -> str:
    """A one-time link, as `maatwerk account invite` makes it beside the running server."""
    settings = Settings(data_dir=house.server.data, base_url=house.server.url, _env_file=None)  # pyright: ignore
    store = open_store(settings.url)
    try:
        return await links.invite_url(settings, store, Invitation(role, "command line"))
    finally:
        await store.close()


class Walk:
    """Somebody who goes from page to page, looked at on each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []

    async def look(self, state: str) -> None:
        self.found += await barriers(self.page, state)
        size = self.page.viewport_size
        await self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self.found += [f"{state}: {line}" for line in await self.page.evaluate(SMALL)]
        wide = await self.page.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            self.found.append(f"{state} is {wide} wide on a phone")
        assert size is not None
        await self.page.set_viewport_size(size)

    async def press(self, css: str, state: str) -> None:
        await self.page.locator(css).first.click()
        await self.look(state)


@SCHEMES
async def test_a_walk_through_all_pages_meets_no_barrier(house: Stage, language: str, scheme: Any) -> None:
    context = await house.context(language=language, bypass_csp=True, color_scheme=scheme)
    house.forgiven = ("401", "422")
    page = await context.new_page()
    walk, email = Walk(page), f"anneke.{language}@klinker.nl"
    await page.goto(await link(house, "admin"))
    await walk.look("invitation")
    await walk.press(".post", "form")
    assert "/invite/" not in page.url
    await page.fill("#name", "Anneke Visser")
    await page.fill("#email", email)
    await page.locator("#password").evaluate("field => { field.minLength = 0 }")
    await page.fill("#password", "kort")
    await walk.press(".post", "refused")
    await page.fill("#password", PASSWORD)
    await walk.press(".post", "home")
    await page.goto(f"{house.server.url}/account")
    await walk.look("account")
    await page.fill("#step-current", PASSWORD)
    await walk.press("form[action='/account/second-step'] button", "second step")
    totp = TOTP((await page.locator("code").inner_text()).replace(" ", ""))
    await page.fill("#code", totp.now())
    await walk.press("form[action='/account/second-step/on'] button", "recovery codes")
    code = await page.locator("code").first.inner_text()
    await page.goto(f"{house.server.url}/people")
    await page.fill("#organisation", f"De Klinker {language}")
    await walk.press("form[action='/people/organisations'] button >> nth=-1", "people")
    await page.fill("#email", "collega@klinker.nl")
    await walk.press("form[action='/people/invite'] button", "link")
    await page.goto(await link(house, "facilitator"))  # opened by the same person: the account of somebody else
    await page.goto(f"{house.server.url}/people")
    await walk.look("invited")
    for path in ("sessions", "audit"):
        await page.goto(f"{house.server.url}/people/{path}")
        await walk.look(path)
    await page.goto(f"{house.server.url}/account")
    await page.locator("form[action='/sign-out/everywhere'] button").click()
    await page.locator("details:has(#email) summary").click()
    await page.fill("#email", email)
    await page.fill("#password", "fout")
    await walk.press("form[action='/sign-in'] button", "wrong")
    await page.fill("#password", PASSWORD)
    await walk.press("form[action='/sign-in'] button", "code")
    await page.fill("#code", code)
    await page.locator(".post").click()
    await expect(page.get_by_text("Anneke Visser")).to_be_visible()
    assert not walk.found, "\n".join(walk.found)


async def test_keys_alone_sign_in(house: Stage) -> None:
    context = await house.context()
    page = await context.new_page()
    await page.goto(await link(house, "facilitator"))
    await page.get_by_role("button", name="Maak mijn account").press("Enter")
    for text in ("Bo Bakker", "bo@klinker.nl", PASSWORD):
        if text == "Bo Bakker":
            await page.get_by_label("Naam", exact=True).focus()
        await page.keyboard.type(text)
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Ingelogd als Bo Bakker")).to_be_visible()
    await page.get_by_role("link", name="Nieuwe sessie").press("Enter")
    await page.get_by_role("button", name="Maak de sessie").press("Enter")
    await page.wait_for_url(re.compile("/facilitate$"))
