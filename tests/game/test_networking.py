"""The actor-factor network: who influences what, for each team and for the school."""

import pytest

from app.game import commands as c
from app.game.events import InfluenceConnected, InfluenceDisconnected, NodeDescribed
from app.game.merging import View
from app.game.rejected import Code
from app.game.rules.networking import MOST_LINKS
from app.game.viewing import FACILITATOR, REVIEW, SCREEN, Audience
from tests.support.game import ALL_INSTRUMENTS, Told, created, given, sits

DESK = "facilitator"
ARROW = c.Connect(when="now", source="parent", target="vision", how="denkt mee")
SEEN: View = {"now": {"nodes": {}, "links": [{"source": "parent", "target": "vision", "how": "denkt mee"}]}}


def room() -> Told:
    return given(created(instruments=ALL_INSTRUMENTS), sits("ann", 1), sits("ben", 2), sits("cas"))


def test_a_team_draws_its_own_network_and_the_facilitator_that_of_the_school():
    told = room().when("ann", ARROW)
    told.then(InfluenceConnected(network="1", when="now", source="parent", target="vision", how="denkt mee"))
    told.when(DESK, ARROW).accepted()
    told.when(DESK, c.EditForTeam(team=2, command=ARROW)).accepted()
    assert told.state.networks.keys() == {"school", "1", "2"}
    told.when("cas", ARROW).refused(Code.NO_TEAM)


def test_only_the_own_team_and_the_facilitator_see_a_teams_network_until_it_is_shown():
    told = room().when("ann", ARROW)
    assert told.sees(Audience("team", 1))["networks"] == {"1": SEEN}
    assert told.sees(FACILITATOR)["networks"] == {"1": SEEN}
    others = [SCREEN, REVIEW, Audience("team", 2), Audience("seat", seat="cas")]
    assert all(told.sees(other)["networks"] == {} for other in others)
    told.when(DESK, c.ShowInstrument(instrument="network", team=1))
    assert all(told.sees(other)["networks"] == {"1": SEEN} for other in others)
    told.when(DESK, c.ShowInstrument(instrument="network"))
    assert all(told.sees(other)["networks"] == {} for other in others)
    told.when(DESK, c.CloseSession())
    assert told.sees(REVIEW)["networks"] == {"1": SEEN}


def test_everybody_sees_the_schools_network():
    told = room().when(DESK, ARROW)
    assert told.sees(SCREEN)["networks"] == told.sees(Audience("team", 2))["networks"] == {"school": SEEN}


def test_an_arrow_is_changed_and_taken_away():
    told = room().when("ann", ARROW).when("ann", ARROW).then()
    told.when("ann", c.Connect(when="now", source="parent", target="vision")).accepted()
    assert told.sees(Audience("team", 1))["networks"]["1"]["now"]["links"] == [{"source": "parent", "target": "vision"}]
    told.when("ann", c.Disconnect(when="now", source="parent", target="vision"))
    told.then(InfluenceDisconnected(network="1", when="now", source="parent", target="vision"))
    told.when("ann", c.Disconnect(when="now", source="parent", target="vision")).then()


def test_now_and_wanted_are_two_drawings():
    told = room().when("ann", ARROW)
    told.when("ann", c.Connect(when="wanted", source="vision", target="parent")).accepted()
    assert told.sees(Audience("team", 1))["networks"]["1"].keys() == {"now", "wanted"}


def test_a_node_gets_a_property_and_loses_it():
    told = room().when("ann", c.DescribeNode(when="now", node="vision", text="Staat op papier"))
    told.then(NodeDescribed(network="1", when="now", node="vision", text="Staat op papier"))
    told.when("ann", c.DescribeNode(when="now", node="vision", text="Staat op papier")).then()
    assert told.sees(Audience("team", 1))["networks"]["1"]["now"]["nodes"] == {"vision": "Staat op papier"}
    told.when("ann", c.DescribeNode(when="now", node="vision", text="")).accepted()
    assert told.sees(Audience("team", 1))["networks"]["1"]["now"]["nodes"] == {}


@pytest.mark.parametrize(
    ("wish", "code", "field"),
    [
        (c.Connect(when="now", source="nobody", target="vision"), Code.UNKNOWN_ID, "source"),
        (c.Connect(when="now", source="parent", target="nothing"), Code.UNKNOWN_ID, "target"),
        (c.Connect(when="now", source="parent", target="parent"), Code.INVALID, "target"),
        (c.DescribeNode(when="now", node="nobody", text="x"), Code.UNKNOWN_ID, "node"),
    ],
)
def test_a_network_is_of_the_packs_actors_and_factors(wish: c.Command, code: Code, field: str):
    room().when("ann", wish).refused(code, field)


def test_a_drawing_has_a_limit():
    nodes = [f"n{number}" for number in range(MOST_LINKS + 1)]
    drawn = [InfluenceConnected(network="1", when="now", source=node, target="vision", how="") for node in nodes[1:]]
    told = given(created(instruments=ALL_INSTRUMENTS), sits("ann", 1), drawn)
    told.when("ann", ARROW).refused(Code.TOO_MANY)
    told.when("ann", c.Connect(when="wanted", source="parent", target="vision")).accepted()
