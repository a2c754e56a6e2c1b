"""Rules about who sits where."""

import pytest

from app.game.commands import CallFacilitator, JoinTeam, MoveSeat, Ready, RemoveSeat, RenameTeam, SetPresent, TakeSeat
from app.game.events import FacilitatorCalled, SeatMoved, SeatRemoved, SeatTaken, TeamPresenceSet, TeamReadied
from app.game.events import TeamRenamed as Renamed
from app.game.rejected import Code
from tests.support.game import FACILITATOR, SYSTEM, created, entered, given, sits

FULL = [sits(f"s_{n}", 1) for n in range(4)]


def test_a_device_takes_a_seat_in_a_team():
    given().when(SYSTEM, TakeSeat(seat="ann", name="Ann", team=2)).then(SeatTaken(seat="ann", nickname="Ann", team=2))


def test_a_seat_may_be_taken_before_a_team_is_chosen():
    given().when(SYSTEM, TakeSeat(seat="ann")).then(SeatTaken(seat="ann"))


def test_a_card_that_is_used_again_finds_its_seat_where_it_is_also_in_a_full_team():
    told = given(FULL, SeatMoved(seat="s_1", team=2), sits("eve", 1))
    told.when(SYSTEM, TakeSeat(seat="s_1", team=1)).then()
    assert told.state.seats["s_1"].team == 2


def test_a_fifth_person_finds_the_team_full():
    given(FULL).when(SYSTEM, TakeSeat(seat="eve", team=1)).refused(Code.TEAM_FULL, "team")


def test_a_team_that_the_session_has_not_is_unknown():
    given(created(teams=2)).when(SYSTEM, TakeSeat(seat="ann", team=3)).refused(Code.UNKNOWN_ID, "team")


def test_a_session_with_one_team_has_four_seats():
    given(created(teams=1), FULL).when(SYSTEM, TakeSeat(seat="eve")).refused(Code.TOO_MANY, "seat")


def test_somebody_who_comes_late_may_still_take_a_seat():
    given(entered("work", 2)).when(SYSTEM, TakeSeat(seat="ann", team=4)).then(SeatTaken(seat="ann", team=4))


def test_a_seat_joins_a_team():
    given(sits("ann")).when("ann", JoinTeam(team=3)).then(SeatMoved(seat="ann", team=3))


def test_joining_the_own_team_changes_nothing():
    given(sits("ann", 1)).when("ann", JoinTeam(team=1)).then()


@pytest.mark.parametrize("phase", ["lobby", "welcome"])
def test_until_the_first_camp_a_seat_may_change_its_mind(phase: str):
    given(sits("ann", 1), entered(phase)).when("ann", JoinTeam(team=2)).then(SeatMoved(seat="ann", team=2))


def test_in_a_camp_nobody_walks_to_another_team():
    """It would see that team's sealed solution."""
    given(sits("ann", 1), entered("choose", 1)).when("ann", JoinTeam(team=2)).refused(Code.WRONG_PHASE)


def test_in_a_camp_a_seat_without_a_team_may_still_join_one():
    given(sits("ann"), entered("work", 1)).when("ann", JoinTeam(team=2)).then(SeatMoved(seat="ann", team=2))


def test_nobody_joins_a_full_team():
    given(FULL, sits("eve")).when("eve", JoinTeam(team=1)).refused(Code.TEAM_FULL, "team")


def test_nobody_joins_a_team_that_is_not_there():
    given(sits("ann")).when("ann", JoinTeam(team=9)).refused(Code.UNKNOWN_ID, "team")


def test_the_facilitator_moves_a_seat_at_any_time():
    moved = SeatMoved(seat="ann", team=2, by_facilitator=True)
    given(sits("ann", 1), entered("work", 1)).when(FACILITATOR, MoveSeat(seat="ann", team=2)).then(moved)


def test_the_facilitator_cannot_overfill_a_team_either():
    given(FULL, sits("eve", 2)).when(FACILITATOR, MoveSeat(seat="eve", team=1)).refused(Code.TEAM_FULL, "team")


def test_moving_a_seat_to_its_own_full_team_changes_nothing():
    given(FULL).when(FACILITATOR, MoveSeat(seat="s_0", team=1)).then()


def test_a_seat_that_is_not_there_cannot_be_moved_or_removed():
    told = given()
    told.when(FACILITATOR, MoveSeat(seat="eve", team=1)).refused(Code.UNKNOWN_ID, "seat")
    told.when(FACILITATOR, RemoveSeat(seat="eve")).refused(Code.UNKNOWN_ID, "seat")


def test_a_removed_seat_may_do_nothing_more():
    told = given(sits("ann", 1)).when(FACILITATOR, RemoveSeat(seat="ann")).then(SeatRemoved(seat="ann"))
    told.when("ann", Ready(on=True)).refused(Code.NOT_ALLOWED)


def test_a_removed_seat_makes_room():
    told = given(FULL).when(FACILITATOR, RemoveSeat(seat="s_3")).accepted()
    told.when(SYSTEM, TakeSeat(seat="eve", team=1)).accepted()


def test_a_team_gives_itself_a_name():
    given(sits("ann", 1)).when("ann", RenameTeam(name="De Uilen")).then(Renamed(team=1, team_name="De Uilen"))


def test_two_teams_never_have_the_same_name():
    told = given(sits("ann", 1), sits("ben", 2), Renamed(team=2, team_name="De Uilen"))
    told.when("ann", RenameTeam(name="De Uilen")).refused(Code.TAKEN, "name")
    told.when("ben", RenameTeam(name="De Uilen")).then()
    told.when("ann", RenameTeam(name="Vlieger")).refused(Code.TAKEN, "name")
    told.when("ann", RenameTeam(name="Berg")).accepted()  # its own team took another


def test_who_has_no_team_has_nothing_to_name():
    given(sits("ann")).when("ann", RenameTeam(name="Solo")).refused(Code.NO_TEAM)


def test_a_team_is_absent_when_the_facilitator_says_so():
    told = given().when(FACILITATOR, SetPresent(team=3, present=False)).then(TeamPresenceSet(team=3, present=False))
    told.when(FACILITATOR, SetPresent(team=3, present=False)).then()
    told.when(FACILITATOR, SetPresent(team=7, present=False)).refused(Code.UNKNOWN_ID, "team")


def test_ready_holds_until_the_next_phase():
    told = given(sits("ann", 1)).when("ann", Ready(on=True)).then(TeamReadied(team=1, on=True))
    told.when("ann", Ready(on=True)).then()
    told.play.record([entered("welcome")])
    assert not told.state.teams[1].ready


def test_teams_that_call_are_served_in_order():
    told = given(sits("ann", 1), sits("ben", 2))
    told.when("ben", CallFacilitator(on=True)).then(FacilitatorCalled(team=2, on=True))
    told.when("ann", CallFacilitator(on=True)).accepted()
    assert told.state.calls == (2, 1)
    told.when("ben", CallFacilitator(on=True)).then()
    told.when("ben", CallFacilitator(on=False)).then(FacilitatorCalled(team=2, on=False))
    assert told.state.calls == (1,)
