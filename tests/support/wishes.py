"""Any command that a client could send, with ids that often exist and texts that never occur twice."""

import itertools
from typing import Any

from hypothesis import strategies as st

from app.game.commands import WIRE_COMMANDS, Command, parse_command
from tests.support.game import AGENDA, PACK

_counter = itertools.count(1)

SEATS = [f"s_{n}" for n in range(1, 8)]
MARKER = r"zq\d{6}"
"""Every text that a wish writes holds one of these, so that it can be found again wherever it leaks to."""


def _fresh(_: object) -> str:
    return f"zq{next(_counter):06}"


text = st.none().map(_fresh)
"""Evaluated when it is drawn: a text that nobody wrote before."""
mark = st.integers(-50, 50).map(lambda n: n * 2)
"""A place of a team or school: even numbers."""
answer = st.integers(-50, 49).map(lambda n: n * 2 + 1)
"""A place in a single person's answer: odd numbers, so that it is recognised anywhere."""
team = st.sampled_from([1, 2, 3, 4, 4, 9])
number = st.sampled_from([None, None, 1, 2, 3])
person = st.sampled_from([1, 1, 2, 3, 4])
seat = st.sampled_from(SEATS)
flag = st.booleans()
persona, actor = st.sampled_from(PACK.personas), st.sampled_from(PACK.actors)
factor, aspect = st.sampled_from(sorted(PACK.factors)), st.sampled_from(sorted(PACK.aspects))
pulse = st.sampled_from(["now", "wanted"])
insight = st.sampled_from(["i_1", "i_2", "i_3"])
action = st.sampled_from(["a_1", "a_2", "a_3"])
maybe = st.none()


def _some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def _all(more: st.SearchStrategy[dict[str, Any]] | None = None, **fields: st.SearchStrategy[Any]) -> Any:
    whole = st.fixed_dictionaries(fields)
    return whole if more is None else st.tuples(whole, more).map(lambda parts: parts[0] | parts[1])


_axes = {"regulation": mark, "interest": mark}
_answer = {"regulation": answer, "interest": answer, "person": person}
_tags = _some(
    dimension=st.just("regulation"), factor=factor, actor=actor, team=st.integers(1, 4), round=st.integers(1, 3)
)
_where = st.sampled_from(AGENDA[:-1]).map(lambda item: {"phase": item.id, "round": item.round})

FIELDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "join_team": _all(team=team),
    "rename_team": _all(name=text),
    "pick_persona": _all(persona=persona),
    "pick_actor": _all(actor=actor),
    "write_draft": _all(fields=_some(title=text, text=text, ict=text), round=number),
    "place": _all(_some(aspect=aspect), **_axes, round=number),
    "set_aspect": _all(aspect=aspect, position=st.integers(-1, 1), round=number),
    "link_actor": _all(actor=actor, does=text, round=number),
    "link_factor": _all(factor=factor, change=st.integers(-2, 2), consequence=text, round=number),
    "unlink": st.one_of(
        _all(kind=st.just("actor"), id=actor, round=number), _all(kind=st.just("factor"), id=factor, round=number)
    ),
    "submit_solution": _all(round=number),
    "withdraw_solution": _all(round=number),
    "ready": _all(on=flag),
    "call_facilitator": _all(on=flag),
    "place_pulse": _all(pulse=pulse, **_answer),
    "read_solution": _all(team=team, **_answer),
    "vote": _all(team=team),
    "evaluate": _all(answers=_some(useful=st.integers(1, 5), next=st.just("try"), remember=text), person=person),
    "go": _where,
    "timer": st.one_of(
        _all(action=st.sampled_from(["start", "pause", "resume", "stop"])),
        _all(action=st.just("extend"), seconds=st.sampled_from([-60, 60])),
    ),
    "assign": _all(_some(persona=persona, actor=actor), team=team),
    "move_seat": _all(seat=seat, team=team),
    "remove_seat": _all(seat=seat),
    "set_present": _all(team=team, present=flag),
    "spotlight": _some(team=team),
    "reveal": _all(what=st.sampled_from(["solutions", "readings", "pulse", "vote"])),
    "blank": _all(on=flag),
    "prompt": _some(prompt=st.just("why")),
    "reopen_solution": _all(team=team, round=st.integers(1, 3)),
    "edit_for_team": _all(
        team=team,
        command=st.one_of(
            _all(type=st.just("write_draft"), fields=_some(title=text, text=text)),
            _all(type=st.just("submit_solution")),
            _all(type=st.just("pick_persona"), persona=persona),
            _all(type=st.just("pick_actor"), actor=actor),
        ),
    ),
    "open_pulse": _all(pulse=pulse),
    "close_pulse": _all(pulse=pulse),
    "capture_insight": _all(text=text, tags=_tags),
    "edit_insight": _all(_some(text=text, tags=_tags, shown=flag), insight=insight),
    "drop_insight": _all(insight=insight),
    "note": _all(text=text),
    "bookmark": _all(label=text),
    "open_vote": _all(),
    "close_vote": _all(),
    "break_tie": _all(team=team),
    "add_action": _all(_some(lead=text), what=text),
    "edit_action": _all(_some(lead=text, state=st.just("done")), action=action),
    "set_school": _some(name=text, **_axes),
    "set_debrief": _some(
        script=st.just("orid"),
        step=st.integers(0, 3),
        current=_some(pace=st.integers(-1, 1)),
        subject=st.just("taal"),
        texts=_some(next=text),
    ),
    "set_title": _all(title=text),
    "undo": _all(),
    "close_session": _all(),
}
assert FIELDS.keys() == WIRE_COMMANDS.keys()

_FINAL = ("close_session", "remove_seat")


def wish(*names: str) -> st.SearchStrategy[Command]:
    """One of these commands; without names any, those that end things seldom."""
    chosen = names or tuple(name for name in FIELDS if name not in _FINAL)
    return st.sampled_from(chosen).flatmap(
        lambda name: FIELDS[name].map(lambda fields: parse_command({"type": name, **fields}))
    )
