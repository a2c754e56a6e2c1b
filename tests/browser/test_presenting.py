"""The projector in a presenter's hands: keys and clickers, and what it tells; the session stays put."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.stage import AT_REST, LAPTOP, MOVING, PROJECTOR, Stage
from tests.browser.story import Cast, camp_through, gather, handed_in, revealed
from tests.browser.test_axe import barriers

STILL = 0.0001
"""Layout shift that nobody sees: a clock that goes from 10:00 to 9:59 has a digit less."""
SHIFTED = """() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({type: 'layout-shift'});
}"""


async def _revealed(cast: Cast, camp: int = 1) -> None:
    """The solutions of a camp lie open, nobody tells yet."""
    await cast.name_teams()
    await revealed(cast, camp)


def _title(cast: Cast, team: int, camp: int = 1) -> re.Pattern[str]:
    return re.compile(re.escape(cast.sample(camp, team)["title"]))


async def test_a_clicker_leafs_through_this_screen_and_leaves_the_session_alone(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen, other = await stage.screen(), await stage.screen()
        await _revealed(cast)
        await cast.shown(screen, other)
        before = cast.lead.seq
        seen: list[str] = []
        for _ in range(12):
            await screen.keyboard.press("PageDown")
            seen.append(await screen.locator("footer p").first.inner_text())
        assert seen[0] == "Blad 2 van 9, Alle oplossingen"
        assert [line.partition(", ")[2] for line in seen[1:5]] == [
            cast.lead.view["teams"][team]["name"] for team in ("1", "3", "4", "2")
        ], "in the order of speaking"
        assert seen[-1] == seen[-2] == "Blad 9 van 9, De dag", "it stops at the end"
        await screen.keyboard.press("PageUp")
        await expect(screen.get_by_text("Waar de oplossingen van kamp 1 liggen")).to_be_visible()
        assert cast.lead.seq == before
        await expect(other.get_by_text(re.compile("^Blad "))).to_have_count(0)


async def test_a_step_of_the_session_brings_every_screen_back(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen = await stage.screen()
        await _revealed(cast)
        await cast.shown(screen)
        await screen.keyboard.press("End")
        await screen.keyboard.press("ArrowRight")
        await cast.capture(1)
        await cast.shown(screen)
        await expect(screen.get_by_text(re.compile("^Blad 2"))).to_be_visible()
        await cast.do(cast.lead, "spotlight", team=3)
        await expect(screen.get_by_text("Nu vertelt", exact=True)).to_be_visible()
        await expect(screen.get_by_text(re.compile("^Blad "))).to_have_count(0)
        await screen.keyboard.press("ArrowRight")
        await screen.keyboard.press("Escape")
        await expect(screen.get_by_text("Nu vertelt", exact=True)).to_be_visible()


async def test_who_tells_first_is_suggested_with_a_reason_and_the_facilitator_decides(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen = await stage.screen()
        await _revealed(cast)
        await expect(screen.get_by_text("De Padvinders ligt het verst van de anderen.")).to_be_visible()
        await cast.do(cast.lead, "order_speakers", by="table")
        await expect(screen.get_by_text("Wie begint?")).to_be_visible()
        await cast.do(cast.lead, "spotlight", team=4)
        order = screen.locator(".order")
        await expect(order).to_have_text(
            re.compile(r"Nu vertelt\s*Losse Veters\s*daarna\s*De Padvinders\s*Kaart en Co\s*Bergop")
        )
        await cast.do(cast.lead, "spotlight", team=2)
        await expect(order).to_have_text(re.compile(r"Nu vertelt\s*Kaart en Co\s*daarna\s*De Padvinders\s*Bergop"))


async def test_black_here_is_only_here_and_any_key_brings_it_back(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen = await stage.screen()
        await cast.go("welcome")
        await cast.shown(screen)
        for off, on in (("b", "."), (".", "PageDown"), ("b", "Escape")):
            await screen.keyboard.press(off)
            await expect(screen.get_by_text("Dit scherm is even zwart")).to_be_visible()
            await screen.keyboard.press(on)
            await expect(screen.get_by_text("Dit scherm is even zwart")).to_have_count(0)
        assert cast.lead.view["board"]["blank"] is False


async def test_code_and_clock_come_large_and_go_again(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen = await stage.screen()
        await cast.go("work", 1)
        await cast.shown(screen)
        code = screen.get_by_role("img", name="QR-code naar de speelpagina")
        for key in ("j", "q"):
            await screen.keyboard.press(key)
            await expect(code).to_be_visible()
            await screen.keyboard.press("Escape")
            await expect(code).to_have_count(0)
        await cast.go("welcome")
        await cast.shown(screen)
        await screen.keyboard.press("t")
        await expect(screen.locator(".time").get_by_text("15 min")).to_be_visible()
        await screen.keyboard.press("t")
        await screen.keyboard.press("f")
        await expect(screen.locator("html:fullscreen")).to_have_count(1)


async def test_keys_can_be_changed_and_switched_off_on_this_device(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen = await stage.screen()
        await cast.go("welcome")
        await cast.shown(screen)
        black = screen.get_by_text("Dit scherm is even zwart")
        await screen.keyboard.press("?")
        sheet = screen.get_by_role("dialog", name="Toetsen van dit scherm")
        await sheet.get_by_role("button", name="Andere toets voor: Maak alleen dit scherm zwart").click()
        await screen.keyboard.press("z")
        await expect(sheet.locator("kbd", has_text="Z")).to_be_visible()
        await screen.keyboard.press("Escape")
        await expect(sheet).to_have_count(0)
        await screen.keyboard.press("b")
        await expect(black).to_have_count(0)
        await screen.reload()
        await expect(screen.get_by_text("Leg je eigen school")).to_be_visible()
        await screen.keyboard.press("z")
        await expect(black).to_be_visible()
        await screen.keyboard.press("z")
        await screen.keyboard.press("?")
        await sheet.get_by_label("Toetsen van één teken aan").uncheck()
        await screen.keyboard.press("Escape")
        await expect(sheet).to_have_count(0)
        await screen.keyboard.press("z")
        await expect(black).to_have_count(0)
        await screen.keyboard.press("PageDown")
        await expect(screen.get_by_text("Blad 2 van 2, De dag")).to_be_visible()


async def test_a_hand_on_the_mouse_brings_the_controls_and_a_while_without_hides_the_pointer(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        context = await stage.context(size={"width": 1280, "height": 720})
        name = f"maatwerk_screen_{stage.code}"
        token = {"name": name, "value": stage.made["projector_token"], "url": stage.server.url}
        await context.add_cookies([{**token, "sameSite": "Strict"}])  # type: ignore[typeddict-item]
        screen = await context.new_page()
        await screen.clock.install()
        await screen.goto(f"{stage.server.url}/s/{stage.code}/screen")
        await expect(screen.get_by_text("Scan de code")).to_be_visible()
        pointer = "getComputedStyle(document.querySelector('main')).cursor"
        assert await screen.evaluate(pointer) == "none"
        await screen.mouse.move(200, 200)
        await screen.mouse.move(240, 220)
        assert await screen.evaluate(pointer) == "auto"
        controls = screen.get_by_role("toolbar", name="Dit scherm")
        await expect(controls).to_have_css("opacity", "1")
        await controls.get_by_role("button", name="Blader verder").click()
        await expect(screen.get_by_role("heading", name="De dag")).to_be_visible()
        await screen.mouse.move(300, 300)
        await screen.evaluate("document.activeElement.blur()")
        await screen.clock.fast_forward(4100)
        assert await screen.evaluate(pointer) == "none"
        await expect(controls).to_have_css("opacity", "0")


MOVES = """() => document.getAnimations()
    .filter((one) => one.playState === 'running' && one.effect.target.closest('li'))
    .map((one) => Math.round(one.startTime))"""


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
async def test_all_cards_turn_over_in_the_same_moment_or_without_motion_at_once(house: Stage, motion: Any) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen = await stage.screen(reduced_motion=motion)
        await cast.name_teams()
        await handed_in(cast, 1)
        await cast.go("reveal", 1)
        await cast.shown(screen)
        assert "Yara presenteert" not in await screen.content()
        await screen.evaluate(
            "() => void (window.moves = new Promise((seen) => new MutationObserver((_, watch) =>"
            " document.querySelector('li.open') && (watch.disconnect(),"
            f" requestAnimationFrame(() => seen(({MOVES})()))))"
            ".observe(document.body, {subtree: true, childList: true, attributes: true})))"
        )
        await cast.do(cast.lead, "reveal", what="solutions")
        moves: list[int] = await screen.evaluate("window.moves")
        if motion == "reduce":
            assert moves == []
        else:
            assert len(moves) >= 8, "two sides of four cards"
            assert len(set(moves)) == 1
        await expect(screen.get_by_role("heading", name=_title(cast, 1))).to_be_visible()


async def test_what_comes_in_live_moves_nothing_out_of_its_place(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen = await stage.screen()
        await cast.name_teams()

        async def still(page: Page) -> None:
            await page.evaluate(AT_REST)
            assert await page.evaluate("window.shifted") < STILL

        await cast.go("choose", 1)
        await cast.shown(screen)
        await screen.evaluate(SHIFTED)
        await cast.choose(1)
        await cast.shown(screen)
        await still(screen)
        await cast.go("work", 1)
        await cast.write(1)
        await cast.shown(screen)
        await screen.evaluate("window.shifted = 0")
        await cast.hand_in()
        await cast.shown(screen)
        await still(screen)
        await cast.go("reveal", 1)
        await cast.shown(screen)
        await screen.evaluate("window.shifted = 0")
        await cast.do(cast.lead, "reveal", what="solutions")
        await cast.shown(screen)
        await still(screen)
        await cast.do(cast.lead, "show_instrument", instrument="insights")
        await cast.do(cast.lead, "capture_insight", text="Het eerste")
        await cast.shown(screen)
        await screen.evaluate("window.shifted = 0")
        await cast.capture(1)
        await cast.shown(screen)
        await still(screen)


async def test_who_has_a_pupil_is_only_asked_for_a_view(house: Stage) -> None:
    async with house.another() as stage:
        cast = await gather(stage)
        screen = await stage.screen()
        await cast.go("choose", 1)
        await expect(screen.get_by_text("Kies wie jullie meenemen")).to_be_visible()
        await cast.choose(1)
        await cast.go("choose", 2)
        await expect(screen.get_by_text("Door wiens ogen kijken jullie?")).to_be_visible()


@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, {"width": 1280, "height": 800}])
async def test_where_the_room_is_stands_there_whole(house: Stage, size: dict[str, int]) -> None:
    async with house.another() as stage:
        cast = await gather(stage)
        await revealed(cast, 1)
        await cast.do(cast.lead, "go", phase="discuss", round=1)
        screen = await stage.screen(size=size)
        place = screen.locator(".place .now")
        for action in ("start", "stop"):
            await cast.do(cast.lead, "timer", action=action)
            await cast.shown(screen)
            await expect(place).to_contain_text("Bespreken")
            assert await place.evaluate("(p) => p.scrollWidth <= p.clientWidth"), action


@pytest.mark.parametrize(("scheme", "large"), [("light", False), ("dark", True)])
async def test_no_barriers_on_what_a_presenter_opens(house: Stage, scheme: Any, *, large: bool) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        await cast.name_teams()
        screen = await stage.screen(color_scheme=scheme, bypass_csp=True)
        await camp_through(cast, 1)
        await cast.shown(screen)
        if large:
            await screen.keyboard.press("l")
        found = await barriers(screen, "discuss")
        for key in (*["PageDown"] * 10, "Home", "t", "Escape", "j", "Escape", "?"):
            await screen.keyboard.press(key)
            found += await barriers(screen, f"after {key}")
        assert not found, "\n".join(found)


async def test_no_leaf_shows_what_is_not_for_the_room(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        await camp_through(cast, 1)
        await cast.do(cast.lead, "note", text="ALLEEN-VOOR-MIJ")
        await cast.do(cast.lead, "capture_insight", text="NOG-NIET-TONEN")
        seen = await cast.lead.until(lambda view: "NOG-NIET-TONEN" in str(view["insights"]))
        await cast.do(cast.lead, "edit_insight", insight=list(seen["insights"])[-1], shown=False)
        screen = await stage.screen()
        await cast.go("work", 2)
        await cast.do(cast.hands[1], "write_draft", fields={"title": "NOG-GEHEIM", "text": "NOG-GEHEIM"})
        await cast.do(cast.hands[1], "link_actor", actor="parent", does="NOG-GEHEIM")
        await cast.do(cast.lead, "show_instrument", instrument="recurring")
        await cast.shown(screen)
        secrets = ("ALLEEN-VOOR-MIJ", "NOG-NIET-TONEN", "NOG-GEHEIM")
        for _ in range(14):
            words = await screen.content()
            assert not [secret for secret in secrets if secret in words]
            await screen.keyboard.press("PageDown")
        assert not [secret for secret in secrets if secret in stage.ears[screen].heard]


async def test_the_wall_of_what_comes_back_cuts_no_name(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        for camp in (1, 2, 3):
            await camp_through(cast, camp)
        screens = [await stage.screen(size=size) for size in ({"width": 1280, "height": 800}, LAPTOP, PROJECTOR)]
        await cast.do(cast.lead, "show_instrument", instrument="recurring")
        await cast.shown(*screens)
        cut = """(parts) => parts.filter((one) => one.scrollWidth > one.clientWidth + 1
            && getComputedStyle(one).textOverflow === 'ellipsis').map((one) => one.textContent)"""
        for screen in screens:
            assert await screen.get_by_role("row").count() > 12
            assert await screen.locator("header *, table *").evaluate_all(cut) == []


async def test_the_road_goes_on_from_where_it_was(house: Stage) -> None:
    async with house.another(title="De Klinker") as stage:
        cast = await gather(stage)
        screen = await stage.screen(**MOVING)
        walked = "parseFloat(getComputedStyle(document.querySelector('.walked')).strokeDasharray)"
        await cast.go("welcome")
        await cast.shown(screen)
        assert await screen.evaluate(walked) == 0
        moving = "() => document.getAnimations().some((one) => one.effect.target.matches('.walked'))"
        passing = screen.wait_for_function(moving, polling="raf")
        await cast.go("choose", 2)
        await passing
        await screen.evaluate(AT_REST)
        assert await screen.evaluate(walked) == 2
        assert await screen.get_by_role("img", name="Route: Kamp 2").count() == 1
