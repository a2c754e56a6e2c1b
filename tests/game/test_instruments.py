"""The instruments around the game: on and off, on the projector, school profile, FlexScan, learning network, slots."""

from typing import Any

import pytest

from app.game import commands as c
from app.game.events import (
    ActionAdded,
    InstrumentShown,
    InstrumentSwitched,
    ProfileSet,
    SlotSet,
    Undone,
)
from app.game.rejected import Code, Rejected
from app.game.rules.instruments import offered
from app.game.viewing import FACILITATOR, SCREEN, Audience
from tests.support.game import ALL_INSTRUMENTS, PACK, Play, Told, created, given, sits, with_pack
from tests.support.wishes import command

DESK = "facilitator"
OFF = {
    "pulse": [("open_pulse", {"pulse": "now"})],
    "guide": [("set_debrief", {"current": {"pace": 0}}), ("set_debrief", {"ambition": {"pace": 1}})],
    "checklist": [("set_debrief", {"checklist": {"leadership": "done"}})],
    "flexscan": [("set_debrief", {"scan": {"source": "FlexScan"}})],
    "network": [
        ("connect", {"when": "now", "source": "pupil", "target": "vision"}),
        ("describe_node", {"when": "now", "node": "vision", "text": "x"}),
        ("show_instrument", {"instrument": "network"}),
    ],
    "school_profile": [("set_profile", {"question": "why", "next": "x"})],
    "learning_network": [
        ("add_action", {"what": "x", "kind": "question"}),
        ("add_action", {"what": "x", "kind": "meeting"}),
    ],
    "questionnaire": [("set_slot", {"moment": "before", "title": "x"})],
}


def with_all(*facts: object) -> Told:
    return given(created(instruments=ALL_INSTRUMENTS), *facts)  # pyright: ignore[reportArgumentType]


def test_pulse_guide_and_checklist_are_on_from_the_start():
    assert given().sees(SCREEN)["session"]["instruments"] == ["pulse", "guide", "checklist"]


def test_the_facilitator_switches_one_on_and_off_and_takes_that_back():
    on = given().when(DESK, c.SwitchInstrument(instrument="network", on=True))
    on.then(InstrumentSwitched(instrument="network", on=True))
    assert on.sees(SCREEN)["session"]["instruments"] == ["pulse", "guide", "checklist", "network"]
    on.when(DESK, c.SwitchInstrument(instrument="network", on=True)).then()
    on.when(DESK, c.Undo()).then(Undone.of(InstrumentSwitched(instrument="network", on=False)))
    assert "network" not in on.state.instruments


@pytest.mark.parametrize("instrument", OFF)
def test_what_belongs_to_an_instrument_that_is_off_is_refused_and_else_taken(instrument: str):
    others = tuple(other for other in ALL_INSTRUMENTS if other != instrument)
    for name, fields in OFF[instrument]:
        for on, code in ((others, Code.SWITCHED_OFF), (ALL_INSTRUMENTS, None)):
            told = given(created(instruments=on)).when(DESK, command("go", phase="welcome"))
            told.when(DESK, command(name, **fields))
            if code:
                told.refused(code)
            else:
                assert not told.was_refused, name


def test_an_instrument_without_cards_in_the_pack_cannot_be_switched_on():
    bare = with_pack(teacher_indicators=frozenset(), design_questions=frozenset(), dilemmas={})
    told = Told(Play(created(), pack=bare))
    for instrument in ("teacher_profile", "school_profile", "indicators"):
        assert offered(PACK, instrument)
        assert not offered(bare, instrument)
        told.when(DESK, command("switch_instrument", instrument=instrument, on=True)).refused(
            Code.UNKNOWN_ID, "instrument"
        )
    told.when(DESK, command("switch_instrument", instrument="network", on=True)).accepted()


def test_what_was_filled_in_comes_back_with_the_instrument():
    told = with_all().when(DESK, c.SetProfile(question="why", now="traditional"))
    told.when(DESK, c.SwitchInstrument(instrument="school_profile", on=False))
    assert told.sees(SCREEN)["profile"] == {}
    told.when(DESK, c.SwitchInstrument(instrument="school_profile", on=True))
    assert told.sees(SCREEN)["profile"] == {"why": {"now": "traditional"}}


# --- on the projector -------------------------------------------------------------------------------------------------


def test_an_instrument_goes_on_the_projector_and_off_again():
    told = with_all().when(DESK, c.ShowInstrument(instrument="network", team=2))
    told.then(InstrumentShown(instrument="network", team=2))
    assert told.sees(SCREEN)["board"]["shown"] == {"instrument": "network", "team": 2}
    told.when(DESK, c.ShowInstrument(instrument="network", team=2)).then()
    told.when(DESK, c.ShowInstrument()).then(InstrumentShown())
    assert "shown" not in told.sees(SCREEN)["board"]
    told.when(DESK, c.ShowInstrument()).then()
    told.when(DESK, c.Undo()).accepted()
    assert told.sees(SCREEN)["board"]["shown"] == {"instrument": "network", "team": 2}


def test_only_a_network_is_of_a_team_that_exists():
    told = with_all()
    told.when(DESK, c.ShowInstrument(instrument="school_profile", team=2)).refused(Code.INVALID, "team")
    told.when(DESK, c.ShowInstrument(instrument="network", team=9)).refused(Code.UNKNOWN_ID, "team")
    told.when(DESK, c.ShowInstrument(team=2)).refused(Code.INVALID, "team")


