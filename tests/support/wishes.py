"""Any command that a client could send, with ids that often exist and texts that never occur twice.

A whole command is made from one drawn number, so that Hypothesis has room for long stories and can still drop steps.
"""

import itertools
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, cast, get_args

from hypothesis import strategies as st

from app.game.commands import WIRE_COMMANDS, Command, Instrument, parse_command
from tests.support.game import AGENDA, NOW, PACK
from tests.support.writing import Pen

_counter = itertools.count(1)

SEATS = [f"s_{n}" for n in range(1, 9)]
MARKER = r"zq\d{6}"
"""Every text that a wish writes holds one of these, so that it can be found again wherever it leaks to."""


def restart() -> None:
    """Begin numbering again, for a run that must be the same as another."""
    global _counter
    _counter = itertools.count(1)


Make = Callable[[Random], Any]


def text(_: Random) -> str:
    """A text that nobody wrote before."""
    return f"zq{next(_counter):06}"


def letters(random: Random) -> str:
    """A device that starts with an empty sheet and writes such a text in it."""
    pen = Pen(name=random.randrange(1, 2**31))
    pen.put("text", 0, text(random))
    return pen.sends()


def mark(random: Random) -> int:
    """A place of a team or school: even numbers."""
    return random.randrange(-100, 101, 2)


def answer(random: Random) -> int:
    """A place in a single person's answer: odd numbers, so that it is recognised anywhere."""
    return random.randrange(-99, 100, 2)


def instant(random: Random) -> int:
    """A moment on the day of the session."""
    return NOW + random.randrange(0, 6 * 3_600_000, 60_000)


def one(*values: Any) -> Make:
    return lambda random: random.choice(values)


def fields(**makes: Make) -> Make:
    """All these fields."""
    return lambda random: {name: make(random) for name, make in makes.items()}


def some(**makes: Make) -> Make:
    """Each of these fields, or not."""
    return lambda random: {name: make(random) for name, make in makes.items() if random.random() < 0.6}


def both(first: Make, second: Make) -> Make:
    return lambda random: first(random) | second(random)


def either(*makes: Make) -> Make:
    return lambda random: random.choice(makes)(random)


team, number, person = one(1, 2, 3, 3, 4, 9), one(None, None, None, 1, 2, 3), one(1, 1, 2, 3, 4)
seat, flag, change = one(*SEATS), one(True, False), one(-2, -1, 0, 1, 2)
persona, actor = one(*PACK.personas), one(*PACK.actors)
factor, aspect = one(*sorted(PACK.factors)), one(*sorted(PACK.aspects))
pulse, insight, action = one("now", "wanted"), one("i_1", "i_2", "i_3"), one("a_1", "a_2", "a_3")
option, stage = one("a", "b"), one("traditional", "innovative", "")
axes, reading = {"regulation": mark, "interest": mark}, {"regulation": answer, "interest": answer, "person": person}
tags = some(dimension=one("regulation"), factor=factor, actor=actor, team=one(1, 2), round=one(1, 2, 3))

