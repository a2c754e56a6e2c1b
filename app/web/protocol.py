"""Frames that clients send, parsed and checked. What does not pass gets a reject that names the field."""

import json
import re
import sys
from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.asked import whole
from app.game.commands import Command, Round, parse_command, rejection
from app.game.rejected import Code, Rejected
from app.game.text import Packed

SUBPROTOCOL = "maatwerk.v1"
MOST_BYTES = 64 * 1024
MOST_DEPTH = 8
"""Commands are at most four levels deep; more is nonsense or an attack."""

MOST_FLOAT = sys.float_info.max
_HALF = re.compile(r"[\ud800-\udfff]")
"""Half a character of UTF-16, which alone is no character."""

MOST_ID = 64
ECHOED = 256
"""An id of up to so many characters is named in a reject."""
FrameId = Annotated[str, Field(min_length=1, max_length=MOST_ID)]
Tag = Annotated[str, Field(max_length=35)]
"""A language as BCP 47 writes it; one that the server does not speak is answered in the session's."""


class Hello(BaseModel):
    """The first frame of a client."""

    model_config = ConfigDict(strict=True, extra="ignore")
    type: Literal["hello"]
    token: Annotated[str, Field(max_length=200)] | None = None
    after: Annotated[int, Field(ge=0)] | None = None
    as_: Literal["facilitator", "screen", "seat", "review"] | None = Field(None, alias="as")
    language: Tag | None = None


class Language(BaseModel):
    """From now on this client wants to be answered in another language."""

    model_config = ConfigDict(strict=True, extra="ignore")
    type: Literal["language"]
    language: Tag


class TextSync(BaseModel):
    """Asks for the shared text of a solution, and for what others write there from now on."""

    model_config = ConfigDict(strict=True, extra="ignore")
    type: Literal["text_sync"]
    id: FrameId
    round: Round
    team: int | None = None
    """Whose; a seat's own without it."""
    state: Packed
    """What this client has of it: a Yjs state vector in base64."""


class Ping(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")
    type: Literal["ping"]
    id: FrameId


class Resync(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")
    type: Literal["resync"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A command with the id that its client gave it."""

    id: str
    command: Command


class BadFrame(Exception):
    """A frame that is no command; `id` is that of the frame if it has one."""

    def __init__(self, code: Code, field: str | None, frame_id: str | None = None) -> None:
        super().__init__(f"{code} {field}")
        self.code = code
        self.field = field
        self.id = frame_id


def too_large(text: str | bytes) -> bool:
    """Whether a frame is over the limit, which is in bytes and not in characters."""
    return len(text) > MOST_BYTES or (isinstance(text, str) and len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES)


def parse(text: str | bytes) -> Hello | Language | TextSync | Ping | Resync | Sent:
    """One frame of a client.

    Raises:
        BadFrame: not JSON, not an object, too deep, unknown type, or a field that is wrong; names the field.
    """
    frame = _object(text)
    frame_id = _id(frame)
    try:
        match frame.get("type"):
            case "hello":
                return Hello.model_validate(frame)
            case "language":
                return Language.model_validate(frame)
            case "text_sync":
                return TextSync.model_validate(frame)
            case "ping":
                return Ping.model_validate(frame)
            case "resync":
                return Resync.model_validate(frame)
            case _:
                return _command(frame, frame_id)
    except ValidationError as error:
        refused = rejection(error)
        raise BadFrame(refused.code, refused.field, frame_id) from None


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        frame = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise _unreadable(text) from None
    if not isinstance(frame, dict):
        raise BadFrame(Code.INVALID, "frame")
    found = cast(dict[str, Any], frame)
    if _too_deep(found, MOST_DEPTH):
        raise BadFrame(Code.INVALID, "frame", _id(found))
    return cast(dict[str, Any], _whole(found))


def _unreadable(text: str | bytes) -> BadFrame:
    """Why a text cannot be taken. JSON may hold half a character, as of an emoji that was cut in two, or a number that
    is too large for anybody: its sender waits for an answer, so that one names the id and the field."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return BadFrame(Code.INVALID, "frame")
    if not isinstance(frame, dict) or _too_deep(cast(object, frame), MOST_DEPTH):
        return BadFrame(Code.INVALID, "frame")
    found = cast(dict[str, Any], frame)
    field = ".".join(_way_to_unreadable(found) or ["frame"])[:80]
    return BadFrame(Code.INVALID, field if field.isprintable() else "frame", _id(found))


def _way_to_unreadable(value: object) -> list[str] | None:
    if isinstance(value, dict):
        ways = ((key, _way_to_unreadable(part)) for key, part in cast(dict[str, object], value).items())
        return next(([key, *way] for key, way in ways if way is not None), None)
    if isinstance(value, str):
        return [] if _HALF.search(value) else None
    return [] if isinstance(value, (int, float)) and not abs(value) < MOST_FLOAT else None


def _whole(value: object) -> object:
    """All whole numbers in it as `whole` has them."""
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in cast(dict[str, object], value).items()}
    if isinstance(value, list):
        return [_whole(part) for part in cast(list[object], value)]
    return whole(value)


def _too_deep(value: object, left: int) -> bool:
    if isinstance(value, dict):
        parts = list(cast(dict[str, object], value).values())
    elif isinstance(value, list):
        parts = cast(list[object], value)
    else:
        return False
    return left == 0 or any(
        isinstance(part, (dict, list)) and _too_deep(cast(object, part), left - 1) for part in parts
    )


def _id(frame: dict[str, Any]) -> str | None:
    """What its sender waits for, also when it is too long for a command."""
    found = frame.get("id")
    return found if isinstance(found, str) and 1 <= len(found) <= ECHOED and found.isprintable() else None


def _command(frame: dict[str, Any], frame_id: str | None) -> Sent:
    if not isinstance(frame.get("type"), str):
        raise BadFrame(Code.INVALID, "type", frame_id)
    try:
        command = parse_command(frame)
    except Rejected as rejected:
        raise BadFrame(rejected.code, rejected.field, frame_id) from None
    if frame_id is None or len(frame_id) > MOST_ID:
        raise BadFrame(Code.INVALID, "id", frame_id)
    return Sent(frame_id, command)