def test_an_instrument_that_is_switched_off_leaves_the_projector():
    told = with_all().when(DESK, c.ShowInstrument(instrument="indicators"))
    told.when(DESK, c.SwitchInstrument(instrument="indicators", on=False))
    assert told.state.shown is None
    told.when(DESK, c.SwitchInstrument(instrument="indicators", on=True))
    assert "shown" not in told.sees(SCREEN)["board"]


def test_what_is_on_the_projector_leaves_it_when_the_room_moves_on():
    told = with_all().when(DESK, c.ShowInstrument(instrument="network")).when(DESK, c.Go(phase="welcome"))
    assert "shown" not in told.sees(SCREEN)["board"]


@pytest.mark.parametrize("wall", ["insights", "recurring"])
def test_the_walls_are_no_instruments_and_can_always_be_shown(wall: Any):
    told = given().when(DESK, c.ShowInstrument(instrument=wall)).then(InstrumentShown(instrument=wall))
    told.when(DESK, c.SwitchInstrument(instrument="guide", on=False)).accepted()
    told.when(DESK, c.SwitchInstrument(instrument="guide", on=True)).accepted()
    assert told.sees(SCREEN)["board"]["shown"] == {"instrument": wall}
    told.when(DESK, c.ShowInstrument(instrument=wall, team=1)).refused(Code.INVALID, "team")


# --- the school profile -----------------------------------------------------------------------------------------------


def test_the_school_profile_is_filled_in_piece_by_piece_and_cleared():
    told = with_all().when(DESK, c.SetProfile(question="why", now="traditional", wanted="innovative"))
    told.then(ProfileSet(question="why", fields={"now": "traditional", "wanted": "innovative"}))
    told.when(DESK, c.SetProfile(question="why", next="Samen kijken"))
    full = {"now": "traditional", "wanted": "innovative", "next": "Samen kijken"}
    told.then(ProfileSet(question="why", fields=full))
    told.when(DESK, c.SetProfile(question="why", next="Samen kijken")).then()
    assert told.sees(Audience("team", 1))["profile"] == {"why": full}
    told.when(DESK, c.SetProfile(question="why", now="", wanted="", next=""))
    told.then(ProfileSet(question="why", fields={}))
    assert told.sees(SCREEN)["profile"] == {}
    told.when(DESK, c.Undo())
    assert told.sees(SCREEN)["profile"] == {"why": full}


def test_the_school_profile_knows_its_questions_and_stages():
    told = with_all()
    told.when(DESK, c.SetProfile(question="who", now="traditional")).refused(Code.UNKNOWN_ID, "question")
    told.when(DESK, c.SetProfile(question="why", now="modern")).refused(Code.UNKNOWN_ID, "now")
    told.when(DESK, c.SetProfile(question="why", wanted="modern")).refused(Code.UNKNOWN_ID, "wanted")


# --- FlexScan, learning network, slots --------------------------------------------------------------------------------


def test_results_of_a_flexscan_are_kept_piece_by_piece():
    now, wanted = {"regulation": -40, "interest": 0}, {"regulation": 30, "interest": 20}
    told = with_all().when(DESK, command("set_debrief", scan={"now": now, "source": "FlexScan mei"})).accepted()
    told.when(DESK, command("set_debrief", scan={"wanted": wanted}))
    assert told.sees(SCREEN)["debrief"]["scan"] == {"now": now, "wanted": wanted, "source": "FlexScan mei"}


def test_questions_and_meetings_stand_beside_the_actions():
    told = with_all().when(DESK, c.AddAction(what="Rooster bekijken"))
    told.then(ActionAdded(action="a_1", fields={"what": "Rooster bekijken", "state": "open"}))
    told.when(DESK, c.AddAction(what="Wie helpt?", kind="question", lead="Ann"))
    told.when(DESK, c.AddAction(what="Terugkijken", kind="meeting", month="maart"))
    seen = told.sees(SCREEN)["debrief"]
    assert seen["actions"] == {"a_1": {"what": "Rooster bekijken", "state": "open"}}
    assert seen["questions"] == {"a_2": {"what": "Wie helpt?", "lead": "Ann", "state": "open"}}
    assert seen["meetings"] == {"a_3": {"what": "Terugkijken", "month": "maart", "state": "open"}}
    told.when(DESK, c.EditAction(action="a_2", state="done"))
    assert told.sees(SCREEN)["debrief"]["questions"]["a_2"]["state"] == "done"


def test_a_slot_is_filled_and_emptied():
    told = with_all(sits("ann", 1)).when(DESK, c.SetSlot(moment="before", title="Vragenlijst", url="https://x.nl/a"))
    told.then(SlotSet(moment="before", fields={"title": "Vragenlijst", "url": "https://x.nl/a"}))
    assert told.sees(Audience("team", 1))["slots"] == {"before": {"title": "Vragenlijst", "url": "https://x.nl/a"}}
    told.when(DESK, c.SetSlot(moment="before", title="Vragenlijst", url="https://x.nl/a")).then()
    told.when(DESK, c.SetSlot(moment="before")).then(SlotSet(moment="before", fields={}))
    assert told.sees(FACILITATOR)["slots"] == {}


@pytest.mark.parametrize(
    "url", ["http://x.nl", "javascript:alert(1)", "//x.nl", "https://x.nl/a b", "https://x\u202e.nl"]
)
def test_a_slot_takes_only_an_https_address(url: str):
    with pytest.raises(Rejected) as caught:
        command("set_slot", moment="before", url=url)
    assert (caught.value.code, caught.value.field) == (Code.INVALID, "url")
