"""Frames that no honest client sends: a grammar of bad ones, each made from a seeded random number generator."""

import base64
import json
from collections.abc import Callable
from random import Random
from typing import Any, cast

from app.game.commands import WIRE_COMMANDS
from app.game.rights import RIGHTS
from app.web.protocol import MOST_BYTES
from tests.support.wishes import FIELDS

MARKUP = [
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    '"><svg onload=window.hacked=1>',
    "{{7*7}}",
    "${window.hacked=1}",
    "javascript:window.hacked=1",
    "</textarea><script>window.hacked=1</script>",
]
"""What would be markup or code where texts are shown as such."""
ODD_TEXT = [
    *MARKUP,
    "",
    " ",
    "\x00",
    "\u202e\u2066",
    "\ud800",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "e\u0301" * 50,
    "a" * 5000,
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "%00%0a",
    "__proto__",
    "constructor",
]
ODD: list[Any] = [
    *ODD_TEXT,
    None,
    True,
    0,
    -1,
    101,
    2**31,
    2**63,
    -(2**70),
    1e308,
    1.5,
    [],
    {},
    [[]],
    {"__proto__": {"x": 1}},
    [None] * 300,
    {str(n): n for n in range(300)},
]
BROKEN = ['{"type":', "[1,2", '{"type":"ready","id":"x","on":tru}', "\x00", '"hello"', "NaN", "{'a':1}", "[]", "1", ""]
ROLES = ["facilitator", "screen", "seat", "review", "system", "team:1", 7, None]


class Hostile(Random):
    """A source of chance for somebody in a role, who mostly tries what that role may."""

    role = "seat"


def frame(random: Hostile) -> str | bytes:
    """One hostile frame; some of them are nearly right, which goes deepest."""
    return random.choice(MAKERS)(random)


def _id(random: Hostile) -> Any:
    return f"h{random.randrange(10**9)}" if random.random() < 0.9 else random.choice(ODD)


def _wish(random: Hostile) -> dict[str, Any]:
    """A command as an honest client could send it. Not the ones that end the session for everybody."""
    names = [name for name in WIRE_COMMANDS if name not in ("close_session", "remove_seat")]
    if random.random() < 0.9:
        names = [name for name in names if random.role in RIGHTS[WIRE_COMMANDS[name]].roles] or names
    name = random.choice(names)
    return {"type": name, "id": _id(random), **FIELDS[name](random)}


def _honest(random: Hostile) -> str:
    return _text(_wish(random))


def _one_field_odd(random: Hostile) -> str:
    wish = _wish(random)
    wish[random.choice(list(wish))] = random.choice(ODD)
    return _text(wish)


def _deep_field_odd(random: Hostile) -> str:
    """The same, at any depth."""
    return json.dumps(_spoilt(random, _wish(random)))


def _spoilt(random: Hostile, value: Any) -> Any:
    """A copy with something odd somewhere in it."""
    if random.random() < 0.3 or not isinstance(value, dict) or not value:
        return random.choice(ODD)
    parts = cast(dict[str, Any], value)
    key = random.choice(list(parts))
    return {**parts, key: _spoilt(random, parts[key])}


def _markup_everywhere(random: Hostile) -> str:
    def dress(value: Any) -> Any:
        if isinstance(value, str) and value.startswith("zq"):
            return random.choice(MARKUP)
        if isinstance(value, dict):
            return {key: dress(part) for key, part in cast(dict[str, Any], value).items()}
        return value

    return _text({key: dress(value) for key, value in _wish(random).items()})


def _fields_more_or_less(random: Hostile) -> str:
    wish = _wish(random)
    for _ in range(random.randint(1, 3)):
        if random.random() < 0.5 and len(wish) > 1:
            wish.pop(random.choice(list(wish)))
        else:
            wish[random.choice([*ODD_TEXT, "team", "seat", "role", "by_facilitator", "at"])] = random.choice(ODD)
    return _text(wish)


def _broken(random: Hostile) -> str:
    return random.choice(BROKEN)


def _cut(random: Hostile) -> str:
    text = _honest(random)
    return text[: random.randrange(len(text))]


def _bytes(random: Hostile) -> bytes:
    return random.randbytes(random.randint(0, 400))


def _deep(random: Hostile) -> str:
    depth = random.choice([9, 40, 500, 5000])
    opening, closing = random.choice([("[", "]"), ('{"a":', "}")])
    return f'{{"type":"write_draft","id":"d","fields":{opening * depth}1{closing * depth}}}'


def _huge(random: Hostile) -> str:
    room = random.choice([MOST_BYTES - 200, MOST_BYTES + 1, 3 * MOST_BYTES])
    return _text({"type": "note", "id": _id(random), "text": "é" * (room // 2)})


def _wire(random: Hostile) -> str:
    """The frames that are no commands."""
    return _text(
        random.choice(
            [
                {"type": "hello", "token": random.choice(ODD), "as": random.choice(ROLES)},
                {"type": "resync", "x": random.choice(ODD)},
                {"type": "ping", "id": random.choice(ODD)},
                {"type": "language", "language": random.choice([*ODD, "en", "nl"])},
                {"type": random.choice(["welcome", "patch", "ack", "closing", "take_seat", "expire_timer", "event"])},
                {"type": random.choice(ODD), "id": _id(random)},
            ]
        )
    )


def _letters(random: Hostile) -> str:
    """Bytes that are nearly a document, or ask for one."""
    good = base64.b64decode(FIELDS["edit_text"](random)["update"])
    data = bytearray(random.choice([good, good, random.randbytes(random.randint(0, 60))]))
    for _ in range(random.randint(0, 3)):
        if data:
            data[random.randrange(len(data))] = random.randrange(256)
    packed = base64.b64encode(data).decode()
    if random.random() < 0.5:
        team = random.choice([1, 2, None, *ODD])
        number = random.choice([1, 2, 9])
        return _text({"type": "text_sync", "id": _id(random), "round": number, "state": packed, "team": team})
    return _text({"type": "edit_text", "id": _id(random), "update": packed, "round": random.choice([None, 1, 2])})


def _text(frame: dict[str, Any]) -> str:
    return json.dumps(frame)


MAKERS: list[Callable[[Hostile], str | bytes]] = [
    *[_honest, _one_field_odd, _deep_field_odd, _markup_everywhere, _fields_more_or_less] * 3,
    *[_broken, _cut, _bytes, _deep, _wire, _letters],
    *[_letters] * 2,
]
"""`_huge` is not among them: a connection that sends one is ended, so it has a test of its own."""
huge = _huge
