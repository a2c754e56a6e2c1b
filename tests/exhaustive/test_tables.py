"""Tables that must be complete: rights, deciders, evolvers, codes, events, the commands of the wire."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from app.game import commands as c
from app.game.agenda import PHASES
from app.game.context import Role
from app.game.engine import RULE_MODULES
from app.game.events import EVENTS, UPCASTERS, Event
from app.game.registry import DECIDERS, EVOLVERS
from app.game.rejected import Code, Rejected
from app.game.rights import RIGHTS
from app.web import messages
from tests.support.game import AGENDA, Play, entered, revealed, sits

ROOT = Path(__file__).parents[2]
SEAT_OR_FACILITATOR = "seat facilitator"
FACILITATOR, SEAT, SYSTEM = "facilitator", "seat", "system"
EVERY = frozenset(PHASES) - {"closed"}


def words(text: str) -> list[str]:
    return text.split()


MEANT: dict[str, tuple[str, frozenset[str]]] = {
    **dict.fromkeys(
        words(
            "join_team rename_team write_draft edit_text place place_self set_aspect link_actor link_factor "
            "unlink submit_solution withdraw_solution ready call_facilitator"
        ),
        (SEAT, EVERY),
    ),
    **dict.fromkeys(["pick_persona", "pick_actor"], (SEAT, frozenset({"choose", "work"}))),
    "place_pulse": (SEAT, frozenset({"welcome", "evaluate", "closed"})),
    "shift": (SEAT, frozenset({"reveal", "discuss"})),
    "vote_dilemma": (SEAT, frozenset({"reveal", "discuss"})),
    **dict.fromkeys(["connect", "disconnect", "describe_node"], (SEAT_OR_FACILITATOR, EVERY)),
    "read_solution": (SEAT, frozenset({"reveal", "discuss"})),
    "vote": (SEAT, frozenset({"vote"})),
    "evaluate": (SEAT, frozenset({"evaluate"})),
    **dict.fromkeys(
        words(
            "go timer assign move_seat remove_seat set_present spotlight blank prompt reopen_solution "
            "edit_for_team order_speakers "
            "capture_insight edit_insight drop_insight note bookmark add_action set_school set_debrief "
            "switch_instrument show_instrument set_profile set_title set_times mark_rehearsal undo close_session"
        ),
        (FACILITATOR, EVERY),
    ),
    **dict.fromkeys(["reveal", "set_slot", "edit_action"], (FACILITATOR, frozenset(PHASES))),
    **dict.fromkeys(["open_pulse", "close_pulse"], (FACILITATOR, frozenset({"welcome", "evaluate", "closed"}))),
    "settle_dilemma": (FACILITATOR, frozenset({"reveal", "discuss"})),
    **dict.fromkeys(["open_vote", "close_vote", "break_tie"], (FACILITATOR, frozenset({"vote"}))),
    "take_seat": (SYSTEM, frozenset(PHASES)),
    "expire_timer": (SYSTEM, EVERY),
}
"""Who may send what, and when; written down a second time on purpose."""

CONTRACT = words("""
    join_team rename_team pick_persona pick_actor write_draft place set_aspect link_actor link_factor unlink
    submit_solution withdraw_solution ready call_facilitator place_pulse read_solution vote evaluate go timer assign
    move_seat remove_seat set_present spotlight reveal blank prompt reopen_solution edit_for_team open_pulse close_pulse
    capture_insight edit_insight drop_insight note bookmark open_vote close_vote break_tie add_action edit_action
    set_school set_debrief undo close_session
""")
"""Every command of the contract with independent clients (PROTOCOL.md)."""

CONTRACT_CODES = words("""
    not_allowed wrong_phase unknown_id taken already_used team_full too_long out_of_range sealed own_team closed invalid
    too_many
