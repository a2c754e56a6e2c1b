"""Rules about a team's solution: drafted, placed, handed in, sealed, reopened."""

import pytest

from app.game.commands import (
    Command,
    DraftFields,
    EditForTeam,
    LinkActor,
    LinkFactor,
    PickActor,
    Place,
    PlaceSelf,
    ReopenSolution,
    Reveal,
    SetAspect,
    Shift,
    SubmitSolution,
    Unlink,
    WithdrawSolution,
    WriteDraft,
)
from app.game.events import (
    ActorLinked,
    AspectSet,
    DraftWritten,
    FactorLinked,
    PartUnlinked,
    SelfPlaced,
    SolutionPlaced,
    SolutionReopened,
    SolutionShifted,
    SolutionsRevealed,
    SolutionSubmitted,
    SolutionWithdrawn,
    encode,
)
from app.game.rejected import Code
from app.game.state import Mark
from tests.support.game import FACILITATOR, NOW, entered, given, handed_in, revealed, sits, wrote

ANN = sits("ann", 1)
WORK = [ANN, sits("ben", 2), entered("work", 1)]
GRACE = 10_000
SUBMITTED = SolutionSubmitted(team=1, round=1, at=NOW)


def draft(number: int | None = None, base: dict[str, int] | None = None, **fields: str) -> WriteDraft:
    return WriteDraft(fields=DraftFields(**fields), base=base or {}, round=number)


EDITS: list[tuple[Command, object]] = [
    (draft(text="Een plan"), DraftWritten(team=1, round=1, fields={"text": "Een plan"})),
    (Place(regulation=-20, interest=35), SolutionPlaced(team=1, round=1, regulation=-20, interest=35)),
    (
        Place(regulation=1, interest=2, aspect="pace"),
        SolutionPlaced(team=1, round=1, regulation=1, interest=2, part="pace"),
    ),
    (
        Place(regulation=1, interest=2, subject="rekenen"),
        SolutionPlaced(team=1, round=1, regulation=1, interest=2, part="rekenen"),
    ),
    (
        Place(regulation=3, interest=4, source="paper"),
        SolutionPlaced(team=1, round=1, regulation=3, interest=4, source="paper"),
    ),
    (
        Place(regulation=3, interest=5, source="screen"),
        SolutionPlaced(team=1, round=1, regulation=3, interest=5),
    ),
    (PlaceSelf(regulation=10, interest=-5), SelfPlaced(team=1, round=1, regulation=10, interest=-5)),
    (
        PlaceSelf(regulation=10, interest=-6, source="paper"),
        SelfPlaced(team=1, round=1, regulation=10, interest=-6, source="paper"),
    ),
    (SetAspect(aspect="what", position=-1), AspectSet(team=1, round=1, aspect="what", position=-1)),
    (LinkActor(actor="parent", does="leest mee"), ActorLinked(team=1, round=1, actor="parent", does="leest mee")),
    (
        LinkFactor(factor="vision", change=2, consequence="anders kijken"),
        FactorLinked(team=1, round=1, factor="vision", change=2, consequence="anders kijken"),
    ),
]


@pytest.mark.parametrize(("command", "event"), EDITS, ids=lambda case: getattr(case, "type", ""))
def test_at_work_a_team_writes_its_solution_and_the_same_again_changes_nothing(command: Command, event: DraftWritten):
    given(WORK).when("ann", command).then(event).when("ann", command).then()


@pytest.mark.parametrize("command", [command for command, _ in EDITS], ids=lambda command: command.type)
def test_what_is_handed_in_is_sealed_until_it_is_taken_back(command: Command):
    told = given(WORK, handed_in(1, 1)).when("ann", command).refused(Code.SEALED)
    told.when("ann", WithdrawSolution()).then(SolutionWithdrawn(team=1, round=1))
    told.when("ann", command).accepted()


@pytest.mark.parametrize("phase", ["lobby", "welcome", "choose", "reveal", "discuss", "break", "vote", "debrief"])
def test_outside_work_nobody_writes(phase: str):
    number = 1 if phase in ("choose", "reveal", "discuss") else None
    told = given(ANN, entered(phase, number)).later(GRACE + 1)
    for command, _ in EDITS:
        told.when("ann", command).refused(Code.WRONG_PHASE)
    told.when("ann", SubmitSolution()).refused(Code.WRONG_PHASE)
    told.when("ann", WithdrawSolution()).refused(Code.WRONG_PHASE)
    told.when("ann", Unlink(kind="actor", id="parent")).refused(Code.WRONG_PHASE)


