"""Text as people may send it: lengths and which characters, in one place."""

import base64
import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticKnownError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""Unicode's category Cc, which is never added to."""
_CONTROL_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""The same without newline and tab."""
_UNSEEN = ("Cc", "Cf", "Mn", "Zl", "Zp", "Zs")
"""Categories of what shows nothing by itself: controls, spaces, and marks that only change what they stand on."""
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and a sign without ink."""


def seen(text: str) -> str:
    """The text, or nothing where there is nothing to see in it: such a name is none."""
    return "" if all(sign in _BLANK or unicodedata.category(sign) in _UNSEEN for sign in text) else text


def _something(value: str) -> str:
    if not seen(value):
        raise PydanticKnownError("string_too_short", {"min_length": 1})
    return value


def _one_line(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("control characters are not allowed")
    return value


def _lines(value: str) -> str:
    value = value.replace("\r\n", "\n")
    if _CONTROL_IN_LINES.search(value):
        raise ValueError("control characters are not allowed")
    return value


def _web_address(value: str) -> str:
    if value and not (value.startswith("https://") and value.isprintable() and " " not in value):
        raise ValueError("only an https address, without spaces")
    return value


def _base64(value: str) -> str:
    try:
        base64.b64decode(value, validate=True)
    except ValueError:
        raise ValueError("no base64") from None
    return value


_one = AfterValidator(_one_line)
_many = AfterValidator(_lines)
_must = AfterValidator(_something)
_may = AfterValidator(seen)

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), _one, _must]
"""Name of a team or nickname of a seat: 1 to 40 characters on one line."""
Nickname = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), _one, _may]
"""What a seat wants to be called: up to 40 characters on one line; nothing is no name."""
Title = Annotated[str, StringConstraints(max_length=120), _one]
"""Title of a solution: up to 120 characters on one line. Not stripped: it is saved while typing."""
Heading = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), _one, _must]
"""Title of a session: 1 to 120 characters on one line."""
MaybeHeading = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120), _one, _may]
"""The same for who may leave it empty."""
Short = Annotated[str, StringConstraints(max_length=300), _many]
"""What an actor does, a consequence, an action: up to 300 characters."""
Phrase = Annotated[str, StringConstraints(max_length=120), _one]
"""How one thing influences another: up to 120 characters on one line."""
Link = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(_web_address)]
"""An https address of up to 300 characters, or nothing."""
Remark = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), _many, _must]
"""An insight: 1 to 500 characters."""
Label = Annotated[str, StringConstraints(max_length=80), _one]
"""A bookmark, a lead, a month: up to 80 characters on one line."""
Long = Annotated[str, StringConstraints(max_length=2000), _many]
"""A part of a solution or of the school's profile: up to 2,000 characters."""
Story = Annotated[str, StringConstraints(max_length=4000), _many]
"""The text of a solution or a private note: up to 4,000 characters."""
CardId = Annotated[str, StringConstraints(min_length=1, max_length=64), _one]
"""Id of a card or of something made in the session; whether it exists is for `decide` to say."""
Packed = Annotated[str, StringConstraints(max_length=60_000), AfterValidator(_base64)]
"""Bytes in base64, up to 45 kB: the text of one solution with room to spare, and less than one frame."""
