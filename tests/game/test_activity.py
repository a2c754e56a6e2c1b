"""When a team last worked: every change of its solution, and nothing else."""

from app.game import events as e
from app.game.activity import WORK, team_at_work
from tests.support.game import NOW, handed_in, sits


def test_every_change_of_a_solution_is_work_of_its_team():
    of_solutions = {kind for kind in e.EVENTS.values() if {"team", "round"} <= kind.model_fields.keys()}
    by_others = {e.PersonaPicked, e.ActorPicked, e.SolutionReopened}
    assert of_solutions - by_others == set(WORK)
    assert [team_at_work(event) for event in handed_in(3, 1)] == [3, 3]


def test_coming_in_or_moving_on_is_none():
    assert team_at_work(sits("s_1", 1)) is None
    assert team_at_work(e.PhaseEntered(index=3, at=NOW)) is None