""")

COMMANDS = {name: next(kind for kind in RIGHTS if kind.model_fields["type"].default == name) for name in MEANT}
ROLES: tuple[str, ...] = get_args(Role)


def test_every_command_of_the_contract_exists():
    ours = words(
        "set_title set_times vote_dilemma connect disconnect describe_node switch_instrument show_instrument "
        "set_profile set_slot settle_dilemma place_self shift order_speakers mark_rehearsal edit_text"
    )
    assert set(CONTRACT) | set(ours) == c.WIRE_COMMANDS.keys()


def test_what_only_the_server_may_say_is_not_on_the_wire():
    assert not {"take_seat", "expire_timer"} & c.WIRE_COMMANDS.keys()


def test_every_command_has_rights_and_a_decider():
    every = set(get_args(c.AnyCommand))
    assert every == RIGHTS.keys() == DECIDERS.keys()
    assert {kind.model_fields["type"].default for kind in every} == MEANT.keys()


def test_every_event_has_an_evolver():
    assert set(EVENTS.values()) == EVOLVERS.keys()


def test_event_names_are_unique_and_in_the_past_tense():
    assert len(Event.__subclasses__()) == len(EVENTS)
    past = re.compile(r"[a-z]+(_[a-z]+)*")
    irregular = ("_set", "_ran_out", "_taken", "_written", "_withdrawn", "_shown", "_broken", "undone", "_spotlit")
    for name in EVENTS:
        assert past.fullmatch(name), name
        assert name.endswith(("ed", *irregular)), name


def test_every_older_version_can_be_read():
    needed = {(name, old) for name, kind in EVENTS.items() for old in range(1, kind.version)}
    assert needed == UPCASTERS.keys()


def test_the_modules_of_the_rules_are_all_loaded():
    files = {path.stem for path in (ROOT / "app" / "game" / "rules").glob("*.py")} - {"__init__"}
    assert files == set(RULE_MODULES)


def test_every_code_has_a_sentence():
    assert set(CONTRACT_CODES) <= {code.value for code in Code}
    for code in Code:
        sentence = messages.message(code, None, "nl")
        assert sentence.endswith(".")
        assert code is Code.INVALID or sentence != messages.message(Code.INVALID, None, "nl"), code


def test_every_code_is_documented():
    words = (ROOT / "docs" / "protocol.md").read_text("utf-8")
    for code in Code:
        assert code in CONTRACT_CODES or f"`{code}`" in words, code


def test_the_default_agenda_has_every_phase():
    assert {item.id for item in AGENDA} == set(PHASES)


def example(kind: type[c.Command]) -> c.Command:
    """Some command of this kind, valid in form."""
    fields: dict[str, Any] = {name: EXAMPLES[name] for name in kind.model_fields if name != "type"}
    if kind is c.SetSchool:
        fields = {"name": "De Linde"}
    return kind.model_construct(None, **fields)


EXAMPLES: dict[str, Any] = {
    "team": 1, "name": "x", "persona": "bram", "actor": "pupil", "fields": c.DraftFields(title="x"), "base": {},
    "update": "AAA=",
    "regulation": 0, "interest": 0, "aspect": "pace", "subject": None, "position": 0, "does": "x", "factor": "vision",
    "when": "now", "source": "pupil", "target": "vision", "how": "x", "node": "vision", "option": "a",
    "instrument": "pulse", "question": "why", "now": None, "wanted": None, "next": None, "moment": "before",
    "before": None,
    "url": "", "scan": None, "index": None, "change": 0, "consequence": "x",
    "kind": "actor", "id": "pupil", "on": True, "pulse": "now", "person": 1,
    "answers": {}, "phase": "lobby", "round": None, "action": "start", "seconds": None, "seat": "ann", "present": True,
    "what": "solutions", "prompt": None, "command": c.Ready(on=True), "text": "x", "tags": c.Tags(), "insight": "i_1",
    "shown": None, "label": "x", "lead": None, "involved": None, "month": None, "state": None, "context": None,
    "vision": None, "building": None, "timetable": None, "ict": None, "script": None, "step": None, "current": {},
    "ambition": {}, "quadrant": None, "checklist": {}, "texts": {}, "title": "x", "starts_at": None, "ends_at": 1,
    "bot": False,
    "by": "table",
}  # fmt: skip


def answer_to(kind: type[c.Command], sender: str, phase: str) -> Code | None:
    number = 1 if phase in ("choose", "work", "reveal", "discuss") else None
    play = Play(sits("ann", 1), revealed(1, 2), entered(phase, number))
    name = "ann" if sender == "seat" else sender
    try:
        play.send(name, example(kind))
    except Rejected as rejected:
        return rejected.code
    return None


@pytest.mark.parametrize("name", MEANT)
def test_rights(name: str):
    """Every command by every role in every phase: `not_allowed` and `wrong_phase` exactly where the table says so."""
    role, phases = MEANT[name]
    for sender in ROLES:
        for phase in sorted(EVERY):
            code = answer_to(COMMANDS[name], sender, phase)
            if sender not in role.split():
                assert code == Code.NOT_ALLOWED, (sender, phase)
            elif phase not in phases:
                assert code == Code.WRONG_PHASE, (sender, phase)
            elif name != "undo":
                assert code != Code.NOT_ALLOWED, (sender, phase)
    own = RIGHTS[COMMANDS[name]]
    assert (own.roles, own.phases) == (frozenset(role.split()), phases)


def test_a_seat_that_is_not_in_the_session_may_nothing():
    play = Play()
    for kind, right in RIGHTS.items():
        if "seat" in right.roles and "lobby" in right.phases:
            with pytest.raises(Rejected) as caught:
                play.send("stranger", example(kind))
            assert caught.value.code == Code.NOT_ALLOWED


def test_nothing_is_possible_once_the_session_is_closed():
    play = Play(sits("ann", 1))
    play.send("facilitator", c.CloseSession())
    for kind, right in RIGHTS.items():
        if kind in (c.OpenPulse, c.ClosePulse, c.SetSlot, c.EditAction):  # what is told weeks later: test_later
            continue
        for role in right.roles:
            with pytest.raises(Rejected) as caught:
                play.send("ann" if role == "seat" else role, example(kind))
            assert caught.value.code == Code.CLOSED, kind
