"""What is found in a log: group results only, and the same numbers that the room saw."""

from typing import Any

from app.game.events import (
    BoxCounted,
    Event,
    FactorLinked,
    InsightCaptured,
    NoteWritten,
    ReadingsRevealed,
    SelfPlaced,
    SessionClosed,
    SolutionPlaced,
    SolutionShifted,
    SolutionsRevealed,
    VoteClosed,
    VoteOpened,
    VoteRevealed,
)
from app.review.findings import Findings, find
from app.store import StoredEvent
from tests.golden.make import HERE, read_log
from tests.review.hostile import stored
from tests.support.game import NOW, PACK, created, entered, handed_in, revealed, sits, wrote

MINUTE = 60_000
CLOUD = {"centre": {"regulation": 12.0, "interest": -8.0}, "major": 20.0, "minor": 10.0, "angle": 30.0}


def found(*events: Event, teams: int = 2, **settings: Any) -> Findings:
    return find(stored(created(teams=teams, **settings), *events), PACK)


def lies(team: int, number: int, x: int, y: int) -> SolutionPlaced:
    return SolutionPlaced(team=team, round=number, regulation=x, interest=y)


def test_time_in_a_phase_is_counted_over_all_visits_and_ends_with_the_session():
    timeline = [
        (0, created()),
        (1, entered("welcome")),
        (16, entered("work", 1)),
        (20, entered("welcome")),
        (21, entered("work", 1)),
        (31, SessionClosed(at=NOW)),
        (5000, BoxCounted(box="pulse:later:now", count=2)),
    ]
    events = [
        StoredEvent(seq, NOW + minute * MINUTE, event.name, event.version, stored(event)[0].data)
        for seq, (minute, event) in enumerate(timeline, start=1)
    ]
    spent = {(time.phase, time.round): (time.planned, time.spent / MINUTE) for time in find(events, PACK).times}
    assert spent["welcome", None] == (15, 16)
    assert spent["work", 1] == (18, 14)
    assert spent["debrief", None] == (45, 0)
    assert not {"lobby", "closed"} & {phase for phase, _ in spent}


def test_a_round_that_was_not_revealed_is_not_told():
    sealed = found(*handed_in(1, 1), lies(1, 1, 40, 40), SessionClosed(at=NOW))
    assert (sealed.solutions, sealed.rounds, sealed.factors) == ((), (), ())


def test_a_team_lies_where_it_sealed_its_solution_and_beside_it_as_itself_and_after_the_talk():
    told = found(
        wrote(1, 1),
        lies(1, 1, 40, -10),
        SelfPlaced(team=1, round=1, regulation=-20, interest=0),
        SolutionsRevealed(round=1),
        SolutionShifted(team=1, round=1, regulation=50, interest=0),
    )
    (solution,) = told.solutions
    assert solution.place is not None
    assert solution.as_self is not None
    assert solution.shifted is not None
    assert [place.regulation for place in (solution.place, solution.as_self, solution.shifted)] == [40, -20, 50]


def test_a_reading_below_the_floor_is_a_count_and_no_cloud():
    told = found(
        *(event for team in (1, 2) for event in handed_in(team, 1)),
        SolutionsRevealed(round=1),
        BoxCounted(box="reading:1:1", count=5, result=CLOUD),
        BoxCounted(box="reading:1:2", count=4),
        ReadingsRevealed(round=1),
    )
    readings = {solution.team: solution.reading for solution in told.solutions}
    assert readings[1] is not None
    assert readings[1].cloud is not None
    assert readings[1].cloud.centre.regulation == 12
    assert readings[2] is not None
    assert (readings[2].count, readings[2].cloud) == (4, None)


def test_a_pulse_that_nobody_showed_stays_a_count_until_the_session_closes():
    counted = BoxCounted(box="pulse:before:now", count=6, result=CLOUD)
    assert found(counted).pulses["before", "now"].cloud is None
    assert found(counted, SessionClosed(at=NOW)).pulses["before", "now"].cloud is not None


def test_few_single_votes_are_not_told_apart_but_votes_of_teams_are():
    seats = [sits(f"s_{n}", n % 2 + 1) for n in range(4)]
    vote: list[Event] = [VoteOpened(ballot=1), VoteClosed(ballot=1)]
    vote += [BoxCounted(box="vote:1", count=4, result={"1": 3, "2": 1}), VoteRevealed(ballot=1)]
    by_person = found(*seats, *vote, devices="person").vote
    assert by_person is not None
    assert (by_person.count, by_person.tally, by_person.winner) == (4, None, 1)
    by_team = found(*seats, *vote).vote
    assert by_team is not None
    assert by_team.tally == {1: 3, 2: 1}


def test_who_got_no_vote_stands_among_the_others():
    told = revealed(1, 1, 2, 3)
    vote: list[Event] = [VoteOpened(ballot=1), VoteClosed(ballot=1)]
    for result in ({"1": 3}, {}):
        counted = BoxCounted(box="vote:1", count=sum(result.values()), result=result)
        shown = found(*told, *vote, counted, VoteRevealed(ballot=1), teams=3).vote
        assert shown is not None
        assert shown.tally == {1: 0, 2: 0, 3: 0} | {int(team): votes for team, votes in result.items()}


def test_factors_come_with_what_teams_wrote_the_most_named_first():
    told = found(
        *(event for team in (1, 2) for event in handed_in(team, 1)),
        FactorLinked(team=1, round=1, factor="timetable", change=2, consequence="Blokuren"),
        FactorLinked(team=1, round=1, factor="vision", change=-1, consequence=""),
        FactorLinked(team=2, round=1, factor="vision", change=1, consequence="Scherper"),
        SolutionsRevealed(round=1),
    )
    assert [(named.id, named.times(1)) for named in told.factors] == [("vision", 2), ("timetable", 1)]
    assert [(note.team, note.change, note.text) for note in told.factors[0].notes] == [(1, -1, ""), (2, 1, "Scherper")]


def test_notes_of_the_facilitator_are_nowhere_in_it():
    told = found(NoteWritten(index=0, text="zq-geheim"), InsightCaptured(insight="i_1", text="Open", tags={}, at=NOW))
    assert "zq-geheim" not in repr(told)
    assert [insight.text for insight in told.insights] == ["Open"]


def test_without_names_no_name_is_in_it():
    events = read_log(HERE / "v0.4.0-session.jsonl")
    assert find(events, PACK).names == {1: "De Uilen"}
    nameless = find(events, PACK, names=False)
    assert not any(name in repr(nameless) for name in ("De Uilen", "Studiemiddag", "'Ann'"))
