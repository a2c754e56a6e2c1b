"""What the views say about teams, board and phase. What they must not say: test_leaks.py."""

import pytest

from app.game import aggregate
from app.game.commands import parse_command
from app.game.events import (
    ActorPicked,
    Event,
    FacilitatorCalled,
    FactorLinked,
    PersonaPicked,
    SelfPlaced,
    SolutionPlaced,
    SolutionShifted,
    SolutionSubmitted,
    TeamPresenceSet,
)
from app.game.rejected import Code, Rejected
from app.game.state import Mark
from app.game.viewing import FACILITATOR as CONSOLE
from app.game.viewing import SCREEN as PROJECTOR
from app.game.viewing import Audience, view
from tests.support.game import NOW, PACK, created, entered, given, revealed, sits, wrote

ANN = sits("ann", 1)
PERSONA = PersonaPicked(team=1, round=1, persona="bram")
ACTOR = ActorPicked(team=1, round=1, actor="pupil")


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ([], "empty"),
        ([ANN], "waiting"),
        ([ANN, TeamPresenceSet(team=1, present=False)], "absent"),
        ([ANN, entered("choose", 1), PERSONA], "choosing"),
        ([ANN, entered("choose", 1), PERSONA, ACTOR], "chosen"),
        ([ANN, entered("work", 1)], "writing"),
        ([ANN, entered("work", 1), wrote(1, 1), SolutionSubmitted(team=1, round=1, at=NOW)], "submitted"),
        ([ANN, entered("reveal", 1)], "waiting"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_status_of_a_team(facts: list[Event], status: str):
    assert given(facts).sees(PROJECTOR)["teams"]["1"]["status"] == status


def test_round_is_null_until_the_first_camp_and_left_out_outside_the_camps_after_that():
    told = given(entered("welcome"))
    assert told.sees(PROJECTOR)["phase"]["round"] is None
    told.play.record([entered("choose", 1)])
    assert told.sees(PROJECTOR)["phase"]["round"] == 1
    told.play.record([entered("break")])
    assert "round" not in told.sees(PROJECTOR)["phase"]
    told.play.record([entered("lobby")])
    assert "round" not in told.sees(PROJECTOR)["phase"]


def test_persona_and_actor_are_those_of_the_camp():
    told = given(PERSONA, ACTOR, ActorPicked(team=1, round=2, actor="parent"), entered("work", 1))
    team = told.sees(PROJECTOR)["teams"]["1"]
    assert (team["persona"], team["actor"], team["actors_used"]) == ("bram", "pupil", ["parent"])
    told.play.record([entered("break")])
    assert told.sees(PROJECTOR)["teams"]["1"]["actor"] == "parent"


def test_a_raised_hand_is_seen_by_the_facilitator_and_the_team_itself():
    told = given(FacilitatorCalled(team=1, on=True))
    assert told.sees(CONSOLE)["teams"]["1"]["calling"] is True
    assert told.sees(CONSOLE)["calls"] == [1]
    assert told.sees(Audience("team", team=1))["teams"]["1"]["calling"] is True
    assert "calling" not in told.sees(Audience("team", team=2))["teams"]["1"]
    assert "calling" not in told.sees(PROJECTOR)["teams"]["1"]


def test_presence_is_a_number_in_the_room_and_names_on_the_console():
    told = given(sits("ann", 1, "Ann"), sits("ben", 1))
    seen = view(told.state, PROJECTOR, PACK, frozenset({"ann"}))
    assert (seen["teams"]["1"]["seats"], seen["teams"]["1"]["online"]) == (2, 1)
    assert "seats" not in seen
    assert view(told.state, CONSOLE, PACK, frozenset({"ann"}))["seats"] == {
        "ann": {"name": "Ann", "team": 1, "online": True},
        "ben": {"team": 1, "online": False},
    }


def test_teams_have_the_names_of_their_signs_in_the_language_of_the_session():
    assert given().sees(PROJECTOR)["teams"]["1"]["name"] == "Maan"
    assert given(created(language="en")).sees(PROJECTOR)["teams"]["1"]["name"] == "Moon"


def placed(team: int, number: int, x: int, y: int) -> SolutionPlaced:
    return SolutionPlaced(team=team, round=number, regulation=x, interest=y)


def test_marks_movement_and_agreement_show_on_the_board_after_the_reveal():
    told = given(placed(1, 1, -50, 0), placed(2, 1, 50, 0), revealed(1, 1, 2))
    told.play.record([placed(1, 2, -10, 0), placed(2, 2, 60, 0), entered("reveal", 2)])
    assert list(told.sees(PROJECTOR)["board"]["marks"]) == ["1"]
    told.play.record([*revealed(2)])
    board = told.sees(PROJECTOR)["board"]
    assert board["marks"]["2"] == {
        "1": {"regulation": -10, "interest": 0},
        "2": {"regulation": 60, "interest": 0},
    }
    assert board["movement"] == {"2": {"1": {"regulation": 40, "interest": 0}, "2": {"regulation": 10, "interest": 0}}}
    assert board["agreement"]["1"] == {"n": 2, "spread": 50.0}
    assert board["agreement"]["2"] == {"n": 2, "spread": 35.0, "nearer": True, "toward": ["regulation+"]}


def test_the_marks_as_oneself_show_on_the_board_after_the_reveal():
    own = SelfPlaced(team=1, round=1, regulation=-8, interest=4)
    told = given(ANN, sits("ben", 2), placed(1, 1, -50, 0), own, entered("work", 1))
    assert "selves" not in told.sees(PROJECTOR)["board"]
    mine, theirs = (told.sees(Audience("team", team=team))["solutions"] for team in (1, 2))
    assert (mine["1"]["1"]["self"], theirs) == ({"regulation": -8, "interest": 4}, {})
    told.play.record([*revealed(1)])
    assert told.sees(PROJECTOR)["board"]["selves"] == {"1": {"1": {"regulation": -8, "interest": 4}}}


def test_a_shift_is_shown_beside_the_sealed_mark_and_weighs_only_after_the_talk():
    told = given(placed(1, 1, -50, 0), placed(2, 1, 50, 0), revealed(1, 1, 2))
    before = told.sees(PROJECTOR)["board"]
    told.play.record([SolutionShifted(team=1, round=1, regulation=0, interest=0)])
    seen = told.sees(PROJECTOR)
    after = seen["board"]
    assert (after["marks"], after["agreement"]) == (before["marks"], before["agreement"])
    assert after["shifts"] == {"1": {"1": {"regulation": 0, "interest": 0}}}
    assert after["after"] == {"1": {"n": 2, "spread": 25.0, "nearer": True, "shifted": 1}}
    assert seen["solutions"]["1"]["1"]["shift"] == {"regulation": 0, "interest": 0}
    told.play.record([SolutionShifted(team=1, round=1, regulation=-50, interest=0)])
    back = told.sees(PROJECTOR)
    assert back["board"] == before
    assert "shift" not in back["solutions"]["1"]["1"]


def test_what_moved_in_the_next_round_is_told_from_the_sealed_mark():
    told = given(placed(1, 1, -50, 0), revealed(1, 1), SolutionShifted(team=1, round=1, regulation=40, interest=0))
    told.play.record([placed(1, 2, 0, 0), *revealed(2)])
    assert told.sees(PROJECTOR)["board"]["movement"]["2"]["1"] == {"regulation": 50, "interest": 0}


@pytest.mark.parametrize(("x", "said"), [(46, {"nearer": True, "same": True}), (40, {"nearer": True})])
def test_a_small_difference_is_neither_nearer_nor_further(x: int, said: dict[str, bool]):
    before, after = {1: Mark(-50, 0), 2: Mark(50, 0)}, {1: Mark(-x, 0), 2: Mark(x, 0)}
    found = aggregate.agreement(before, after)
    assert {name: found[name] for name in ("nearer", "same") if name in found} == said


def test_recurring_factors_count_revealed_solutions_only():
    def factor(team: int, number: int, change: int) -> FactorLinked:
        return FactorLinked(team=team, round=number, factor="vision", change=change, consequence="")

    told = given(factor(1, 1, 2), factor(2, 1, -1), factor(1, 2, 2), revealed(1))
    assert told.sees(PROJECTOR)["board"]["recurring"]["factors"] == {"vision": {"n": 2, "change": 1}}


def test_the_cloud_of_a_slanted_line():
    cloud = aggregate.cloud([(-10, -10), (0, 0), (10, 10)])
    assert cloud == {"centre": {"regulation": 0.0, "interest": 0.0}, "major": 11.5, "minor": 0.0, "angle": 45.0}


def test_one_mark_has_no_spread():
    assert aggregate.spread([Mark(5, 5)]) == 0


INVISIBLE = ("\u200b", "\u2060 \u00ad", "\t\u200d", "\u3164", "\u2800\ufe0f")
"""Names that are drawn as nothing."""


@pytest.mark.parametrize(
    ("frame", "code", "field"),
    [
        ({"type": "rename_team"}, Code.INVALID, "name"),
        ({"type": "rename_team", "name": "x" * 41}, Code.TOO_LONG, "name"),
        ({"type": "rename_team", "name": "  "}, Code.INVALID, "name"),
        ({"type": "rename_team", "name": "a\nb"}, Code.INVALID, "name"),
        *(({"type": "rename_team", "name": name}, Code.INVALID, "name") for name in INVISIBLE),
        ({"type": "set_title", "title": INVISIBLE[0]}, Code.INVALID, "title"),
        ({"type": "capture_insight", "text": f"{INVISIBLE[0]}\n{INVISIBLE[0]}"}, Code.INVALID, "text"),
        ({"type": "join_team", "team": True}, Code.INVALID, "team"),
        ({"type": "join_team", "team": 1.0}, Code.INVALID, "team"),
        ({"type": "join_team", "team": "1"}, Code.INVALID, "team"),
        ({"type": "place", "regulation": 101, "interest": 0}, Code.OUT_OF_RANGE, "regulation"),
        ({"type": "place", "regulation": 0, "interest": 0, "subject": ""}, Code.INVALID, "subject"),
        ({"type": "write_draft", "fields": {"title": "x" * 121}}, Code.TOO_LONG, "fields.title"),
        ({"type": "write_draft", "fields": {"text": "\x00"}}, Code.INVALID, "fields.text"),
        (
            {"type": "place_pulse", "pulse": "now", "regulation": 0, "interest": 0, "person": 5},
            "out_of_range",
            "person",
        ),
        (
            {"type": "place_pulse", "pulse": "now", "regulation": 0, "interest": 0, "person": 0},
            "out_of_range",
            "person",
        ),
        ({"type": "evaluate", "answers": {"q": "x" * 501}}, Code.TOO_LONG, "answers.q"),
        ({"type": "evaluate", "answers": {"q": True}}, Code.INVALID, "answers.q"),
        ({"type": "evaluate", "answers": {f"q{n}": 1 for n in range(31)}}, Code.TOO_MANY, "answers"),
        ({"type": "link_factor", "factor": "x", "change": 3, "consequence": ""}, Code.OUT_OF_RANGE, "change"),
        ({"type": "go", "phase": "pub"}, Code.INVALID, "phase"),
        ({"type": "prompt", "prompt": 7}, Code.INVALID, "prompt"),
        ({"type": "evaluate", "answers": {"vote": "x" * 501}}, Code.TOO_LONG, "answers.vote"),
        (
            {"type": "edit_for_team", "team": 1, "command": {"type": "rename_team", "name": "x" * 41}},
            Code.TOO_LONG,
            "command.name",
        ),
        ({"type": "edit_for_team", "team": 1, "command": {"type": "undo"}}, Code.INVALID, "command"),
        ({"type": "take_seat", "seat": "x"}, Code.INVALID, "type"),
        ({"type": "expire_timer", "ends_at": 1}, Code.INVALID, "type"),
        ({}, Code.INVALID, "type"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_command_that_is_no_command_names_the_field(frame: dict[str, object], code: str, field: str):
    with pytest.raises(Rejected) as caught:
        parse_command(frame)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_fields_that_nobody_knows_are_ignored():
    assert parse_command({"type": "undo", "id": "x", "colour": "red"}).model_dump() == {"type": "undo"}
