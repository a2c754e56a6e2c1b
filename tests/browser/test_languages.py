"""Each reads in a language of their own: changed under the page, and nothing typed is lost. No Dutch is left behind."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from playwright.async_api import Page, expect

from app.content.loader import load_pack
from app.content.render import localise, samples
from app.i18n import catalogue
from tests.browser.people import Team
from tests.browser.stage import AT_REST, ROOT, Stage
from tests.browser.story import day, gather, seat, with_instruments
from tests.support.game import ALL_INSTRUMENTS

READ = """() => {
    const said = [document.title];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode())
        if (!text.parentElement.closest('script, noscript, style, [lang=nl]')) said.push(text.data);
    const names = ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'];
    for (const one of document.querySelectorAll(names.map((name) => `[${name}]`).join()))
        if (!one.closest('[lang=nl]'))
            for (const name of names)
                if (one.hasAttribute(name)) said.push(one.getAttribute(name));
    return said;
}"""
"""Everything that a page says, seen or heard."""

NAMES = {"en": "English", "nl": "Nederlands"}
BLANK = re.compile(r"\{\w+\}")


def _pattern(sentence: str) -> str:
    """As it stands on a page: something in each blank, and no letter directly before or after."""
    words = ".+".join(re.escape(part) for part in BLANK.split(sentence))
    return rf"(?<!\w){words}(?!\w)"


def _pairs(dutch: Any, english: Any) -> Iterator[tuple[str, str]]:
    """What the cards say, in both languages."""
    if isinstance(dutch, str):
        yield dutch, english
    elif isinstance(dutch, dict):
        for key, one in cast(dict[str, Any], dutch).items():
            yield from _pairs(one, english[key])
    elif isinstance(dutch, list):
        for one, other in zip(cast(list[Any], dutch), english, strict=True):
            yield from _pairs(one, other)


def _dutch() -> re.Pattern[str]:
    """Every Dutch sentence and card that does not happen to be English too, as itself or within one."""
    pack = load_pack(ROOT / "game_content" / "po")
    cards = {dutch: text for dutch, text in _pairs(localise(pack, "nl"), localise(pack, "en")) if dutch != text}
    texts = catalogue("en") | cards
    english = "\n".join([*texts.values(), *(text for _, text in _pairs(*2 * [samples(pack, "en")]))])
    told = [one for one in texts if len(BLANK.sub("", one).strip()) > 2]
    return re.compile("|".join(_pattern(one) for one in told if not re.search(_pattern(one), english)))


DUTCH = _dutch()


async def leftovers(page: Page, state: str, typed: Iterable[str] = ()) -> list[str]:
    """What an English page still says in Dutch, one line each, apart from what people typed."""
    await page.evaluate(AT_REST)
    said: list[str] = await page.evaluate(READ)
    where = page.url.rpartition("/")[2]
    own = re.compile("|".join(map(re.escape, sorted(typed, key=len, reverse=True))) or "^")
    told = [own.sub("", text).strip() for text in said]
    return [f"{state}, {where}: {text!r} has {found[0]!r}" for text in told if (found := DUTCH.search(text))]


async def read_in(page: Page, language: str) -> None:
    """Choose it in the menu; the page says itself in which language it is, and its cards follow."""
    async with page.expect_response(re.compile(f"/content\\?language={language}$")):
        await choose(page, language)
    await expect(page.locator("html")).to_have_attribute("lang", language)
    await page.keyboard.press("Escape")


async def choose(page: Page, language: str) -> None:
    """The menu shows the language that is read now, for those who read another."""
    if not await page.get_by_role("radio", name=NAMES[language]).is_visible():
        await page.locator("summary:visible", has_text=re.compile("^(nl|en)$")).click()
    await page.get_by_role("radio", name=NAMES[language]).check()


async def chosen(stage: Stage, page: Page, language: str) -> None:
    """This device read in that language before."""
    await page.context.add_cookies([{"name": "maatwerk_language", "value": language, "url": stage.server.url}])
    await page.reload()


async def test_the_search_for_dutch_finds_it():
    for words in ("Lever in", "Kamp 2", "3 van 4 plekken bezet", "Doe mee: De Klinker", "Kamp 1, Werken"):
        assert DUTCH.search(words), words
    for words in ("Hand in", "Camp 2", "Join: De Klinker", "Basisschool De Klinker"):
        assert not DUTCH.search(words), words


async def test_no_dutch_is_left_all_day_when_the_language_changes_under_the_page(house: Stage):
    settings = {"instruments": list(ALL_INSTRUMENTS)}
    async with house.another(title="De Klinker", language="en", settings=settings) as stage:
        cast = await gather(stage, teams=0, language="en")
        token = await seat(cast, 1)
        pages = [await stage.console(), await stage.seat(token)]
        for page in pages:
            await chosen(stage, page, "nl")
        screen = await stage.screen()
        for team in (2, 3, 4):
            await seat(cast, team)
        found: list[str] = []
        async for state in with_instruments(cast, day(cast, camps=(1, 3))):
            await cast.shown(*pages, screen)
            for page in pages:
                await read_in(page, "en")
            for lines in await asyncio.gather(*(leftovers(page, state, cast.typed) for page in (*pages, screen))):
                found += lines
            for page in pages:
                await read_in(page, "nl")
        review = await stage.review()
        await chosen(stage, review, "nl")
        await review.get_by_role("slider").wait_for()
        await read_in(review, "en")
        found += await leftovers(review, "closed", cast.typed)
        assert not found, "\n".join(dict.fromkeys(found))


async def test_words_that_are_being_written_stay_when_the_language_changes(house: Stage):
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage, teams=2)
        token = await stage.take_seat(1)
        page, other = await stage.seat(token), await stage.seat(token)
        await cast.go("choose", 1)
        await cast.choose(1)
        await cast.go("work", 1)
        await page.get_by_text("Wat is er nodig, en wat kan later?").click()
        await page.get_by_label("Nodig om te beginnen").fill("Een rustige hoek.")
        await page.get_by_label("Titel", exact=True).fill("Yara kiest")
        await read_in(page, "en")
        await expect(page.get_by_label("Title", exact=True)).to_have_value("Yara kiest")
        await expect(page.get_by_label("Needed to begin")).to_have_value("Een rustige hoek.")
        await expect(page.get_by_role("heading", name="Your place on the compass")).to_be_visible()
        await page.get_by_label("Title", exact=True).fill("")
        await page.get_by_role("button", name="Hand in").click()
        await expect(page.get_by_role("alert")).to_have_text("Give your solution a title first.")
        await page.get_by_label("Title", exact=True).fill("Yara kiest zelf")
        await page.reload()  # the choice stays on this device
        await expect(page.get_by_label("Title", exact=True)).to_have_value("Yara kiest zelf")
        await expect(other.get_by_label("Titel", exact=True)).to_have_value("Yara kiest zelf")  # and is nobody else's


async def test_a_place_that_is_not_laid_yet_stays_when_the_language_changes(house: Stage):
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage, teams=2)
        page = await stage.seat(await stage.take_seat(1))
        await cast.go("welcome")
        await Team(page, 1).slide(35, -20)
        await read_in(page, "en")
        await expect(page.get_by_label("Who directs?")).to_have_value("35")
        await expect(page.get_by_label("Whose interest comes first?")).to_have_value("-20")


async def test_what_the_facilitator_is_typing_stays_when_the_language_changes(house: Stage):
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage, teams=2)
        page = await stage.console()
        await cast.go("discuss", 1)
        await page.get_by_label("Inzicht", exact=True).fill("Iedereen noemt de toets.")
        await page.get_by_role("button", name="Meer").click()
        await page.get_by_label("Factor").select_option("assessment")
        await read_in(page, "en")
        await expect(page.get_by_label("Insight", exact=True)).to_have_value("Iedereen noemt de toets.")
        await expect(page.get_by_label("Factor")).to_have_value("assessment")
        await read_in(page, "nl")
        await expect(page.get_by_label("Inzicht", exact=True)).to_have_value("Iedereen noemt de toets.")


async def test_who_cannot_reach_the_server_hears_it_and_goes_on(house: Stage):
    async with house.another(title="De Klinker") as stage:
        stage.forgiven = ("ERR_INTERNET_DISCONNECTED",)
        await gather(stage, teams=1)
        page = await stage.seat(await stage.take_seat(1))
        await expect(page.get_by_role("heading", name="Wie er al zijn")).to_be_visible()
        await page.context.set_offline(True)
        await page.get_by_text("nl", exact=True).click()
        await page.get_by_role("radio", name="English").click()
        await expect(page.get_by_role("alert")).to_have_text("De taal wisselen lukt nu niet. Probeer het zo nog eens.")
        await page.context.set_offline(False)
        await read_in(page, "en")
        await expect(page.get_by_text("De taal wisselen lukt nu niet.")).to_have_count(0)


async def test_a_plain_page_keeps_what_was_typed_in_it(house: Stage):
    async with house.another(title="De Klinker") as stage:
        page = await stage.open(f"/join/{stage.code}")
        await page.get_by_role("radio").nth(2).check()
        await page.get_by_label("Je naam").fill("Ann")
        await page.get_by_text("Ik had al een plek").click()
        await page.get_by_label("Plekkaart of code").fill("appel boom")
        await page.get_by_role("button", name="English").click()
        await expect(page.get_by_role("heading", name="De Klinker")).to_be_visible()
        await expect(page.get_by_role("radio").nth(2)).to_be_checked()
        await expect(page.get_by_label("Your name")).to_have_value("Ann")
        await expect(page.get_by_label("Seat card or code")).to_have_value("appel boom")
        await page.get_by_role("button", name="Take a seat").click()
        await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_no_dutch_is_left_on_plain_pages(house: Stage):
    async with house.another(title="De Klinker", language="en") as stage:
        page = await stage.open("/")
        token = {"name": f"maatwerk_facilitator_{stage.code}", "value": stage.made["facilitator_token"]}
        await page.context.add_cookies([{**token, "url": stage.server.url, "sameSite": "Strict"}])  # type: ignore[typeddict-item]
        stage.forgiven = ("404",)
        found: list[str] = []
        for path in (
            "/",
            f"/join/{stage.code}",
            "/privacy",
            "/toegankelijkheid",
            "/join/AAAAAA",
            "/sessions/new",
            "/packs",
            "/packs/po",
        ):
            await page.goto(f"{stage.server.url}{path}")
            if path == "/":
                await page.get_by_role("button", name="English").click()
            await expect(page.locator("html")).to_have_attribute("lang", "en")
            # The start page lists what other tests made; a session is called after its pack.
            found += await leftovers(page, path, {"Maatwerk: Basisonderwijs"})
        assert not found, "\n".join(found)
