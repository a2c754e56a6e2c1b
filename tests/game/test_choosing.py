"""Rules about the pupil that a team takes along and the eyes it looks through."""

import pytest

from app.game.commands import Assign, PickActor, PickPersona
from app.game.events import ActorPicked, PersonaPicked
from app.game.rejected import Code
from app.game.rules.choosing import choices
from tests.support.game import FACILITATOR, PACK, created, entered, given, sits

ANN, BEN = sits("ann", 1), sits("ben", 2)
CHOOSE = [ANN, BEN, entered("choose", 1)]


def persona(team: int, card: str, number: int = 1) -> PersonaPicked:
    return PersonaPicked(team=team, round=number, persona=card)


def actor(team: int, card: str, number: int = 1) -> ActorPicked:
    return ActorPicked(team=team, round=number, actor=card)


def test_a_team_picks_its_persona_and_actor():
    told = given(CHOOSE).when("ann", PickPersona(persona="bram")).then(persona(1, "bram"))
    told.when("ann", PickActor(actor="parent")).then(actor(1, "parent"))


def test_picking_the_same_card_again_changes_nothing():
    told = given(CHOOSE, persona(1, "bram"), actor(1, "parent"))
    told.when("ann", PickPersona(persona="bram")).then()
    told.when("ann", PickActor(actor="parent")).then()


def test_the_first_who_picks_a_card_has_it():
    told = given(CHOOSE, persona(1, "bram"), actor(1, "parent"))
    told.when("ben", PickPersona(persona="bram")).refused(Code.TAKEN, "persona")
    told.when("ben", PickActor(actor="parent")).refused(Code.TAKEN, "actor")


def test_a_session_may_allow_the_same_cards_for_all():
    shared = created(unique_personas=False, unique_actors=False)
    told = given(shared, CHOOSE, persona(1, "bram"), actor(1, "parent"))
    told.when("ben", PickPersona(persona="bram")).accepted()
    told.when("ben", PickActor(actor="parent")).accepted()


def test_a_card_that_is_not_in_the_pack_is_unknown():
    told = given(CHOOSE)
    told.when("ann", PickPersona(persona="nobody")).refused(Code.UNKNOWN_ID, "persona")
    told.when("ann", PickActor(actor="nobody")).refused(Code.UNKNOWN_ID, "actor")


def test_while_choosing_a_team_may_change_its_mind():
    told = given(CHOOSE, persona(1, "bram"), actor(1, "parent"))
    told.when("ann", PickPersona(persona="lotte")).accepted()
    told.when("ann", PickActor(actor="pupil")).accepted()
    told.when("ben", PickPersona(persona="bram")).accepted()


def test_at_work_the_cards_are_fixed():
    told = given(CHOOSE, persona(1, "bram"), actor(1, "parent"), entered("work", 1))
    told.when("ann", PickPersona(persona="lotte")).refused(Code.WRONG_PHASE)
    told.when("ann", PickActor(actor="pupil")).refused(Code.WRONG_PHASE)


def test_a_team_that_comes_late_picks_at_work():
    told = given(ANN, entered("work", 2))
    told.when("ann", PickPersona(persona="lotte")).then(persona(1, "lotte", 2))
    told.when("ann", PickActor(actor="pupil")).then(actor(1, "pupil", 2))


def test_the_persona_stays_for_the_whole_game():
    told = given(CHOOSE, persona(1, "bram"), entered("choose", 2))
    assert told.state.teams[1].persona_in(2) == "bram"
    told.when("ann", PickPersona(persona="lotte")).refused(Code.WRONG_PHASE)


def test_a_persona_of_the_first_round_is_taken_in_the_second():
    told = given(ANN, BEN, persona(1, "bram"), entered("choose", 2))
    told.when("ben", PickPersona(persona="bram")).refused(Code.TAKEN, "persona")


def test_back_in_an_earlier_round_nobody_takes_what_is_held_later():
    """Ben's persona would stay with it into round 2, where Ann has it."""
    told = given(ANN, BEN, persona(1, "bram", 2), entered("choose", 1))
    told.when("ben", PickPersona(persona="bram")).refused(Code.TAKEN, "persona")


def test_a_session_may_ask_a_new_persona_each_round():
    told = given(created(new_persona_each_round=True), CHOOSE, persona(1, "bram"), entered("choose", 2))
    told.when("ann", PickPersona(persona="lotte")).then(persona(1, "lotte", 2))
    told.play.record([entered("choose", 3)])
    told.when("ann", PickPersona(persona="bram")).refused(Code.ALREADY_USED, "persona")


