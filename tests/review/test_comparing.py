"""Sessions beside each other say what groups did, and no sum lets one team or school be seen through it."""

from dataclasses import replace
from typing import Any

from app.game.events import BoxCounted, Event, FactorLinked, SolutionPlaced, SolutionShifted
from app.review.comparing import Camp, Compared, Factor, compared, merged, together
from app.store import StoredEvent
from tests.golden.make import HERE, read_log
from tests.review import hostile
from tests.support.game import created, revealed


def placed(team: int, number: int, regulation: int, interest: int) -> Event:
    return SolutionPlaced(team=team, round=number, regulation=regulation, interest=interest)


def linked(team: int, factor: str, change: int) -> Event:
    return FactorLinked(team=team, round=1, factor=factor, change=change, consequence="")


def session(*events: Event, teams: int = 2) -> list[StoredEvent]:
    """A camp that was revealed, with what else happened before it."""
    return hostile.stored(created(), *events, *revealed(1, *range(1, teams + 1)))


def pulse(n: int, regulation: float | None, box: str = "pulse:before:now") -> Event:
    result: Any = None if regulation is None else {"centre": {"regulation": regulation, "interest": 0.0}}
    return BoxCounted(box=box, count=n, result=result)


def test_a_room_lies_in_the_middle_of_its_sealed_marks():
    later = SolutionShifted(team=1, round=1, regulation=-99, interest=-99)
    told = compared([*session(placed(1, 1, 10, -20), placed(2, 1, 30, 40)), *hostile.stored(later)])
    assert told.camps == {1: Camp(teams=2, middle=(20, 10), spread=31.6)}


def test_a_middle_is_not_rounded_before_others_are_taken_of_it():
    thirds = compared(session(*(placed(team, 1, 0, int(team == 3)) for team in (1, 2, 3)), teams=3))
    assert thirds.camps[1].middle == (0, 1 / 3)
    assert (
        compared(session(*(linked(team, "vision", int(team == 3)) for team in (1, 2, 3)))).factors["vision"].change
        == 1 / 3
    )


def test_one_team_alone_is_not_shown():
    assert compared(session(placed(1, 1, 10, -20))).camps == {}
    assert compared(session(linked(1, "vision", 2), teams=1)).factors == {}
    assert compared(session(linked(1, "vision", 2), teams=1)).solutions == 0


def test_a_camp_that_was_not_revealed_is_not_shown():
    told = compared(session(*(placed(team, 2, 10, 10) for team in (1, 2))))
    assert told.camps == {}


def test_factors_are_counted_over_solutions():
    told = compared(session(linked(1, "vision", 2), linked(2, "vision", -1), linked(2, "timetable", 1)))
    assert told.factors == {"vision": Factor(2, 0.5), "timetable": Factor(1, 1.0)}
    assert told.solutions == 2


def test_a_pulse_below_the_floor_of_its_session_is_not_there():
    told = compared(session(pulse(5, -14.5), pulse(4, None, "pulse:before:wanted")))
    assert told.pulses == {("before", "now"): (-14.5, 0.0)}


def of(x: float | None, pulse: float | None = None, **factors: Factor) -> Compared:
    camps = {} if x is None else {1: Camp(2, (x, 0), 10)}
    pulses = {} if pulse is None else {("before", "now"): (pulse, 0.0)}
    return Compared(camps, pulses, factors, 2 if factors else 0)


def test_together_every_room_has_the_same_weight():
    large = replace(of(30), camps={1: Camp(4, (30, 0), 40)})
    assert together([of(0), of(0), large]).camps == {1: Camp(8, (10, 0), 20)}


def test_together_says_nothing_of_fewer_than_three_rooms():
    two = [of(0, 10, vision=Factor(1, 1)), of(30, 40, vision=Factor(2, 2))]
    assert together(two) == together([*two, of(None)]) == Compared({}, {}, {}, 0)
    three = together([*two, of(60, 10, timetable=Factor(1, -2))])
    assert three.camps[1].middle == (30, 0)
    assert three.pulses == {("before", "now"): (20, 0)}
    assert three.factors == {"vision": Factor(3, 5 / 3), "timetable": Factor(1, -2)}


def test_sessions_of_one_school_weigh_as_much_as_one_of_another():
    twice = merged([of(0, 10, vision=Factor(1, 2)), of(60, vision=Factor(3, 0))])
    assert twice.camps[1].middle == (30, 0)
    assert twice.pulses == {("before", "now"): (10, 0)}
    assert (twice.factors, twice.solutions) == ({"vision": Factor(4, 0.5)}, 4)
    assert together([twice, of(0), of(0)]).camps[1].middle == (10, 0)
    assert together([twice, of(0)]).camps == {}, "three sessions, and two schools"


def test_what_is_hidden_of_a_room_cannot_be_computed_from_the_sum():
    """A room that may not be shown is not in it: the sum with and without that room is the same."""
    shown = [of(0), of(30), of(60)]
    hidden = [compared(session(placed(1, 1, 77, 77))), compared(session(placed(1, 1, -88, 12)))]
    assert {str(together([*shown, one])) for one in hidden} == {str(together(shown))}


def test_the_golden_session_can_lie_beside_others():
    told = compared(read_log(HERE / "v0.4.0-session.jsonl"))
    assert told.camps == {2: Camp(2, (-5, 10), 11.2)}, "in the first camp one team alone laid a mark"
    assert told.pulses == {("before", "now"): (-14.0, 10.0), ("later", "now"): (22.0, 12.0)}
    assert told.factors["timetable"] == Factor(1, 2.0)