def test_cards_that_the_pack_has_not_are_unknown():
    told = given(WORK)
    told.when("ann", Place(regulation=0, interest=0, aspect="x")).refused(Code.UNKNOWN_ID, "aspect")
    told.when("ann", SetAspect(aspect="x", position=0)).refused(Code.UNKNOWN_ID, "aspect")
    told.when("ann", LinkActor(actor="x", does="")).refused(Code.UNKNOWN_ID, "actor")
    told.when("ann", LinkFactor(factor="x", change=0, consequence="")).refused(Code.UNKNOWN_ID, "factor")


@pytest.mark.parametrize(
    ("link", "kind", "key"),
    [
        (LinkActor(actor="parent", does="helpt"), "actor", "parent"),
        (LinkFactor(factor="vision", change=1, consequence=""), "factor", "vision"),
        (SetAspect(aspect="pace", position=1), "aspect", "pace"),
        (Place(regulation=0, interest=0, subject="taal"), "place", "taal"),
        (PlaceSelf(regulation=0, interest=0), "self", "self"),
    ],
    ids=["actor", "factor", "aspect", "place", "self"],
)
def test_what_was_linked_can_be_unlinked_once(link: Command, kind: str, key: str):
    told = given(WORK, wrote(1, 1))
    before = told.state.solutions
    away = Unlink.model_validate({"kind": kind, "target": key, "id": "c_17"})
    told.when("ann", link).accepted().when("ann", away)
    told.then(PartUnlinked.model_validate({"team": 1, "round": 1, "kind": kind, "id": key}))
    assert told.state.solutions == before
    told.when("ann", away).refused(Code.UNKNOWN_ID, "target")


def test_where_no_frame_is_around_it_the_id_says_what_to_unlink():
    told = given(WORK).when("ann", LinkActor(actor="parent", does="")).accepted()
    told.when(FACILITATOR, EditForTeam(team=1, command=Unlink(kind="actor", id="pupil"))).refused(Code.UNKNOWN_ID, "id")
    told.when(FACILITATOR, EditForTeam(team=1, command=Unlink(kind="actor", id="parent"))).accepted()


def test_a_solution_has_at_most_twenty_places_beside_its_own():
    told = given(WORK, [SolutionPlaced(team=1, round=1, regulation=0, interest=0, part=f"vak {n}") for n in range(20)])
    told.when("ann", Place(regulation=5, interest=5, subject="vak 20")).refused(Code.TOO_MANY, "subject")
    told.when("ann", Place(regulation=5, interest=5, subject="vak 19")).accepted()
    told.when("ann", Place(regulation=5, interest=5)).accepted()


def test_a_place_is_of_an_aspect_or_of_a_subject():
    told = given(WORK)
    told.when("ann", Place(regulation=5, interest=5, aspect="what", subject="rekenen")).refused(Code.INVALID, "subject")
    told.when("ann", Place(regulation=5, interest=5, subject="what")).refused(Code.INVALID, "subject")
    told.when("ann", Place(regulation=5, interest=5, aspect="what")).accepted()


def test_who_writes_over_what_it_has_not_seen_gets_a_conflict():
    told = given(WORK, wrote(1, 1, title="Eerst", text="Eerst"))
    seen = told.state.solutions[1, 1].edits["text"]
    told.play.record([wrote(1, 1, text="Intussen")])
    told.when("ann", draft(text="Ook", base={"text": seen})).refused(Code.CONFLICT, "fields.text")
    told.when("ann", draft(title="Anders", base={"title": seen, "text": seen})).accepted()
    told.when("ann", draft(text="Intussen", base={"text": seen})).then()
    told.when("ann", draft(text="Nu wel", base={"text": seen + 1})).accepted()


def test_who_names_no_base_writes_over_everything():
    given(WORK, wrote(1, 1, text="Eerst")).when("ann", draft(text="Anders")).accepted()


def test_a_solution_needs_a_title_and_a_text():
    told = given(WORK).when("ann", SubmitSolution()).refused(Code.INCOMPLETE, "title")
    told.play.record([wrote(1, 1, title="\u200b")])
    told.when("ann", SubmitSolution()).refused(Code.INCOMPLETE, "title")
    for nothing in ("  \n", "\u200b\n\u2060"):
        told.play.record([wrote(1, 1, title="Plan", text=nothing)])
        told.when("ann", SubmitSolution()).refused(Code.INCOMPLETE, "text")
    told.play.record([wrote(1, 1, text="Wat we doen")])
    told.when("ann", SubmitSolution()).then(SUBMITTED)
    told.when("ann", SubmitSolution()).then()


def test_taking_back_what_was_not_handed_in_changes_nothing():
    given(WORK, wrote(1, 1)).when("ann", WithdrawSolution()).then()


