"""Frames that the server sends, as JSON text. Their meaning: docs/protocol.md."""

from base64 import b64encode
from enum import Enum
from typing import Any

import orjson

PROTOCOL = 1


class Closing(Enum):
    """Why the server closes a connection: its word and its close code, in the order of the contract."""

    RESTARTING = ("restarting", 4000)
    REPLACED = ("replaced", 4001)
    REMOVED = ("removed", 4002)
    ENDED = ("ended", 4003)
    TOO_SLOW = ("too_slow", 4004)
    UNAUTHORISED = ("unauthorised", 4005)
    FLOOD = ("flood", 4006)
    PROTOCOL = ("protocol", 4007)

    @property
    def word(self) -> str:
        """As in the frame that comes before the close."""
        return self.value[0]

    @property
    def code(self) -> int:
        """The websocket's close code."""
        return self.value[1]


def encode(frame: dict[str, Any]) -> str:
    """One frame as text."""
    return orjson.dumps(frame).decode()


def ack(command_id: str, seq: int) -> str:
    return encode({"type": "ack", "id": command_id, "seq": seq})


def reject(command_id: str | None, seq: int, code: str, message: str, field: str | None = None) -> str:
    frame: dict[str, Any] = {"type": "reject", "id": command_id, "code": code, "message": message, "seq": seq}
    if field:
        frame["field"] = field
    return encode(frame)


def patch(seq: int, prev: int, merge: str) -> str:
    """`merge` is JSON already: it is the same for everyone of an audience, `prev` need not be."""
    return f'{{"type":"patch","seq":{seq},"prev":{prev},"merge":{merge}}}'


def text(place: tuple[int, int], seq: int, update: bytes, answers: str | None = None) -> str:
    """Letters of the shared text of a round and team; `answers` is the id of the `text_sync` that asked for them."""
    number, team = place
    frame = {"type": "text", "round": number, "team": team, "seq": seq, "update": b64encode(update).decode()}
    return encode(frame if answers is None else {**frame, "id": answers})


def closing(why: Closing) -> str:
    return encode({"type": "closing", "code": why.word})


def pong(ping_id: str, now: int) -> str:
    return encode({"type": "pong", "id": ping_id, "now": now})
