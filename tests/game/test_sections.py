"""Views made in sections are the views: along a whole session, while people come and go."""

from pathlib import Path
from random import Random

import pytest

from app.game.engine import evolve
from app.game.events import TeamRenamed, decode
from app.game.merging import Known, View, apply, diff
from app.game.sections import Sections
from app.game.state import State
from app.game.viewing import FACILITATOR, REVIEW, SCREEN, Audience, view
from tests.golden.make import HERE, read_log
from tests.support.game import PACK, Play, sits

EVERYONE = [FACILITATOR, SCREEN, REVIEW, Audience("seat", seat="s_1")]
NOBODY: frozenset[str] = frozenset()


@pytest.mark.parametrize("path", sorted(HERE.glob("v*.jsonl")), ids=lambda path: path.stem)
def test_sections_give_the_views_of_a_session_with_every_event(path: Path):
    state, sections, chance, online = State(), Sections(), Random(1), NOBODY
    shown: dict[Audience, View] = {}
    for event in read_log(path):
        state = evolve(state, decode(event.type, event.version, event.data))
        if chance.random() < 0.3:
            online = frozenset(seat for seat in state.seats if chance.random() < 0.5)
        known: Known = {}
        for audience in [*EVERYONE, *(Audience("team", team=number) for number in state.teams)]:
            seen = view(state, audience, PACK, online, sections)
            assert seen == view(state, audience, PACK, online), (event.seq, audience)
            if audience in shown:
                assert apply(shown[audience], diff(shown[audience], seen, known)) == seen, (event.seq, audience)
            shown[audience] = seen


def test_what_did_not_change_is_the_same_object():
    play, sections = Play(sits("s_1", 1), sits("s_2", 2)), Sections()
    before = view(play.state, SCREEN, PACK, NOBODY, sections)
    play.record([TeamRenamed(team=1, team_name="De Sterren")])
    after = view(play.state, SCREEN, PACK, NOBODY, sections)
    assert after["teams"]["1"]["name"] == "De Sterren"
    assert after["teams"]["2"] is before["teams"]["2"]
    assert [part for part in before if after[part] is not before[part]] == ["teams"]  # others read teams, and are equal
    again = view(play.state, SCREEN, PACK, frozenset(["s_9"]), sections)
    assert [part for part in again if again[part] is not after[part]] == []  # a stranger is online: all is equal
