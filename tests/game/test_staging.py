"""Rules about what the room looks at."""

import pytest

from app.game.commands import Blank, OrderSpeakers, Prompt, Reveal, Spotlight, Undo
from app.game.events import PromptShown, ScreenBlanked, SolutionsRevealed, SpeakersOrdered, TeamSpotlit
from app.game.rejected import Code
from app.game.viewing import SCREEN as PROJECTOR
from app.game.viewing import Audience
from tests.support.game import FACILITATOR, entered, given, handed_in, revealed, wrote

SOLUTIONS = Reveal(what="solutions")


def test_entering_the_reveal_shows_nothing_by_itself():
    told = given(handed_in(1, 1), entered("reveal", 1))
    assert told.sees(PROJECTOR)["solutions"] == {}


def test_the_reveal_shows_all_teams_at_once_drafts_as_drafts():
    told = given(handed_in(1, 1), wrote(2, 1, text="Nog niet af"), entered("reveal", 1))
    told.when(FACILITATOR, SOLUTIONS).then(SolutionsRevealed(round=1))
    shown = told.sees(PROJECTOR)["solutions"]["1"]
    assert {team: solution["status"] for team, solution in shown.items()} == {"1": "submitted", "2": "draft"}
    told.when(FACILITATOR, SOLUTIONS).then()


@pytest.mark.parametrize(("phase", "number"), [("lobby", None), ("welcome", None), ("choose", 1), ("work", 1)])
def test_nothing_is_revealed_while_teams_may_still_write(phase: str, number: int | None):
    given(handed_in(1, 1), entered(phase, number)).when(FACILITATOR, SOLUTIONS).refused(Code.WRONG_PHASE)


def test_a_camp_reveals_its_own_round_only():
    told = given(wrote(1, 1), wrote(1, 2), entered("discuss", 2)).when(FACILITATOR, SOLUTIONS)
    told.then(SolutionsRevealed(round=2))


def test_outside_a_camp_every_round_that_was_left_sealed_is_revealed():
    told = given(revealed(1, 1), wrote(1, 2), wrote(2, 3), entered("vote")).when(FACILITATOR, SOLUTIONS)
    told.then(SolutionsRevealed(round=2), SolutionsRevealed(round=3))


def test_a_revealed_round_stays_revealed_when_the_session_goes_back():
    told = given(revealed(1, 1, 2), entered("work", 1))
    assert set(told.sees(Audience("team", team=2))["solutions"]["1"]) == {"1", "2"}


def test_the_spotlight_waits_for_the_reveal():
    told = given(wrote(2, 1), entered("reveal", 1))
    told.when(FACILITATOR, Spotlight(team=2)).refused(Code.SEALED)
    told.play.record([SolutionsRevealed(round=1)])
    told.when(FACILITATOR, Spotlight(team=2)).then(TeamSpotlit(team=2))
    told.when(FACILITATOR, Spotlight(team=2)).then()
    told.when(FACILITATOR, Spotlight()).then(TeamSpotlit(team=None))
    told.when(FACILITATOR, Spotlight(team=9)).refused(Code.UNKNOWN_ID, "team")


def test_the_facilitator_chooses_in_which_order_solutions_are_told_or_leaves_it_to_the_screens():
    told = given(revealed(1, 1, 2))
    assert "order" not in told.sees(PROJECTOR)["board"]
    told.when(FACILITATOR, OrderSpeakers(by="reading")).then(SpeakersOrdered(by="reading"))
    told.when(FACILITATOR, OrderSpeakers(by="reading")).then()
    assert told.sees(PROJECTOR)["board"]["order"] == "reading"
    told.when(FACILITATOR, Undo()).accepted()
    assert "order" not in told.sees(PROJECTOR)["board"]


def test_the_spotlight_goes_its_own_way_whatever_the_order():
    told = given(revealed(1, 1, 2)).when(FACILITATOR, OrderSpeakers(by="table"))
    told.when(FACILITATOR, Spotlight(team=2)).then(TeamSpotlit(team=2))


def test_the_screen_goes_black_and_comes_back():
    told = given().when(FACILITATOR, Blank(on=True)).then(ScreenBlanked(on=True))
    told.when(FACILITATOR, Blank(on=True)).then()
    told.when(FACILITATOR, Blank(on=False)).then(ScreenBlanked(on=False))


def test_a_prompt_is_shown_and_taken_away():
    told = given().when(FACILITATOR, Prompt(prompt="why")).then(PromptShown(prompt="why"))
    told.when(FACILITATOR, Prompt(prompt="nothing")).refused(Code.UNKNOWN_ID, "prompt")
    told.when(FACILITATOR, Prompt()).then(PromptShown(prompt=None))
