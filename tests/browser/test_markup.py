"""What people type is text on every screen, never markup: a day of which every word would be code if it were."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page

from tests.attack.hostile import MARKUP
from tests.browser.stage import Stage
from tests.browser.story import Cast, day, gather, seat, with_instruments
from tests.support.game import ALL_INSTRUMENTS

HARM = """() => 'hacked' in window
    || document.querySelectorAll('img[src="x"], [onerror], [onload], main script').length > 0"""
SHOWN = """words => [...document.querySelectorAll('body, input, textarea')]
    .some((each) => String(each.value ?? each.textContent).includes(words))"""


@dataclass(slots=True)
class Hostile(Cast):
    """Writes markup wherever something can be written."""

    tries: Any = field(default_factory=lambda: itertools.cycle(MARKUP))

    def words(self, text: str, most: int) -> str:
        return next(self.tries)[:most]


async def test_no_word_of_a_person_becomes_markup_on_any_screen(house: Stage) -> None:
    settings = {"instruments": list(ALL_INSTRUMENTS)}
    async with house.another(title=MARKUP[0], settings=settings) as stage:
        plain = await gather(stage, teams=0)
        cast = Hostile(stage, plain.lead, {}, plain.texts, plain.content, long=True)
        token = await seat(cast, 1)
        for team in (2, 3, 4):
            await seat(cast, team)
        pages: list[Page] = [await stage.console(), await stage.screen(), await stage.seat(token)]
        seen: set[str] = set()
        async for state in with_instruments(cast, day(cast, camps=(1,))):
            await cast.shown(*pages)
            for page in pages:
                assert not await page.evaluate(HARM), (state, page.url)
                seen |= {words for words in MARKUP[:3] if await page.evaluate(SHOWN, words)}
        review = await stage.review()
        await review.get_by_role("slider").wait_for()
        assert not await review.evaluate(HARM)
        assert seen == set(MARKUP[:3]), "it was there to be read"