def test_who_has_no_team_has_no_solution():
    given(sits("eve"), entered("work", 1)).when("eve", draft(title="x")).refused(Code.NO_TEAM)


def test_words_on_their_way_count_for_ten_seconds_after_work():
    told = given(WORK, wrote(1, 1), entered("reveal", 1)).later(GRACE)
    told.when("ann", draft(text="Net op tijd")).then(wrote(1, 1, text="Net op tijd"))
    told.later(1).when("ann", draft(text="Te laat")).refused(Code.WRONG_PHASE)


def test_words_on_their_way_do_not_count_after_the_reveal():
    told = given(WORK, wrote(1, 1), entered("reveal", 1), SolutionsRevealed(round=1))
    told.when("ann", draft(text="Te laat")).refused(Code.WRONG_PHASE)


def test_words_on_their_way_go_to_the_round_they_were_written_for():
    """Also when an older solution is open too."""
    old = [*revealed(1, 1), SolutionReopened(team=1, round=1)]
    told = given(ANN, old, entered("work", 2), entered("reveal", 2))
    told.when("ann", draft(text="Tweede")).then(wrote(1, 2, text="Tweede"))


def test_a_round_of_the_past_or_future_is_not_open():
    told = given(ANN, revealed(1, 1), entered("work", 2))
    told.when("ann", draft(1, text="Nog iets")).refused(Code.WRONG_PHASE)
    told.when("ann", draft(3, text="Alvast")).refused(Code.WRONG_PHASE)


def test_a_reopened_solution_is_open_in_any_phase_until_it_is_handed_in():
    told = given(ANN, revealed(1, 1), entered("vote"))
    told.when(FACILITATOR, ReopenSolution(team=1, round=1)).then(SolutionReopened(team=1, round=1))
    told.when(FACILITATOR, ReopenSolution(team=1, round=1)).then()
    told.when("ann", draft(text="Beter")).then(wrote(1, 1, text="Beter"))
    told.when("ann", SubmitSolution()).then(SUBMITTED)
    told.when("ann", draft(text="Nog beter")).refused(Code.WRONG_PHASE)
    told.when("ann", WithdrawSolution()).refused(Code.WRONG_PHASE)


def test_at_work_a_reopened_solution_is_reached_by_its_round():
    told = given(ANN, revealed(1, 1), SolutionReopened(team=1, round=1), entered("work", 2))
    told.when("ann", draft(1, text="Oud")).then(wrote(1, 1, text="Oud"))
    told.when("ann", draft(text="Nieuw")).then(wrote(1, 2, text="Nieuw"))


def test_reopening_is_for_one_team():
    told = given(WORK, revealed(1, 1, 2), SolutionReopened(team=1, round=1), entered("break"))
    told.when("ben", draft(text="Ook ik")).refused(Code.WRONG_PHASE)


def test_only_a_solution_that_exists_can_be_reopened():
    told = given(WORK)
    told.when(FACILITATOR, ReopenSolution(team=1, round=1)).refused(Code.UNKNOWN_ID, "round")
    told.when(FACILITATOR, ReopenSolution(team=8, round=1)).refused(Code.UNKNOWN_ID, "team")


def test_going_back_keeps_every_draft():
    told = given(WORK, wrote(1, 1), SolutionPlaced(team=1, round=1, regulation=9, interest=9), entered("break"))
    told.play.record([entered("work", 1)])
    solution = told.state.solutions[1, 1]
    assert (solution.fields["text"], solution.place) == ("Wat we doen", Mark(9, 9))
    told.when("ann", draft(text="Verder")).accepted()


def test_the_facilitator_writes_for_a_team_whose_laptop_died():
    told = given(WORK)
    told.when(FACILITATOR, EditForTeam(team=2, command=draft(title="Van papier"))).then(wrote(2, 1, title="Van papier"))
    told.when(FACILITATOR, EditForTeam(team=2, command=SubmitSolution())).refused(Code.INCOMPLETE, "text")
    told.when(FACILITATOR, EditForTeam(team=9, command=SubmitSolution())).refused(Code.UNKNOWN_ID, "team")


def test_a_mark_that_the_facilitator_keys_in_from_the_paper_board_says_so():
    keyed = Place(regulation=30, interest=-40, source="paper")
    told = given(WORK).when(FACILITATOR, EditForTeam(team=2, command=keyed))
    told.then(SolutionPlaced(team=2, round=1, regulation=30, interest=-40, source="paper"))
    assert told.state.solutions[1, 2].place == Mark(30, -40)