FIELDS: dict[str, Make] = {
    "join_team": fields(team=team),
    "rename_team": fields(name=text),
    "pick_persona": fields(persona=persona),
    "pick_actor": fields(actor=actor),
    "write_draft": fields(fields=some(title=text, text=text, ict=text), round=number),
    "edit_text": fields(update=letters, round=number),
    "place": both(fields(**axes, round=number), some(aspect=aspect, source=one("paper", "screen"))),
    "place_self": both(fields(**axes, round=number), some(source=one("paper", "screen"))),
    "shift": both(fields(**axes, round=number), some(source=one("paper", "screen"))),
    "set_aspect": fields(aspect=aspect, position=one(-1, 0, 1), round=number),
    "link_actor": fields(actor=actor, does=text, round=number),
    "link_factor": fields(factor=factor, change=change, consequence=text, round=number),
    "unlink": either(
        fields(kind=one("actor"), id=actor, round=number),
        fields(kind=one("factor"), id=factor, round=number),
        fields(kind=one("aspect", "place"), id=aspect, round=number),
        fields(kind=one("self"), id=one("self"), round=number),
    ),
    "submit_solution": fields(round=number),
    "withdraw_solution": fields(round=number),
    "ready": fields(on=flag),
    "call_facilitator": fields(on=flag),
    "place_pulse": fields(pulse=pulse, **reading),
    "read_solution": fields(team=team, **reading),
    "vote": fields(team=team),
    "vote_dilemma": fields(option=option),
    "connect": fields(when=pulse, source=actor, target=factor, how=text),
    "disconnect": fields(when=pulse, source=actor, target=factor),
    "describe_node": fields(when=pulse, node=factor, text=either(text, one(""))),
    "evaluate": fields(answers=some(useful=one(1, 2, 3, 4, 5), next=one("try"), remember=text), person=person),
    "go": lambda random: (lambda item: {"phase": item.id, "round": item.round})(random.choice(AGENDA[:-1])),
    "timer": either(
        fields(action=one("start", "start", "pause", "resume", "stop")),
        fields(action=one("extend"), seconds=one(-60, 60)),
    ),
    "assign": both(fields(team=team), some(persona=persona, actor=actor)),
    "move_seat": fields(seat=seat, team=team),
    "remove_seat": fields(seat=seat),
    "set_present": fields(team=team, present=flag),
    "spotlight": some(team=team),
    "reveal": fields(what=one("solutions", "readings", "pulse", "vote", "dilemma")),
    "blank": fields(on=flag),
    "prompt": some(prompt=one("why")),
    "reopen_solution": fields(team=team, round=one(1, 2, 3)),
    "edit_for_team": fields(
        team=team,
        command=either(
            fields(type=one("write_draft"), fields=some(title=text, text=text)),
            fields(type=one("edit_text"), update=letters),
            fields(type=one("submit_solution")),
            fields(type=one("place_self", "shift"), **axes),
            fields(type=one("pick_persona"), persona=persona),
            fields(type=one("pick_actor"), actor=actor),
        ),
    ),
    "open_pulse": fields(pulse=pulse),
    "close_pulse": fields(pulse=pulse),
    "capture_insight": fields(text=text, tags=tags),
    "edit_insight": both(fields(insight=insight), some(text=text, tags=tags, shown=flag)),
    "drop_insight": fields(insight=insight),
    "note": fields(text=text),
    "bookmark": fields(label=text),
    "open_vote": fields(),
    "close_vote": fields(),
    "break_tie": fields(team=team),
    "add_action": both(fields(what=text), some(lead=text, kind=one("action", "question", "meeting"))),
    "edit_action": both(fields(action=action), some(lead=text, state=one("done"))),
    "set_school": some(name=text, **axes),
    "set_debrief": some(
        script=one("orid"),
        step=one(0, 1, 2),
        current=some(pace=one(-1, 0, 1)),
        subject=one("taal"),
        texts=some(next=text),
        checklist=some(leadership=one("done")),
        scan=some(now=fields(**axes), source=text),
    ),
    "order_speakers": fields(by=one(None, "distance", "reading", "table")),
    "switch_instrument": fields(instrument=one(*get_args(Instrument)), on=one(True, True, False)),
    "show_instrument": either(
        fields(),
        fields(instrument=one("school_profile", "indicators", "learning_network", "insights", "recurring")),
        fields(instrument=one("network"), team=one(None, 1, 2)),
    ),
    "set_profile": both(fields(question=one("why")), some(now=stage, wanted=stage, next=text)),
    "set_slot": both(fields(moment=one("before", "after", "later")), some(title=text, url=one("https://x.nl/a"))),
    "settle_dilemma": fields(option=option),
    "set_title": fields(title=text),
    "set_times": some(starts_at=instant, ends_at=instant),
    "mark_rehearsal": fields(),
    "undo": fields(),
    "close_session": fields(),
}
assert FIELDS.keys() == WIRE_COMMANDS.keys()

_FINAL = ("close_session", "remove_seat")
ANY = tuple(name for name in FIELDS if name not in _FINAL)


NETWORK = ["connect", "connect", "disconnect", "describe_node"]
ALWAYS = ["rename_team", "ready", "call_facilitator", "join_team", "write_draft"]
WORK = [
    "write_draft",
    "place",
    "place_self",
    "set_aspect",
    "link_actor",
    "link_factor",
    "unlink",
    "submit_solution",
    "withdraw_solution",
]
FITS: dict[str, list[str]] = {
    "lobby": ALWAYS,
    "welcome": ["place_pulse"],
    "choose": ["pick_persona", "pick_actor"],
    "work": [*WORK, *WORK, "pick_persona", "pick_actor"],
    "reveal": ["write_draft", "read_solution", "vote_dilemma", "shift"],
    "discuss": ["read_solution", "write_draft", "vote_dilemma", "shift"],
    "break": [*ALWAYS, *NETWORK],
    "vote": ["vote"],
    "debrief": [*WORK, *NETWORK],
    "evaluate": ["evaluate", "place_pulse"],
    "closed": ["place_pulse"],
}
GUIDING = ["reveal", "reveal", "undo", "assign", "move_seat", "reopen_solution", "edit_for_team", "timer", "open_vote"]
GUIDING_IN = {
    "welcome": ["open_pulse", "close_pulse", "reveal"],
    "reveal": ["reveal", "spotlight", "order_speakers", "capture_insight", "edit_insight", "drop_insight"],
    "discuss": ["capture_insight", "edit_insight", "drop_insight", "reveal", "settle_dilemma", "show_instrument"],
    "vote": ["open_vote", "close_vote", "reveal", "break_tie"],
    "debrief": [
        "add_action",
        "edit_action",
        "set_debrief",
        "set_profile",
        "connect",
        "describe_node",
        "show_instrument",
    ],
    "closed": ["open_pulse", "open_pulse", "close_pulse", "reveal", "set_slot", "edit_action"],
}


def command(name: str, /, **sent: Any) -> Command:
    return parse_command({"type": name, **sent})


def make(random: Random, *names: str) -> Command:
    """One of these commands; without names any but those that end things."""
    name = random.choice(names or ANY)
    return command(name, **FIELDS[name](random))


seeds = st.integers(0, 2**32 - 1).map(Random)
"""The one number from which a step is made."""


def odd_places(value: object) -> Iterator[object]:
    """Coordinates that only a single person's answer has (`wishes.answer`)."""
    if isinstance(value, dict):
        for key, part in cast(dict[str, object], value).items():
            if key in ("regulation", "interest") and isinstance(part, int) and part % 2:
                yield part
            yield from odd_places(part)
    elif isinstance(value, list):
        for part in cast(list[object], value):
            yield from odd_places(part)