def test_a_team_never_thinks_twice_as_the_same_actor():
    told = given(CHOOSE, actor(1, "parent"), entered("choose", 2))
    told.when("ann", PickActor(actor="parent")).refused(Code.ALREADY_USED, "actor")
    told.when("ben", PickActor(actor="parent")).accepted()


def test_also_not_in_an_earlier_round():
    told = given(CHOOSE, actor(1, "parent", 2))
    told.when("ann", PickActor(actor="parent")).refused(Code.ALREADY_USED, "actor")


def test_who_has_no_team_cannot_pick():
    told = given(sits("ann"), entered("choose", 1))
    told.when("ann", PickPersona(persona="bram")).refused(Code.NO_TEAM)
    told.when("ann", PickActor(actor="pupil")).refused(Code.NO_TEAM)


def assigned(**cards: str) -> Assign:
    return Assign(team=2, **cards)  # pyright: ignore[reportArgumentType]


def test_the_facilitator_assigns_cards_even_at_work():
    told = given(entered("work", 1), persona(2, "sem"))
    told.when(FACILITATOR, assigned(persona="bram", actor="pupil")).then(
        PersonaPicked(team=2, round=1, persona="bram", by_facilitator=True),
        ActorPicked(team=2, round=1, actor="pupil", by_facilitator=True, with_persona=True),
    )
    told.when(FACILITATOR, assigned(persona="bram", actor="pupil")).then()


def test_the_facilitator_may_give_a_team_an_older_persona_again():
    told = given(persona(2, "bram"), persona(2, "sem", 2), entered("choose", 3))
    told.when(FACILITATOR, assigned(persona="bram")).accepted()


@pytest.mark.parametrize(("phase", "number", "coming"), [("lobby", None, 1), ("welcome", None, 1), ("break", None, 3)])
def test_before_a_camp_it_counts_for_the_camp_to_come(phase: str, number: int | None, coming: int):
    given(entered(phase, number)).when(FACILITATOR, assigned(actor="pupil")).then(
        ActorPicked(team=2, round=coming, actor="pupil", by_facilitator=True)
    )


def test_after_the_last_camp_there_is_nothing_to_assign():
    given(entered("vote")).when(FACILITATOR, assigned(actor="pupil")).refused(Code.WRONG_PHASE)


def test_the_facilitator_is_held_to_the_same_rules():
    told = given(CHOOSE, persona(1, "bram"), actor(1, "parent"), actor(2, "pupil", 2))
    told.when(FACILITATOR, assigned(persona="bram")).refused(Code.TAKEN, "persona")
    told.when(FACILITATOR, assigned(actor="parent")).refused(Code.TAKEN, "actor")
    told.when(FACILITATOR, assigned(actor="pupil")).refused(Code.ALREADY_USED, "actor")
    told.when(FACILITATOR, assigned(actor="nobody")).refused(Code.UNKNOWN_ID, "actor")
    told.when(FACILITATOR, assigned()).refused(Code.INVALID, "persona")
    told.when(FACILITATOR, Assign(team=9, actor="pupil")).refused(Code.UNKNOWN_ID, "team")


def test_one_bad_card_assigns_neither():
    told = given(CHOOSE, actor(1, "parent"))
    told.when(FACILITATOR, assigned(persona="bram", actor="parent")).refused(Code.TAKEN, "actor")
    assert not told.state.teams[2].personas


def test_what_a_team_is_offered_is_what_it_may_pick():
    told = given(CHOOSE, persona(1, "bram"), actor(1, "parent"), actor(2, "pupil", 2))
    personas, actors = choices(told.state, 2, PACK)
    for card in PACK.personas:
        assert (card in personas) == _picks(told, PickPersona(persona=card))
    for card in PACK.actors:
        assert (card in actors) == _picks(told, PickActor(actor=card))


def _picks(told: object, command: PickPersona | PickActor) -> bool:
    again = given(CHOOSE, persona(1, "bram"), actor(1, "parent"), actor(2, "pupil", 2)).when("ben", command)
    return again.state.seq > len(CHOOSE) + 4


def test_outside_choosing_and_work_nothing_is_offered():
    assert choices(given(CHOOSE, entered("reveal", 1)).state, 2, PACK) == ([], [])
    assert choices(given(CHOOSE, entered("break")).state, 2, PACK) == ([], [])
