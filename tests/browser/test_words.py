"""The longest word on a card is whole where there is little room."""

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.stage import Stage
from tests.browser.story import gather, seat

BROKEN = r"""() => [...document.querySelectorAll('.pick b, .card h3')].flatMap((one) => {
    const text = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode();
    return [...text.data.matchAll(/\S+/g)].filter(({0: word, index}) => {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.replace(/-.*/, '').length);
        return range.getClientRects().length > 1;
    }).map(([word]) => word);
})"""


async def broken(page: Page) -> list[str]:
    return await page.evaluate(BROKEN)


@pytest.mark.parametrize("width", [320, 360, 683, 1024])
async def test_the_words_on_cards_are_whole(house: Stage, width: int) -> None:
    async with house.another() as stage:
        cast = await gather(stage, teams=0)
        size: dict[str, Any] = {"width": width, "height": 640}
        page = await stage.seat(await seat(cast, 1), size=size)
        await cast.go("choose", 1)
        await cast.do(cast.lead, "assign", team=1, persona="yara")
        await page.get_by_role("radio", name="Personeelszaken").click()
        assert await broken(page) == []
        await cast.do(cast.lead, "assign", team=1, persona="yara", actor="school_leader")
        await cast.go("work", 1)
        await page.get_by_label("Titel", exact=True).wait_for()
        await cast.shown(page)
        assert await broken(page) == []
