"""What a console may see of the projector beforehand: exactly what will come, but for what people answered."""

from typing import Any

import pytest

from app.game.commands import (
    CloseSession,
    CloseVote,
    Command,
    Go,
    OpenVote,
    Prompt,
    Reveal,
    Spotlight,
    Undo,
    WriteDraft,
)
from app.game.context import Context
from app.game.events import AnswerCounted, Event, InstrumentSwitched, SolutionsRevealed, VoteClosed, VoteOpened
from app.game.previewing import Preview, preview
from app.game.rejected import Code, Rejected
from app.game.viewing import SCREEN
from tests.support.game import FACILITATOR, NOW, PACK, Reversing, Told, entered, given, handed_in, revealed, sits, who

PLACE = {"regulation": 11, "interest": 13}


def previewed(told: Told, command: Command) -> Preview:
    """As a room does it: no box is opened for it."""
    context = Context(who(FACILITATOR), NOW, PACK, Reversing())
    return preview(told.state, command, context, PACK, frozenset())


SEATS = [sits(f"s_{n}", n) for n in (1, 2)]
STEPS: list[tuple[list[Event], Command]] = [
    ([], Go(phase="welcome")),
    ([*handed_in(1, 1), entered("reveal", 1)], Reveal(what="solutions")),
    ([*revealed(1, 1, 2)], Spotlight(team=2)),
    ([entered("discuss", 1)], Prompt(prompt="why")),
    ([*revealed(1, 1, 2), entered("vote")], OpenVote()),
    ([*revealed(1, 1, 2), entered("vote"), VoteOpened(ballot=1)], CloseVote()),
    ([entered("evaluate")], CloseSession()),
]


@pytest.mark.parametrize(("before", "step"), STEPS, ids=[step.type for _, step in STEPS])  # pyright: ignore
def test_it_is_what_the_projector_shows_afterwards(before: list[Event], step: Command):
    told = given(SEATS, before)
    seen = previewed(told, step)
    was = told.sees(SCREEN)
    assert seen.view != was
    assert seen.held is None
    assert told.when(FACILITATOR, step).accepted().sees(SCREEN) == seen.view


HELD: list[tuple[list[Event], str, str]] = [
    ([entered("welcome")], "pulse", "pulse:before:now"),
    ([*revealed(1, 1, 2)], "readings", "reading:1:2"),
    ([*revealed(1, 1, 2), entered("vote"), VoteOpened(ballot=1), VoteClosed(ballot=1)], "vote", "vote:1"),
    ([InstrumentSwitched(instrument="indicators", on=True), *revealed(1, 1, 2)], "dilemma", "dilemma:1"),
]


@pytest.mark.parametrize(("before", "what", "box"), HELD, ids=[what for _, what, _ in HELD])
def test_what_people_answered_stays_covered_until_it_is_revealed(before: list[Event], what: Any, box: str):
    """Five answers lie in the box: enough to show, and to nobody before the reveal."""
    told = given(SEATS, before, [AnswerCounted(box=box)] * 5)
    seen = previewed(told, Reveal(what=what))
    assert seen == Preview(told.sees(SCREEN), what)


def test_closing_is_previewed_without_counting():
    told = given(SEATS, entered("evaluate"), [AnswerCounted(box="pulse:before:now")] * 5)
    seen = previewed(told, CloseSession())
    assert seen.view["phase"]["id"] == "closed"
    assert seen.view["board"]["pulse"]["before"]["now"] == {"state": "revealed", "count": 5, "enough": True}


def test_what_is_revealed_already_is_shown_as_it_is():
    told = given(SEATS, entered("welcome")).when(FACILITATOR, Reveal(what="pulse"))
    assert previewed(told, Reveal(what="pulse")) == Preview(told.sees(SCREEN))


def test_what_the_rules_refuse_has_no_preview():
    told = given(SEATS, entered("work", 1))
    for command, code in (
        (Reveal(what="solutions"), Code.WRONG_PHASE),
        (Spotlight(team=1), Code.SEALED),
        (Go(phase="vote", round=1), Code.INVALID),
    ):
        with pytest.raises(Rejected) as refused:
            previewed(told, command)
        assert refused.value.code == code


@pytest.mark.parametrize("command", [Undo(), WriteDraft.model_validate({"fields": {"title": "x"}})])
def test_only_steps_on_stage_have_one(command: Command):
    with pytest.raises(Rejected) as refused:
        previewed(given(SEATS, SolutionsRevealed(round=1)), command)
    assert (refused.value.code, refused.value.field) == (Code.NOT_ALLOWED, "type")
