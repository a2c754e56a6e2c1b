"""The one exception of the engine and its codes."""

from enum import StrEnum


class Code(StrEnum):
    """Why a command was refused; the words of the wire (docs/protocol.md)."""

    NOT_ALLOWED = "not_allowed"
    WRONG_PHASE = "wrong_phase"
    UNKNOWN_ID = "unknown_id"
    TAKEN = "taken"
    ALREADY_USED = "already_used"
    TEAM_FULL = "team_full"
    TOO_LONG = "too_long"
    OUT_OF_RANGE = "out_of_range"
    SEALED = "sealed"
    OWN_TEAM = "own_team"
    CLOSED = "closed"
    INVALID = "invalid"
    TOO_MANY = "too_many"
    INCOMPLETE = "incomplete"
    CONFLICT = "conflict"
    NO_TEAM = "no_team"
    SWITCHED_OFF = "switched_off"
    BUSY = "busy"


class Rejected(Exception):
    """A command that the rules refuse; `field` names the part of the command that is to blame, if one is."""

    def __init__(self, code: Code, field: str | None = None) -> None:
        super().__init__(f"{code} {field or ''}".strip())
        self.code = code
        self.field = field