def test_a_mark_from_the_screen_is_written_as_it_always_was():
    placed = SolutionPlaced(team=1, round=1, regulation=1, interest=2)
    assert b"source" not in encode(placed)
    assert b'"source":"paper"' in encode(placed.model_copy(update={"source": "paper"}))


def test_what_the_facilitator_does_for_a_team_keeps_to_its_phases():
    told = given(entered("reveal", 1))
    told.when(FACILITATOR, EditForTeam(team=2, command=PickActor(actor="pupil"))).refused(Code.WRONG_PHASE)


def test_a_team_lays_its_mark_as_its_actor_and_as_itself_and_both_are_kept():
    told = given(WORK).when("ann", Place(regulation=30, interest=10)).accepted()
    told.when("ann", PlaceSelf(regulation=-30, interest=20)).accepted()
    told.when("ann", Place(regulation=35, interest=10)).accepted()
    held = told.state.solutions[1, 1]
    assert (held.place, held.as_self) == (Mark(35, 10), Mark(-30, 20))


def test_a_mark_as_oneself_is_enough_to_be_shown_after_the_camp():
    told = given(WORK).when("ann", PlaceSelf(regulation=1, interest=1)).accepted()
    told.play.record([entered("break")])
    told.when(FACILITATOR, Reveal(what="solutions")).then(SolutionsRevealed(round=1))


PLACED = SolutionPlaced(team=1, round=1, regulation=30, interest=10)
SHOWN = [ANN, sits("ben", 2), PLACED, *revealed(1, 1, 2)]


def shifted(regulation: int, interest: int) -> SolutionShifted:
    return SolutionShifted(team=1, round=1, regulation=regulation, interest=interest)


@pytest.mark.parametrize("phase", ["reveal", "discuss"])
def test_after_the_reveal_a_team_may_shift_its_mark_and_what_was_sealed_stays(phase: str):
    told = given(SHOWN, entered(phase, 1))
    told.when("ann", Shift(regulation=50, interest=20)).then(shifted(50, 20))
    told.when("ann", Shift(regulation=50, interest=20)).then()
    told.when("ann", Shift(regulation=60, interest=20)).then(shifted(60, 20))
    held = told.state.solutions[1, 1]
    assert (held.place, held.shifted, held.submitted_at) == (Mark(30, 10), Mark(60, 20), NOW)


def test_a_shift_is_taken_back_by_shifting_to_where_it_was_sealed():
    told = given(SHOWN).when("ann", Shift(regulation=30, interest=10)).then()
    told.when("ann", Shift(regulation=0, interest=0)).accepted()
    told.when("ann", Shift(regulation=30, interest=10)).then(shifted(30, 10))
    assert told.state.solutions[1, 1].shifted is None
    told.when("ann", Shift(regulation=30, interest=10)).then()


@pytest.mark.parametrize("phase", ["lobby", "choose", "work", "break", "vote", "debrief"])
def test_a_mark_shifts_only_in_the_reveal_and_the_discussion(phase: str):
    told = given(SHOWN, entered(phase, 1 if phase in ("choose", "work") else None))
    told.when("ann", Shift(regulation=0, interest=0)).refused(Code.WRONG_PHASE)


def test_a_mark_that_is_still_sealed_does_not_shift():
    told = given(ANN, PLACED, handed_in(1, 1), entered("reveal", 1))
    told.when("ann", Shift(regulation=0, interest=0)).refused(Code.SEALED)


def test_a_mark_of_an_earlier_camp_no_longer_shifts():
    told = given(SHOWN, SolutionPlaced(team=1, round=2, regulation=0, interest=0), revealed(2, 1))
    told.when("ann", Shift(regulation=5, interest=5)).then(
        SolutionShifted(team=1, round=2, regulation=5, interest=5),
    )


def test_a_shift_that_was_meant_for_another_camp_moves_nothing():
    told = given(SHOWN).when("ann", Shift(regulation=0, interest=0, round=2)).refused(Code.WRONG_PHASE)
    told.when("ann", Shift(regulation=0, interest=0, round=1)).accepted()


def test_what_lay_nowhere_cannot_shift():
    given(SHOWN).when("ben", Shift(regulation=0, interest=0)).refused(Code.INCOMPLETE, "place")


def test_the_facilitator_shifts_a_mark_on_the_paper_board():
    told = given(SHOWN)
    keyed = Shift(regulation=0, interest=0, source="paper")
    told.when(FACILITATOR, EditForTeam(team=1, command=keyed)).then(
        shifted(0, 0).model_copy(update={"source": "paper"})
    )
    told.play.record([entered("break")])
    told.when(FACILITATOR, EditForTeam(team=1, command=keyed)).refused(Code.WRONG_PHASE)
